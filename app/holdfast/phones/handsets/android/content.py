"""Runs Android's `content` tool on a phone, and tells its refusals from its answers."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Protocol

from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.protocols.content.output import FAILED, NOTHING

MAX_OUTPUT = 64 * 1024 * 1024
"""Bytes of one answer that are taken."""


class Printed(Protocol):
    """What a command on the phone printed, and its exit status where that is known."""

    @property
    def out(self) -> bytes:
        """What it printed."""
        ...

    @property
    def err(self) -> bytes:
        """Its complaints, where the phone tells the two apart."""
        ...

    @property
    def status(self) -> int | None:
        """Its exit status."""
        ...


class Commands(Protocol):
    """Runs commands in the phone's shell."""

    @property
    def mixes(self) -> bool:
        """Whether complaints come among the answers (before Android 7)."""
        ...

    def run(self, command: str, stdin: bytes = b"", limit: int = MAX_OUTPUT) -> Printed:
        """Run one line; raises a `LinkProblem` or a `HandsetProblem`."""
        ...


@dataclass(eq=False)
class RefusalError(Exception):
    """A provider did not do what it was asked; `text` is its own word for it."""

    text: str

    @property
    def denied(self) -> bool:
        """Whether the phone does not let its shell in."""
        return "SecurityException" in self.text or "Permission Denial" in self.text

    @property
    def absent(self) -> bool:
        """Whether there is no such provider, table or user."""
        words = ("Could not find provider", "Unknown URI", "Unknown URL", "Unknown user")
        return any(word in self.text for word in words)

    @property
    def column(self) -> str:
        """The column that this release does not know; empty when it is something else."""
        found = _NO_COLUMN.search(self.text)
        return found[1] if found else ""

    @property
    def row(self) -> int:
        """Which of the rows asked for is too large to be handed over; -1 where it is not told."""
        found = _TOO_LARGE.search(self.text)
        return int(found[1]) if found else -1

    @property
    def answer(self) -> str:
        """The one line of it that tells most."""
        lines = [line.strip() for line in self.text.splitlines() if line.strip()]
        told = [line for line in lines if "xception" in line] or [
            line for line in lines if line.startswith("[ERROR]")
        ]
        return (told or lines or [""])[0][:_LONGEST_ANSWER]


_NO_COLUMN = re.compile(r"(?:Invalid column:?|no such column:) ([A-Za-z0-9_]{1,64})")
_TOO_LARGE = re.compile(r"Row too big to fit into CursorWindow requiredPos=(\d{1,6}),")
_LONGEST_ANSWER = 300
_TAIL = 2000
_SAID = "/data/local/tmp/.holdfast-said"
"""Holds complaints for as long as a command runs, on phones that would print them elsewhere."""


class ContentTool:
    """The tool on one phone; each command is one start of it, which takes about half a second."""

    def __init__(self, commands: Commands) -> None:
        """Run it through `commands`."""
        self._commands = commands

    def ask(self, command: str) -> str:
        """Return what a query or call prints; raises `RefusalError`, `Garbled`, a `LinkProblem`."""
        out, complaint = self._apart(command) if self._commands.mixes else self._told(command)
        if FAILED in complaint or (complaint.strip() and not out.strip()) or _is_usage(out):
            raise RefusalError(complaint if complaint.strip() else out)
        return out

    def _told(self, command: str) -> tuple[str, str]:
        ran = self._commands.run(command)
        return decoded(ran.out), decoded(ran.err)

    def _apart(self, command: str) -> tuple[str, str]:
        """The answer and the complaint of a phone that mixes the two, which no text can forge."""
        token = secrets.token_hex(8)
        line = f"{command} 2>{_SAID}; echo; echo {token}; cat {_SAID}; rm -f {_SAID}"
        out, mark, complaint = decoded(self._commands.run(line).out).rpartition(f"\n{token}\n")
        if not mark:
            raise Garbled("a command broke off")
        return out, complaint

    def read(self, command: str) -> bytes:
        """Return the bytes that a `content read` gives; raises `RefusalError`."""
        ran = self._commands.run(command)
        complaint = decoded(ran.err)
        if complaint.strip():
            raise RefusalError(complaint)
        return ran.out


def _is_usage(out: str) -> bool:
    """Whether the tool did not understand: no text of a row stands before the first row."""
    return "[ERROR]" in out[-_TAIL:] and not out.startswith(("Row: 0 ", NOTHING, "Result: "))


def decoded(data: bytes) -> str:
    """What the tool printed as text."""
    return data.decode("utf-8", "replace")
