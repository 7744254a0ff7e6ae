"""Backups without changes of a phone in file-transfer mode, beside the bare listing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from benches.bench import Figure, Result
from benches.long_walk import both_clocks, made_vault, ratio, row, whole
from holdfast.phones.handsets.mtp.family import MtpFamily
from holdfast.phones.handsets.mtp.handset import MtpHandset
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.card import SampleInfo, write_card
from holdfast.phones.virtual.mtp.device import virtual_mtp
from holdfast.progress import Task
from holdfast.vault.library import Vault

FILES, FOLDERS, ROUNDS = 50_000, 500, 3


def mtp() -> Result:
    """Back 50,000 files up once, then compare a backup of nothing new with a listing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _fill(folder / "phone")
        bus = VirtualBus()
        bus.plug(virtual_mtp(folder / "phone", lambda: datetime.now(UTC)))
        usb = UsbBus([bus])
        with made_vault(folder / "vault") as vault:
            _back_up(usb, vault)
            works = (partial(_back_up, usb, vault), partial(_list, usb))
            wall, cpu = both_clocks(works, ROUNDS)
    title = f"{FILES} files again"
    return Result(
        f"{FILES} files in {FOLDERS} folders, {ROUNDS} rounds",
        tuple(row(title, *each) for each in (("wall", wall), ("cpu", cpu))),
        (
            Figure("unchanged_wall_times", "unchanged, wall", ratio(wall), "times the listing"),
            Figure("unchanged_cpu_times", "unchanged, cpu", ratio(cpu), "times the listing"),
        ),
    )


def _fill(phone: Path) -> None:
    phone.mkdir()
    write_card(phone, SampleInfo(serial="BENCH0007", family="mtp"))
    for number in range(FOLDERS):
        folder = phone / "storage" / "emulated" / "0" / "DCIM" / f"{number:03}"
        folder.mkdir(parents=True)
        for each in range(FILES // FOLDERS):
            (folder / f"IMG_{each:04}.jpg").write_bytes(b"%d" % each)


@contextmanager
def _session(usb: UsbBus) -> Iterator[MtpHandset]:
    [port] = usb.ports()
    with closing(usb.open(port)) as device:
        handset = MtpFamily(UTC).open(device)
        if not isinstance(handset, MtpHandset):
            raise TypeError(handset)
        with closing(handset):
            yield handset


def _back_up(usb: UsbBus, vault: Vault) -> None:
    with _session(usb) as handset:
        whole(handset, vault)


def _list(usb: UsbBus) -> None:
    with _session(usb) as handset:
        found = sum(1 for kind in handset.kinds() for _ in handset.read(kind, Task()))
    if found != FILES:
        raise SystemExit(f"{found} of {FILES} files were found")
