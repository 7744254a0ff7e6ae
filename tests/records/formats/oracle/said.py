"""What the oracle says of a file: the vocabulary that both readings are compared in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Blob:
    """A value that is no text: how long it is, and its SHA-256 in hexadecimal."""

    length: int
    sha256: str

    @classmethod
    def of(cls, data: bytes) -> Blob:
        return cls(len(data), hashlib.sha256(data).hexdigest())


@dataclass(frozen=True)
class Line:
    """One content line, read. `first` and `last` number its lines in the file, from 1."""

    group: str
    name: str
    params: dict[str, list[str]]
    value: str | Blob
    raw: str
    first: int
    last: int


@dataclass(frozen=True)
class Unread:
    """One content line that says nothing the oracle knows how to read."""

    raw: str
    first: int
    last: int


@dataclass
class Item:
    """One outermost component, or (kind "loose") lines that stand outside of any."""

    kind: str
    lines: list[Line | Unread] = field(default_factory=list)

    def read(self) -> Iterator[Line]:
        return (line for line in self.lines if isinstance(line, Line))


LOOSE = "loose"
