"""Bad manners to wrap around a phone, one a class; they can be wrapped around each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from holdfast.phones.virtual.at.commands import SILENCE, Commands, Reply


class Wrapped:
    """A phone that behaves as the one inside it; the base of all behaviours."""

    def __init__(self, inner: Commands) -> None:
        """Wrap `inner`."""
        self.inner = inner

    @property
    def echo(self) -> bool:
        """As inside."""
        return self.inner.echo

    def frame(self, line: bytes) -> bytes:
        """As inside."""
        return self.inner.frame(line)

    def obey(self, command: bytes) -> Reply:
        """As inside."""
        return self.inner.obey(command)

    def take(self, command: bytes, data: bytes) -> Reply:
        """As inside."""
        return self.inner.take(command, data)


class Echoing(Wrapped):
    """Sends every command back, whatever ATE said."""

    @property
    def echo(self) -> bool:
        """Always."""
        return True


class Framed(Wrapped):
    """Ends its lines with `end` alone."""

    def __init__(self, inner: Commands, end: bytes) -> None:
        """End lines with `end`."""
        super().__init__(inner)
        self._end = end

    def frame(self, line: bytes) -> bytes:
        """A line and its end."""
        return line + self._end


class Chattering(Wrapped):
    """Says other things between the lines of each answer."""

    def __init__(self, inner: Commands, *said: bytes) -> None:
        """Say `said` (lines) before each answer's lines and between them."""
        super().__init__(inner)
        self._said = said

    def obey(self, command: bytes) -> Reply:
        """Answer as inside, and ring in between."""
        reply = super().obey(command)
        if reply.prompt or not reply.final:
            return reply
        # Never between a message and the line that announces it: phones hold that together.
        if any(line.startswith((b"+CMGR", b"+CMGL")) for line in reply.lines):
            return replace(reply, lines=(*self._said, *reply.lines, *self._said))
        lines = [each for line in reply.lines for each in (*self._said, line)]
        return replace(reply, lines=(*lines, *self._said))


class Refusing(Wrapped):
    """Answers `final` to every command that begins with one of `commands`."""

    def __init__(self, inner: Commands, *commands: bytes, final: bytes = b"ERROR") -> None:
        """Refuse `commands` (upper case)."""
        super().__init__(inner)
        self._commands = commands
        self._final = final

    def obey(self, command: bytes) -> Reply:
        """Refuse, or answer as inside."""
        if command.upper().startswith(self._commands):
            return Reply(final=self._final)
        return super().obey(command)


class Silent(Wrapped):
    """Says nothing to commands that begin with one of `commands`."""

    def __init__(self, inner: Commands, *commands: bytes) -> None:
        """Be silent about `commands` (upper case)."""
        super().__init__(inner)
        self._commands = commands

    def obey(self, command: bytes) -> Reply:
        """Say nothing, or answer as inside."""
        return SILENCE if command.upper().startswith(self._commands) else super().obey(command)


class Saying(Wrapped):
    """Gives other lines than it holds, with an OK: `instead` by whole command (upper case)."""

    def __init__(self, inner: Commands, instead: Mapping[bytes, tuple[bytes, ...]]) -> None:
        """Give `instead[command]` where there is one."""
        super().__init__(inner)
        self._instead = instead

    def obey(self, command: bytes) -> Reply:
        """Give what is to be said instead, or answer as inside."""
        said = self._instead.get(command.upper())
        return super().obey(command) if said is None else Reply(said)


class RefusingMemory(Wrapped):
    """Refuses what is asked while the memory `name` is chosen by ``choose`` ("+CPBS" or "+CPMS").

    `silent`: says nothing instead.
    """

    def __init__(
        self, inner: Commands, choose: bytes, name: bytes, *, silent: bool = False
    ) -> None:
        """Refuse the memory `name`, as phones do whose SIM is broken."""
        super().__init__(inner)
        self._choosing = b"AT" + choose + b"="
        self._asked = (b"AT+CPBR=", b"AT+CPBS?") if choose == b"+CPBS" else (b"AT+CMGL", b"AT+CMGR")
        self._name = b'"' + name + b'"'
        self._silent = silent
        self._inside = False

    def obey(self, command: bytes) -> Reply:
        """Refuse, or answer as inside."""
        plain = command.upper()
        if plain.startswith(self._choosing) and not plain.endswith(b"?"):
            self._inside = plain.startswith(self._choosing + self._name)
        elif self._inside and plain.startswith(self._asked):
            return SILENCE if self._silent else Reply(final=b"ERROR")
        return super().obey(command)


class ErrorForNothing(Wrapped):
    """Answers plain ERROR instead of saying that there is nothing."""

    def obey(self, command: bytes) -> Reply:
        """Answer as inside, without a number where nothing is found."""
        reply = super().obey(command)
        nothing = (b"+CME ERROR: 22", b"+CMS ERROR: 321")
        return replace(reply, final=b"ERROR") if reply.final in nothing else reply


class WrongListing(Wrapped):
    """Lists messages wrongly: the first is left out, and one that is not there is told."""

    def obey(self, command: bytes) -> Reply:
        """Answer as inside, but for the listing."""
        reply = super().obey(command)
        if command.upper().startswith(b"AT+CMGL=") and reply.lines:
            return replace(reply, lines=(*reply.lines[2:], b"+CMGL: 199,1,,3", b"00040000"))
        return reply


class Shortening(Wrapped):
    """Cuts names of entries that are written at `length` without a word (UCS2 alone)."""

    def __init__(self, inner: Commands, length: int) -> None:
        """Cut at `length` letters."""
        super().__init__(inner)
        self._length = length

    def obey(self, command: bytes) -> Reply:
        """Do as inside, with less of the name."""
        if command.upper().startswith(b"AT+CPBW=") and command.endswith(b'"'):
            head, _, name = command[:-1].rpartition(b'"')
            command = head + b'"' + name[: 4 * self._length] + b'"'
        return super().obey(command)


class Altering(Wrapped):
    """Stores messages that came as drafts, as phones do whose memory is for sending only."""

    def take(self, command: bytes, data: bytes) -> Reply:
        """Take a message under another status."""
        return super().take(command.partition(b",")[0] + b",2", data)


class Locked(Wrapped):
    """Waits for the PIN of its SIM."""

    def __init__(self, inner: Commands, wants: bytes = b"SIM PIN") -> None:
        """Want `wants`."""
        super().__init__(inner)
        self._wants = wants

    def obey(self, command: bytes) -> Reply:
        """Ask for the PIN, or refuse what is on the SIM."""
        plain = command.upper()
        if plain == b"AT+CPIN?":
            return Reply((b"+CPIN: " + self._wants,))
        if plain.startswith((b"AT+CPB", b"AT+CPMS", b"AT+CMG")):
            return Reply(final=b"+CME ERROR: 11")
        return super().obey(command)


class Slow(Wrapped):
    """Takes `seconds` of its clock for every answer."""

    def __init__(self, inner: Commands, wait: Callable[[float], None], seconds: float) -> None:
        """Call `wait(seconds)` before each answer."""
        super().__init__(inner)
        self._wait = wait
        self._seconds = seconds

    def obey(self, command: bytes) -> Reply:
        """Answer as inside, later."""
        self._wait(self._seconds)
        return super().obey(command)


class Full(Wrapped):
    """Has room for `room` more entries and messages."""

    def __init__(self, inner: Commands, room: int = 0) -> None:
        """Take `room` more."""
        super().__init__(inner)
        self._room = room

    def obey(self, command: bytes) -> Reply:
        """Answer as inside while there is room."""
        if command.upper().startswith(b"AT+CPBW=") and b'"' in command:
            if self._room <= 0:
                return Reply(final=b"+CME ERROR: 20")
            self._room -= 1
        return super().obey(command)

    def take(self, command: bytes, data: bytes) -> Reply:
        """Answer as inside while there is room."""
        if self._room <= 0:
            return Reply(final=b"+CMS ERROR: 322")
        self._room -= 1
        return super().take(command, data)
