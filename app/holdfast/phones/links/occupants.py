"""Who sits on the interfaces of a USB device: the kernel's driver, its tty, and their users."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from holdfast.phones.links import holders
from holdfast.phones.links.descriptors import Port
from holdfast.phones.links.link import Busy

MODEM_MANAGER = "ModemManager"
"""Asks every new modem for half a minute, and is used to see modems go."""

ADB = "adb"
"""The server of Android's developer tools; it keeps every phone open that has debugging on."""

_USBFS = "usbfs"
"""The driver that an interface has which a program claimed (devio.c)."""


@dataclass(frozen=True, slots=True)
class System:
    """Where Linux tells about devices, programs and rights."""

    devices: Path = Path("/sys/bus/usb/devices")
    proc: Path = Path("/proc")
    locks: Path = Path("/run/lock")
    nodes: Path = Path("/dev/bus/usb")
    rules: tuple[Path, ...] = (
        Path("/etc/udev/rules.d"),
        Path("/run/udev/rules.d"),
        Path("/usr/lib/udev/rules.d"),
    )

    def node(self, bus: int, address: int) -> str:
        """The device node of a USB device."""
        return str(self.nodes / f"{bus:03d}" / f"{address:03d}")


@dataclass(frozen=True, slots=True)
class Occupant:
    """What sits on one interface; empty where nothing does, or nobody may know.

    `driver` is the kernel's, `ttys` are the names of its serial ports, `programs` those that
    have one of the ports open.
    """

    interface: int
    driver: str = ""
    ttys: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Tell it as a log does."""
        used = f" in use by {', '.join(self.programs)}" if self.programs else ""
        return f"{self.driver or 'a driver'} ({', '.join(self.ttys) or 'no tty'}){used}"


def occupants(
    port: Port, interfaces: Iterable[int], system: System | None = None
) -> tuple[Occupant, ...]:
    """Return what sits on each of `interfaces` of the device on `port`."""
    system = system or System()
    return tuple(_occupant(port, interface, system) for interface in interfaces)


def in_the_way(found: Iterable[Occupant]) -> Busy | None:
    """Return who may not be disturbed: a program that uses a port the kernel made of the phone.

    ModemManager may be: it only asks what the port is, and a port that goes away is its daily
    bread. Anybody else is in the middle of something, such as a connection or a restore.
    """
    for occupant in found:
        for program in occupant.programs:
            if program != MODEM_MANAGER:
                return _busy(occupant, program)
    return None


def busy(
    port: Port,
    interfaces: Iterable[int],
    system: System | None = None,
    *,
    debugging: bool = False,
) -> Busy:
    """Return why the device, or one of its `interfaces`, could not be had.

    Several programs may have the device open, each for an interface of its own. `debugging`
    tells that the one wanted is for adb; whoever else is there is not in the way then.
    """
    system = system or System()
    node = system.node(port.bus, port.address)
    found = occupants(port, interfaces, system)
    programs = holders.holders([node], system.proc, system.locks)
    for program in sorted(programs, key=lambda each: (each == ADB) is not debugging):
        return Busy(program)
    for occupant in found:
        if occupant.driver not in ("", _USBFS):
            return _busy(occupant, next(iter(occupant.programs), ""))
    return Busy()


def _busy(occupant: Occupant, program: str) -> Busy:
    return Busy(program, occupant.driver, next(iter(occupant.ttys), ""))


def _occupant(port: Port, interface: int, system: System) -> Occupant:
    for folder in _folders(port, interface, system.devices):
        ttys = tuple(sorted(_names(folder / "tty")))
        nodes = [f"/dev/{tty}" for tty in ttys]
        programs = holders.holders(nodes, system.proc, system.locks)
        return Occupant(interface, _driver(folder), ttys, programs)
    return Occupant(interface)


def _folders(port: Port, interface: int, devices: Path) -> Iterator[Path]:
    """The one folder of an interface: BUS-PORT.PORT:CONFIGURATION.INTERFACE (message.c)."""
    if port.path:
        name = f"{port.bus}-{'.'.join(map(str, port.path))}"
        yield from sorted(devices.glob(f"{name}:*.{interface}"))


def _driver(folder: Path) -> str:
    try:
        return (folder / "driver").readlink().name
    except OSError:
        return ""


def _names(folder: Path) -> list[str]:
    try:
        return [entry.name for entry in folder.iterdir()]
    except OSError:
        return []
