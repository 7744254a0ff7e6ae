"""What of a vCard counts, in 2.1, 3.0 and 4.0 alike (RFC 2426, RFC 6350)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from types import MappingProxyType

from holdfast.records.formats import vcard
from holdfast.records.formats.components import Component, Property
from holdfast.records.formats.dates import parse_day
from holdfast.records.formats.digest import PICTURES, TRANSPORT, canonical_value
from holdfast.records.formats.heads import Head
from holdfast.records.matching import numbers
from holdfast.records.matching.entries import (
    Entry,
    listed,
    other_entries,
    other_entry,
    spoken_params,
)
from holdfast.records.matching.words import plain, words

_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_", re.DOTALL)
_FIELD = "\4"
# What RFC 2426 takes for granted where no type stands, and writers add and drop.
_DEFAULT_TYPES = MappingProxyType(
    {
        "phone": frozenset(("voice",)),
        "email": frozenset(("internet",)),
        "address": frozenset(("intl", "postal", "parcel")),
        "address-label": frozenset(("intl", "postal", "parcel")),
    }
)
_DEFAULT_VALUES = frozenset(
    (("KIND", "individual"), ("PROFILE", "vcard"), ("CLASS", "public"), ("PROFILE", "VCARD"))
)
_RELATED = ("SPOUSE", "CHILD", "ASSISTANT", "MANAGER")
_PREFIXES = ("X-MS-", "X-EVOLUTION-", "X-")
IM_SCHEMES = MappingProxyType(
    {"jabber": "xmpp", "skype-username": "skype", "google-talk": "xmpp", "msn": "msnim"}
)
"""What IMPP calls services that had properties of their own."""
_SOUNDS = ("X-PHONETIC-LAST-NAME", "X-PHONETIC-FIRST-NAME")
_DAYS = ("birthday", "anniversary")
_NAMES = ("N", "FN", "X-ABLABEL", "SORT-STRING")


def card_entries(card: Component) -> Iterator[Entry]:
    """Everything a card says."""
    custom = {entry.head.group.lower(): _label(entry.text()) for entry in card.all("X-ABLABEL")}
    yield from _name_entries(card)
    for entry in card.properties:
        name = entry.head.name
        if name in TRANSPORT or name in _NAMES or (name == "AGENT" and card.children):
            continue
        own = custom.get(entry.head.group.lower(), "") if entry.head.group else ""
        yield from (found for found in _entries(entry, own) if found[:2] not in _DEFAULT_VALUES)
    for child in card.children:
        inside = card_entries(child) if child.name == "VCARD" else other_entries(child)
        yield from (entry._replace(label=f"{child.name}.{entry.label}") for entry in inside)


def _label(text: str) -> str:
    match = _APPLE_LABEL.fullmatch(text.strip())
    return (match[1] if match else plain(text)).lower()


def _name_entries(card: Component) -> Iterator[Entry]:
    """N, and FN where it is no more than N put together in some order.

    3.0 asks for FN and 2.1 for N, so writers make each out of the other: an N of one field
    is no more than what is shown.
    """
    names = [_filled(entry) for entry in card.all("N") if _filled(entry)]
    fields = names[0] if names else []
    said = [field for field in fields if field]
    first, *more = [text for entry in card.all("FN") if (text := plain(entry.text()))] or [""]
    if len(said) > 1:
        yield Entry("name", _FIELD.join(fields))
    elif said and not first:
        yield Entry("shown-name", said[0])
    elif said and words(said[0]) != words(first):
        yield Entry("name", said[0])
    if first and (len(said) < 2 or words(" ".join(said)) != words(first)):  # noqa: PLR2004
        yield Entry("shown-name", first)
    yield from (Entry("shown-name", text) for text in more)
    yield from (Entry("name", _FIELD.join(others)) for others in names[1:])
    for entry in card.all("SORT-STRING"):
        yield Entry("sort-name", plain(entry.text()))
    for entry in card.all("N"):
        yield Entry("sort-name", plain(entry.head.first("SORT-AS")))


def _filled(name: Property) -> list[str]:
    """The fields of an N up to the last that says something."""
    fields = [plain(field) for field in name.fields()]
    while fields and not fields[-1]:
        fields.pop()
    return fields


def _entries(entry: Property, custom: str) -> Iterator[Entry]:
    name = entry.head.name
    label = vcard.LABELS.get(name, "")
    if name == "SOUND" and entry.head.types == ("x-irmc-n",):
        for sound, field in zip(_SOUNDS, entry.fields(), strict=False):
            yield Entry(sound, plain(field))
        return
    shape = _SHAPES.get(label)
    if name in PICTURES or (shape is None and not label):
        yield other_entry(entry, custom)
        return
    value = shape(entry) if shape else plain(canonical_value(entry))
    yield Entry(name if label == "phonetic-name" else label, value, _types(entry, label), custom)
    if name == "ADR" and "LABEL" in entry.head.params:
        written = plain(entry.head.first("LABEL").replace("\\n", "\n"))
        yield Entry("address-label", written, _types(entry, "address-label"), custom)


def _types(entry: Property, label: str) -> tuple[str, ...]:
    if label == "im":
        return _place_types(entry.head)
    words = set(entry.head.types) - _DEFAULT_TYPES.get(label, frozenset())
    bare = _bare_name(entry.head.name)
    if label == "related" and bare in _RELATED:
        words.add(bare.lower())
    if entry.head.first("PREF") == "1":
        words.add("pref")
    return (*sorted(words), *spoken_params(entry.head, ("X-APPLE-OMIT-YEAR",)))


def _place_types(head: Head) -> tuple[str, ...]:
    return tuple(sorted({"home", "work", "pref"}.intersection(head.types)))


def _bare_name(name: str) -> str:
    """A property's name without whose idea it was."""
    prefix = next((prefix for prefix in _PREFIXES if name.startswith(prefix)), "")
    return name.removeprefix(prefix)


def _phone(entry: Property) -> str:
    return numbers.written(entry.text())


def _mail(entry: Property) -> str:
    return plain(entry.text()).lower().removeprefix("mailto:")


def _address(entry: Property) -> str:
    return _FIELD.join(" ".join(plain(field).split()) for field in entry.fields()).rstrip(_FIELD)


def _list(entry: Property) -> str:
    return _FIELD.join(sorted(set(listed(entry))))


def _day(entry: Property) -> str:
    """A birthday; Apple writes a year of its own (1604) where there is none."""
    text = plain(entry.text())
    day = parse_day(text)
    if day is None:
        return text
    none = entry.head.first("X-APPLE-OMIT-YEAR") == str(day.year)
    year = "----" if day.year is None or none else f"{day.year:04}"
    return f"{year}-{day.month:02}-{day.day:02}"


def _im(entry: Property) -> str:
    """A handle behind its service: X-AIM and IMPP say the same."""
    name, text = entry.head.name, plain(entry.text())
    if name == "IMPP":
        scheme, colon, handle = text.partition(":")
        return f"{scheme.lower()}:{handle}" if colon else text
    service = _bare_name(name).lower()
    scheme = IM_SCHEMES.get(service, service)
    return f"{scheme}:{text.removeprefix(f'{scheme}:')}"


def _gender(entry: Property) -> str:
    text = plain(entry.text())
    return text[:1].upper() if text.lower() in ("male", "female", "m", "f") else text


def _position(entry: Property) -> str:
    text = plain(entry.decoded()).removeprefix("geo:").replace("\\", "")
    pieces = [piece.strip() for piece in re.split(r"[;,]", text)]
    try:
        return ";".join(f"{float(piece):.6f}" for piece in pieces)
    except ValueError:
        return text


_SHAPES: MappingProxyType[str, Callable[[Property], str]] = MappingProxyType(
    {
        "phone": _phone,
        "email": _mail,
        "im": _im,
        "address": _address,
        "organisation": _address,
        "categories": _list,
        "nickname": _list,
        "gender": _gender,
        "position": _position,
        **dict.fromkeys(_DAYS, _day),
    }
)
