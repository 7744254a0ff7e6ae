"""One socket of the virtual bus, and what the host and the device agreed on there."""

from __future__ import annotations

from dataclasses import dataclass, field

from holdfast.phones.virtual.device import Descriptors, VirtualDevice
from holdfast.phones.virtual.enumeration import CONFIGURATION


@dataclass(eq=False, slots=True)
class Slot:
    """A socket and the device that hangs on it; without an address nothing does.

    `drivers` are the interfaces a kernel driver takes whenever the device appears, `bound`
    those it has now, `claimed` those a handle has.
    """

    number: int
    device: VirtualDevice
    drivers: frozenset[int]
    allowed: bool
    address: int | None = None
    configuration: int = CONFIGURATION
    bound: set[int] = field(default_factory=set)
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
