"""Content lines to components: the tolerant reader everything else here stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Property:
    """One content line; `name` is upper case, parameter names too, values as they stood."""

    group: str
    name: str
    params: Mapping[str, tuple[str, ...]]
    raw: bytes
    start: int
    end: int

    def text(self) -> str:
        """The value after transfer and charset decoding and unescaping."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Component:
    """One BEGIN..END block; `start` and `end` are byte offsets into the data read."""

    name: str
    properties: tuple[Property, ...]
    children: tuple[Component, ...]
    start: int
    end: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that was read from one byte string."""

    components: tuple[Component, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Where one item lies: `data[start:end]`, its END line and line end included."""

    name: str
    start: int
    end: int
    closed: bool


def read_components(data: bytes) -> Document:
    """Read `data`; never raises, whatever it holds."""
    raise NotImplementedError


def split_items(data: bytes, names: frozenset[str]) -> list[Span]:
    """Spans of the outermost blocks called `names` (upper case), in order."""
    raise NotImplementedError
