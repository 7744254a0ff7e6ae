"""Carries a phone's answers over a line: bytes in, bytes out."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from types import MappingProxyType

from holdfast.phones.protocols.at.stored_messages import END, LEAVE
from holdfast.phones.virtual.at.commands import Commands, Peer, Reply

_MAX_COMMAND = 1024
_MAX_DATA = 2048
NO_ESCAPES: Mapping[bytes, Callable[[], Peer]] = MappingProxyType({})


class Modem:
    """A line in command mode, until a command in `escape` hands it over to somebody else."""

    def __init__(
        self, phone: Commands, escape: Mapping[bytes, Callable[[], Peer]] = NO_ESCAPES
    ) -> None:
        """Speak for `phone`; `escape` begins what a command (upper case) hands the line to."""
        self._phone = phone
        self._escape = escape
        self._peer: Peer | None = None
        self._held = bytearray()
        self._prompted = b""

    def receive(self, data: bytes) -> Iterator[bytes]:
        """Take what the host sent and yield what goes back."""
        while data:
            if self._peer is not None:
                yield from self._peer.receive(data)
                return
            if self._prompted:
                data = yield from self._data(data)
            else:
                data = yield from self._command(data)

    def close(self) -> None:
        """The host hung up: be a modem again."""
        if self._peer is not None:
            self._peer.close()
        self._peer = None
        self._held.clear()
        self._prompted = b""

    def _command(self, data: bytes) -> Generator[bytes, None, bytes]:
        line, end, rest = data.partition(b"\r")
        self._held = (self._held + line)[-_MAX_COMMAND:]
        if not end:
            return b""
        command = bytes(self._held).strip(b"\n" + LEAVE + END)
        self._held.clear()
        if self._phone.echo:
            yield command + b"\r"
        if command:
            yield from self._obey(command)
        return rest

    def _obey(self, command: bytes) -> Iterator[bytes]:
        begin = self._escape.get(command.upper())
        if begin is not None:
            self._peer = begin()
            yield self._phone.frame(b"CONNECT")
            return
        reply = self._phone.obey(command)
        if reply.prompt:
            self._prompted = command
            yield b"\r\n> "
        else:
            yield self._said(reply)

    def _data(self, data: bytes) -> Generator[bytes, None, bytes]:
        ends = [at for at in (data.find(END), data.find(LEAVE)) if at >= 0]
        if not ends:
            self._held = (self._held + data)[-_MAX_DATA:]
            return b""
        at = min(ends)
        body = bytes(self._held) + data[:at]
        command, self._prompted = self._prompted, b""
        self._held.clear()
        if self._phone.echo:
            yield data[: at + 1]
        left = data[at : at + 1] == LEAVE
        yield self._said(Reply() if left else self._phone.take(command, body.strip()))
        return data[at + 1 :]

    def _said(self, reply: Reply) -> bytes:
        lines = (*reply.lines, reply.final) if reply.final else reply.lines
        return b"".join(self._phone.frame(line) for line in lines)
