"""The IrMC stores of a phone that lives in a folder."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from holdfast.phones.protocols.irmc.app_parameters import Parameter, write_parameters
from holdfast.phones.protocols.irmc.listing import LISTING_TYPE, Entry, write_listing
from holdfast.phones.protocols.irmc.logs import read_clock, write_clock, write_fields
from holdfast.phones.protocols.irmc.stores import (
    CLOCK,
    DEVICE_INFO,
    OWNER_CARD,
    PHONE_BOOK,
    STORES,
    SYNC_TARGET,
    Store,
)
from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.folder import OWNER, PhoneFolder
from holdfast.phones.virtual.irmc.names import HISTORIES, Asked, What, understand
from holdfast.phones.virtual.irmc.service import Reply
from holdfast.phones.virtual.irmc.shelf import Full, Shelf
from holdfast.phones.virtual.journal import Journal

_OWNER_CARDS = (OWNER_CARD, PHONE_BOOK.by_luid("0"))
_STORES_LEVEL, _LUID_LEVEL = 2, 4
_MAX_RECORD = 1024 * 1024


class RecordService:
    """Answers for `telecom/…`, and takes what is pushed to nobody in particular."""

    def __init__(self, folder: PhoneFolder, clock: Callable[[], datetime]) -> None:
        """Serve the items in `folder`; `clock` tells the time, UTC, from which its own differs."""
        self._folder = folder
        self._clock = clock
        journal = Journal(folder)
        self._shelves = {s: Shelf(folder, journal, s) for s in (*STORES, *HISTORIES)}
        self._target: bytes | None = None

    def connect(self, target: bytes | None) -> bool:
        """Serve IRMC-SYNC, and whoever asks for no service by name."""
        if target not in (SYNC_TARGET, None):
            return False
        self._target = target
        return True

    def set_path(self, name: str | None, *, create: bool) -> Reply:  # noqa: ARG002 - the seam's
        """There are no folders to go to; objects are named by their whole path."""
        return Reply(Code.NOT_FOUND if name else Code.OK)

    def get(self, name: str, kind: bytes) -> Reply:
        """Give a store, one item, a log, or the names of a store's LUIDs."""
        if name == DEVICE_INFO:
            return _whole(self._device_info())
        if name == CLOCK:
            return _whole(write_clock(self._now()) + b"\r\n")
        if name in _OWNER_CARDS and self._level >= _STORES_LEVEL:
            return _file(self._folder.path / OWNER)
        asked = understand(name, self._level)
        return Reply(Code.NOT_FOUND) if asked is None else self._get(asked, kind)

    def put(self, name: str, data: BinaryIO) -> Reply:
        """Take a new item (no LUID, or no path), another version of one, or the time."""
        body = data.read(_MAX_RECORD + 1)
        if len(body) > _MAX_RECORD:
            return Reply(Code.NOT_ACCEPTABLE)
        if name == CLOCK:
            return self._set_clock(body)
        if name in _OWNER_CARDS and self._level >= _STORES_LEVEL:
            self._folder.write(self._folder.path / OWNER, body)
            return Reply()
        asked = self._pushed(name) or understand(name, self._level)
        return Reply(Code.FORBIDDEN) if asked is None else self._put(asked, body)

    def pieces(self, name: str) -> Reply | None:  # noqa: ARG002 - the seam's
        """Take any item, in as many packets as it comes."""
        return None

    def delete(self, name: str, *, hard: bool = False) -> Reply:
        """Take an item away."""
        if name in _OWNER_CARDS and self._level >= _STORES_LEVEL:
            return self._forget_owner()
        asked = understand(name, self._level)
        if asked is None:
            return Reply(Code.NOT_FOUND)
        shelf = self._shelves[asked.store]
        luid = _luid(shelf, asked)
        if not luid or not shelf.remove(luid, hard=hard):
            return Reply(Code.NOT_FOUND)
        return self._done(asked.store)

    def _forget_owner(self) -> Reply:
        try:
            (self._folder.path / OWNER).unlink()
        except FileNotFoundError:
            return Reply(Code.NOT_FOUND)
        return Reply()

    def _get(self, asked: Asked, kind: bytes) -> Reply:
        shelf = self._shelves[asked.store]
        match asked.what:
            case What.WHOLE:
                named = self._level >= _LUID_LEVEL and not asked.store.whole_only
                return Reply(body=shelf.bodies(named=named))
            case What.INFO:
                return _whole(shelf.info_log())
            case What.COUNTER:
                return _whole(b"%d\r\n" % shelf.state().counter)
            case What.CHANGES:
                return _whole(shelf.change_log(int(asked.value)))
            case What.LUIDS if kind == LISTING_TYPE:
                names = (f"{luid}{asked.store.ending}" for luid in shelf.paths())
                return _whole(write_listing(Entry(name, folder=False) for name in names))
        luid = _luid(shelf, asked)
        path = shelf.find(luid) if luid else None
        return Reply(Code.NOT_FOUND) if path is None else _file(path)

    def _put(self, asked: Asked, body: bytes) -> Reply:
        if asked.what not in (What.LUID, What.INDEX):
            return Reply(Code.FORBIDDEN)
        shelf = self._shelves[asked.store]
        luid = _luid(shelf, asked)
        if luid is None or not asked.value:
            try:
                return self._done(asked.store, shelf.add(body, asked.value))
            except Full:
                return Reply(Code.DATABASE_FULL)
        if not shelf.replace(luid, body):
            return Reply(Code.NOT_FOUND)
        return self._done(asked.store, luid)

    def _done(self, store: Store, luid: str = "") -> Reply:
        """Say OK, not Created: gammu looks for the new LUID in an OK alone."""
        if self._level < _LUID_LEVEL:
            return Reply()
        counter = self._shelves[store].state().counter
        told: dict[int, bytes] = {Parameter.LUID: luid.encode()[:255]} if luid else {}
        told[Parameter.CHANGE_COUNTER] = str(counter).encode()
        return Reply(parameters=write_parameters(told))

    def _pushed(self, name: str) -> Asked | None:
        """A new item for the store that takes files of its ending (IrMC level 1)."""
        if self._target is not None or name.startswith("telecom/"):
            return None
        fitting = (s for s in STORES if name.lower().endswith(s.ending))
        return next((Asked(store, What.INDEX) for store in fitting), None)

    @property
    def _level(self) -> int:
        return self._folder.info.level

    def _now(self) -> datetime:
        return self._clock() + timedelta(seconds=self._folder.info.clock_ahead)

    def _set_clock(self, body: bytes) -> Reply:
        told = read_clock(body)
        if not told:
            return Reply(Code.BAD_REQUEST)
        time = datetime.fromisoformat(told)
        ahead = (time if time.tzinfo else time.replace(tzinfo=UTC)) - self._clock()
        try:
            self._folder.change(clock_ahead=round(ahead.total_seconds()))
        except ValueError:
            return Reply(Code.NOT_ACCEPTABLE)
        return Reply()

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


def _luid(shelf: Shelf, asked: Asked) -> str | None:
    """The LUID that is meant; empty for a new item, None when nothing has the index."""
    if asked.what is What.LUID:
        return asked.value
    return shelf.luid_at(asked.value) if asked.what is What.INDEX else None


def _file(path: Path) -> Reply:
    with suppress(FileNotFoundError):
        return _whole(path.read_bytes())
    return Reply(Code.NOT_FOUND)


def _whole(data: bytes) -> Reply:
    return Reply(body=(data,), length=len(data))
