"""A virtual phone in file-transfer mode on a bus of its own, the real driver above real pyusb.

What it holds lies in a folder, and is read there for comparison. `Bent` is a server that does
one thing otherwise; `Log` counts what it was asked.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from holdfast.phones.handsets.mtp.family import MtpFamily
from holdfast.phones.handsets.mtp.handset import MtpHandset
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.protocols.mtp.codes import Op, Response
from holdfast.phones.protocols.mtp.datasets import DeviceInfo
from holdfast.phones.virtual.android.profiles import ZONE
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.card import SampleInfo, write_card
from holdfast.phones.virtual.mtp.device import virtual_mtp
from holdfast.phones.virtual.mtp.objects import Objects
from holdfast.phones.virtual.mtp.service import (
    Manners,
    Notice,
    Reply,
    Request,
    Service,
    Upload,
    told,
)
from holdfast.progress import Task
from holdfast.records.model.item import Item
from holdfast.records.model.kinds import Kind, media_kind

SERIAL = "R58M12ABCDE"
JPEG = b"\xff\xd8" + bytes(range(256)) * 12 + b"\xff\xd9"
FILES = {
    "DCIM/Camera/IMG_0001.jpg": JPEG,
    "DCIM/Camera/日本 2009.jpg": JPEG[:400],
    "Download/notes, old.txt": b"plain bytes\0" * 90,
    "Download/empty.bin": b"",
}
MTIME = 1_255_250_000
PHONE_ZONE = ZoneInfo(ZONE)
"""Where a virtual phone keeps its clock."""
INTERNAL = "emulated/0"
CARD = "1234-ABCD"

Answer = Callable[[Request, Callable[[Request], Reply]], Reply]


@dataclass(slots=True)
class Bent:
    """A server that knows not the operations `without`, and answers by way of `answered`."""

    service: Service
    without: frozenset[int] = frozenset()
    answered: Answer = lambda request, onward: onward(request)
    taking: Callable[[Request, Callable[[Request], Upload]], Upload] = lambda request, onward: (
        onward(request)
    )
    manners: Manners = field(default_factory=Manners)
    extensions: str | None = None
    log: Counter[int] = field(default_factory=Counter)

    @property
    def objects(self) -> Objects:
        return self.service.objects

    def answer(self, request: Request) -> Reply:
        self.log[request.op] += 1
        if request.op in self.without:
            return Reply(Response.OperationNotSupported)
        if request.op == Op.GetDeviceInfo:
            return self._introduced(request)
        return self.answered(request, self.service.answer)

    def receive(self, request: Request) -> Upload:
        self.log[request.op] += 1
        return self.taking(request, self.service.receive)

    def notices(self) -> list[Notice]:
        return self.service.notices()

    def _introduced(self, request: Request) -> Reply:
        reply = self.service.answer(request)
        assert reply.body is not None
        info = DeviceInfo.decode(reply.body.read(1 << 16))
        known = tuple(each for each in info.operations if each not in self.without)
        said = info.extensions if self.extensions is None else self.extensions
        return told(replace(info, operations=known, extensions=said).encode())


class MtpRig:
    """One phone that may `behave` badly; what is in `bent` makes a `Bent` server around that."""

    def __init__(
        self,
        folder: Path,
        *,
        files: dict[str, bytes] | None = None,
        card: dict[str, bytes] | None = None,
        zone: tzinfo = PHONE_ZONE,
        serial: str = SERIAL,
        usb_ids: tuple[int, int] | None = None,
        shown: Iterable[str] = (),
        behave: Callable[[Service], Service] = lambda service: service,
        **bent: object,
    ) -> None:
        self.folder = folder
        self.log: Counter[int] = Counter()
        self.shown = tuple(shown)
        self._inner = behave
        self._bent = bent
        if not folder.exists():
            folder.mkdir(parents=True)
            write_card(folder, SampleInfo(serial=serial, family="mtp", model="Pixel 7"))
            self.fill(FILES if files is None else files)
            self.fill(card or {}, CARD)
        self.bus = VirtualBus()
        device = virtual_mtp(folder, self.bus.clock, self._behave)
        if usb_ids:
            vendor, product = usb_ids
            device.descriptors = replace(device.descriptors, vendor=vendor, product=product)
        self.usb = UsbBus([self.bus])
        self.slot = self.bus.plug(device)
        self.family = MtpFamily(zone)

    def _behave(self, service: Service) -> Service:
        if self.shown:
            service.objects.show_only(self.shown)
        self.service = Bent(self._inner(service), log=self.log, **self._bent)  # type: ignore[arg-type]  # fields by name
        return self.service

    def fill(self, files: dict[str, bytes], storage: str = INTERNAL) -> None:
        for name, data in files.items():
            self.put(name, data, storage)

    def put(self, name: str, data: bytes, storage: str = INTERNAL, at: int = MTIME) -> Path:
        place = self.place(name, storage)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        os.utime(place, (at, at))
        return place

    def place(self, name: str, storage: str = INTERNAL) -> Path:
        return self.folder / "storage" / storage / name

    def connect(self) -> MtpHandset:
        if not self.usb.ports():
            self.bus.replug(self.slot)
        [port] = self.usb.ports()
        handset = self.family.open(self.usb.open(port))
        assert isinstance(handset, MtpHandset)
        return handset

    def on_disk(self) -> dict[str, bytes]:
        """Every file, by its path below `storage`."""
        root = self.folder / "storage"
        found = (path for path in root.rglob("*") if path.is_file())
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}

    def held(self) -> dict[Kind, list[bytes]]:
        found: dict[Kind, list[bytes]] = {Kind.PHOTOS: [], Kind.FILES: []}
        for name, data in self.on_disk().items():
            shown = name.removeprefix(f"{INTERNAL}/").split("/")[0]
            if not self.shown or shown in self.shown:
                found[media_kind(name)].append(data)
        return found


def items(handset: MtpHandset, kind: Kind) -> list[Item]:
    return list(handset.read(kind, Task()))


def bytes_of(item: Item) -> bytes:
    return b"".join(piece for part in item.parts for piece in part.open())


def read(handset: MtpHandset) -> dict[str, bytes]:
    """Everything it holds, by key."""
    return {
        item.key: bytes_of(item) for kind in handset.kinds() for item in handset.read(kind, Task())
    }


__all__ = [
    "CARD",
    "FILES",
    "INTERNAL",
    "JPEG",
    "MTIME",
    "Bent",
    "MtpRig",
    "bytes_of",
    "items",
    "read",
]
