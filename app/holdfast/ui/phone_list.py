"""Lists the phones of a window: those that are connected, and those that the vault knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.ui.home_state import Phone
from holdfast.ui.readings import Handsets
from holdfast.ui.titles import distinct

NameOf = Callable[[str], str | None]


def phones(
    known: Handsets, there: Mapping[str, str], name_of: NameOf, last: SnapshotInfo | None
) -> tuple[Phone, ...]:
    """The phones, those that are `there` (their titles by id) first.

    `name_of` is what their owner calls them. `last` is the last backup of the chosen one, where
    a restore may have made a newer snapshot.
    """
    titles = _titles(known, there, name_of)
    ids = [info.id for info in known.known]
    order = [*there, *(handset for handset in ids if handset not in there)]
    return tuple(
        Phone(
            handset,
            titles[handset],
            handset in there,
            _last_seen(known, handset, last),
            handset in ids,
            known.seen[handset].held if handset in known.seen else 0,
        )
        for handset in order
    )


def chosen(found: Sequence[Phone], current: str) -> str:
    """The id of the chosen phone, unless it went away and the vault has nothing of it."""
    is_there = any(phone.id == current for phone in found)
    return current if is_there or not found else found[0].id


def _titles(known: Handsets, there: Mapping[str, str], name_of: NameOf) -> dict[str, str]:
    """By id, those that the vault has known longest first; an owner's name goes before."""
    told = {info.id: info.title for info in known.known}
    told = {handset: told[handset] for handset in sorted(told, key=lambda h: known.seen[h].first)}
    told |= {handset: title for handset, title in there.items() if handset not in told}
    return distinct({handset: name_of(handset) or title for handset, title in told.items()})


def _last_seen(known: Handsets, handset: str, last: SnapshotInfo | None) -> datetime | None:
    if last is not None and last.handset.id == handset:
        return last.time
    return known.seen[handset].last if handset in known.seen else None
