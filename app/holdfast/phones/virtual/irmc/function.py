"""The USB side of the phone: a WMC OBEX function, or a CDC modem that can speak OBEX."""

# ruff: noqa: ARG002 - the seam's signatures say more than this phone needs to know
from __future__ import annotations

from collections.abc import Callable

from holdfast.phones.links.descriptors import AltSetting, Endpoint, Transfer
from holdfast.phones.protocols.obex.headers import BrokenObexError
from holdfast.phones.virtual.device import Outbox, Setup, Stall
from holdfast.phones.virtual.irmc.conversation import Conversation
from holdfast.phones.virtual.irmc.service import SilentError

CONTROL, DATA, HANDSET = 0, 1, 2
"""Interface numbers."""
_MAX_PACKET = 512
_IN, _OUT, _NOTIFY = 0x81, 0x02, 0x83
_MAX_COMMAND = 512

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
_SET_CONTROL_LINE_STATE, _DTR = 0x22, 0x01

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
        except BrokenObexError:
            self.reset()
        except SilentError:
            return

    def transmit(self, endpoint: int, size: int) -> bytes | None:
        """Give the next answer bytes."""
        return self._outbox.take(size)

    def reset(self) -> None:
        """Forget the session."""
        self._begin_anew()
        self._outbox.clear()

    def _begin_anew(self) -> None:
        self._conversation.close()
        self._conversation = self._begin()


class ModemFunction(ObexFunction):
    """The pipe is a modem until AT+CPROT=0, and again when the host hangs up."""

    def __init__(self, begin: Callable[[], Conversation]) -> None:
        """As `ObexFunction`."""
        super().__init__(begin)
        self._modem = True
        self._command = b""

    def control(self, setup: Setup, data: bytes) -> bytes:
        """Take line coding and control line state (CDC PSTN 1.2, 6.3) without a word."""
        if setup.request == _SET_CONTROL_LINE_STATE and not setup.value & _DTR:
            self.reset()
        return b""

    def receive(self, endpoint: int, data: bytes) -> None:
        """Take a command, or request bytes."""
        if not self._modem:
            super().receive(endpoint, data)
            return
        self._command = (self._command + data)[-_MAX_COMMAND:]
        while b"\r" in self._command:
            line, _, self._command = self._command.partition(b"\r")
            self._outbox.put(line + b"\r" + self._obey(line.strip().upper()))

    def reset(self) -> None:
        """Forget the session and be a modem again."""
        super().reset()
        self._modem, self._command = True, b""

    def _obey(self, line: bytes) -> bytes:
        if line == b"AT+CPROT=0":
            self._begin_anew()
            self._modem = False
            return b"\r\nCONNECT\r\n"
        return b"\r\nOK\r\n" if line in (b"AT", b"ATZ", b"ATE0") else b"\r\nERROR\r\n"
