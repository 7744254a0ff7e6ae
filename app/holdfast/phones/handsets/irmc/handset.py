"""A phone that speaks IrMC over OBEX, as the seam `Handset` wants it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from holdfast.phones.handsets.handset import (
    NOTHING_EARLIER,
    ItemRefused,
    KindRefused,
    KindSupport,
    KindUnsupported,
    PhoneFull,
    Reading,
    SessionRefused,
)
from holdfast.phones.handsets.identity import choose_serial, handset_id
from holdfast.phones.handsets.irmc.conversation import Conversation, RefusalError
from holdfast.phones.handsets.irmc.folders import Folders
from holdfast.phones.handsets.irmc.records import Record, RecordStores
from holdfast.phones.protocols.irmc.logs import read_clock, read_device_info
from holdfast.phones.protocols.irmc.stores import (
    CALENDAR,
    CLOCK,
    DEVICE_INFO,
    NOTES,
    PHONE_BOOK,
    Store,
    is_todo,
)
from holdfast.phones.protocols.obex.headers import DoesNotFitError
from holdfast.phones.protocols.obex.packets import Code, name_of
from holdfast.progress import Task
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.item import Item, NewItem, Part
from holdfast.records.model.kinds import Kind
from holdfast.records.model.since import Since

PROTOCOL = "IrMC over OBEX"
FOLDERS = "folders"

_STORES = {
    Kind.CONTACTS: PHONE_BOOK,
    Kind.CALENDAR: CALENDAR,
    Kind.TODOS: CALENDAR,
    Kind.NOTES: NOTES,
}
_MEDIA = (Kind.PHOTOS, Kind.FILES)
_ABSENT = (Code.NOT_FOUND, Code.NOT_IMPLEMENTED)
_CLOSED = (Code.UNAUTHORIZED, Code.FORBIDDEN, Code.NOT_IMPLEMENTED)
_ICALENDAR = re.compile(rb"^VERSION:2\.0[ \t]*\r*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class UsbWords:
    """What the phone's USB descriptors call it; empty where they are silent."""

    serial: str = ""
    manufacturer: str = ""
    model: str = ""


class IrmcHandset:
    """One session with such a phone; see `Handset` for what every call promises."""

    def __init__(self, talk: Conversation, usb: UsbWords) -> None:
        """Begin the session; raises `SessionRefused`, `NoIdentity`, `Garbled`, a `LinkProblem`."""
        self._talk = talk
        self._records = RecordStores(talk)
        self._folders = Folders(talk)
        try:
            self._records.connect()
        except RefusalError as refusal:
            raise SessionRefused(name_of(refusal.code)) from refusal
        self._info = self._introduce(usb)

    @property
    def info(self) -> HandsetInfo:
        """Who the phone is."""
        return self._info

    def support(self) -> tuple[KindSupport, ...]:
        """The kinds, with what info.log says of each store."""
        logs = {store: self._records.info_log(store) for store in dict.fromkeys(_STORES.values())}
        return (
            *(
                KindSupport(
                    kind,
                    can_add=logs[store].by_luid,
                    can_update=logs[store].by_luid,
                    can_remove=logs[store].by_luid,
                    capacity=logs[store].maximum,
                )
                for kind, store in _STORES.items()
            ),
            *(KindSupport(kind, can_add=True, can_update=True, can_remove=True) for kind in _MEDIA),
        )

    def kinds(self) -> tuple[Kind, ...]:
        """The kinds this family knows."""
        return (*_STORES, *_MEDIA)

    def read(
        self, kind: Kind, task: Task, since: Mapping[Kind, Since] = NOTHING_EARLIER
    ) -> Reading:
        """Yield every item of `kind`."""
        return Reading(lambda reading: self._items(kind, task, since, reading))

    def _items(
        self, kind: Kind, task: Task, since: Mapping[Kind, Since], reading: Reading
    ) -> Iterator[Item]:
        with _asking(kind):
            if kind in _MEDIA:
                reading.how = FOLDERS
                yield from self._folders.items(kind, task)
                return
            store = _store(kind)
            if store is not CALENDAR:
                reading.announced = self._records.info_log(store).total
            for record in self._records.records(store, task):
                reading.how = self._records.how.get(store, "")
                # What cannot be read might be of either kind that shares a store.
                if record.refused or _kind(store, record.data) is kind:
                    yield _item(kind, store, record)
            reading.how = self._records.how.get(store, "")

    def add(self, item: NewItem, task: Task) -> str:
        """Put a new item on the phone; return the LUID or path it got."""
        with _writing(item.kind, item.key):
            if item.kind in _MEDIA:
                return self._folders.add(item, task)
            task.check()
            return self._records.add(_store(item.kind), item.open(), item.size)

    def update(self, key: str, item: NewItem, task: Task) -> str:
        """Replace the item that has `key`; return its key afterwards."""
        with _writing(item.kind, key):
            if item.kind in _MEDIA:
                return self._folders.update(key, item, task)
            task.check()
            return self._records.update(_store(item.kind), key, item.open(), item.size)

    def remove(self, kind: Kind, key: str, task: Task) -> None:
        """Take the item that has `key` off the phone."""
        with _writing(kind, key):
            task.check()
            if kind in _MEDIA:
                self._folders.remove(key)
            else:
                self._records.remove(_store(kind), key)

    def close(self) -> None:
        """Disconnect and give the link back."""
        self._talk.close()

    def _introduce(self, usb: UsbWords) -> HandsetInfo:
        device = read_device_info(self._records.text(DEVICE_INFO))
        manufacturer = device.manufacturer or usb.manufacturer
        model = device.model or usb.model
        serial = choose_serial(usb.serial, device.serial, manufacturer=manufacturer, model=model)
        return HandsetInfo(
            id=handset_id(serial),
            serial=serial,
            manufacturer=manufacturer,
            model=model,
            protocol=PROTOCOL,
            firmware=device.firmware,
            clock=read_clock(self._records.text(CLOCK)),
        )


def _store(kind: Kind) -> Store:
    if kind not in _STORES:
        raise KindUnsupported(kind)
    return _STORES[kind]


def _kind(store: Store, data: bytes) -> Kind:
    if store is CALENDAR:
        return Kind.TODOS if is_todo(data) else Kind.CALENDAR
    return Kind.CONTACTS if store is PHONE_BOOK else Kind.NOTES


def _item(kind: Kind, store: Store, record: Record) -> Item:
    def content() -> tuple[bytes, ...]:
        if record.refused:
            raise ItemRefused(kind, record.luid, record.refused)
        return (record.data,)

    suffix = ".ics" if store is CALENDAR and _ICALENDAR.search(record.data) else store.ending
    return Item(kind, record.luid, (Part(suffix, content, len(record.data)),))


@contextmanager
def _asking(kind: Kind) -> Iterator[None]:
    try:
        yield
    except RefusalError as refusal:
        if refusal.code in _ABSENT:
            raise KindUnsupported(kind) from refusal
        raise KindRefused(kind, name_of(refusal.code)) from refusal


@contextmanager
def _writing(kind: Kind, key: str) -> Iterator[None]:
    try:
        yield
    except RefusalError as refusal:
        if refusal.code == Code.DATABASE_FULL:
            raise PhoneFull(kind) from refusal
        if refusal.code in _CLOSED:
            raise KindRefused(kind, name_of(refusal.code)) from refusal
        raise ItemRefused(kind, key, name_of(refusal.code)) from refusal
    except DoesNotFitError as error:
        raise ItemRefused(kind, key, "its name is too long") from error
