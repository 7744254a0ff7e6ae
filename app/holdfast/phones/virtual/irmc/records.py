"""The IrMC stores of a phone that lives in a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from holdfast.phones.protocols.irmc.app_parameters import Parameter, write_parameters
from holdfast.phones.protocols.irmc.listing import LISTING_TYPE, Entry, write_listing
from holdfast.phones.protocols.irmc.logs import write_clock, write_fields
from holdfast.phones.protocols.irmc.luid_lines import add_luid
from holdfast.phones.protocols.irmc.stores import (
    CALENDAR,
    CLOCK,
    DEVICE_INFO,
    NOTES,
    PHONE_BOOK,
    STORES,
    SYNC_TARGET,
    Store,
    is_todo,
)
from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.folder import PhoneFolder
from holdfast.phones.virtual.irmc.service import Reply
from holdfast.records.model.kinds import Kind

MAXIMUM = {PHONE_BOOK: 5000, CALENDAR: 2000, NOTES: 500}
"""Items a store has room for."""

_KINDS = {
    PHONE_BOOK: (Kind.CONTACTS,),
    CALENDAR: (Kind.CALENDAR, Kind.TODOS),
    NOTES: (Kind.NOTES,),
}
_MAX_RECORD = 1024 * 1024
_ALL_LEVELS = "0x10"


class RecordService:
    """Answers for `telecom/…`."""

    def __init__(self, folder: PhoneFolder, clock: Callable[[], datetime]) -> None:
        """Serve the items in `folder`; `clock` tells the phone's time, UTC."""
        self._folder = folder
        self._clock = clock

    def connect(self, target: bytes | None) -> bool:
        """Serve IRMC-SYNC, and whoever asks for no service by name."""
        return target in (SYNC_TARGET, None)

    def set_path(self, name: str | None, *, create: bool) -> Reply:  # noqa: ARG002 - the seam's
        """There are no folders to go to; objects are named by their whole path."""
        return Reply(Code.NOT_FOUND if name else Code.OK)

    def get(self, name: str, kind: bytes) -> Reply:
        """Give a store, one item, a log, or the names of a store's LUIDs."""
        if name == DEVICE_INFO:
            return _whole(self._device_info())
        if name == CLOCK:
            return _whole(write_clock(self._clock()) + b"\r\n")
        store = _store_of(name)
        if store is None:
            return Reply(Code.NOT_FOUND)
        return self._get(store, name, kind)

    def put(self, name: str, data: BinaryIO) -> Reply:
        """Take a new item (an empty LUID), or another version of one."""
        store = _store_of(name)
        body = data.read(_MAX_RECORD + 1)
        if store is None or not name.startswith(store.luids):
            return Reply(Code.FORBIDDEN)
        if len(body) > _MAX_RECORD:
            return Reply(Code.NOT_ACCEPTABLE)
        luid = _luid(store, name)
        return self._replace(store, luid, body) if luid else self._add(store, body)

    def delete(self, name: str) -> Reply:
        """Take an item away."""
        store = _store_of(name)
        path = self._find(store, _luid(store, name)) if store else None
        if path is None:
            return Reply(Code.NOT_FOUND)
        path.unlink(missing_ok=True)
        return Reply()

    def _get(self, store: Store, name: str, kind: bytes) -> Reply:
        if name == store.whole:
            return Reply(body=_all(self._items(store), store))
        if name == store.info_log:
            return _whole(_info_log(store, len(self._items(store))))
        if name == store.luids and kind == LISTING_TYPE:
            names = (f"{luid}{store.ending}" for luid in self._items(store))
            return _whole(write_listing(Entry(name, folder=False) for name in names))
        path = self._find(store, _luid(store, name))
        with suppress(FileNotFoundError):
            return _whole(path.read_bytes()) if path else Reply(Code.NOT_FOUND)
        return Reply(Code.NOT_FOUND)

    def _items(self, store: Store) -> dict[str, Path]:
        found = [item for kind in _KINDS[store] for item in self._folder.records(kind).items()]
        return dict(sorted(found))

    def _find(self, store: Store, luid: str) -> Path | None:
        found = (self._folder.record(kind, luid) for kind in _KINDS[store])
        return next((path for path in found if path), None)

    def _add(self, store: Store, body: bytes) -> Reply:
        if len(self._items(store)) >= MAXIMUM[store]:
            return Reply(Code.DATABASE_FULL)
        luid = self._folder.add(_kind(store, body), store.ending, body)
        parameters = write_parameters({Parameter.LUID: luid.encode()})
        return Reply(Code.CREATED, parameters=parameters)

    def _replace(self, store: Store, luid: str, body: bytes) -> Reply:
        path = self._find(store, luid)
        if path is None:
            return Reply(Code.NOT_FOUND)
        new = self._folder.folder(_kind(store, body)) / path.name
        self._folder.write(new, body)
        if new != path:
            path.unlink(missing_ok=True)
        return Reply(parameters=write_parameters({Parameter.LUID: luid.encode()[:255]}))

    def _device_info(self) -> bytes:
        info = self._folder.info
        return write_fields(
            {
                "MANU": info.manufacturer,
                "MOD": info.model,
                "SW-VERSION": info.firmware,
                "SN": info.serial,
                "IRMC-VERSION": "1.1",
                "PB-TYPE-TX": "VCARD2.1",
                "CAL-TYPE-TX": "VCAL1.0",
                "NOTE-TYPE-TX": "VNOTE1.1",
            }
        )


def _store_of(name: str) -> Store | None:
    return next((s for s in STORES if name == s.whole or name.startswith(f"{s.folder}/")), None)


def _luid(store: Store, name: str) -> str:
    return name.removeprefix(store.luids).removesuffix(store.ending)


def _kind(store: Store, body: bytes) -> Kind:
    if store is CALENDAR:
        return Kind.TODOS if is_todo(body) else Kind.CALENDAR
    return _KINDS[store][0]


def _all(items: dict[str, Path], store: Store) -> Iterator[bytes]:
    for luid, path in items.items():
        with suppress(FileNotFoundError):
            yield add_luid(path.read_bytes(), luid, store.block)


def _info_log(store: Store, total: int) -> bytes:
    maximum = MAXIMUM[store]
    return write_fields(
        {
            "Total-Records": total,
            "Maximum-Records": maximum,
            "Free-Records": max(0, maximum - total),
            "IEL": _ALL_LEVELS,
            "HD": "NO",
        }
    )


def _whole(data: bytes) -> Reply:
    return Reply(body=(data,), length=len(data))
