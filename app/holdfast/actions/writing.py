"""Carries out the steps of a plan on a handset, one item at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby

from holdfast.actions import carrying
from holdfast.actions.sending import Sending
from holdfast.errors import Problem
from holdfast.phones.handsets.handset import (
    Added,
    Batching,
    Handset,
    HandsetProblem,
    PhoneFull,
)
from holdfast.phones.links.link import LinkProblem, Unplugged
from holdfast.progress import Cancelled, Progress, Stage, Task
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import WRITING, Plan, PlannedStep, Step
from holdfast.records.model.snapshot import StoredItem
from holdfast.vault.library import Vault
from holdfast.vault.repository.problems import VaultDamaged, VaultProblem

ROWS = ".rows.json"
"""How the names of parts end that hold the rows beside a standard file."""
SMALL_MEDIA = 256 * 1024
"""Bytes of the largest photo or file that goes to a handset together with others."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One step and how it went on the handset.

    `key` is the key the handset gave or kept. `problem` is why it did not take the item.
    `tried` is False when the item was never sent whole. `cut` tells that the link broke on
    the way, so that only reading back tells what became of it.
    """

    planned: PlannedStep
    key: str = ""
    problem: Problem | None = None
    tried: bool = True
    cut: bool = False


def write(
    plan: Plan,
    vault: Vault,
    handset: Handset,
    task: Task,
    closed: Mapping[Kind, Problem],
    carrier: carrying.Carrier,
) -> tuple[Attempt, ...]:
    """Carry out every writing step of `plan`, except for the kinds in `closed`.

    `carrier` puts what comes from another family of handsets into the target's words.
    One refused item, or one that is damaged in the vault, never stops the others; a full
    store ends its kind; a handset or a vault that goes away, or an owner who says stop, ends
    the run. Whatever happens is told in the attempts.
    """
    return tuple(_Writer(plan, vault, handset, task, closed, carrier).run())


class _Writer:
    """Walks the steps once and remembers why it may no longer go on."""

    def __init__(
        self,
        plan: Plan,
        vault: Vault,
        handset: Handset,
        task: Task,
        closed: Mapping[Kind, Problem],
        carrier: carrying.Carrier,
    ) -> None:
        self._steps = [s for s in plan.steps if s.step in WRITING]
        self._vault = vault
        self._carrier = carrier
        self._handset = handset
        self._task = task
        self._closed: dict[Kind, Problem] = dict(closed)
        self._ended = False
        self._moved = 0
        self._done = 0

    def run(self) -> list[Attempt]:
        """Try every step; many new items go together to a handset that takes them so."""
        attempts: list[Attempt] = []
        handset = self._handset
        for (kind, together), group in groupby(
            self._steps, lambda planned: (planned.item.kind, _goes_together(planned))
        ):
            if together and isinstance(handset, Batching):
                attempts += self._add_together(handset, kind, list(group))
            else:
                attempts += [self._attempt(planned) for planned in group]
        return attempts

    def _add_together(
        self, handset: Batching, kind: Kind, steps: Sequence[PlannedStep]
    ) -> Iterator[Attempt]:
        """Add records of one kind; what was sent and not answered for is told as cut."""
        sending = Sending(steps, lambda planned: self._new(planned.item))
        problem: Problem | None = None
        if not self._ended and kind not in self._closed:
            try:
                self._report(kind)
                for added in handset.add_all(kind, sending, self._task):
                    yield self._answered(sending.answered(), added)
                    # The handset heeds a stop once it has answered for all that it took.
                    with suppress(Cancelled):
                        self._report(kind)
            except Cancelled:
                self._ended = True
            except (LinkProblem, HandsetProblem, VaultProblem) as trouble:
                problem = trouble
                self._ended = isinstance(trouble, (Unplugged, VaultProblem))
                self._closed[kind] = trouble
        cut = isinstance(problem, LinkProblem)
        for planned in sending.unanswered:
            yield Attempt(planned, "", problem, tried=cut or problem is not None, cut=cut)
        for planned, damage in sending.damaged:
            yield Attempt(planned, problem=damage, tried=False)
        for planned in sending.left:
            yield Attempt(planned, problem=self._closed.get(kind), tried=False)

    def _answered(self, planned: PlannedStep, added: Added) -> Attempt:
        self._done += 1
        if added.problem is None:
            self._moved += planned.item.size
        elif isinstance(added.problem, PhoneFull):
            self._closed[planned.item.kind] = added.problem
        return Attempt(planned, added.key, added.problem)

    def _report(self, kind: Kind) -> None:
        progress = Progress(Stage.WRITING, kind, self._done, len(self._steps), self._moved)
        self._task.report(progress)

    def _attempt(self, planned: PlannedStep) -> Attempt:
        kind = planned.item.kind
        if self._ended or kind in self._closed:
            return Attempt(planned, problem=self._closed.get(kind), tried=False)
        try:
            self._report(kind)
            self._done += 1
            return Attempt(planned, self._do(planned))
        except Cancelled:
            self._ended = True
            return Attempt(planned, tried=False)
        except LinkProblem as problem:
            self._ended = isinstance(problem, Unplugged)
            return Attempt(planned, _key_before(planned), problem, cut=True)
        except HandsetProblem as problem:
            if isinstance(problem, PhoneFull):
                self._closed[kind] = problem
            return Attempt(planned, problem=problem)
        except VaultProblem as problem:
            self._ended = not isinstance(problem, VaultDamaged)
            return Attempt(planned, problem=problem, tried=False)

    def _do(self, planned: PlannedStep) -> str:
        actions: dict[Step, Callable[[PlannedStep], str]] = {
            Step.ADD: self._add,
            Step.UPDATE: self._update,
            Step.REMOVE: self._remove,
        }
        key = actions[planned.step](planned)
        self._moved += planned.item.size
        return key

    def _add(self, planned: PlannedStep) -> str:
        return self._handset.add(self._new(planned.item), self._task)

    def _update(self, planned: PlannedStep) -> str:
        there = planned.present or planned.item
        return self._handset.update(there.key, self._new(planned.item), self._task)

    def _new(self, item: StoredItem) -> NewItem:
        return self._carrier.new_item(item, new_item(self._vault, item))

    def _remove(self, planned: PlannedStep) -> str:
        self._handset.remove(planned.item.kind, planned.item.key, self._task)
        return planned.item.key


def _goes_together(planned: PlannedStep) -> bool:
    """Whether an item may wait in memory with others until there are enough for an exchange."""
    item = planned.item
    return planned.step is Step.ADD and (not item.kind.is_media or item.size <= SMALL_MEDIA)


def _key_before(planned: PlannedStep) -> str:
    """What the handset knew the item by before this step; empty for a new one."""
    if planned.step is Step.REMOVE:
        return planned.item.key
    return planned.present.key if planned.present is not None else ""


def new_item(vault: Vault, item: StoredItem) -> NewItem:
    """The bytes of `item` as the vault holds them, to be streamed to a handset."""
    first = item.parts[0]
    return NewItem(
        kind=item.kind,
        key=item.key,
        suffix=first.suffix,
        open=lambda: vault.history.read(item, first.suffix),
        size=first.size,
        path=item.path,
        modified=item.modified,
        rows=_rows(vault, item),
    )


def _rows(vault: Vault, item: StoredItem) -> bytes:
    """The rows a phone gave beside the standard file, empty where it gave none."""
    suffix = next((part.suffix for part in item.parts if part.suffix.endswith(ROWS)), "")
    return b"".join(vault.history.read(item, suffix)) if suffix else b""
