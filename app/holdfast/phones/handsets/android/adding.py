"""New items in exchanges of a bearable length, each answered for in its turn."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol

from holdfast.phones.handsets.handset import Added
from holdfast.progress import Task
from holdfast.records.model.item import NewItem

EXCHANGE_SECONDS = 20.0
"""How long one exchange may take, so that a stop is heeded before people wonder."""
_FIRST, _MOST = 4, 100


class Adder(Protocol):
    """Adds some items of one kind in one exchange."""

    def add(self, items: Sequence[NewItem], task: Task) -> Sequence[Added]:
        """Put `items` on the phone; return how each went."""
        ...


def in_exchanges(
    adder: Adder,
    items: Iterable[NewItem],
    task: Task,
    seconds: Callable[[], float] = time.monotonic,
) -> Iterator[Added]:
    """Add `items`, as many at once as a first, short exchange shows to be bearable."""
    waiting = iter(items)
    size = _FIRST
    while True:
        task.check()
        some = tuple(islice(waiting, size))
        if not some:
            return
        began = seconds()
        answers = adder.add(some, task)
        pace = max(seconds() - began, 0.001) / len(some)
        yield from answers
        size = max(1, min(_MOST, int(EXCHANGE_SECONDS / pace)))
