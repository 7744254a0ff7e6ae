"""What is to be written, before any dialect shapes it: blocks, contents, values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

NO_PARAMS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
HOW_WRITTEN = frozenset(("ENCODING", "CHARSET", "VALUE"))
"""Parameters that tell how a value is written, and nothing of the value."""


@dataclass(frozen=True, slots=True)
class Text:
    r"""One text; lines in it end with ``\n``."""

    text: str


@dataclass(frozen=True, slots=True)
class Fields:
    """A structured value: fields between semicolons, each a list between commas.

    A list value (CATEGORIES, NICKNAME) is one field.
    """

    fields: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Exact:
    """A value that knows no escapes: a date, a rule, a URI, a number."""

    text: str


@dataclass(frozen=True, slots=True)
class Binary:
    """Bytes, with their media type ("image/jpeg") where it is known."""

    data: bytes
    media_type: str = ""


Value = Text | Fields | Exact | Binary


@dataclass(frozen=True, slots=True)
class Content:
    """One content line to be: names in upper case, TYPE values in lower case."""

    name: str
    value: Value
    params: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_PARAMS)
    group: str = ""

    @property
    def types(self) -> tuple[str, ...]:
        """The values of TYPE."""
        return self.params.get("TYPE", ())

    def with_params(self, **params: tuple[str, ...]) -> Content:
        """The same with `params` put in; an empty tuple takes one away."""
        merged = {**self.params, **params}
        kept = {name: values for name, values in merged.items() if values}
        return replace(self, params=MappingProxyType(kept))


@dataclass(frozen=True, slots=True)
class Block:
    """One BEGIN..END block to be."""

    name: str
    contents: tuple[Content, ...] = ()
    children: tuple[Block, ...] = ()

    def all(self, *names: str) -> Iterator[Content]:
        """Contents called one of `names`, in order."""
        return (content for content in self.contents if content.name in names)

    def first(self, name: str) -> Content | None:
        """The first content called `name`."""
        return next(self.all(name), None)


class Loss(StrEnum):
    """Why a target cannot hold something; worded by `holdfast.wording`."""

    NO_PROPERTY = "no-property"
    NO_TYPE = "no-type"
    TOO_MANY = "too-many"
    TOO_LONG = "too-long"
    NO_FORM = "no-form"
    NO_RULE = "no-rule"
    NO_ZONE = "no-zone"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Unheld:
    """Something a target cannot hold as it was: the property, its text, and why.

    `text` is the value as a person reads it; of bytes it is empty. `kept` is what the target
    holds in its place (a text cut short, a rule made simpler), or empty.
    """

    name: str
    text: str
    why: Loss
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Converted:
    """The bytes a target takes, and what of the item it cannot hold."""

    data: bytes
    unheld: tuple[Unheld, ...] = ()


def said(value: Value) -> str:
    """The value as a person reads it; of bytes nothing."""
    match value:
        case Text(text) | Exact(text):
            return text
        case Fields(fields):
            entries = (entry.strip() for entries in fields for entry in entries)
            return ", ".join(entry for entry in entries if entry)
        case Binary():
            return ""
