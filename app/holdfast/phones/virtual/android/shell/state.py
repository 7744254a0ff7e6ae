"""What a running shell knows: its variables, its folder, its streams, and how it is left."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from holdfast.phones.virtual.android.tool import Sink


class ExitError(Exception):
    """The script ends with `status`."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class LeaveError(Exception):
    """A loop is left, or with `again` its next round begins; `levels` loops are meant."""

    def __init__(self, levels: int, *, again: bool) -> None:
        super().__init__(levels)
        self.levels = levels
        self.again = again


@dataclass(frozen=True, slots=True)
class Streams:
    """Where a command reads from and prints to."""

    stdin: BinaryIO
    out: Sink
    err: Sink


@dataclass(slots=True)
class State:
    """What a running shell knows."""

    variables: dict[str, str] = field(default_factory=dict)
    arguments: Sequence[str] = ()
    name: str = "sh"
    status: int = 0
    folder: str = "/"

    def apart(self) -> State:
        """What a subshell begins with."""
        return replace(self, variables=dict(self.variables))

    def value(self, name: str) -> str | None:
        """The value of a variable or parameter; None when it is not set."""
        special = {
            "?": str(self.status),
            "#": str(len(self.arguments)),
            "@": " ".join(self.arguments),
            "*": " ".join(self.arguments),
            "$": "4242",
            "!": "4243",
            "0": self.name,
        }
        if name in special:
            return special[name]
        if name.isdigit():
            number = int(name)
            return self.arguments[number - 1] if number <= len(self.arguments) else None
        if name == "PWD":
            return self.folder
        return self.variables.get(name)


class Nowhere:
    """A sink like /dev/null."""

    def write(self, data: bytes, /) -> object:
        """Drop some bytes."""
        return len(data)


def nothing() -> BinaryIO:
    """A stream that is at its end."""
    return io.BytesIO()


def to_bytes(text: str) -> bytes:
    """The bytes a text of a script stands for."""
    return text.encode("utf-8", "surrogateescape")


def to_text(data: bytes) -> str:
    """Bytes as a text of a script; nothing is lost."""
    return data.decode("utf-8", "surrogateescape")
