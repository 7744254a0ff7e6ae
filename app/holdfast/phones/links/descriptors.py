"""What a USB device says of itself, as plain values (USB 2.0, chapter 9)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_DIRECTION_IN = 0x80


class Transfer(StrEnum):
    """How an endpoint moves its bytes."""

    CONTROL = "control"
    ISO = "iso"
    BULK = "bulk"
    INTERRUPT = "interrupt"


@dataclass(frozen=True, slots=True)
class Port:
    """One appearance of a device on a bus, from listing only: nothing was opened.

    `path` is the chain of hub ports from the root. A device that is plugged in again, or
    re-enumerates, comes back with another `address` and so is another port.
    """

    bus: int
    address: int
    path: tuple[int, ...]
    vendor: int
    product: int


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint; bit 7 of `address` is the direction, `max_packet` is in bytes."""

    address: int
    transfer: Transfer
    max_packet: int

    @property
    def incoming(self) -> bool:
        """Whether the bytes go from the device to the host."""
        return bool(self.address & _DIRECTION_IN)


@dataclass(frozen=True, slots=True)
class AltSetting:
    """One alternate setting of one interface.

    `extra` holds the class-specific descriptors as they stand, one behind the other; those
    that a phone put behind an endpoint instead are added at the end.
    """

    interface: int
    alternate: int
    cls: int
    subcls: int
    protocol: int
    endpoints: tuple[Endpoint, ...] = ()
    extra: bytes = b""
    name: str = ""

    def endpoint(self, transfer: Transfer, *, incoming: bool) -> Endpoint | None:
        """Return the first endpoint of that kind and direction, None when there is none."""
        for endpoint in self.endpoints:
            if endpoint.transfer is transfer and endpoint.incoming is incoming:
                return endpoint
        return None
