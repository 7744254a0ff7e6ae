"""The life of one item under all its keys and on all its phones.

From the stint that is meant it goes on along the succession on its handset, over what restores
handed on, and to what other phones had of the same content or UID when they were first read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter

from holdfast.records.formats.summary import fold
from holdfast.records.matching.sameness import pair
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem, Tag, Version
from holdfast.vault.history.catalogue import Catalogue, Entry
from holdfast.vault.history.handed import Found
from holdfast.vault.history.stints import Stint, Stints
from holdfast.vault.history.succession import Succession
from holdfast.vault.history.versions import versions

_MOST = 2_000
"""Stints followed for one item."""

Ends = Mapping[tuple[Kind, str, str], list[Found]]
_Id = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True)
class Phone:
    """One handset: its stints of a kind, and how they follow each other."""

    stints: Stints
    succession: Succession


class Lineage:
    """Follows items of one kind; made for one question or a few of the same moment."""

    def __init__(
        self, database: sqlite3.Connection, catalogue: Catalogue, ends: Ends, kind: Kind
    ) -> None:
        """Take what restores handed on as `Handed.ends` tells it."""
        self._database = database
        self._catalogue = catalogue
        self._ends = ends
        self._kind = kind
        self._phones: dict[str, Phone] = {}
        self._begun: dict[str, int] = {}

    def versions(self, handset: str, key: str, digest: str = "") -> tuple[Version, ...]:
        """All versions of what a key stands for, or stood for when it had the content `digest`.

        In no order. Empty for an unknown key.
        """
        held = self.phone(handset).stints.of_key(key)
        meant = [each for each in held if each.item.digest == digest] or held
        if not meant:
            return self._plain(handset, key)
        found = self._followed(max(meant, key=attrgetter("last")))
        lived = list(self._told(found))
        return (*lived, *self._kept(found, lived))

    def phone(self, handset: str) -> Phone:
        """The stints of one handset and how they follow each other."""
        phone = self._phones.get(handset)
        if phone is None:
            stints = Stints(self._database, self._catalogue.line(handset), self._kind)
            phone = self._phones[handset] = Phone(stints, Succession(stints))
        return phone

    def handed(self, stint: Stint) -> Iterator[Stint]:
        """What restores made of a stint, and what they made it from."""
        for end in self._ends.get((self._kind, stint.item.handset, stint.item.key), ()):
            here, there = self._entry(end.here), self._entry(end.there)
            if stint.at(here.place) and not (here.keepsake or there.keepsake):
                held = self.phone(there.info.handset.id).stints.of_key(end.key)
                yield from (each for each in held if each.at(there.place))

    def _entry(self, snapshot: str) -> Entry:
        return self._catalogue.find(snapshot)

    def _plain(self, handset: str, key: str) -> tuple[Version, ...]:
        line, keepsakes = self._catalogue.line(handset), self._catalogue.keepsakes(handset)
        return versions(self._database, line, self._kind, key, keepsakes)

    def _followed(self, start: Stint) -> list[Stint]:
        found = {start.id: start}
        asked = [start]
        while asked and len(found) < _MOST:
            stint = asked.pop()
            for each in self._next_to(stint):
                if each.id not in found:
                    found[each.id] = each
                    asked.append(each)
        return list(found.values())

    def _next_to(self, stint: Stint) -> Iterator[Stint]:
        succession = self.phone(stint.item.handset).succession
        for each in (succession.after(stint), succession.before(stint)):
            if each is not None:
                yield each
        yield from self.handed(stint)
        for info in self._catalogue.handsets():
            if info.id != stint.item.handset:
                yield from self._on_other(stint, info.id)

    def _on_other(self, stint: Stint, other: str) -> Iterator[Stint]:
        """What is the same on another phone, when the younger of the two was first read."""
        mine, others = self.phone(stint.item.handset).stints, self.phone(other).stints
        old, young = sorted((mine, others), key=lambda each: each.line[0].info.time)
        met = _akin(old, stint.item), _akin(young, stint.item)
        if not all(met):
            return
        first = self._first_full(young)
        begun = _by_key(each for each in met[1] if each.first <= first)
        known = _by_key(met[0])
        for one, same in zip(known, pair(_items(known), _items(begun)).same, strict=True):
            partner = next((each for each in begun if each.item is same), None)
            if partner is not None and stint.item.key == (one if old is mine else partner).item.key:
                yield partner if old is mine else one

    def _first_full(self, stints: Stints) -> int:
        """The place of a handset's first whole reading that held anything of the kind."""
        handset = stints.line[0].info.handset.id
        if handset not in self._begun:
            whole = (
                entry.place
                for entry in stints.line
                if entry.info.complete(self._kind) and entry.counts.get(self._kind)
            )
            self._begun[handset] = next(whole, len(stints.line) - 1)
        return self._begun[handset]

    def _told(self, found: Iterable[Stint]) -> Iterator[Version]:
        by_handset: dict[str, list[Stint]] = {}
        for stint in found:
            by_handset.setdefault(stint.item.handset, []).append(stint)
        for handset, stints in by_handset.items():
            known = self.phone(handset).stints
            turn = known.trusted_after(max(stint.last for stint in stints))
            gone = known.line[turn].info.time if turn < len(known.line) else None
            by_digest: dict[str, list[Stint]] = {}
            for stint in sorted(stints, key=attrgetter("first")):
                by_digest.setdefault(stint.item.digest, []).append(stint)
            for same in by_digest.values():
                newest = max(same, key=attrgetter("last"))
                first, last = known.line[same[0].first], known.line[newest.last]
                count = sum(stint.count for stint in same)
                yield Version(newest.item, first.info, last.info, count, gone)

    def _kept(self, found: Iterable[Stint], lived: Iterable[Version]) -> Iterator[Version]:
        """What only keepsakes hold of these keys, and is no other item that had one of them."""
        told = {(version.item.handset, version.item.digest) for version in lived}
        by_key: dict[tuple[str, str], list[Stint]] = {}
        for stint in found:
            by_key.setdefault((stint.item.handset, stint.item.key), []).append(stint)
        for (handset, key), stints in by_key.items():
            if not self._catalogue.keepsakes(handset):
                continue
            shared = len(self.phone(handset).stints.of_key(key)) > len(stints)
            for version in self._plain(handset, key):
                kept = Tag.KEEPSAKE in version.last.tags
                known = not shared or any(_alike(version.item, each.item) for each in stints)
                if kept and known and (handset, version.item.digest) not in told:
                    yield version


def _akin(stints: Stints, item: StoredItem) -> list[Stint]:
    return [*stints.of_digest(item.digest), *stints.of_uid(item.uid)]


def _by_key(stints: Iterable[Stint]) -> list[Stint]:
    """The last of each key, in order of the keys."""
    last = {each.item.key: each for each in sorted(stints, key=attrgetter("last"))}
    return [last[key] for key in sorted(last)]


def _items(stints: Iterable[Stint]) -> list[StoredItem]:
    return [each.item for each in stints]


def _alike(one: StoredItem, other: StoredItem) -> bool:
    return fold(one.title) == fold(other.title) or bool(one.uid and one.uid == other.uid)
