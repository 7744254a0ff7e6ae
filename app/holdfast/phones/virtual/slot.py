"""One socket of the virtual bus, and what the host and the device agreed on there."""

from __future__ import annotations

from dataclasses import dataclass, field

from holdfast.phones.virtual.device import Descriptors, VirtualDevice
from holdfast.phones.virtual.enumeration import CONFIGURATION


@dataclass(frozen=True, slots=True)
class KernelDriver:
    """A driver of the system's kernel: binds to `interfaces` as a whole, or not at all.

    The kernel tries it for the first of them only. cdc_acm is such a one: it takes the data
    interface of a modem along with the control interface, and lets go of both together.
    """

    name: str
    interfaces: tuple[int, ...]


@dataclass(eq=False, slots=True)
class Slot:
    """A socket and the device that hangs on it; without an address nothing does.

    `drivers` are those that bind whenever the device appears, `bound` says which of them has
    an interface now, `claimed` which handle has one.
    """

    number: int
    device: VirtualDevice
    drivers: tuple[KernelDriver, ...]
    allowed: bool
    address: int | None = None
    configuration: int = CONFIGURATION
    bound: dict[int, KernelDriver] = field(default_factory=dict)
    claimed: dict[int, Handle] = field(default_factory=dict)
    alternates: dict[int, int] = field(default_factory=dict)
    halted: set[int] = field(default_factory=set)

    @property
    def descriptors(self) -> Descriptors:
        """What the device says of itself."""
        return self.device.descriptors

    def choose(self, interface: int, alternate: int) -> bool:
        """Choose a setting and end its halts; tell whether there is such a setting."""
        for setting in self.descriptors.configuration:
            if (setting.interface, setting.alternate) == (interface, alternate):
                self.alternates[interface] = alternate
                self.halted -= {endpoint.address for endpoint in setting.endpoints}
                return True
        return False

    def packet(self, endpoint: int) -> int | None:
        """Return the max packet of an endpoint of the chosen settings, None without it."""
        for setting in self.descriptors.configuration:
            if setting.alternate == self.alternates.get(setting.interface, 0):
                for each in setting.endpoints:
                    if each.address == endpoint:
                        return max(1, each.max_packet)
        return None

    def bind_all(self) -> None:
        """Let every driver have its interfaces, as when the device appears."""
        self.bound = {number: each for each in self.drivers for number in each.interfaces}

    def bind(self, interface: int) -> bool:
        """Let the kernel try its drivers for a free interface; tell whether one took it."""
        for driver in self.drivers:
            taken = any(each in self.bound or each in self.claimed for each in driver.interfaces)
            if driver.interfaces[0] == interface and not taken:
                self.bound |= dict.fromkeys(driver.interfaces, driver)
                return True
        return False

    def unbind(self, interface: int) -> bool:
        """Send away the driver that has the interface; tell whether there was one."""
        driver = self.bound.get(interface)
        self.bound = {number: each for number, each in self.bound.items() if each is not driver}
        return driver is not None

    def start_over(self) -> None:
        """Fall back to the state after a reset."""
        self.configuration = CONFIGURATION
        self.alternates.clear()
        self.halted.clear()


@dataclass(frozen=True, slots=True)
class Appearance:
    """What enumeration yields: a slot for as long as it keeps its address."""

    slot: Slot
    address: int


@dataclass(eq=False, slots=True)
class Handle:
    """An open device; no longer good once its appearance is over."""

    appearance: Appearance
