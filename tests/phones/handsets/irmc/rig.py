"""A virtual IrMC phone on a bus of its own, with the real driver above real pyusb."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from holdfast.phones.handsets.handset import Handset
from holdfast.phones.handsets.irmc.family import IrmcFamily
from holdfast.phones.handsets.modem.family import ModemFamily
from holdfast.phones.links.usb import UsbBus, UsbDevice
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.folder import MEDIA, OWNER, RECORDS, PhoneFolder
from holdfast.phones.virtual.irmc.device import virtual_irmc
from holdfast.phones.virtual.irmc.service import Service
from holdfast.phones.virtual.store import create_sample
from holdfast.records.model.kinds import Kind


class IrmcRig:
    def __init__(
        self,
        folder: Path,
        *,
        behave: Callable[[Service], Service] | None = None,
        card: dict[str, Any] | None = None,
        **how,
    ):
        self.folder = folder
        if not folder.exists():
            create_sample(folder, **how)
        phone = PhoneFolder(folder)
        phone.become(replace(phone.info, **(card or {})))
        self.bus = VirtualBus()
        self.usb = UsbBus([self.bus])
        self.device = virtual_irmc(folder, self.bus.clock, behave or (lambda phone: phone))
        self.slot = self.bus.plug(self.device)

    def connect(self) -> Handset:
        if not self.usb.ports():
            self.bus.replug(self.slot)
        [port] = self.usb.ports()
        return self.open(self.usb.open(port))

    def open(self, device: UsbDevice) -> Handset:
        families = IrmcFamily(), ModemFamily(self.bus.clock.advance)
        return next(family for family in families if family.recognises(device)).open(device)

    def held(self) -> dict[Kind, list[bytes]]:
        phone = PhoneFolder(self.folder)
        kinds = (*RECORDS, *MEDIA)
        return {kind: [path.read_bytes() for path in phone.everything(kind)] for kind in kinds}


def add_the_rest(folder: Path) -> Path:
    """Give a small phone what small ones lack: its owner's card, messages, a call, a bookmark."""
    source = files("holdfast.resources") / "sample-phone"
    shutil.copyfile(str(source / OWNER), folder / OWNER)
    for place in ("messages/in", "messages/sent", "calls/in", "calls/missed", "bookmarks"):
        first = min(entry.name for entry in (source / place).iterdir())
        (folder / place).mkdir(parents=True)
        shutil.copyfile(str(source / place / first), folder / place / first)
    return folder


def fill(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files to fill a phone from."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
