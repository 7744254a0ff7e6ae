"""The nouns that text is read into: properties, components, documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from holdfast.records.formats import decoding
from holdfast.records.formats.decoding import Codec
from holdfast.records.formats.heads import Head, Transfer

BINARY = frozenset(("PHOTO", "LOGO", "SOUND", "KEY", "ATTACH"))
"""Properties whose values may be bytes."""
_BEGINS_CARD = re.compile(rb"\s*BEGIN\s*:\s*VCARD\s*", re.IGNORECASE)


class Property(NamedTuple):
    """One content line: its head, the value's bytes as they stood, and where it lies."""

    head: Head
    raw: bytes
    start: int
    end: int
    codec: Codec

    @property
    def name(self) -> str:
        """The property's name in upper case."""
        return self.head.name

    @property
    def group(self) -> str:
        """The group before the name, as written, or empty."""
        return self.head.group

    @property
    def params(self) -> Mapping[str, tuple[str, ...]]:
        """Parameters by upper-case name; bare ones of vCard 2.1 under TYPE or ENCODING."""
        return self.head.params

    def data(self) -> bytes:
        """The value after transfer decoding; as it stands where base64 is none."""
        if self.head.transfer is Transfer.QUOTED_PRINTABLE:
            return decoding.unquote(self.raw)
        if self.head.transfer is Transfer.BASE64:
            decoded = decoding.unbase64(self.raw)
            return self.raw if decoded is None else decoded
        return self.raw

    def blob(self) -> bytes | None:
        """Bytes that a base64 value or a ``data:`` URI carries; None when it carries none."""
        if self.raw[:5].lower() == b"data:":
            return decoding.data_uri(self.raw, sure=self.head.name in BINARY)
        return decoding.unbase64(self.raw) if self.head.transfer is Transfer.BASE64 else None

    def broken(self) -> bool:
        """Whether it should carry bytes, and they cannot be had.

        KAddressBook's 2.1 export labels a picture's raw bytes BASE64.
        """
        says = self.head.transfer is Transfer.BASE64 or self.raw[:5].lower() == b"data:"
        return says and self.blob() is None

    def decoded(self) -> str:
        """The value as text with its escapes still in place."""
        return self.codec.decode(self.data(), self.head.charset)

    def text(self) -> str:
        """The value as text: transfer, charset and escapes undone."""
        decoded = self.decoded()
        return decoded if self.head.verbatim else decoding.unescape(decoded)

    def fields(self) -> list[str]:
        """The semicolon-separated fields of a structured value, each as text.

        In quoted-printable a semicolon that belongs to a field is written "=3B", so the cut
        comes before the decoding.
        """
        if self.head.transfer is not Transfer.QUOTED_PRINTABLE or b"=3" not in self.raw:
            return decoding.split_fields(self.decoded())
        pieces = (decoding.unquote(piece) for piece in self.raw.split(b";", decoding.MAX_PARTS - 1))
        return [decoding.unescape(self.codec.decode(piece, self.head.charset)) for piece in pieces]

    def entries(self) -> list[str]:
        """The comma-separated entries of a list value, each as text."""
        return decoding.split_list(self.decoded())


class Unread(NamedTuple):
    """A line that could not be read; `raw` is the line or, of a huge one, its beginning."""

    raw: bytes
    start: int
    end: int

    def text(self) -> str:
        """The line as text, guessed."""
        return decoding.guess(self.raw)


@dataclass(frozen=True, slots=True)
class Component:
    """One BEGIN..END block; `start` and `end` are byte offsets into the data read.

    `closed` is False when its END was missing and the next block or the end of data closed it.
    """

    name: str
    properties: tuple[Property, ...]
    children: tuple[Component, ...]
    start: int
    end: int
    closed: bool = True
    unread: tuple[Unread, ...] = ()

    def first(self, name: str) -> Property | None:
        """The first property called `name` (upper case)."""
        return next((entry for entry in self.properties if entry.head.name == name), None)

    def all(self, *names: str) -> tuple[Property, ...]:
        """Every property called one of `names` (upper case), in file order."""
        return tuple(entry for entry in self.properties if entry.head.name in names)

    def text(self, name: str) -> str:
        """Text of the first property called `name` that has any, blanks around it cut."""
        texts = (entry.text().strip() for entry in self.properties if entry.head.name == name)
        return next((text for text in texts if text), "")

    def walk(self) -> Iterator[Component]:
        """This component and all below it, outermost first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that was read from one byte string.

    `stray` are lines outside of any block. `problems` name what went wrong with the whole, as
    keys: "missing-end", "stray-end", "too-deep", "too-long", "too-many-lines".
    """

    components: tuple[Component, ...]
    problems: tuple[str, ...] = ()
    stray: tuple[Unread, ...] = ()

    def items(self, *names: str) -> tuple[Component, ...]:
        """The outermost components called one of `names` (upper case), in file order.

        "BEGIN:VCARD" inside a folded or quoted-printable text, or in the card of an AGENT,
        begins none. One whose END is missing ends where the next one begins.
        """
        found: list[Component] = []
        waiting = list(reversed(self.components))
        while waiting:
            component = waiting.pop()
            if component.name in names:
                found.append(component)
            else:
                waiting.extend(reversed(component.children))
        return tuple(found)


def begins_card(entry: Property) -> bool:
    """Whether it is an AGENT whose card begins on the same line, as some writers of 2.1 have it."""
    return entry.name == "AGENT" and _BEGINS_CARD.fullmatch(entry.raw) is not None
