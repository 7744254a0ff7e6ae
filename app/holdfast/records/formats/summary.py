"""What lists, search and digests need to know of one item."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from holdfast.records.formats import icalendar, messages, vcard, vmessage, vnote
from holdfast.records.formats.components import BINARY, Component, Document
from holdfast.records.formats.decoding import guess
from holdfast.records.formats.digest import (
    TRANSPORT,
    bytes_digest,
    content_digest,
    text_digest,
)
from holdfast.records.formats.messages import bare_digits
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.xml.elements import looks_like_xml
from holdfast.records.formats.zoning.zones import Zones
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Call, Message

MAX_TEXT = 64 * 1024
"""Longest text for search, in characters."""
_MAX_TITLE = 300

_BLOCKS = MappingProxyType(
    {
        Kind.CONTACTS: (("VCARD",),),
        # A phone's calendar store may hold to-dos, and the other way round.
        Kind.CALENDAR: (icalendar.EVENTS, icalendar.TODOS),
        Kind.TODOS: (icalendar.TODOS, icalendar.EVENTS),
        Kind.NOTES: (("VNOTE",), ("VJOURNAL",)),
        Kind.MESSAGES: (vmessage.BLOCKS,),
        Kind.CALLS: (("VCARD",),),
    }
)
_NOT_SEARCHED = (
    TRANSPORT
    | BINARY
    | frozenset(
        (
            "DTSTART",
            "DTEND",
            "DUE",
            "COMPLETED",
            "RRULE",
            "EXRULE",
            "RDATE",
            "EXDATE",
            "RECURRENCE-ID",
            "DURATION",
            "DALARM",
            "AALARM",
            "PALARM",
            "MALARM",
            "CLASS",
            "TRANSP",
            "STATUS",
            "PRIORITY",
            "PERCENT-COMPLETE",
            "GEO",
            "TZ",
            "AGENT",
            "FREEBUSY",
            "REQUEST-STATUS",
            "RELATED-TO",
            "X-ABUID",
            "X-ABADR",
            "X-MS-OL-DESIGN",
            "X-ALT-DESC",
        )
    )
)


@dataclass(frozen=True, slots=True)
class Summary:
    """One item at a glance.

    `when` is aware (UTC) where the moment is known and naive where it is wall time wherever
    the phone is (floating times, whole days); sort by `sort_key`, not by `when`. `text` is
    for full-text search. `digest` is 64 hex digits, empty for media. `uid` is the item's own
    UID or empty. `count` tells how many items the bytes hold (a phone's file may hold more
    than one; title and subtitle are the first one's).
    """

    title: str
    subtitle: str = ""
    when: datetime | None = None
    sort_key: str = ""
    text: str = ""
    readable: bool = True
    digest: str = ""
    uid: str = ""
    count: int = 1


def summarise(kind: Kind, suffix: str, data: bytes, name: str = "") -> Summary:
    """Summarise one item's bytes; never raises. `name` is a file name or key to fall back on.

    For media `data` may be empty: title is the file name.
    """
    if kind.is_media:
        title = name.rpartition("/")[2]
        return Summary(title, sort_key=fold(title), text=name)
    if kind is Kind.NOTES and suffix == ".txt":
        return _plain_note(data, name)
    if kind in messages.KINDS and looks_like_xml(data):
        return _backup(kind, data, name)
    document = read_components(data)
    items = items_of(kind, document)
    if not items:
        text = guess(data[:MAX_TEXT]) if document.stray else ""
        return Summary(
            name, sort_key=fold(name), text=text, readable=False, digest=bytes_digest(data)
        )
    glance = summarise_item(kind, items[0], Zones.of(document))
    title = glance.title or name
    return replace(
        glance,
        title=title,
        sort_key=glance.sort_key or fold(title),
        text=_searchable(items),
        digest=content_digest(document),
        count=len(items),
    )


def items_of(kind: Kind, document: Document) -> tuple[Component, ...]:
    """The components that are this kind's items; those of its sister kind if it has none.

    A component none of whose properties could be read is no item.
    """
    for names in _BLOCKS.get(kind, ()):
        items = tuple(item for item in document.items(*names) if _says_something(item))
        if items:
            return items
    return ()


def _says_something(item: Component) -> bool:
    # A message may say everything in its envelope.
    blocks = item.walk() if item.name in vmessage.BLOCKS else (item,)
    return any(
        entry.head.name not in TRANSPORT or entry.head.name == "UID"
        for block in blocks
        for entry in block.properties
    )


def summarise_item(kind: Kind, item: Component, zones: Zones | None = None) -> Summary:
    """Title, subtitle, time and sort key of one component; its other fields stay empty."""
    record = messages.record_of(item)
    if record is not None:
        return summarise_record(record)
    uid = item.text("UID")[:_MAX_TITLE]
    if item.name == "VCARD":
        title = vcard.display_name(item)[:_MAX_TITLE]
        subtitle = vcard.reach(item)[:_MAX_TITLE]
        return Summary(
            title,
            "" if subtitle == title else subtitle,
            sort_key=fold(vcard.sort_name(item)[:_MAX_TITLE]),
            uid=uid,
        )
    if item.name == "VNOTE":
        return _note(item, uid)
    return _event(kind, item, zones or Zones(), uid)


def summarise_record(record: Message | Call) -> Summary:
    """Who, the first line, when, and a sort key by time; the other fields stay empty."""
    title = messages.title_of(record)[:_MAX_TITLE]
    when = record.when
    return Summary(title, messages.subtitle_of(record)[:_MAX_TITLE], when, _by_time(when, title))


def _by_time(when: datetime | None, title: str) -> str:
    stamp = when.replace(tzinfo=None).isoformat() if when else "9999"
    return f"{stamp} {fold(title)}"


def _backup(kind: Kind, data: bytes, name: str) -> Summary:
    """One file of messages or calls in XML, as long as it may be, read in one pass."""
    backup = messages.survey(kind, data)
    if backup.first is None:
        return Summary(
            name,
            sort_key=fold(name),
            text="\n".join(backup.stray)[:MAX_TEXT],
            readable=False,
            digest=bytes_digest(data),
        )
    glance = summarise_record(backup.first)
    return replace(
        glance,
        title=glance.title or name,
        text=_joined(backup.texts),
        digest=backup.digest,
        count=backup.entries,
    )


def _note(note: Component, uid: str) -> Summary:
    body = vnote.body_of(note)
    title = note.text("SUMMARY") or vnote.first_line(body)
    when = vnote.written(note)
    return Summary(
        title[:_MAX_TITLE],
        vnote.second_line(body)[:_MAX_TITLE],
        when.plain if when else None,
        fold(title[:_MAX_TITLE]),
        uid=uid,
    )


def _event(kind: Kind, item: Component, zones: Zones, uid: str) -> Summary:
    times = icalendar.times_of(item, zones)
    title = icalendar.title_of(item)[:_MAX_TITLE]
    is_todo = item.name == "VTODO"
    moment = (times.due or times.start) if is_todo else times.start
    when = moment.plain if moment else None
    place = " ".join(item.text("LOCATION")[:_MAX_TITLE].split())
    done = f"{icalendar.is_done(item):d} " if is_todo and kind is Kind.TODOS else ""
    return Summary(title, place, when, done + _by_time(when, title), uid=uid)


def _plain_note(data: bytes, name: str) -> Summary:
    text = guess(data).lstrip("\ufeff")
    title = vnote.first_line(text)[:_MAX_TITLE] or name
    return Summary(
        title,
        vnote.second_line(text)[:_MAX_TITLE],
        sort_key=fold(title),
        text=text[:MAX_TEXT],
        digest=text_digest(text),
    )


def fold(text: str) -> str:
    """A key to sort by: case and accents aside."""
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def _searchable(items: tuple[Component, ...]) -> str:
    """Everything a person may remember of the items, each text once."""
    return _joined(_texts(items))


def _joined(texts: Iterable[str]) -> str:
    found: dict[str, None] = {}
    room = MAX_TEXT
    for text in texts:
        if room <= 0:
            break
        if text not in found:
            found[text[:room]] = None
            room -= len(text) + 1
    return "\n".join(found)


def _texts(items: tuple[Component, ...]) -> Iterator[str]:
    for item in items:
        record = messages.record_of(item)
        if record is not None:
            yield from messages.texts_of(record)
            continue
        for entry in item.properties:
            head = entry.head
            if head.name in _NOT_SEARCHED:
                continue
            text = " ".join(entry.text().replace(";", " ").split())
            if text:
                yield text
            if head.name == "TEL":
                yield from bare_digits(text)
            if "CN" in head.params:
                yield head.first("CN")
