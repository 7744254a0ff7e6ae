"""Puts records into a phone's stores and takes them away, at the level the phone keeps."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.phones.handsets.handset import (
    ItemRefused,
    KindSupport,
    KindUnsupported,
    PhoneFull,
)
from holdfast.phones.handsets.irmc.conversation import RefusalError
from holdfast.phones.handsets.irmc.naming import Namer
from holdfast.phones.handsets.irmc.objects import Objects, TooLongError
from holdfast.phones.handsets.irmc.records import (
    GONE,
    MAX_INDEX,
    MAX_RECORD,
    Access,
    Notes,
    RecordStores,
)
from holdfast.phones.handsets.irmc.sources import (
    OWNER,
    SOURCES,
    Source,
    source_for,
    source_of,
)
from holdfast.phones.protocols.irmc.luid_lines import without_luid
from holdfast.phones.protocols.irmc.stores import BOOKMARKS, OWNER_CARD, Store
from holdfast.phones.protocols.obex.packets import Code
from holdfast.progress import Task
from holdfast.records.formats.converting.dialects import (
    VCALENDAR_10,
    VCARD_21,
    VMESSAGE,
    VNOTE_11,
)
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind

_PUSHED = (Kind.CONTACTS, Kind.CALENDAR, Kind.TODOS, Kind.NOTES)
"""What a phone takes that only takes what is pushed to it (IrMC level 1)."""
_DIALECTS = {
    Kind.CONTACTS: VCARD_21,
    Kind.CALENDAR: VCALENDAR_10,
    Kind.TODOS: VCALENDAR_10,
    Kind.NOTES: VNOTE_11,
    Kind.MESSAGES: VMESSAGE,
}
"""What IrMC 1.1 has phones hold; how much of it each keeps, none of them tells."""


class StoresWriter:
    """Writes to the kinds that lie in record stores.

    Calls may raise `RefusalError`, `Garbled`, a `LinkProblem` or `ItemRefused`.
    """

    def __init__(self, objects: Objects, stores: RecordStores) -> None:
        """Put `objects`; `stores` knows how their items are reached."""
        self._objects = objects
        self._stores = stores
        self._next_index: dict[Store, int] = {}

    def support(self, kind: Kind) -> KindSupport:
        """What can be done with `kind`: all that any of its stores allows."""
        stores = [source.store for source in SOURCES[kind] if not source.store.whole_only]
        reached = any(self._stores.access(store) is not Access.NONE for store in stores)
        capacities = [self._stores.info(store).maximum for store in stores]
        known = [capacity for capacity in capacities if capacity is not None]
        return KindSupport(
            kind,
            can_add=reached or kind in _PUSHED,
            can_update=reached,
            can_remove=reached,
            capacity=sum(known) if known else None,
            dialect=_DIALECTS.get(kind),
        )

    def add(self, item: NewItem, task: Task) -> str:
        """Put a new item on the phone; return the key it has there."""
        if item.key == OWNER and item.kind is Kind.CONTACTS and self._has_no_owner():
            self._objects.put(OWNER_CARD, item.open(), item.size)
            return OWNER
        source = source_for(item)
        if source is not None and source.store is BOOKMARKS:
            return source.key(self._add_bookmark(item))
        if source is None or source.store.whole_only:
            raise KindUnsupported(item.kind)
        ways = {Access.LUID: self._add_luid, Access.INDEX: self._add_index}
        way = ways.get(self._stores.access(source.store), self._push)
        return source.key(way(source.store, item, task))

    def update(self, key: str, item: NewItem, task: Task) -> str:
        """Put other bytes in the place of the item that has `key`; return its key."""
        task.check()
        if item.kind is Kind.CONTACTS and key == OWNER:
            self._objects.put(OWNER_CARD, item.open(), item.size)
            return OWNER
        source, name = self._place(item.kind, key)
        luid = self._objects.put(name, item.open(), item.size)
        if source.store is BOOKMARKS:
            return source.key(Namer(BOOKMARKS).name(b"".join(item.open())))
        by_luid = self._stores.access(source.store) is Access.LUID
        return source.key(luid) if luid and by_luid else key

    def remove(self, kind: Kind, key: str, task: Task) -> None:
        """Take an item away, for good where the phone can."""
        task.check()
        if kind is Kind.CONTACTS and key == OWNER:
            self._objects.delete(OWNER_CARD)
            return
        source, name = self._place(kind, key)
        self._objects.delete(name, hard=self._stores.info(source.store).hard_delete)
        self._next_index.pop(source.store, None)

    def _place(self, kind: Kind, key: str) -> tuple[Source, str]:
        """Where the item that has `key` lies, and the name of its object."""
        source = source_of(kind, key)
        if source is None:
            raise ItemRefused(kind, key, "no such item")
        if source.store is BOOKMARKS:
            return source, BOOKMARKS.by_luid(self._bookmark(key, source.record(key)))
        if source.store.whole_only:
            raise KindUnsupported(kind)
        record = source.record(key)
        match self._stores.access(source.store):
            case Access.LUID:
                return source, source.store.by_luid(record)
            case Access.INDEX if record.isascii() and record.isdigit():
                return source, source.store.by_index(int(record))
            case _:
                raise ItemRefused(kind, key, "the phone has no way to it")

    def _add_bookmark(self, item: NewItem) -> str:
        data = b"".join(item.open())
        self._objects.put(BOOKMARKS.by_luid(""), (data,), len(data))
        return Namer(BOOKMARKS).name(data)

    def _bookmark(self, key: str, name: str) -> str:
        """The LUID of the bookmark that is known by `name`, found by reading them all."""
        namer = Namer(BOOKMARKS)
        for luid in self._objects.luids(BOOKMARKS, Task()):
            record = self._stores.record(BOOKMARKS, luid, Task())
            if namer.name(without_luid(record.data)) == name:
                return luid
        raise ItemRefused(Kind.FILES, key, "no such bookmark")

    def _add_luid(self, store: Store, item: NewItem, task: Task) -> str:
        task.check()
        return self._objects.put(store.by_luid(""), item.open(), item.size)

    def _add_index(self, store: Store, item: NewItem, task: Task) -> str:
        """Put an item at the first index that is free."""
        for index in self._indexes(store):
            task.check()
            if self._is_free(store, index):
                self._objects.put(store.by_index(index), item.open(), item.size)
                self._next_index[store] = index + 1
                return str(index)
        raise PhoneFull(item.kind)

    def _indexes(self, store: Store) -> Iterable[int]:
        last = min(self._stores.info(store).maximum or MAX_INDEX, MAX_INDEX)
        return range(self._next_index.get(store, 1), last + 1)

    def _is_free(self, store: Store, index: int) -> bool:
        try:
            self._objects.get(store.by_index(index), MAX_RECORD)
        except RefusalError as refusal:
            # Any other answer may be about an item that the phone will not show.
            return refusal.code in GONE
        except TooLongError:
            return False
        return False

    def _push(self, store: Store, item: NewItem, task: Task) -> str:
        """Push an item at a phone that sorts it in by itself; its name is known beforehand."""
        if store not in self._stores.named:
            for _ in self._stores.records(store, task, Notes()):
                task.check()
        namer = self._stores.named.setdefault(store, Namer(store))
        data = b"".join(item.open())
        self._objects.push(f"holdfast{store.ending}", (data,), len(data))
        return namer.name(data)

    def _has_no_owner(self) -> bool:
        try:
            return not self._objects.get(OWNER_CARD, MAX_RECORD).strip()
        except RefusalError as refusal:
            return refusal.code == Code.NOT_FOUND
        except TooLongError:
            return False
