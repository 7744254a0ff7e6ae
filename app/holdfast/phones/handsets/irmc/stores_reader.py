"""Reads a kind out of the stores that hold it: what changed where the phone tells, else all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from holdfast.phones.handsets.handset import Garbled, ItemRefused, Reading
from holdfast.phones.handsets.irmc.changes import Changes, changes_since
from holdfast.phones.handsets.irmc.conversation import RefusalError
from holdfast.phones.handsets.irmc.objects import Objects
from holdfast.phones.handsets.irmc.records import (
    MAX_RECORD,
    MAX_STORE,
    Notes,
    Record,
    RecordStores,
)
from holdfast.phones.handsets.irmc.sources import (
    OWNER,
    SOURCES,
    Source,
    is_of,
    sharing,
)
from holdfast.phones.links.link import LinkProblem, Unplugged
from holdfast.phones.protocols.irmc.anchors import Anchor, read_anchors, write_anchors
from holdfast.phones.protocols.irmc.stores import OWNER_CARD, Store
from holdfast.phones.protocols.obex.packets import Code
from holdfast.progress import Task
from holdfast.records.model.item import Item, Part
from holdfast.records.model.kinds import Kind
from holdfast.records.model.since import Since

CHANGE_LOG = "change log"

ABSENT = (Code.NOT_FOUND, Code.NOT_IMPLEMENTED)
_ICALENDAR = re.compile(rb"^VERSION:2\.0[ \t]*\r*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Held:
    """What one store gave when it was asked `since`, kept for the other kind that lies in it."""

    store: Store
    kind: Kind
    since: Mapping[Kind, Since]
    records: tuple[Record, ...]
    notes: Notes
    changes: Changes | None

    def answers(self, kind: Kind, store: Store, since: Mapping[Kind, Since]) -> bool:
        """Whether the other kind is asked for now, and in the same way."""
        return self.store is store and self.kind is not kind and self.since == since


class StoresReader:
    """Reads the kinds that lie in record stores."""

    def __init__(self, objects: Objects, stores: RecordStores) -> None:
        """Ask for `objects`; `stores` reads them whole."""
        self._objects = objects
        self._stores = stores
        self._held: _Held | None = None

    def forget(self) -> None:
        """Keep nothing of earlier readings: the phone was written to."""
        self._held = None

    def items(
        self, kind: Kind, task: Task, since: Mapping[Kind, Since], reading: Reading
    ) -> Iterator[Item]:
        """Yield the items of `kind`.

        One store that fails voids none of the others; its trouble is raised at the end, a
        `RefusalError`, `Garbled` or `LinkProblem`. Raises `Unplugged` at once.
        """
        troubles: list[Exception] = []
        anchors: dict[str, Anchor] = {}
        grave = False
        sources = SOURCES[kind]
        for source in sources:
            notes = Notes()
            try:
                yield from self._of_source(kind, source, task, since, notes)
            except Unplugged:
                raise
            except (RefusalError, Garbled, LinkProblem) as trouble:
                troubles.append(trouble)
                grave = grave or not _is_absent(trouble) or _was_there(source, since.get(kind))
            _tell(reading, notes, alone=len(sharing(source.store)) == 1 and not kind.is_media)
            if notes.anchor is not None:
                anchors[source.store.folder] = notes.anchor
        if grave or len(troubles) == len(sources):
            raise min(troubles, key=_is_absent)
        if kind is Kind.CONTACTS:
            yield from self._owner(task, reading)
        reading.anchor = write_anchors(anchors)

    def _of_source(
        self, kind: Kind, source: Source, task: Task, since: Mapping[Kind, Since], notes: Notes
    ) -> Iterator[Item]:
        held, self._held = self._held, None
        changes: Changes | None
        if held is not None and held.answers(kind, source.store, since):
            changes, records = held.changes, iter(held.records)
            notes.take(held.notes)
        else:
            changes = self._changes(source, since)
            records = self._records(kind, source.store, changes, task, notes, since)
        if changes is not None:
            notes.how, notes.anchor = CHANGE_LOG, changes.anchor
            yield from self._untouched(kind, source, since[kind], changes, task)
        for record in records:
            # What cannot be read might be of either kind that shares a store.
            if record.refused or is_of(kind, source.store, record.data):
                yield _item(kind, source, record)

    def _changes(self, source: Source, since: Mapping[Kind, Since]) -> Changes | None:
        """What changed in the store since all its kinds were read; None if that is not known."""
        kinds = sharing(source.store)
        if not all(kind in since for kind in kinds):
            return None
        folder = source.store.folder
        anchors = {read_anchors(since[kind].anchor).get(folder) for kind in kinds}
        anchor = anchors.pop()
        if anchor is None or anchors:
            return None
        keys = (key for kind in kinds for key in since[kind].keys if source.holds(key))
        luids = frozenset(source.record(key) for key in keys)
        return changes_since(self._objects, source.store, anchor, luids)

    def _records(
        self,
        kind: Kind,
        store: Store,
        changes: Changes | None,
        task: Task,
        notes: Notes,
        since: Mapping[Kind, Since],
    ) -> Iterator[Record]:
        """The records that were read, kept for the other kind where the store has two."""
        if changes is None:
            records = self._stores.records(store, task, notes)
        else:
            records = (self._stores.record(store, luid, task) for luid in changes.modified)
        kept: list[Record] = []
        room = MAX_STORE if len(sharing(store)) > 1 else 0
        for record in records:
            yield record
            room -= len(record.data) + len(record.key)
            if room > 0:
                kept.append(record)
        if room > 0:
            self._held = _Held(store, kind, dict(since), tuple(kept), replace(notes), changes)

    def _untouched(
        self, kind: Kind, source: Source, since: Since, changes: Changes, task: Task
    ) -> Iterator[Item]:
        for key in sorted(since.keys):
            if source.holds(key) and source.record(key) not in changes.touched:
                yield self._unchanged(kind, source, key, task)

    def _unchanged(self, kind: Kind, source: Source, key: str, task: Task) -> Item:
        """An item that need not be read; its part is, should somebody open it."""

        def content() -> tuple[bytes, ...]:
            record = self._stores.record(source.store, source.record(key), task)
            if record.refused:
                raise ItemRefused(kind, key, record.refused)
            return (record.data,)

        return Item(kind, key, (Part(source.store.ending, content),), unchanged=True)

    def _owner(self, task: Task, reading: Reading) -> Iterator[Item]:
        """The owner's own card; phones that keep none refuse it, and so do some that do."""
        try:
            data = self._objects.get(OWNER_CARD, MAX_RECORD, task)
        except RefusalError:
            return
        if data.strip():
            if reading.announced is not None:
                reading.announced += 1
            yield Item(Kind.CONTACTS, OWNER, (Part(".vcf", lambda: (data,), len(data)),))


def _tell(reading: Reading, notes: Notes, *, alone: bool) -> None:
    """Add what one store told; where two kinds share it, its count is neither's."""
    if notes.how and notes.how not in reading.how.split(", "):
        reading.how = f"{reading.how}, {notes.how}" if reading.how else notes.how
    if alone and notes.announced is not None:
        reading.announced = (reading.announced or 0) + notes.announced


def _was_there(source: Source, since: Since | None) -> bool:
    """Whether a store that is absent now held something: no phone loses a store for good."""
    return since is not None and any(source.holds(key) for key in since.keys)


def _is_absent(trouble: Exception) -> bool:
    return isinstance(trouble, RefusalError) and trouble.code in ABSENT


def _item(kind: Kind, source: Source, record: Record) -> Item:
    key = source.key(record.key)

    def content() -> tuple[bytes, ...]:
        if record.refused:
            raise ItemRefused(kind, key, record.refused)
        return (record.data,)

    ending = ".ics" if _is_icalendar(record.data) else source.store.ending
    part = Part(_suffix(kind, ending), content, len(record.data))
    # What counts as a file is known by its name, which is made from all it says.
    mark = record.key if kind.is_media else None
    return Item(kind, key, (part,), mark, _path(kind, key))


def _suffix(kind: Kind, ending: str) -> str:
    return "" if kind.is_media else ending


def _path(kind: Kind, key: str) -> tuple[str, ...]:
    return tuple(key.split("/", 1)) if kind.is_media else ()


def _is_icalendar(data: bytes) -> bool:
    return _ICALENDAR.search(data) is not None
