"""USB devices that the guest's own kernel plays, as configfs describes them."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_CONFIGFS = Path("/sys/kernel/config")
_ENGLISH = "0x409"
_SECONDS = 20.0


def prepare() -> None:
    """Load what plays devices, with one port of USB 2.0; may be called again."""
    modules = ("configfs", "libcomposite", "usb_f_acm", "cdc-acm")
    subprocess.run(["modprobe", "-a", *modules], check=True)
    if not (_CONFIGFS / "usb_gadget").exists():
        subprocess.run(["mount", "-t", "configfs", "none", str(_CONFIGFS)], check=True)
    # As most phones of that time: 480 Mbit/s, packets of 512 bytes.
    subprocess.run(["modprobe", "dummy_hcd", "is_super_speed=0", "is_high_speed=1"], check=True)


def until(what: str, holds: Callable[[], bool], seconds: float = _SECONDS) -> float:
    """Wait until `holds`; return how long it took, in seconds."""
    started = time.monotonic()
    while not holds():
        if time.monotonic() - started > seconds:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.02)
    return time.monotonic() - started


def check(what: str, *, holds: bool) -> None:
    """Say what was looked at; raise when it is not so."""
    if not holds:
        raise AssertionError(what)
    print(f"  {what}", flush=True)


@dataclass(frozen=True, slots=True)
class Modem:
    """A phone's modem (CDC ACM): the host sees ttyACM0, the gadget's side is a `/dev/ttyGS`."""

    vendor: int
    product: int
    serial: str

    @property
    def _folder(self) -> Path:
        return _CONFIGFS / "usb_gadget" / self.serial

    @property
    def port(self) -> Path:
        """The gadget's side of the line."""
        number = (self._folder / "functions/acm.gs0/port_num").read_text().strip()
        return Path(f"/dev/ttyGS{number}")

    def make(self) -> None:
        """Describe the device; it is not plugged in yet."""
        folder = self._folder
        for place in ("strings", "configs/c.1/strings"):
            (folder / place / _ENGLISH).mkdir(parents=True)
        (folder / "idVendor").write_text(f"{self.vendor:#06x}")
        (folder / "idProduct").write_text(f"{self.product:#06x}")
        texts = {"serialnumber": self.serial, "manufacturer": "Lab", "product": "Feature phone"}
        for name, text in texts.items():
            (folder / "strings" / _ENGLISH / name).write_text(text)
        (folder / "functions/acm.gs0").mkdir()
        (folder / "configs/c.1/acm.gs0").symlink_to(folder / "functions/acm.gs0")

    def plug(self) -> None:
        """Plug it in, and wait until the kernel has made a tty of it."""
        (self._folder / "UDC").write_text("dummy_udc.0")
        until("a ttyACM appears", lambda: bool(ttys()))

    def unplug(self) -> None:
        """Pull the cable."""
        (self._folder / "UDC").write_text("\n")


def ttys() -> list[str]:
    """The serial ports that the kernel makes of modems."""
    return sorted(path.name for path in Path("/dev").glob("ttyACM*"))


@contextmanager
def plugged(modem: Modem) -> Iterator[Modem]:
    """The modem, plugged in for the time of the block; its description stays.

    To take that away as well would wait for whoever still has its side of the line open.
    """
    prepare()
    modem.make()
    modem.plug()
    try:
        yield modem
    finally:
        modem.unplug()
        until("no ttyACM is left", lambda: not ttys())
