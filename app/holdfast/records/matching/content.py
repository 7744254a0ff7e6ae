"""What of an item counts, in no dialect: the same thing as 2.1 and as 3.0 says the same here.

The digests of `formats.digest` tell versions apart and are kept; these look further, and so
can say that what a phone gives back is what was put on it, though in its own dialect.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from holdfast.records.formats import messages, vnote
from holdfast.records.formats.components import Component, Document
from holdfast.records.formats.decoding import guess
from holdfast.records.formats.digest import bytes_digest
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.sms_xml import read_messages
from holdfast.records.formats.summary import items_of
from holdfast.records.formats.xml.elements import looks_like_xml
from holdfast.records.formats.zoning.zones import Zones
from holdfast.records.matching import numbers
from holdfast.records.matching.content_calendar import calendar_entries
from holdfast.records.matching.content_card import card_entries
from holdfast.records.matching.entries import Entry, other_entries, unread_entries
from holdfast.records.matching.words import plain
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Call, Message


@dataclass(frozen=True, slots=True)
class Content:
    """What an item says. `digest` is 64 hex digits, equal where everything that counts is.

    `entries` are in no order that means anything, each as often as it is there.
    """

    entries: tuple[Entry, ...]
    digest: str

    @property
    def fields(self) -> Mapping[str, str]:
        """A digest of 64 hex digits for each label ("phone", "start"), of all its entries."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.label, []).append(entry)
        return MappingProxyType({label: _digest(entries) for label, entries in found.items()})


def content(kind: Kind, suffix: str, data: bytes) -> Content:
    """What of one item's bytes counts, whatever dialect they are in; never raises.

    Numbers count without the marks between digits, mail addresses without case, moments as
    moments, rules by what they mean, pictures by their bytes. Left out are defaults that
    writers add and drop, and what `formats.digest` leaves out.
    """
    if kind.is_media:
        return Content((), bytes_digest(data))
    if kind is Kind.NOTES and suffix == ".txt":
        return _made([Entry("text", plain(guess(data).lstrip("\ufeff")))])
    if kind in messages.KINDS and looks_like_xml(data):
        records = [entry for record in read_messages(data) for entry in _record_entries(record)]
        return _made(records) if records else Content((), bytes_digest(data))
    document = read_components(data)
    return content_of(items_of(kind, document), document, data)


def content_of(items: Sequence[Component], document: Document, data: bytes) -> Content:
    """What counts of `items`, components of `document`, which was read from `data`."""
    if not items:
        return Content((), bytes_digest(data))
    zones = Zones.of(document)
    return _made([entry for item in items for entry in item_entries(item, zones)])


def item_entries(item: Component, zones: Zones) -> list[Entry]:
    """What counts of one component, its unread lines included; `zones` are its document's."""
    entries = list(unread_entries(item))
    record = messages.record_of(item)
    if record is not None:
        entries.extend(_record_entries(record))
    elif item.name == "VCARD":
        entries.extend(card_entries(item))
    elif item.name in ("VEVENT", "VTODO", "VJOURNAL"):
        entries.extend(calendar_entries(item, zones))
    elif item.name == "VNOTE":
        entries.extend(_note_entries(item))
    else:
        entries.extend(other_entries(item))
    return entries


def _note_entries(note: Component) -> Iterable[Entry]:
    body = plain(vnote.body_of(note))
    yield Entry("text", body)
    for entry in other_entries(note, leave_out=("BODY",)):
        titled = entry.label == "SUMMARY" and entry.value == vnote.first_line(body)
        if not titled and entry != Entry("CLASS", "PUBLIC"):
            yield entry


def _record_entries(record: Message | Call) -> Iterator[Entry]:
    """What of a message or call counts: who, when, which way, what; not whether it was read."""
    yield Entry("when", _when(record.when))
    if isinstance(record, Call):
        yield Entry("number", numbers.written(record.number), (record.type.value,))
        yield Entry("length", str(record.duration))
        return
    yield Entry("direction", record.direction.value)
    for address in record.others:
        number = numbers.written(address.number) if address.number else plain(address.name).lower()
        yield Entry("who", number)
    yield Entry("subject", plain(record.subject))
    yield Entry("text", plain(record.text))
    for part in record.parts:
        if part.sha256:
            yield Entry("part", part.sha256)


def _when(when: datetime | None) -> str:
    if when is None:
        return ""
    if when.tzinfo is None:
        return when.isoformat(timespec="seconds")
    return f"{when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def _made(entries: list[Entry]) -> Content:
    kept = tuple(sorted(entry for entry in entries if entry.value))
    return Content(kept, _digest(kept))


def _digest(entries: Iterable[Entry]) -> str:
    texts = ("\1".join((*entry[:2], ",".join(entry.types), entry.custom)) for entry in entries)
    whole = "\0".join(sorted(texts))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
