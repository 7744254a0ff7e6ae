"""Runs Android's `content` tool on a phone, and tells its refusals from its answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from holdfast.phones.protocols.content.output import FAILED

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
    def answer(self) -> str:
        """The one line of it that tells most."""
        lines = [line.strip() for line in self.text.splitlines() if line.strip()]
        told = [line for line in lines if "xception" in line] or [
            line for line in lines if line.startswith("[ERROR]")
        ]
        return (told or lines or [""])[0][:_LONGEST_ANSWER]


_NO_COLUMN = re.compile(r"(?:Invalid column:?|no such column:) ([A-Za-z0-9_]{1,64})")
_LONGEST_ANSWER = 300
_TAIL = 2000


class ContentTool:
    """The tool on one phone; each command is one start of it, which takes about half a second."""

    def __init__(self, commands: Commands) -> None:
        """Run it through `commands`."""
        self._commands = commands

    def ask(self, command: str) -> str:
        """Return what a query or call prints; raises `RefusalError` or a `LinkProblem`.

        Phones with an old shell mix complaints into answers, so those are thrown away first
        and asked for only where there is no answer.
        """
        ran = self._commands.run(f"{command} 2>/dev/null" if self._commands.mixes else command)
        out = decoded(ran.out)
        complaint = decoded(ran.err)
        if self._commands.mixes and not out.strip():
            complaint = decoded(self._commands.run(f"{command} 2>&1").out)
            complaint = "" if complaint.startswith("Row: ") else complaint
        if FAILED in complaint or (complaint and not out.strip()) or "[ERROR]" in out[-_TAIL:]:
            raise RefusalError(complaint if complaint.strip() else out)
        return out

    def read(self, command: str) -> bytes:
        """Return the bytes that a `content read` gives; raises `RefusalError`."""
        ran = self._commands.run(command)
        complaint = decoded(ran.err)
        if complaint.strip():
            raise RefusalError(complaint)
        return ran.out


def decoded(data: bytes) -> str:
    """What the tool printed as text."""
    return data.decode("utf-8", "replace")
