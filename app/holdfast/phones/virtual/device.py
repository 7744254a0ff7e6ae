"""The device side of a USB device in software: what it says of itself and what it does."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from holdfast.phones.links.descriptors import AltSetting


class Stall(Exception):  # noqa: N818 - the USB word for it
    """Raised by a function to answer a transfer with a stall."""


@dataclass(frozen=True, slots=True)
class Setup:
    """The eight bytes that open a control transfer (USB 2.0, 9.3).

    `length` is what the host wants to read, or the size of what it sends.
    """

    request_type: int
    request: int
    value: int
    index: int
    length: int

    @property
    def incoming(self) -> bool:
        """Whether the data stage goes from the device to the host."""
        return bool(self.request_type & 0x80)

    @property
    def standard(self) -> bool:
        """Whether it is a request every device knows, neither of a class nor of a vendor."""
        return not self.request_type & 0x60


class Function(Protocol):
    """What a device does behind its endpoints; called under the bus's lock, one at a time.

    Any method that answers a transfer may raise `Stall`. Time passes only when the function
    moves the virtual clock on.
    """

    def control(self, setup: Setup, data: bytes) -> bytes:
        """Answer a class or vendor request; the standard ones are the bus's own.

        `data` is what the host sent (empty for a read); the answer is cut at `setup.length`.
        """
        ...

    def select(self, interface: int, alternate: int) -> None:
        """Learn that the host chose an alternate setting of an interface."""
        ...

    def receive(self, endpoint: int, data: bytes) -> None:
        """Take one OUT transfer; `b""` is a zero-length packet."""
        ...

    def transmit(self, endpoint: int, size: int) -> bytes | None:
        """Return the next bytes of an IN transfer, at most `size`; None when there are none yet.

        As on the wire, only a short packet ends a transfer before the host has `size` bytes:
        after a whole multiple of the endpoint's max packet the bus asks again, and `b""` is
        the zero-length packet that ends it. `Outbox` keeps this rule.
        """
        ...

    def reset(self) -> None:
        """Forget the session: the cable was pulled, or the host reset the device."""
        ...


class Outbox:
    """What waits to be read on one IN endpoint, as transfers that each end as USB wants it."""

    def __init__(self, max_packet: int) -> None:
        """Serve an endpoint whose packets hold `max_packet` bytes."""
        self._max_packet = max_packet
        self._waiting: deque[bytes] = deque()

    def put(self, data: bytes, *, ended: bool = True) -> None:
        """Queue one transfer.

        With `ended`, a whole multiple of the max packet is followed by a zero-length packet;
        without it the host is left waiting, as phones that forget it do.
        """
        self._waiting.append(data)
        if ended and data and len(data) % self._max_packet == 0:
            self._waiting.append(b"")

    def take(self, size: int) -> bytes | None:
        """Return the next bytes for `Function.transmit`."""
        if not self._waiting:
            return None
        data = self._waiting.popleft()
        if len(data) > size:
            self._waiting.appendleft(data[size:])
        return data[:size]

    def clear(self) -> None:
        """Drop all that waits."""
        self._waiting.clear()


@dataclass(frozen=True, slots=True)
class Descriptors:
    """What a device says of itself; an empty text means it has no such string.

    `configuration` lists every alternate setting of every interface. A device that lies uses
    `raw_strings` (whole string descriptors by index: 1 manufacturer, 2 model, 3 serial, then
    the interfaces' names in order) and `claims` (fields of the device and configuration
    descriptors by their USB names, such as `bNumConfigurations`).
    """

    vendor: int
    product: int
    manufacturer: str
    model: str
    serial: str
    configuration: tuple[AltSetting, ...]
    raw_strings: Mapping[int, bytes] = field(default_factory=lambda: MappingProxyType({}))
    claims: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(eq=False, slots=True)
class VirtualDevice:
    """A phone in software, ready to be plugged into a `VirtualBus`.

    `close` lets go of the files it works on; it is called when the phone is put away.
    """

    descriptors: Descriptors
    function: Function
    close: Callable[[], None] = lambda: None
