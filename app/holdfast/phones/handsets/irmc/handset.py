"""A phone that speaks IrMC over OBEX, as the seam `Handset` wants it."""

from __future__ import annotations

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
from holdfast.phones.handsets.irmc.objects import Objects
from holdfast.phones.handsets.irmc.quirks import USUAL, Quirks
from holdfast.phones.handsets.irmc.records import RecordStores
from holdfast.phones.handsets.irmc.sources import SOURCES, source_of
from holdfast.phones.handsets.irmc.stores_reader import ABSENT, StoresReader
from holdfast.phones.handsets.irmc.stores_writer import StoresWriter
from holdfast.phones.handsets.protocols import IRMC
from holdfast.phones.protocols.irmc.logs import read_clock, read_device_info
from holdfast.phones.protocols.irmc.stores import CLOCK, DEVICE_INFO
from holdfast.phones.protocols.obex.headers import DoesNotFitError
from holdfast.phones.protocols.obex.packets import Code, name_of
from holdfast.progress import Task
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.item import Item, NewItem
from holdfast.records.model.kinds import Kind
from holdfast.records.model.since import Since

FOLDERS = "folders"

_KINDS = tuple(kind for kind in SOURCES if not kind.is_media)
_MEDIA = (Kind.PHOTOS, Kind.FILES)
_CLOSED = (Code.UNAUTHORIZED, Code.FORBIDDEN, Code.NOT_IMPLEMENTED)


@dataclass(frozen=True, slots=True)
class UsbWords:
    """What the phone's USB descriptors call it; empty where they are silent."""

    serial: str = ""
    manufacturer: str = ""
    model: str = ""


class IrmcHandset:
    """One session with such a phone; see `Handset` for what every call promises."""

    def __init__(self, talk: Conversation, usb: UsbWords, quirks: Quirks = USUAL) -> None:
        """Begin the session; raises `SessionRefused`, `NoIdentity`, `Garbled`, a `LinkProblem`."""
        self._talk = talk
        self._objects = Objects(talk, quirks)
        stores = RecordStores(self._objects)
        self._reader = StoresReader(self._objects, stores)
        self._writer = StoresWriter(self._objects, stores)
        self._folders = Folders(talk)
        try:
            self._objects.connect()
        except RefusalError as refusal:
            raise SessionRefused(name_of(refusal.code)) from refusal
        self._info = self._introduce(usb)

    @property
    def info(self) -> HandsetInfo:
        """Who the phone is."""
        return self._info

    def kinds(self) -> tuple[Kind, ...]:
        """The kinds this family knows; which of them a phone has shows when it is asked."""
        return (*_KINDS, *_MEDIA)

    def support(self) -> tuple[KindSupport, ...]:
        """What can be done with each kind, by what info.log says of its stores."""
        media = (
            KindSupport(kind, can_add=True, can_update=True, can_remove=True) for kind in _MEDIA
        )
        return (*map(self._writer.support, _KINDS), *media)

    def read(
        self, kind: Kind, task: Task, since: Mapping[Kind, Since] = NOTHING_EARLIER
    ) -> Reading:
        """Yield every item of `kind`; see `Handset.read`."""
        return Reading(lambda reading: self._items(kind, task, since, reading))

    def _items(
        self, kind: Kind, task: Task, since: Mapping[Kind, Since], reading: Reading
    ) -> Iterator[Item]:
        with _asking(kind):
            if kind in _MEDIA:
                reading.how = FOLDERS
                yield from self._folders.items(kind, task)
            if kind is Kind.FILES:
                yield from self._bookmarks(task, since, reading)
            elif kind in _KINDS:
                yield from self._reader.items(kind, task, since, reading)
            elif kind not in _MEDIA:
                raise KindUnsupported(kind)

    def _bookmarks(
        self, task: Task, since: Mapping[Kind, Since], reading: Reading
    ) -> Iterator[Item]:
        """Bookmarks as files; most phones of this kind have none to give."""
        try:
            yield from self._reader.items(Kind.FILES, task, since, reading)
        except RefusalError as refusal:
            if refusal.code not in ABSENT:
                raise

    def add(self, item: NewItem, task: Task) -> str:
        """Put a new item on the phone; return the LUID or path it got."""
        with self._writing(item.kind, item.key):
            task.check()
            if _is_in_folders(item.kind, item.key):
                return self._folders.add(item, task)
            return self._writer.add(item, task)

    def update(self, key: str, item: NewItem, task: Task) -> str:
        """Replace the item that has `key`; return its key afterwards."""
        with self._writing(item.kind, key):
            if _is_in_folders(item.kind, key):
                return self._folders.update(key, item, task)
            return self._writer.update(key, item, task)

    def remove(self, kind: Kind, key: str, task: Task) -> None:
        """Take the item that has `key` off the phone."""
        with self._writing(kind, key):
            task.check()
            if _is_in_folders(kind, key):
                self._folders.remove(key)
            else:
                self._writer.remove(kind, key, task)

    def close(self) -> None:
        """Disconnect and give the link back."""
        self._talk.close()

    @contextmanager
    def _writing(self, kind: Kind, key: str) -> Iterator[None]:
        self._reader.forget()
        try:
            yield
        except RefusalError as refusal:
            if refusal.code == Code.DATABASE_FULL:
                raise PhoneFull(kind) from refusal
            if refusal.code in _CLOSED:
                raise KindRefused(kind, name_of(refusal.code)) from refusal
            raise ItemRefused(kind, key, name_of(refusal.code)) from refusal
        except DoesNotFitError as error:
            raise ItemRefused(kind, key, "it is too long for this phone") from error

    def _introduce(self, usb: UsbWords) -> HandsetInfo:
        device = read_device_info(self._objects.text(DEVICE_INFO))
        manufacturer = device.manufacturer or usb.manufacturer
        model = device.model or usb.model
        serial = choose_serial(usb.serial, device.serial, manufacturer=manufacturer, model=model)
        return HandsetInfo(
            id=handset_id(serial),
            serial=serial,
            manufacturer=manufacturer,
            model=model,
            protocol=IRMC,
            firmware=device.firmware,
            clock=read_clock(self._objects.text(CLOCK)),
        )


def _is_in_folders(kind: Kind, key: str) -> bool:
    return kind in _MEDIA and source_of(kind, key) is None


@contextmanager
def _asking(kind: Kind) -> Iterator[None]:
    try:
        yield
    except RefusalError as refusal:
        if refusal.code in ABSENT:
            raise KindUnsupported(kind) from refusal
        raise KindRefused(kind, name_of(refusal.code)) from refusal
