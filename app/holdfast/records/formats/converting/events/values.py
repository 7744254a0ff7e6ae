"""Values of events that are neither time nor rule, and the alarms inside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from holdfast.records.formats.components import Component, Property
from holdfast.records.formats.converting import values
from holdfast.records.formats.converting.contents import (
    HOW_WRITTEN,
    Binary,
    Block,
    Content,
    Exact,
    Fields,
    Text,
    Value,
    said,
)
from holdfast.records.formats.converting.events import people as event_people
from holdfast.records.formats.converting.events.names import (
    EXACT,
    LENGTHS,
    NUMBERS,
    PEOPLE,
    TEXTS,
    URIS,
    WORD_LISTS,
    WORDS,
)
from holdfast.records.formats.dates import parse_duration, parse_moment
from holdfast.records.formats.heads import Head
from holdfast.records.formats.zoning.zones import MAX_DATE

_NUMBER = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_TRANSPARENCIES = {"0": "OPAQUE"}


def plain_content(name: str, entry: Property, *, old: bool) -> Content:
    """A property that is neither time nor rule."""
    params = params_of(entry.head)
    if name in PEOPLE:
        return event_people.read_person(name, entry)
    blob = entry.blob()
    if blob is not None:
        return Content(name, Binary(blob, entry.head.first("FMTTYPE")), params)
    return Content(name, _value(name, entry, old=old), params)


def _value(name: str, entry: Property, *, old: bool) -> Value:
    text = values.line_ends(entry.text())
    bare = text.strip()
    if name in WORDS:
        return Exact(_word(name, bare))
    if name in WORD_LISTS:
        return Fields((_listed(entry, old=old),))
    place = values.place(entry.decoded()) if name == "GEO" else None
    if place is not None:
        return Fields(((place[0],), (place[1],)))
    unread = (
        name == "GEO"
        or (name in LENGTHS and parse_duration(bare[:MAX_DATE]) is None)
        or (name in NUMBERS and not _NUMBER.fullmatch(bare))
    )
    if unread:
        return Text(bare.strip(";,"))
    if name in EXACT or name in URIS or (name == "ATTACH" and values.is_uri(bare)):
        return Exact(bare)
    return Text(text) if name in TEXTS or name == "ATTACH" else Fields(values.parted(entry))


def params_of(head: Head, left_out: str = "") -> MappingProxyType[str, tuple[str, ...]]:
    """The parameters that say something of a value, not how it is written."""
    return MappingProxyType(
        {
            name: tuple(entries)
            for name, entries in head.params.items()
            if name not in HOW_WRITTEN and name != left_out
        }
    )


def _word(name: str, text: str) -> str:
    word = "-".join(text.upper().split())
    if name == "TRANSP" and word.isdecimal():
        return _TRANSPARENCIES.get(word, "TRANSPARENT")
    return word


def _listed(entry: Property, *, old: bool) -> tuple[str, ...]:
    """Entries of a list: between semicolons in vCalendar 1.0, else between commas."""
    fields = values.parted(entry)
    if old or (len(fields) > 1 and all(len(field) == 1 for field in fields)):
        entries = [",".join(field).strip() for field in fields]
        # Some writers of 1.0 took iCalendar's comma.
        entries = entries if len(entries) > 1 else [part.strip() for part in fields[0]]
    else:
        entries = [part.strip() for field in fields for part in field]
    return tuple(part for part in entries if part)


def what_sounds(name: str, rest: list[str]) -> Iterator[Content]:
    """What an alarm of vCalendar 1.0 shows, plays, runs or sends."""
    first, second = [*map(values.line_ends, rest), "", ""][:2]
    if name == "DALARM" and first:
        yield Content("DESCRIPTION", Text(first))
    elif name in ("AALARM", "PALARM") and first:
        exact = values.is_uri(first)
        yield Content("ATTACH", Exact(first) if exact else Text(first))
    elif name == "MALARM":
        if first:
            yield Content("ATTENDEE", Exact(f"mailto:{first}"))
        if second:
            yield Content("DESCRIPTION", Text(second))


def alarm_block(component: Component) -> Block:
    """An alarm of iCalendar as it stands."""
    contents = [_alarm_content(entry) for entry in component.properties if entry.raw.strip()]
    return Block(component.name, tuple(contents), tuple(map(alarm_block, component.children)))


def _alarm_content(entry: Property) -> Content:
    content = plain_content(entry.name, entry, old=False)
    if entry.name != "TRIGGER":
        return content
    text = said(content.value)[:MAX_DATE]
    if parse_duration(text) is None:
        if parse_moment(text) is None:
            return replace(content, value=Text(text))
        return content.with_params(VALUE=("DATE-TIME",))
    return content


def duration_text(length: timedelta) -> str:
    """A length of time as RFC 5545 writes it: "PT15M", "-P1DT2H"."""
    sign, length = ("-", -length) if length < timedelta(0) else ("", length)
    minutes, seconds = divmod(length.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    clock = "".join(
        f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if count
    )
    days = f"{length.days}D" if length.days else ""
    if not days and not clock:
        return f"{sign}PT0S"
    return f"{sign}P{days}" + (f"T{clock}" if clock else "")
