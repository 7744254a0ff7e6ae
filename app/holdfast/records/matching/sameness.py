"""Pairs what is wanted with what is present, one to one."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from holdfast.records.formats.summary import fold
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem

_NAMED = (Kind.CONTACTS, Kind.CALENDAR, Kind.TODOS, Kind.NOTES)

Trait = tuple[object, ...]
"""Something two items have in common when they are the same; empty when one has it not."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """`same` holds for each wanted item the present one that is the same, or None.

    `counterparts` holds what an update would replace; `unclaimed` are the present items that
    nothing wanted answers to.
    """

    same: tuple[StoredItem | None, ...]
    counterparts: tuple[StoredItem | None, ...]
    unclaimed: tuple[StoredItem, ...]


def pair(
    wanted: Sequence[StoredItem],
    present: Sequence[StoredItem],
    also: Callable[[StoredItem], Sequence[str]] | None = None,
) -> Pairing:
    """Pair items of one kind; the surest traits claim first. Linear in both.

    `also` gives further digests by which a wanted item may be known where it is present: what
    it is in the words of its target, what a target made of it before. It is asked only of
    items that nothing surer has paired, for it may have to read their bytes.
    """
    claimed: set[int] = set()
    same = _claims(wanted, present, _SAME, claimed, range(len(wanted)))
    if also is not None:
        _claim_also(wanted, present, also, claimed, same)
    open_places = [place for place, found in enumerate(same) if found is None]
    counterparts = _claims(wanted, present, _COUNTERPART, claimed, open_places)
    left = [place for place in open_places if counterparts[place] is None]
    _claim_namesakes(wanted, present, claimed, left, counterparts)
    unclaimed = tuple(item for place, item in enumerate(present) if place not in claimed)
    return Pairing(tuple(same), tuple(counterparts), unclaimed)


def _claims(
    wanted: Sequence[StoredItem],
    present: Sequence[StoredItem],
    traits: Iterable[Callable[[StoredItem], Trait]],
    claimed: set[int],
    places: Iterable[int],
) -> list[StoredItem | None]:
    found: list[StoredItem | None] = [None] * len(wanted)
    waiting = list(places)
    for trait in traits:
        offers = _offers(present, trait, claimed) if waiting else {}
        still: list[int] = []
        for place in waiting:
            offer = offers.get(trait(wanted[place]))
            if not offer:
                still.append(place)
                continue
            index = offer.pop()
            claimed.add(index)
            found[place] = present[index]
        waiting = still
    return found


def _claim_also(
    wanted: Sequence[StoredItem],
    present: Sequence[StoredItem],
    also: Callable[[StoredItem], Sequence[str]],
    claimed: set[int],
    same: list[StoredItem | None],
) -> None:
    offers = (_offers(present, _same_content, claimed), _offers(present, _same_file_alone, claimed))
    for place, item in enumerate(wanted):
        if same[place] is not None or not any(offers) or item.kind.is_media:
            continue
        for trait, offer in itertools.product(also(item), offers):
            free = [index for index in offer.get((trait,), ()) if index not in claimed]
            if free:
                claimed.add(free[-1])
                same[place] = present[free[-1]]
                break


def _claim_namesakes(
    wanted: Sequence[StoredItem],
    present: Sequence[StoredItem],
    claimed: set[int],
    left: Sequence[int],
    counterparts: list[StoredItem | None],
) -> None:
    """Pair what has a name that nothing else has on either side.

    A phone that was emptied by its maker, and filled again, gives every item another key. Of
    several with one name as many must be there as are wanted, and no two that can be told
    apart: then none can take another's place.
    """
    asked: dict[Trait, list[int]] = {}
    for place in left:
        asked.setdefault(_named(wanted[place]), []).append(place)
    for name, indexes in _offers(present, _named, claimed).items():
        places = asked.get(name, ())
        if len(indexes) != len(places) or not _is_one_content(present[i] for i in indexes):
            continue
        claimed.update(indexes)
        for place, index in zip(places, reversed(indexes), strict=True):
            counterparts[place] = present[index]


def _is_one_content(items: Iterable[StoredItem]) -> bool:
    digests = [item.digest for item in items]
    return len(digests) == 1 or ("" not in digests and len(set(digests)) == 1)


def _named(item: StoredItem) -> Trait:
    """The name of an item, of an event with its time; of what has no name of its own, nothing."""
    if item.kind not in _NAMED or not item.title or (item.kind is Kind.CALENDAR and not item.when):
        return ()
    return (fold(item.title), item.when if item.kind is Kind.CALENDAR else None)


def _offers(
    present: Sequence[StoredItem], trait: Callable[[StoredItem], Trait], claimed: set[int]
) -> dict[Trait, list[int]]:
    """Unclaimed places by trait, the first of equals last, so that popping takes it first."""
    offers: dict[Trait, list[int]] = {}
    for index in range(len(present) - 1, -1, -1):
        if index in claimed:
            continue
        found = trait(present[index])
        if found:
            offers.setdefault(found, []).append(index)
    return offers


def _same_place(item: StoredItem) -> Trait:
    return (item.handset, item.key, item.digest) if item.digest else ()


def _same_content(item: StoredItem) -> Trait:
    return (item.digest,) if item.digest else ()


def _same_file_alone(item: StoredItem) -> Trait:
    """The standard file, where the item has rows beside it that other words do not tell."""
    return (item.main,) if item.main else ()


def _same_uid(item: StoredItem) -> Trait:
    return (item.uid,) if item.uid else ()


def _same_file(item: StoredItem) -> Trait:
    """Path behind the storage's name, which another phone gives otherwise, and the bytes."""
    content = item.parts[0].content if item.parts else ()
    return (item.path[1:], content) if item.kind.is_media and content else ()


def _same_bytes(item: StoredItem) -> Trait:
    content = item.parts[0].content if item.parts else ()
    return (content,) if item.kind.is_media and content else ()


def _same_path_and_size(item: StoredItem) -> Trait:
    return (item.path[1:], item.size) if item.kind.is_media and item.path[1:] else ()


def _same_path(item: StoredItem) -> Trait:
    return (item.path[1:],) if item.kind.is_media and item.path[1:] else ()


def _same_key_and_name(item: StoredItem) -> Trait:
    """A key alone proves nothing: after a reset a phone hands its LUIDs out anew."""
    if item.kind.is_media or not item.key:
        return ()
    return (item.handset, item.key, fold(item.title))


_SAME = (
    _same_place,
    _same_content,
    _same_uid,
    _same_file,
    _same_bytes,
    _same_path_and_size,
)
_COUNTERPART = (_same_key_and_name, _same_path)
