"""The USB side of the phone: its descriptors as either device, and a WMC OBEX function."""

# ruff: noqa: ARG002 - the seam's signatures say more than this phone needs to know
from __future__ import annotations

from collections.abc import Callable

from holdfast.phones.links.descriptors import AltSetting, Endpoint, Transfer
from holdfast.phones.protocols.obex.headers import BrokenObexError
from holdfast.phones.virtual.device import Outbox, Setup, Stall
from holdfast.phones.virtual.irmc.conversation import Conversation
from holdfast.phones.virtual.irmc.service import FellBackError, SilentError

CONTROL, DATA, HANDSET = 0, 1, 2
"""Interface numbers."""
_MAX_PACKET = 512
_IN, _OUT, _NOTIFY = 0x81, 0x02, 0x83

_BULK = (
    Endpoint(_IN, Transfer.BULK, _MAX_PACKET),
    Endpoint(_OUT, Transfer.BULK, _MAX_PACKET),
)
_HEADER = bytes.fromhex("05 24 00 2001")
_UNION = bytes((5, 0x24, 0x06, CONTROL, DATA))
_OBEX = bytes.fromhex("05 24 15 0001")
_SERVICE = bytes.fromhex("16 24 19 01 02AEB320F64911DA974D0800200C9A66 0001")
_CALL_MANAGEMENT = bytes((5, 0x24, 0x01, 0x00, DATA))
_ABSTRACT_CONTROL = bytes.fromhex("04 24 02 02")
_HANDSET_CONTROL = bytes.fromhex("05 24 11 0001")
_HANDSET_UNION = bytes((6, 0x24, 0x06, HANDSET, CONTROL, DATA))

WMC = (
    AltSetting(CONTROL, 0, 0x02, 0x0B, 0x00, (), _HEADER + _UNION + _OBEX + _SERVICE, "OBEX"),
    AltSetting(DATA, 0, 0x0A, 0x00, 0x00),
    AltSetting(DATA, 1, 0x0A, 0x00, 0x00, _BULK),
)
"""WMC 1.0, 6.5: the data interface is idle (no endpoints) until the host makes it active."""

ACM = (
    AltSetting(
        CONTROL,
        0,
        0x02,
        0x02,
        0x01,
        (Endpoint(_NOTIFY, Transfer.INTERRUPT, 64),),
        _HEADER + _CALL_MANAGEMENT + _ABSTRACT_CONTROL + _UNION,
        "Modem",
    ),
    AltSetting(DATA, 0, 0x0A, 0x00, 0x00, _BULK),
    AltSetting(HANDSET, 0, 0x02, 0x08, 0x00, (), _HEADER + _HANDSET_CONTROL + _HANDSET_UNION),
)
"""CDC 1.1 with the abstract control model: what phones offered as their modem; the handset
control model (WMC 1.0, 6.1) tells it from all other modems."""


class ObexFunction:
    """The pipe is OBEX from the moment its data interface is active."""

    def __init__(self, begin: Callable[[], Conversation]) -> None:
        """Begin a new conversation with `begin` whenever the host starts anew."""
        self._begin = begin
        self._conversation = begin()
        self._outbox = Outbox(_MAX_PACKET)

    def control(self, setup: Setup, data: bytes) -> bytes:
        """Know no class requests; WMC has none."""
        raise Stall

    def select(self, interface: int, alternate: int) -> None:
        """Start anew when the data interface becomes active or idle."""
        if interface == DATA:
            self.reset()

    def receive(self, endpoint: int, data: bytes) -> None:
        """Take request bytes; a client that breaks OBEX gets no answer any more."""
        try:
            for answer in self._conversation.receive(data):
                self._outbox.put(answer)
        except (BrokenObexError, FellBackError):
            self.reset()
        except SilentError:
            return

    def transmit(self, endpoint: int, size: int) -> bytes | None:
        """Give the next answer bytes."""
        return self._outbox.take(size)

    def reset(self) -> None:
        """Forget the session."""
        self._conversation.close()
        self._conversation = self._begin()
        self._outbox.clear()
