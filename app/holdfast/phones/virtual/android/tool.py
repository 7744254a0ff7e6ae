"""What a program on the virtual phone is: words in, two streams and a status out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import BinaryIO, Protocol

_NO_VARIABLES: Mapping[str, str] = MappingProxyType({})


class Sink(Protocol):
    """Takes what a program prints."""

    def write(self, data: bytes, /) -> object:
        """Take some bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Call:
    """One start of a program: its words (the first is its name) and its three streams.

    `folder` is the working folder as the phone names it.
    """

    argv: Sequence[str]
    stdin: BinaryIO
    out: Sink
    err: Sink
    folder: str = "/"
    variables: Mapping[str, str] = field(default_factory=lambda: _NO_VARIABLES)


Tool = Callable[[Call], int]
"""A program: takes a call, returns its exit status (0 to 255)."""
