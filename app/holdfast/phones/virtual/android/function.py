"""The USB side of a phone that speaks ADB: its interface, and how messages become transfers."""

# ruff: noqa: ARG002 - the seam's signatures say more than this phone needs to know
from __future__ import annotations

from collections.abc import Callable

from holdfast.phones.links.descriptors import AltSetting, Endpoint, Transfer
from holdfast.phones.protocols.adb.messages import BrokenAdbError
from holdfast.phones.virtual.android.adbd import Adbd
from holdfast.phones.virtual.device import Setup, Stall

_MAX_PACKET = 512
_IN, _OUT = 0x81, 0x02
_READ = 16384
"""adbd reads 16 KiB at a time: only a short packet ends a read before."""


def adb_interface(number: int = 0) -> AltSetting:
    """Return the interface of ADB as number `number` of a phone."""
    pipes = (
        Endpoint(_IN, Transfer.BULK, _MAX_PACKET),
        Endpoint(_OUT, Transfer.BULK, _MAX_PACKET),
    )
    return AltSetting(number, 0, 0xFF, 0x42, 0x01, pipes, b"", "ADB Interface")


class AdbFunction:
    """A pair of bulk pipes that lead to adbd.

    A host must end a transfer that is a multiple of the packet by a zero-length packet, or its
    last part is not looked at; the phone itself sends none.
    """

    def __init__(self, begin: Callable[[], Adbd]) -> None:
        """Begin with a new daemon whenever the cable is plugged in."""
        self._begin = begin
        self._adbd = begin()
        self._came = bytearray()
        self._sending: list[memoryview] = []

    def control(self, setup: Setup, data: bytes) -> bytes:
        """Know no class requests; ADB has none."""
        raise Stall

    def select(self, interface: int, alternate: int) -> None:
        """Have one setting only."""

    def receive(self, endpoint: int, data: bytes) -> None:
        """Take one transfer of a host; what is no ADB ends the conversation."""
        self._came += data
        whole = len(self._came)
        if len(data) % _MAX_PACKET == 0 and data:
            whole -= whole % _READ
        if not whole:
            return
        came = bytes(self._came[:whole])
        del self._came[:whole]
        try:
            self._adbd.receive(came)
        except BrokenAdbError:
            self.reset()

    def transmit(self, endpoint: int, size: int) -> bytes | None:
        """Give the next bytes of a header or a payload, which travel apart."""
        if not self._sending:
            message = self._adbd.take()
            if message is None:
                return None
            self._sending = [memoryview(part) for part in message if part]
        part = self._sending[0]
        if len(part) > size:
            self._sending[0] = part[size:]
        else:
            self._sending.pop(0)
        return bytes(part[:size])

    def reset(self) -> None:
        """Forget the session."""
        self._adbd.close()
        self._adbd = self._begin()
        self._came.clear()
        self._sending.clear()
