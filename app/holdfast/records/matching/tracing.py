"""Makes the traces that near-duplicates are found by, out of an item's bytes."""

from __future__ import annotations

from holdfast.records.formats import icalendar, messages, vcard, vnote
from holdfast.records.formats.components import Component, Document
from holdfast.records.formats.decoding import guess
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.sms_xml import read_messages
from holdfast.records.formats.summary import items_of
from holdfast.records.formats.xml.elements import looks_like_xml
from holdfast.records.formats.zoning.zones import Zones
from holdfast.records.matching import content as contents
from holdfast.records.matching.entries import Entry
from holdfast.records.matching.near_contacts import contact_trace
from holdfast.records.matching.near_texts import text_trace
from holdfast.records.matching.near_times import bare, time_trace
from holdfast.records.matching.numbers import dialled
from holdfast.records.matching.reasons import Trace
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Call, Message

_MAX_TITLE = 300
_ABOUT = ("location", "description")


def trace(kind: Kind, suffix: str, data: bytes) -> Trace | None:
    """The trace of one item's bytes (of the first, where they hold several); never raises.

    None for media, and for what nobody can read: those are the same only when their bytes are.
    """
    if kind.is_media:
        return None
    if kind is Kind.NOTES and suffix == ".txt":
        text = guess(data).lstrip("\ufeff")
        return text_trace(contents.content(kind, suffix, data).digest, "", text)
    if kind in messages.KINDS and looks_like_xml(data):
        record = next(iter(read_messages(data)), None)
        return (
            _record_trace(contents.content(kind, suffix, data).digest, record) if record else None
        )
    document = read_components(data)
    items = items_of(kind, document)
    if not items:
        return None
    counted = contents.content_of(items, document, data)
    return _item_trace(items[0], document, counted.digest, counted.entries)


def _item_trace(
    item: Component, document: Document, digest: str, entries: tuple[Entry, ...]
) -> Trace:
    record = messages.record_of(item)
    if record is not None:
        return _record_trace(digest, record)
    uid = item.text("UID")[:_MAX_TITLE]
    if item.name == "VCARD":
        return contact_trace(digest, uid, vcard.display_name(item)[:_MAX_TITLE], entries)
    if item.name == "VNOTE":
        return text_trace(digest, uid, vnote.body_of(item))
    if item.name == "VJOURNAL":
        return text_trace(digest, uid, f"{item.text('SUMMARY')}\n{item.text('DESCRIPTION')}")
    return time_trace(
        digest,
        uid,
        icalendar.title_of(item)[:_MAX_TITLE],
        icalendar.times_of(item, Zones.of(document)),
        todo=item.name == "VTODO",
        rule="\n".join(entry.value for entry in entries if entry.label == "repeats"),
        instance="\n".join(entry.value for entry in entries if entry.label == "instance"),
        place="\n".join(entry.value for entry in entries if entry.label in _ABOUT),
    )


def _record_trace(digest: str, record: Message | Call) -> Trace:
    when = bare(record.when)
    if isinstance(record, Call):
        who = _known(record.number)
        said = f"{record.type} {record.duration}"
        return text_trace(digest, "", said, who=who, when=when)
    who = " ".join(sorted(_known(address.number or address.name) for address in record.others))
    text = "\n".join((record.subject, record.text, *(part.sha256 for part in record.parts)))
    return text_trace(digest, "", text, who=who, when=when, sent=record.direction == "outgoing")


def _known(number: str) -> str:
    found = dialled(number)
    return found.tail if found else number.strip().lower()
