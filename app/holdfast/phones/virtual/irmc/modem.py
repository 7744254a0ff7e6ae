"""The USB side of a phone that hangs on the cable as a modem, with OBEX behind one command."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from holdfast.phones.protocols.obex.headers import BrokenObexError
from holdfast.phones.virtual.at.commands import Commands, Reply
from holdfast.phones.virtual.at.function import AtFunction
from holdfast.phones.virtual.at.modem import Modem
from holdfast.phones.virtual.irmc.conversation import Conversation
from holdfast.phones.virtual.irmc.service import FellBackError, SilentError
from holdfast.phones.virtual.irmc.switches import Switch

_HANDED_OVER = b"CONNECT"
_NO_CARRIER = b"\r\nNO CARRIER\r\n"
_OK = b"\r\nOK\r\n"


class ModemFunction(AtFunction):
    """The pipe obeys AT until its switch command, and again when OBEX ends or the host hangs up."""

    def __init__(
        self,
        commands: Callable[[], Commands],
        begin: Callable[[], Conversation],
        switch: Switch,
        clock: Callable[[], datetime],
    ) -> None:
        """Obey `commands()`; begin OBEX with `begin` as `switch` says; `clock` is the phone's."""
        self._begin_obex = begin
        self._switch = switch
        self._clock = clock
        self._deaf_until: datetime | None = None
        self._obex: _ObexPeer | None = None
        super().__init__(
            lambda: Modem(_Switching(commands(), switch), {switch.command: self._hand_over})
        )

    def receive(self, endpoint: int, data: bytes) -> None:
        """Take commands, or request bytes; a client that breaks OBEX has a modem again."""
        if self._deaf_until is not None and self._clock() < self._deaf_until:
            return
        try:
            super().receive(endpoint, data)
        except BrokenObexError:
            self.reset()
        except SilentError:
            return
        if self._obex is not None and self._obex.over:
            self._take_back()

    def reset(self) -> None:
        """Forget the session and be a modem again."""
        super().reset()
        self._obex = None

    def _hand_over(self) -> _ObexPeer:
        self._obex = _ObexPeer(self._begin_obex(), self._switch.escape)
        return self._obex

    def _take_back(self) -> None:
        self._modem.close()
        self._obex = None
        self._deaf_until = self._clock() + timedelta(seconds=self._switch.deaf)


class _ObexPeer:
    """OBEX on the line of a modem; `over` once something led back to commands."""

    def __init__(self, conversation: Conversation, escape: bytes) -> None:
        self._conversation = conversation
        self._escape = escape
        self.over = False

    def receive(self, data: bytes) -> Iterator[bytes]:
        """Take request bytes and yield the answers."""
        if self._escape and data == self._escape:
            self.over = True
            yield _OK
            return
        try:
            yield from self._conversation.receive(data)
        except FellBackError:
            self.over = True
            yield _NO_CARRIER
        self.over |= self._conversation.ended and not self._escape

    def close(self) -> None:
        """The host hung up."""
        self._conversation.close()


class _Switching:
    """A phone's commands, with the answers of its maker around the switch to OBEX."""

    def __init__(self, inner: Commands, switch: Switch) -> None:
        self._inner = inner
        self._switch = switch

    @property
    def echo(self) -> bool:
        """As inside."""
        return self._inner.echo

    def frame(self, line: bytes) -> bytes:
        """A line; that the line is handed over is said in the maker's word."""
        return self._inner.frame(self._switch.answer if line == _HANDED_OVER else line)

    def obey(self, command: bytes) -> Reply:
        """Tell whether there is a switch, or do as inside."""
        if command.upper() != self._switch.question:
            return self._inner.obey(command)
        return Reply((self._switch.told,) if self._switch.told else ())

    def take(self, command: bytes, data: bytes) -> Reply:
        """As inside."""
        return self._inner.take(command, data)
