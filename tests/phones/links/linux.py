"""Trees as Linux shows them, in a folder: devices, processes and the locks of serial ports."""

from __future__ import annotations

from pathlib import Path

from holdfast.phones.links.occupants import System
from holdfast.phones.virtual.slot import KernelDriver
from tests.phones.echo import CONTROL, DATA

CDC_ACM = KernelDriver("cdc_acm", (CONTROL, DATA))
"""As it sits on the two interfaces of the phone that echoes."""

VIRTUAL = "250-1"
"""The first place of a virtual bus, in the words of sysfs."""


class Linux:
    def __init__(self, folder: Path) -> None:
        self.system = System(folder / "devices", folder / "proc", folder / "lock")
        for place in (self.system.devices, self.system.proc, self.system.locks):
            place.mkdir(parents=True)

    def interface(self, name: str, driver: str = "", *ttys: str) -> None:
        folder = self.system.devices / name
        folder.mkdir()
        if driver:
            (folder / "driver").symlink_to(f"../../../bus/usb/drivers/{driver}")
        for tty in ttys:
            (folder / "tty" / tty).mkdir(parents=True)

    def process(self, pid: int, comm: str, *files: str, command: tuple[str, ...] = ()) -> None:
        folder = self.system.proc / str(pid)
        (folder / "fd").mkdir(parents=True)
        (folder / "comm").write_text(comm[:15] + "\n")
        (folder / "cmdline").write_bytes(b"".join(word.encode() + b"\0" for word in command))
        for number, file in enumerate(files):
            (folder / "fd" / str(number)).symlink_to(file)

    def modem(self, *programs: str) -> None:
        """The phone that echoes, as the modem that cdc_acm makes of it, used by `programs`."""
        self.interface(f"{VIRTUAL}:1.{CONTROL}", "cdc_acm", "ttyACM0")
        self.interface(f"{VIRTUAL}:1.{DATA}", "cdc_acm")
        for pid, program in enumerate(programs, start=400):
            self.process(pid, program, "/dev/null", "/dev/ttyACM0")
