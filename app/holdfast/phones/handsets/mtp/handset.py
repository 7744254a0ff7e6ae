"""A phone in file-transfer mode, as the seam `Handset` wants it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import tzinfo
from typing import Protocol

from holdfast.phones.handsets.handset import (
    NOTHING_EARLIER,
    Garbled,
    KindRefused,
    KindSupport,
    KindUnsupported,
    PicturesOnly,
    Reading,
)
from holdfast.phones.handsets.identity import choose_serial, handset_id
from holdfast.phones.handsets.mtp.listing import Lister
from holdfast.phones.handsets.mtp.pipes import is_ptp_only
from holdfast.phones.handsets.mtp.reading import Reader
from holdfast.phones.handsets.mtp.storages import Storage, storages
from holdfast.phones.handsets.mtp.talk import MtpTalk, Refusal
from holdfast.phones.handsets.mtp.writing import Writer
from holdfast.phones.handsets.protocols import MTP, PTP
from holdfast.phones.protocols.mtp.codes import Op
from holdfast.phones.protocols.mtp.containers import BrokenMtpError
from holdfast.phones.protocols.mtp.datasets import DeviceInfo
from holdfast.progress import Task
from holdfast.records.model.handset import HandsetInfo, StorageInfo
from holdfast.records.model.item import Item, NewItem
from holdfast.records.model.kinds import Kind
from holdfast.records.model.since import Since

_KINDS = (Kind.PHOTOS, Kind.FILES)


class NamesOfUsb(Protocol):
    """What the phone says of itself on the USB."""

    @property
    def serial(self) -> str:
        """Its serial, empty where it has none or shares it."""
        ...

    @property
    def manufacturer(self) -> str:
        """Its maker."""
        ...

    @property
    def product(self) -> str:
        """Its model."""
        ...


class MtpHandset:
    """One session with a phone; see `Handset` for what every call promises.

    A key is the storage's name and the path in it. Numbers that the phone gives to its objects
    hold for one session alone, and are never kept.
    """

    def __init__(
        self, talk: MtpTalk, info: DeviceInfo, usb: NamesOfUsb, zone: tzinfo | None = None
    ) -> None:
        """Begin with a `talk` whose session is open; raises `NoIdentity`, a `LinkProblem`.

        `zone` is where the phone's clock is told, by default where this computer's is.
        """
        self._talk = talk
        self._device = info
        self._operations = frozenset(info.operations)
        with _named(Kind.FILES):
            shown = storages(talk)
        self._info = _introduced(info, usb, shown)
        lister = Lister(talk, self._operations, talk.quirks)
        title = self._info.title
        self._reader = Reader(talk, lister, self._operations, zone, title, shown)
        self._writer = Writer(talk, lister, self._operations, zone, title)

    @property
    def info(self) -> HandsetInfo:
        """Who the phone is."""
        return self._info

    def kinds(self) -> tuple[Kind, ...]:
        """Photos and files: this mode shows nothing else."""
        return _KINDS

    def support(self) -> tuple[KindSupport, ...]:
        """What the phone says it knows to do, unless every storage is only to be read."""
        needed = {Op.SendObjectInfo, Op.SendObject}
        with _named(Kind.FILES):
            shown = storages(self._talk)
        writable = any(each.writable for each in shown)
        add = writable and needed <= self._operations and not is_ptp_only(self._device)
        remove = writable and Op.DeleteObject in self._operations
        return tuple(KindSupport(kind, add, add and remove, remove) for kind in _KINDS)

    def room(self) -> tuple[StorageInfo, ...]:
        """How large its storages are, and what of each is free."""
        with _named(Kind.FILES):
            return tuple(each.told for each in storages(self._talk))

    def read(
        self, kind: Kind, task: Task, since: Mapping[Kind, Since] = NOTHING_EARLIER
    ) -> Reading:
        """Yield every item of `kind`."""
        return Reading(lambda reading: self._items(kind, task, reading, since))

    def _items(
        self, kind: Kind, task: Task, reading: Reading, since: Mapping[Kind, Since]
    ) -> Iterator[Item]:
        task.check()
        if kind not in _KINDS:
            raise KindUnsupported(kind)
        if is_ptp_only(self._device):
            reading.lacking = PicturesOnly(kind)
        with _named(kind):
            yield from self._reader.items(kind, task, reading, since)

    def add(self, item: NewItem, task: Task) -> str:
        """Put a new file on the phone; return its key."""
        with self._writing(item.kind, task):
            return self._writer.add(item, task)

    def update(self, key: str, item: NewItem, task: Task) -> str:
        """Replace the file that has `key`."""
        with self._writing(item.kind, task):
            return self._writer.update(key, item, task)

    def remove(self, kind: Kind, key: str, task: Task) -> None:
        """Take the file that has `key` off the phone."""
        with self._writing(kind, task):
            self._writer.remove(kind, key)

    def close(self) -> None:
        """End the session and give the link back."""
        self._reader.downloads.leave_off()
        self._talk.close()

    @contextmanager
    def _writing(self, kind: Kind, task: Task) -> Iterator[None]:
        task.check()
        if kind not in _KINDS:
            raise KindUnsupported(kind)
        self._reader.forget()
        with _named(kind):
            yield


@contextmanager
def _named(kind: Kind) -> Iterator[None]:
    """Turn what the phone refuses, or says amiss, into Problems of a kind."""
    try:
        yield
    except Refusal as refusal:
        raise KindRefused(kind, str(refusal)) from refusal
    except BrokenMtpError as error:
        raise Garbled(str(error)) from error


def _introduced(info: DeviceInfo, usb: NamesOfUsb, shown: tuple[Storage, ...]) -> HandsetInfo:
    maker = usb.manufacturer or info.manufacturer
    model = info.model or usb.product
    serial = choose_serial(usb.serial, info.serial, manufacturer=maker, model=model)
    return HandsetInfo(
        id=handset_id(serial),
        serial=serial,
        manufacturer=maker[:1].upper() + maker[1:],
        model=model,
        protocol=PTP if is_ptp_only(info) else MTP,
        firmware=info.device_version,
        storages=tuple(each.told for each in shown),
    )
