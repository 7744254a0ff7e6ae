"""The USB side of the phone: a CDC modem (CDC 1.1, abstract control model)."""

# ruff: noqa: ARG002 - the seam's signatures say more than this phone needs to know
from __future__ import annotations

from collections.abc import Callable

from holdfast.phones.virtual.at.modem import Modem
from holdfast.phones.virtual.device import Outbox, Setup

_MAX_PACKET = 512
_SET_CONTROL_LINE_STATE, _DTR = 0x22, 0x01


class AtFunction:
    """The pipe is a modem's line; when the host hangs up (DTR) the modem starts anew."""

    def __init__(self, begin: Callable[[], Modem]) -> None:
        """Begin with a new modem whenever the host starts anew."""
        self._begin = begin
        self._modem = begin()
        self._outbox = Outbox(_MAX_PACKET)

    def control(self, setup: Setup, data: bytes) -> bytes:
        """Take line coding and control line state (CDC PSTN 1.2, 6.3) without a word."""
        if setup.request == _SET_CONTROL_LINE_STATE and not setup.value & _DTR:
            self.reset()
        return b""

    def select(self, interface: int, alternate: int) -> None:
        """There is nothing to choose."""

    def receive(self, endpoint: int, data: bytes) -> None:
        """Take what the host sent; what goes back is one transfer, as from a serial port."""
        said = b"".join(self._modem.receive(data))
        if said:
            self._outbox.put(said)

    def transmit(self, endpoint: int, size: int) -> bytes | None:
        """Give the next bytes."""
        return self._outbox.take(size)

    def reset(self) -> None:
        """Forget the session."""
        self._modem.close()
        self._modem = self._begin()
        self._outbox.clear()
