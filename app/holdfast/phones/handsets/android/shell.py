"""Runs commands on a phone, and keeps apart what they print and how they end."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, Self

from holdfast.phones.handsets.android.streams import (
    ServiceRefused,
    Stream,
    StreamClosedError,
    Transport,
)
from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.protocols.adb import shell
from holdfast.phones.protocols.adb.messages import BrokenAdbError
from holdfast.phones.protocols.adb.shell import Id, PacketReader

SHELL_V2 = "shell_v2"
LIMIT = 64 << 20
"""How much output of one command is taken unless more is allowed, in bytes."""
_ERR_LIMIT = 1 << 20
_STDIN_PIECE = 32 * 1024
_LONGEST_END = len("255\r\n")
_LONGEST_LINE = 16 << 20


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed, and its status: None where the phone did not say.

    Phones before Android 7 print both into `out`.
    """

    out: bytes
    err: bytes = b""
    status: int | None = None


def run(
    transport: Transport,
    command: str,
    stdin: bytes = b"",
    limit: int = LIMIT,
    *,
    raw: bool = False,
    seconds: float | None = None,
) -> Ran:
    """Run `command` with `stdin` and return what came of it.

    Raises `Garbled` when it prints more than `limit` bytes, else what `Running` raises.
    """
    with Running(transport, command, stdin, raw=raw, seconds=seconds) as running:
        held = bytearray()
        for piece in running:
            held += piece
            if len(held) > limit:
                raise Garbled(f"more than {limit} bytes of output")
        return Ran(bytes(held), running.err, running.status)


def lines(pieces: Iterable[bytes], longest: int = _LONGEST_LINE) -> Iterator[bytes]:
    """Yield each line of `pieces` without its LF; the last need not have one.

    Raises `Garbled` for one of more than `longest` bytes.
    """
    held = bytearray()
    for piece in pieces:
        first, *others = piece.split(b"\n")
        held += first
        if len(held) > longest:
            raise Garbled(f"a line of more than {longest} bytes")
        for other in others:
            yield bytes(held)
            held[:] = other
    if held:
        yield bytes(held)


class Running(Iterator[bytes]):
    """A command under way: yields what it prints as it comes.

    `err` and `status` are whole when it has ended. Raises `ServiceRefused`, `Garbled` or a
    `LinkProblem`; `seconds` without a byte raise `NoAnswer`.
    """

    def __init__(
        self,
        transport: Transport,
        command: str,
        stdin: bytes = b"",
        *,
        raw: bool = False,
        seconds: float | None = None,
    ) -> None:
        """Start `command`.

        `raw` asks phones before Android 7 for a pipe instead of a terminal. Those cannot be
        told where `stdin` ends: with one, they raise `ServiceRefused`.
        """
        self._way = _way(transport, command, stdin, raw=raw)
        self._stream = transport.open(self._way.service)
        self._seconds = seconds
        self._pieces = self._printed(stdin)

    @property
    def err(self) -> bytes:
        """What came on stderr; only its last MiB is kept."""
        return bytes(self._way.err)

    @property
    def status(self) -> int | None:
        """How the command ended; None before, and where the phone does not say."""
        return self._way.status

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the stream."""
        self.close()

    def __next__(self) -> bytes:
        """Return the next piece of stdout."""
        return next(self._pieces)

    def close(self) -> None:
        """End the stream, and with it a command that still runs; may be called again."""
        self._stream.close()

    def _printed(self, stdin: bytes) -> Iterator[bytes]:
        try:
            self._way.say(self._stream, stdin)
            while not self._way.ended and (data := self._stream.read(self._seconds)):
                yield from filter(None, self._way.hear(data))
            yield from filter(None, self._way.rest())
        except BrokenAdbError as error:
            raise Garbled(str(error)) from error
        finally:
            self._stream.close()


class _Way(Protocol):
    """How one kind of phone carries a command's streams."""

    service: str
    err: bytearray
    status: int | None
    ended: bool

    def say(self, stream: Stream, stdin: bytes) -> None:
        """Send the command's stdin."""
        ...

    def hear(self, data: bytes) -> Iterator[bytes]:
        """Take what came; yield what of it is stdout."""
        ...

    def rest(self) -> Iterator[bytes]:
        """Yield what was held back to the end."""
        ...


class _Version2:
    """Android 7 and later: each stream apart, and the status."""

    def __init__(self, command: str) -> None:
        self.service = f"shell,v2,raw:{command}"
        self.err = bytearray()
        self.status: int | None = None
        self.ended = False
        self._reader = PacketReader()

    def say(self, stream: Stream, stdin: bytes) -> None:
        try:
            for start in range(0, len(stdin), _STDIN_PIECE):
                stream.write(shell.encode(Id.STDIN, stdin[start : start + _STDIN_PIECE]))
            stream.write(shell.encode(Id.CLOSE_STDIN))
        except StreamClosedError:
            return  # the command has ended; what it printed is still to be read

    def hear(self, data: bytes) -> Iterator[bytes]:
        for packet in self._reader.feed(data):
            match packet.id:
                case Id.STDOUT:
                    yield packet.data
                case Id.STDERR:
                    self.err += packet.data
                    del self.err[:-_ERR_LIMIT]
                case Id.EXIT:
                    self.status = packet.data[0] if packet.data else None
                    self.ended = True

    def rest(self) -> Iterator[bytes]:
        return iter(())


class _Version1:
    """Phones before Android 7: one stream for all, and the status behind a word of our own."""

    def __init__(self, command: str, *, raw: bool) -> None:
        self._marker = secrets.token_hex(12).encode()
        # The line's end guards against a comment, the brackets against an `exit`.
        told = f"({command}\n); echo {self._marker.decode()}$?"
        self.service = f"{'exec' if raw else 'shell'}:{told}"
        self.err = bytearray()
        self.status: int | None = None
        self.ended = False
        self._unmapped: Callable[[bytes], bytes] = bytes if raw else _Lines().feed
        self._held = b""

    def say(self, stream: Stream, stdin: bytes) -> None:
        """Nothing: these have no stdin."""

    def hear(self, data: bytes) -> Iterator[bytes]:
        self._held += self._unmapped(data)
        kept = len(self._marker) + _LONGEST_END
        if len(self._held) > kept:
            out, self._held = self._held[:-kept], self._held[-kept:]
            yield out

    def rest(self) -> Iterator[bytes]:
        out, marker, status = self._held.rpartition(self._marker)
        if marker and re.fullmatch(rb"\d{1,3}\r?\n?", status):
            self.status = int(status)
            yield out
        else:
            yield self._held


class _Lines:
    """Takes away the CR that a terminal puts before each LF."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> bytes:
        whole = self._held + data
        # Whether a CR at the end is the terminal's is known with the next byte.
        self._held = b"\r" if whole.endswith(b"\r") else b""
        return whole[: len(whole) - len(self._held)].replace(b"\r\n", b"\n")


def _way(transport: Transport, command: str, stdin: bytes, *, raw: bool) -> _Way:
    if SHELL_V2 in transport.features:
        return _Version2(command)
    if stdin:
        raise ServiceRefused("shell", "no end of stdin before shell_v2")
    return _Version1(command, raw=raw)
