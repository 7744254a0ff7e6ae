"""USB devices that the guest's own kernel plays, as configfs describes them."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

_CONFIGFS = Path("/sys/kernel/config")
_ENGLISH = "0x409"
_SECONDS = 20.0
_ENDPOINTS = Path("/dev/ffs-mtp")
_UMTPRD = Path("/etc/umtprd/umtprd.conf")


def prepare() -> None:
    """Load what plays devices, with one port of USB 2.0; may be called again."""
    modules = ("configfs", "libcomposite", "usb_f_acm", "usb_f_fs", "cdc-acm")
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
        texts = {"manufacturer": "Lab", "product": "Feature phone"}
        _describe(self._folder, (self.vendor, self.product), {"serialnumber": self.serial, **texts})
        _function(self._folder, "acm.gs0")

    def plug(self) -> None:
        """Plug it in, and wait until the kernel has made a tty of it."""
        (self._folder / "UDC").write_text("dummy_udc.0")
        until("a ttyACM appears", lambda: bool(ttys()))

    def unplug(self) -> None:
        """Pull the cable."""
        (self._folder / "UDC").write_text("\n")


@dataclass(slots=True)
class FileTransferPhone:
    """A phone in file-transfer mode, played by Debian's umtp-responder.

    Its one storage is the folder `place`.
    """

    vendor: int
    product: int
    serial: str
    place: Path
    _daemon: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def _folder(self) -> Path:
        return _CONFIGFS / "usb_gadget" / self.serial

    def make(self) -> None:
        """Describe the device; nobody serves it yet."""
        texts = {"manufacturer": "Lab", "product": "Android phone"}
        _describe(self._folder, (self.vendor, self.product), {"serialnumber": self.serial, **texts})
        _function(self._folder, "ffs.mtp")
        _ENDPOINTS.mkdir()
        subprocess.run(["mount", "-t", "functionfs", "mtp", str(_ENDPOINTS)], check=True)
        self._settle_on_storage()

    def serve(self) -> None:
        """Start the responder; the device has its endpoints only then."""
        with Path("/tmp/umtprd.log").open("ab") as log:
            self._daemon = subprocess.Popen(["umtprd"], stdout=log, stderr=log)
        until("the responder made its endpoints", (_ENDPOINTS / "ep3").exists)

    def plug(self) -> None:
        """Plug it in, and wait until the kernel knows it; nothing is done where it is in."""
        until("the phone is there", self._is_in)

    def _is_in(self) -> bool:
        # A responder that starts over after a pulled cable pulls it once more while it does.
        place = self._folder / "UDC"
        if not place.read_text().strip():
            with suppress(OSError):
                place.write_text("dummy_udc.0")
        return usb_place(self.serial) is not None

    def there(self) -> tuple[int, int]:
        """Bus and address of it; it must be plugged in."""
        found = usb_place(self.serial)
        if found is None:
            raise AssertionError("the phone is not plugged in")
        return found

    def unplug(self) -> None:
        """Pull the cable."""
        with suppress(OSError):  # a responder that ended has pulled it already
            (self._folder / "UDC").write_text("\n")
        until("the phone is gone", lambda: usb_place(self.serial) is None)

    def restart(self) -> None:
        """Pull the cable, start the responder anew, and plug in again: all its numbers are new."""
        self.stop()
        self.serve()
        self.plug()

    def stop(self) -> None:
        """Pull the cable and end the responder."""
        self.unplug()
        if self._daemon is not None:
            self._daemon.kill()
            self._daemon.wait(10)
        until("its endpoints are gone", lambda: not (_ENDPOINTS / "ep3").exists())

    def forget(self) -> None:
        """Take its description away: another may be called so."""
        folder = self._folder
        (folder / "configs/c.1/ffs.mtp").unlink()
        for place in (f"configs/c.1/strings/{_ENGLISH}", "configs/c.1", "functions/ffs.mtp"):
            (folder / place).rmdir()
        (folder / "strings" / _ENGLISH).rmdir()
        folder.rmdir()
        _ENDPOINTS.rmdir()

    def _settle_on_storage(self) -> None:
        rows = _UMTPRD.read_text().splitlines()
        kept = [row for row in rows if not row.startswith(("storage ", "serial ", "product "))]
        kept += [f'storage "{self.place}" "Internal storage" "rw"', f'serial "{self.serial}"']
        settings = Path("/tmp/umtprd.conf")
        settings.write_text("\n".join([*kept, 'product "Lab phone"', ""]))
        subprocess.run(["mount", "--bind", str(settings), str(_UMTPRD)], check=True)


def usb_place(serial: str) -> tuple[int, int] | None:
    """Bus and address of the device that has this serial; None where none has."""
    for device in Path("/sys/bus/usb/devices").iterdir():
        with suppress(OSError):
            if (device / "serial").read_text().strip() == serial:
                numbers = (device / "busnum", device / "devnum")
                bus, address = (int(each.read_text()) for each in numbers)
                return bus, address
    return None


def _describe(folder: Path, numbers: tuple[int, int], texts: Mapping[str, str]) -> None:
    for place in ("strings", "configs/c.1/strings"):
        (folder / place / _ENGLISH).mkdir(parents=True)
    for name, number in zip(("idVendor", "idProduct"), numbers, strict=True):
        (folder / name).write_text(f"{number:#06x}")
    for name, text in texts.items():
        (folder / "strings" / _ENGLISH / name).write_text(text)


def _function(folder: Path, name: str) -> None:
    (folder / "functions" / name).mkdir()
    (folder / "configs/c.1" / name).symlink_to(folder / "functions" / name)


def ttys() -> list[str]:
    """The serial ports that the kernel makes of modems."""
    return sorted(path.name for path in Path("/dev").glob("ttyACM*"))


@contextmanager
def served(phone: FileTransferPhone) -> Iterator[FileTransferPhone]:
    """The phone, served and plugged in for the time of the block; nothing of it is left."""
    prepare()
    phone.make()
    phone.serve()
    phone.plug()
    try:
        yield phone
    finally:
        phone.stop()
        subprocess.run(["umount", str(_UMTPRD), str(_ENDPOINTS)], check=True)
        phone.forget()


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
