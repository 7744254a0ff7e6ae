"""What of a vCard counts, in 2.1, 3.0 and 4.0 alike: its neutral contents.

`converting` reads what every version and vendor calls otherwise into one form; what is left to
do here is to leave out what writers add and drop. So a card that a phone gives back in its own
version counts the same as the one that was written for it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from types import MappingProxyType

from holdfast.records.formats import vcard
from holdfast.records.formats.components import Component
from holdfast.records.formats.converting.cards.names import PHONETIC
from holdfast.records.formats.converting.cards.reading import read_card
from holdfast.records.formats.converting.cards.writing import substitute_name
from holdfast.records.formats.converting.contents import (
    Binary,
    Block,
    Content,
    Fields,
    Text,
    said,
)
from holdfast.records.formats.converting.values import place
from holdfast.records.formats.dates import parse_day
from holdfast.records.formats.digest import TRANSPORT
from holdfast.records.matching import numbers
from holdfast.records.matching.entries import (
    Entry,
    other_entries,
    other_entry,
    spoken_params,
    unread_entries,
)
from holdfast.records.matching.words import plain, words

_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_", re.DOTALL)
_FIELD = "\4"
_POSTAL = frozenset(("intl", "postal", "parcel"))
# What RFC 2426 takes for granted where no type stands, and writers add and drop.
_DEFAULT_TYPES = MappingProxyType(
    {"phone": frozenset(("voice",)), "address": _POSTAL, "address-label": _POSTAL}
)
_DEFAULT_VALUES = frozenset((("KIND", "individual"), ("CLASS", "public")))
_TYPES_OF_IM = frozenset(("home", "work", "pref"))
_NAMES = ("N", "FN", "X-ABLABEL", "SORT-STRING")


def card_entries(card: Component) -> Iterator[Entry]:
    """Everything a card says, its agents' cards and what could not be decoded included."""
    yield from _block_entries(read_card(card))
    for entry in card.properties:
        if entry.broken():
            yield other_entry(entry)
    for child in card.children:
        inside = (*unread_entries(child), *(() if child.name == "VCARD" else other_entries(child)))
        yield from _inside(child.name, inside)


def _block_entries(block: Block) -> Iterator[Entry]:
    custom = {entry.group.lower(): _label(said(entry.value)) for entry in block.all("X-ABLABEL")}
    yield from _name_entries(block)
    for content in block.contents:
        if content.name not in TRANSPORT and content.name not in _NAMES:
            own = custom.get(content.group.lower(), "") if content.group else ""
            yield from _entries(content, own)
    for child in block.children:
        if child.name == "VCARD":
            yield from _inside(child.name, _block_entries(child))


def _inside(name: str, entries: Iterable[Entry]) -> Iterator[Entry]:
    return (entry._replace(label=f"{name}.{entry.label}") for entry in entries)


def _label(text: str) -> str:
    match = _APPLE_LABEL.fullmatch(text.strip())
    return (match[1] if match else plain(text)).lower()


def _name_entries(block: Block) -> Iterator[Entry]:
    """N, and FN where it says more than N or, without one, than the organisation or number.

    3.0 asks for FN and 2.1 for N, so writers make each out of the other, or out of what else
    there is: an N of one field is no more than what is shown.
    """
    names = [fields for entry in block.all("N") if (fields := _filled(entry))]
    shown, *more = [text for entry in block.all("FN") if (text := plain(said(entry.value)))] or [""]
    if names and len(found := list(filter(None, names[0]))) == 1:
        names[0] = found
        if not shown or words(found[0]) == words(shown):
            shown = shown or found[0]
            del names[0]
    again = " ".join(filter(None, names[0])) if names else substitute_name(block)
    if shown and words(shown) != words(again):
        yield Entry("shown-name", shown)
    yield from (Entry("shown-name", text) for text in more)
    yield from (Entry("name", _FIELD.join(fields)) for fields in names)
    for entry in block.all("SORT-STRING"):
        yield Entry("sort-name", plain(said(entry.value)))
    for entry in block.all("N"):
        yield Entry("sort-name", plain(",".join(entry.params.get("SORT-AS", ()))))


def _filled(name: Content) -> list[str]:
    """The fields of an N up to the last that says something."""
    fields = name.value.fields if isinstance(name.value, Fields) else ()
    return _joined(fields).split(_FIELD) if said(name.value) else []


def _joined(fields: tuple[tuple[str, ...], ...]) -> str:
    pieces = (" ".join(plain(",".join(field)).split()) for field in fields)
    return _FIELD.join(pieces).rstrip(_FIELD)


def _entries(content: Content, custom: str) -> Iterator[Entry]:
    label = content.name if content.name in PHONETIC else vcard.LABELS.get(content.name, "")
    value = _value(label, content)
    if (content.name, value.lower()) not in _DEFAULT_VALUES:
        yield Entry(label or content.name, value, _types(label, content), custom)
    if content.name == "ADR" and "LABEL" in content.params:
        written, own = content.params["LABEL"][0], content.params
        told = Content(
            "LABEL", Text(written), {key: own[key] for key in ("TYPE", "PREF") if key in own}
        )
        yield Entry("address-label", plain(written), _types("address-label", told), custom)


def _value(label: str, content: Content) -> str:
    match content.value:
        case Binary(data):
            return hashlib.sha256(data).hexdigest()
        case Fields((entries,)) if label in ("categories", "nickname"):
            return _FIELD.join(sorted(set(map(plain, entries))))
        case Fields(fields):
            return _joined(fields)
    text = plain(said(content.value))
    shape = _SHAPES.get(label)
    return shape(text) if shape else text


def _types(label: str, content: Content) -> tuple[str, ...]:
    kinds = set(content.types) - _DEFAULT_TYPES.get(label, frozenset())
    if content.params.get("PREF") == ("1",):
        kinds.add("pref")
    if label == "im":
        return tuple(sorted(kinds & _TYPES_OF_IM))
    return (*sorted(kinds), *spoken_params(content.params))


def _day(text: str) -> str:
    day = parse_day(text)
    if day is None:
        return text
    year = "----" if day.year is None else f"{day.year:04}"
    return f"{year}-{day.month:02}-{day.day:02}"


def _messenger(text: str) -> str:
    scheme, colon, handle = text.partition(":")
    return f"{scheme.lower()}:{handle}" if colon else text


def _position(text: str) -> str:
    found = place(text)
    return ";".join(f"{float(piece):.6f}" for piece in found) if found else text


_SHAPES: MappingProxyType[str, Callable[[str], str]] = MappingProxyType(
    {
        "phone": numbers.written,
        "email": str.lower,
        "im": _messenger,
        "birthday": _day,
        "anniversary": _day,
        "position": _position,
    }
)
