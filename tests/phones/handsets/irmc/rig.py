"""A virtual IrMC phone on a bus of its own, with the real driver above real pyusb."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from holdfast.phones.handsets.irmc.family import IrmcFamily
from holdfast.phones.handsets.irmc.handset import IrmcHandset
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.folder import MEDIA, RECORDS, PhoneFolder
from holdfast.phones.virtual.irmc.device import virtual_irmc
from holdfast.phones.virtual.irmc.service import Service
from holdfast.phones.virtual.store import create_sample
from holdfast.records.model.kinds import Kind


class IrmcRig:
    def __init__(self, folder: Path, *, behave: Callable[[Service], Service] | None = None, **how):
        self.folder = folder
        if not folder.exists():
            create_sample(folder, **how)
        self.bus = VirtualBus()
        self.usb = UsbBus([self.bus])
        self.device = virtual_irmc(folder, self.bus.clock, behave or (lambda phone: phone))
        self.slot = self.bus.plug(self.device)

    def connect(self) -> IrmcHandset:
        if not self.usb.ports():
            self.bus.replug(self.slot)
        [port] = self.usb.ports()
        return IrmcFamily().open(self.usb.open(port))

    def held(self) -> dict[Kind, list[bytes]]:
        phone = PhoneFolder(self.folder)
        held = {
            kind: [path.read_bytes() for path in phone.records(kind).values()] for kind in RECORDS
        }
        return held | {kind: [path.read_bytes() for path in phone.media(kind)] for kind in MEDIA}


def fill(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files to fill a phone from."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
