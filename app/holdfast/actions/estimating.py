"""How long a restore will take, from what earlier ones onto phones of the same family took."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from holdfast.actions.receipts import receipts
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import WRITING, Outcome, Plan, Receipt
from holdfast.vault.library import Vault

_REACH = 20
"""So many times as many items as were ever measured may still be told of."""
_MOST = 50


def measured(vault: Vault, handset: str, protocol: str) -> tuple[Receipt, ...]:
    """The newest receipts of a handset, then those of others that speak the same `protocol`."""
    kin = (info.id for info in vault.history.handsets() if info.protocol == protocol)
    order = [handset, *(other for other in kin if other != handset)]
    told = chain.from_iterable(receipts(vault, each) for each in order)
    return tuple(islice(told, _MOST))


def seconds(plan: Plan, past: Sequence[Receipt], look: float) -> float | None:
    """Seconds that carrying out `plan` takes; None where nothing like it was ever measured.

    `look` are the seconds that reading the target takes: that is done twice besides, for the
    safety backup and to confirm. Of `past` the restore counts that wrote the most.
    """
    wanted = _sorts(step.item.kind for step in plan.steps if step.step in WRITING)
    fit = [one for one in _usable(past) if _sorts(line.kind for line in one.lines) == wanted]
    best = max(fit, key=_written, default=None)
    if best is None or _written(best) * _REACH < plan.writes:
        return None
    each = max(0.0, best.seconds - 2 * look) / _written(best)
    return 2 * look + plan.writes * each


def _usable(past: Iterable[Receipt]) -> Iterator[Receipt]:
    """Taking back removes what was added, which says nothing of how long adding takes."""
    return (one for one in past if one.seconds and _written(one) and not one.undoes)


def _written(one: Receipt) -> int:
    return len(one.lines) - one.counted(Outcome.NOT_TRIED)


def _sorts(kinds: Iterable[Kind]) -> frozenset[bool]:
    """Whether records, files or both are meant: a picture takes as long as many records."""
    return frozenset(kind.is_media for kind in kinds)
