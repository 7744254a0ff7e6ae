"""New items on their way to a handset that takes many at once: what was sent, what is answered."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from holdfast.records.model.item import NewItem
from holdfast.records.model.plan import PlannedStep
from holdfast.vault.repository.problems import VaultDamaged


class Sending(Iterator[NewItem]):
    """Gives out the items of some steps, and remembers which of them were answered for.

    An item that is damaged in the vault is passed over. Raises `VaultProblem` where the whole
    vault is gone.
    """

    def __init__(
        self, steps: Sequence[PlannedStep], make: Callable[[PlannedStep], NewItem]
    ) -> None:
        """`make` makes the item of a step, whose bytes are then read at once."""
        self._make = make
        self._left = deque(steps)
        self._sent: deque[PlannedStep] = deque()
        self.damaged: list[tuple[PlannedStep, VaultDamaged]] = []

    def __next__(self) -> NewItem:
        """Give out the next item."""
        while self._left:
            step = self._left[0]
            try:
                item = _whole(self._make(step))
            except VaultDamaged as problem:
                self.damaged.append((self._left.popleft(), problem))
                continue
            self._sent.append(self._left.popleft())
            return item
        raise StopIteration

    def answered(self) -> PlannedStep:
        """The step that an answer is for: they come in the order in which items were sent."""
        return self._sent.popleft()

    @property
    def unanswered(self) -> tuple[PlannedStep, ...]:
        """The steps whose items were sent, and nobody knows what became of them."""
        return tuple(self._sent)

    @property
    def left(self) -> tuple[PlannedStep, ...]:
        """The steps that were never begun."""
        return tuple(self._left)


def _whole(item: NewItem) -> NewItem:
    """The same with its bytes at hand, so that damage shows before the handset is troubled."""
    data = b"".join(item.open())
    return replace(item, open=lambda: (data,))
