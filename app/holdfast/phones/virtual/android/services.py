"""The streams of a phone that lead to a program: `shell:` in both versions, and `exec:`."""

from __future__ import annotations

from typing import Protocol

from holdfast.phones.protocols.adb import shell
from holdfast.phones.protocols.adb.messages import BrokenAdbError
from holdfast.phones.protocols.adb.shell import Id, PacketReader
from holdfast.phones.virtual.android.pump import OUT, Program

_PIECE = 256 * 1024


class Framing(Protocol):
    """How the streams of a program become one."""

    def take(self, data: bytes, program: Program) -> None:
        """Give a program what a host sent."""
        ...

    def frame(self, where: int, data: bytes) -> bytes:
        """Return what the host gets for bytes that were printed."""
        ...

    def last(self, status: int) -> bytes:
        """Return what the host gets when the program has ended."""
        ...


class Raw:
    """The bytes as they are, stderr among them; no status."""

    def take(self, data: bytes, program: Program) -> None:
        """Give a program what a host sent."""
        program.feed(data)

    def frame(self, where: int, data: bytes) -> bytes:  # noqa: ARG002 - both streams are one
        """Return what was printed."""
        return data

    def last(self, status: int) -> bytes:  # noqa: ARG002 - it has no room for a status
        """Return nothing."""
        return b""


class Terminal(Raw):
    """A terminal between host and program, as old phones always have: CRLF, echo, Ctrl-D."""

    def __init__(self) -> None:
        self._echo = bytearray()

    def take(self, data: bytes, program: Program) -> None:
        """Give a program what a host typed, and show it."""
        typed, ended, _ = data.replace(b"\r", b"\n").partition(b"\x04")
        self._echo += typed
        program.feed(typed)
        if ended:
            program.end_input()

    def frame(self, where: int, data: bytes) -> bytes:  # noqa: ARG002 - both streams are one
        """Return what was printed with the ends of lines that a terminal makes."""
        shown = bytes(self._echo) + data
        self._echo.clear()
        return shown.replace(b"\n", b"\r\n")


class Packets:
    """Shell protocol, version 2: packets for each stream, and one for the status."""

    def __init__(self) -> None:
        self._reader = PacketReader()

    def take(self, data: bytes, program: Program) -> None:
        """Give a program the input in a host's packets; what else they say means nothing here."""
        for packet in self._reader.feed(data):
            if packet.id == Id.STDIN:
                program.feed(packet.data)
            elif packet.id == Id.CLOSE_STDIN:
                program.end_input()

    def frame(self, where: int, data: bytes) -> bytes:
        """Return packets of what was printed; a phone's buffer for one is bounded."""
        stream = Id.STDOUT if where == OUT else Id.STDERR
        starts = range(0, len(data), _PIECE)
        return b"".join(shell.encode(stream, data[start : start + _PIECE]) for start in starts)

    def last(self, status: int) -> bytes:
        """Return the packet of the status."""
        return shell.exit_packet(status)


class ProgramService:
    """A stream that leads to a program."""

    def __init__(self, program: Program, framing: Framing) -> None:
        self._program = program
        self._framing = framing
        self._ready = bytearray()
        self._over = False

    @property
    def hungry(self) -> bool:
        """Whether the program takes more input now."""
        return self._program.hungry

    def take(self, data: bytes) -> None:
        """Take bytes from the host; packets that are none end the program."""
        try:
            self._framing.take(data, self._program)
        except BrokenAdbError:
            self.close()

    def give(self, most: int) -> bytes | None:
        """Return what the program printed, letting it run when there is nothing."""
        if not self._ready and not self._over:
            self._collect()
        if not self._ready:
            return None if self._over else b""
        data = bytes(self._ready[:most])
        del self._ready[:most]
        return data

    def close(self) -> None:
        """End the program."""
        self._program.kill()

    def _collect(self) -> None:
        self._program.step()
        while (printed := self._program.printed()) is not None:
            self._ready += self._framing.frame(*printed)
        if self._program.status is not None:
            self._ready += self._framing.last(self._program.status)
            self._over = True
