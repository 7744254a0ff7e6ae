"""One IrMC store of a phone that lives in a folder: its items, its counts and its logs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from holdfast.phones.protocols.irmc.logs import write_fields
from holdfast.phones.protocols.irmc.luid_lines import add_luid
from holdfast.phones.protocols.irmc.stores import (
    BOOKMARKS,
    CALENDAR,
    INBOX,
    INCOMING,
    MISSED,
    NOTES,
    OUTBOX,
    OUTGOING,
    PHONE_BOOK,
    SENT,
    Store,
    is_todo,
)
from holdfast.phones.virtual import folder as folders
from holdfast.phones.virtual.folder import PhoneFolder
from holdfast.phones.virtual.journal import Journal, StoreState
from holdfast.records.model.kinds import Kind

MAXIMUM: Mapping[Store, int] = MappingProxyType(
    {
        PHONE_BOOK: 5000,
        CALENDAR: 2000,
        NOTES: 500,
        INBOX: 200,
        OUTBOX: 50,
        SENT: 200,
        BOOKMARKS: 50,
    }
)
"""Items a store has room for."""

_PLACES: Mapping[Store, tuple[str, ...]] = MappingProxyType(
    {
        PHONE_BOOK: (Kind.CONTACTS,),
        CALENDAR: (Kind.CALENDAR, Kind.TODOS),
        NOTES: (Kind.NOTES,),
        **{s: (p,) for s, p in zip((INBOX, OUTBOX, SENT), folders.MESSAGES, strict=True)},
        **{s: (p,) for s, p in zip((INCOMING, OUTGOING, MISSED), folders.CALLS, strict=True)},
        BOOKMARKS: (folders.BOOKMARKS,),
    }
)
_IEL = {1: "0x1", 2: "0x2", 3: "0x4", 4: "0x10"}
_OVERFLOW = "*"


class Full(Exception):  # noqa: N818 - a fact, not an error of ours
    """The store has no room for another item."""


class Shelf:
    """The items of one store."""

    def __init__(self, folder: PhoneFolder, journal: Journal, store: Store) -> None:
        """Serve `store` of the phone in `folder`."""
        self._folder = folder
        self._journal = journal
        self._store = store
        self._places = _PLACES[store]

    def paths(self) -> dict[str, Path]:
        """The items' files by LUID, in the order of their LUIDs."""
        found = [item for place in self._places for item in self._folder.records(place).items()]
        return dict(sorted(found))

    def find(self, luid: str) -> Path | None:
        """The file of an item."""
        found = (self._folder.record(place, luid) for place in self._places)
        return next((path for path in found if path), None)

    def state(self) -> StoreState:
        """The store's counter, items and changes, as of now."""
        return self._journal.look(self._store.folder, self._places)

    def luid_at(self, index: str) -> str | None:
        """The LUID of the item that has an index; None when no item has it."""
        return self.state().luid_at(int(index)) if index else None

    def add(self, body: bytes, index: str = "") -> str:
        """Keep a new item, at `index` if one is given; return its LUID. Raises `Full`."""
        state = self.state()
        maximum = MAXIMUM[self._store]
        if len(state.items) >= maximum or (index and int(index) not in range(1, maximum + 1)):
            raise Full
        luid = self._folder.add(self._place(body), self._store.ending, body)
        if index:
            indexes = {luid: int(index)}
            self._journal.look(self._store.folder, self._places, indexes=indexes)
        return luid

    def replace(self, luid: str, body: bytes) -> bool:
        """Keep another version of an item; False when there is no such item."""
        path = self.find(luid)
        if path is None:
            return False
        new = self._folder.folder(self._place(body)) / path.name
        self._folder.write(new, body)
        if new != path:
            path.unlink(missing_ok=True)
        return True

    def remove(self, luid: str, *, hard: bool) -> bool:
        """Take an item away; False when there is no such item."""
        path = self.find(luid)
        if path is None:
            return False
        path.unlink(missing_ok=True)
        self._journal.look(self._store.folder, self._places, soft="" if hard else luid)
        return True

    def bodies(self, *, named: bool) -> Iterator[bytes]:
        """Each item; `named` ones tell their LUID."""
        for luid, path in self.paths().items():
            with suppress(FileNotFoundError):
                body = path.read_bytes()
                yield add_luid(body, luid, self._named_block(body)) if named else body

    def _named_block(self, body: bytes) -> bytes:
        """The block that tells the LUID: in calendars the entry, where gammu looks for it."""
        if self._store is not CALENDAR:
            return self._store.block
        return b"VTODO" if is_todo(body) else b"VEVENT"

    def info_log(self) -> bytes:
        """The store's info.log (IrMC 1.1, 5.5)."""
        maximum, total = MAXIMUM[self._store], len(self.paths())
        info = self._folder.info
        return write_fields(
            {
                "Total-Records": total,
                "Maximum-Records": maximum,
                "Free-Records": max(0, maximum - total),
                "IEL": _IEL[info.level],
                "HD": "YES" if info.hard_delete else "NO",
            }
        )

    def change_log(self, anchor: int) -> bytes:
        """What changed since the counter stood at `anchor` (IrMC 1.1, 5.6).

        As in Sony Ericsson's logs the changes have no time.
        """
        state = self.state()
        head = {
            "SN": self._folder.info.serial,
            "DID": state.database,
            "Total-Records": len(state.items),
            "Maximum-Records": MAXIMUM[self._store],
        }
        changes = state.since(anchor)
        if changes is None:
            lines = [_OVERFLOW]
        else:
            lines = [f"{change.what}:{change.counter}::{change.luid}" for change in changes]
        return write_fields(head) + "".join(f"{line}\r\n" for line in lines).encode()

    def _place(self, body: bytes) -> str:
        if self._store is CALENDAR:
            return Kind.TODOS if is_todo(body) else Kind.CALENDAR
        return self._places[0]
