"""What lists, search, digests and panels need of messages and calls, whoever wrote them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from holdfast.records.formats import call_card, sms_xml, vmessage
from holdfast.records.formats.components import Component
from holdfast.records.formats.composing import composed
from holdfast.records.formats.dates import Moment
from holdfast.records.formats.fields import Field
from holdfast.records.formats.sms_xml import CALLS, MESSAGES, SmsBackup
from holdfast.records.formats.vnote import first_line
from holdfast.records.formats.xml.elements import Element
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Box, Call, CallType, Message, MessagePart

KINDS = (Kind.MESSAGES, Kind.CALLS)
LABELS = (
    "from", "to", "cc", "bcc", "subject", "date", "date-sent", "box", "read-state", "attachment",
    "call", "call-length", "phone",
)  # fmt: skip
"""Label keys of the fields that are made here."""
_MAX_SEARCHED = 64 * 1024
_MAX_SEARCHED_RECORDS = 5000
_SHORTEST_NUMBER = 3
_NOT_ATTACHED = frozenset(("text/plain", "application/smil"))
_MINUTE, _HOUR = 60, 3600
_NOT_CONTENT = frozenset(("readable_date", "contact_name", "read", "seen", "sub_id", "sim_slot"))


def title_of(record: Message | Call) -> str:
    """Who it is from or for, or with whom the call was; empty when nobody is told."""
    return " ".join(record.who.split())


def record_of(item: Component) -> Message | Call | None:
    """The message or call that a component is, or None when it is neither."""
    if item.name in vmessage.BLOCKS:
        return vmessage.message_of(item)
    is_call = item.name == "VCARD" and call_card.is_call(item)
    return call_card.call_of(item) if is_call else None


def subtitle_of(record: Message | Call) -> str:
    """The first line of the text, or else the subject, or what is attached; a call's number."""
    if isinstance(record, Call):
        return record.number if record.name else ""
    said = first_line(record.text) or first_line(record.subject)
    return said or ", ".join(part.name or part.content_type for part in attached(record))


def attached(message: Message) -> tuple[MessagePart, ...]:
    """The parts that are neither the message's text nor the way it is laid out."""
    return tuple(part for part in message.parts if part.content_type not in _NOT_ATTACHED)


def texts_of(record: Message | Call) -> Iterator[str]:
    """Everything of a record that a person may look for."""
    if isinstance(record, Call):
        yield from (text for text in (record.name, record.number) if text)
        yield from bare_digits(record.number)
        return
    for one in record.addresses:
        yield from (text for text in (one.name, one.number) if text)
        yield from bare_digits(one.number)
    names = (part.name for part in record.parts)
    for text in (record.group, record.subject, record.text, *names):
        said = " ".join(text[:_MAX_SEARCHED].split())
        if said:
            yield said


def bare_digits(number: str) -> Iterator[str]:
    """The bare digits of a number, so that "5550102233" finds "(555) 010-2233"."""
    digits = "".join(letter for letter in number if letter.isdigit())
    if digits != number and len(digits) >= _SHORTEST_NUMBER:
        yield digits


def fields_of(record: Message | Call) -> Iterator[Field]:
    """Labelled fields of a record in showing order; a message's text is not among them."""
    if isinstance(record, Call):
        yield from _call_fields(record)
        return
    for one in record.addresses:
        both = f"{one.name} ({one.number})" if one.name and one.number else one.shown
        yield Field(str(one.role), both)
    if record.subject:
        yield Field("subject", record.subject)
    yield from _date("date", record.when)
    yield from _date("date-sent", record.sent)
    if record.box is not Box.OTHER:
        yield Field("box", str(record.box), (str(record.box),))
    if record.read is not None:
        state = "read" if record.read else "unread"
        yield Field("read-state", state, (state,))
    for part in attached(record):
        yield Field("attachment", part.name or part.content_type or "?", (part.content_type,))


def _call_fields(call: Call) -> Iterator[Field]:
    if call.type is not CallType.UNKNOWN:
        yield Field("call", str(call.type), (str(call.type),))
    if call.number:
        yield Field("phone", call.number)
    yield from _date("date", call.when)
    if call.duration is not None:
        hours, rest = divmod(call.duration, _HOUR)
        yield Field("call-length", f"{hours}:{rest // _MINUTE:02}:{rest % _MINUTE:02}")


def _date(label: str, when: datetime | None) -> Iterator[Field]:
    if when is not None:
        yield Field(label, when.isoformat(), meaning=Moment(when))


def other_fields(item: Component | Element) -> Iterator[Field]:
    """What the item carries beyond its record, under the names it has there."""
    if isinstance(item, Element):
        yield from (Field("other", text, (name,)) for name, text in sms_xml.leftovers(item))
        return
    found = call_card.leftovers(item) if item.name == "VCARD" else vmessage.leftovers(item)
    for entry in found:
        value = entry.text().strip()
        if value:
            yield Field("other", value, (entry.name,))


def entries_of(kind: Kind, data: bytes) -> Iterator[Element]:
    """Messages or calls of an XML file; those of the sister kind where it has none."""
    found = False
    for names in _names(kind):
        for entry in SmsBackup(data).entries():
            if entry.name.lower() in names:
                found = True
                yield entry
        if found:
            return


def _names(kind: Kind) -> tuple[frozenset[str], frozenset[str]]:
    return (CALLS, MESSAGES) if kind is Kind.CALLS else (MESSAGES, CALLS)


class Survey(NamedTuple):
    """A whole XML file of messages or calls at a glance.

    `first` is the first record of the kind asked for, or else of its sister kind, `entries` how
    many there are of it, `texts` what may be searched for in them, as far as there is room.
    `digest` is over all entries, in whatever order (64 hex digits).
    """

    first: Message | Call | None
    entries: int
    texts: tuple[str, ...]
    digest: str
    stray: tuple[str, ...]


@dataclass(slots=True)
class _Tally:
    """What was seen of one kind so far."""

    first: Message | Call | None = None
    count: int = 0
    texts: dict[str, None] = field(default_factory=dict)
    room: int = _MAX_SEARCHED

    def add(self, entry: Element) -> None:
        self.count += 1
        if self.count > 1 and (self.room <= 0 or self.count > _MAX_SEARCHED_RECORDS):
            return
        record = sms_xml.record_of(entry)
        self.first = self.first or record
        for text in texts_of(record):
            if text not in self.texts:
                self.texts[text] = None
                self.room -= len(text) + 1


def survey(kind: Kind, data: bytes) -> Survey:
    """Read an XML file once, from front to back; never raises."""
    backup = SmsBackup(data)
    tallies = {names: _Tally() for names in _names(kind)}
    digests: list[bytes] = []
    for entry in backup.entries():
        digests.append(hashlib.sha256(_canonical(entry).encode("utf-8", "replace")).digest())
        tallies[CALLS if entry.name.lower() in CALLS else MESSAGES].add(entry)
    wanted, sister = tallies.values()
    tally = wanted if wanted.count else sister
    digest = hashlib.sha256(b"messages\0" + b"".join(sorted(digests))).hexdigest()
    return Survey(tally.first, tally.count, tuple(tally.texts), digest, backup.stray)


def _canonical(element: Element) -> str:
    """An element's content; the order of attributes and of what is inside does not count.

    Left out are the time as the phone's language words it, the name its contacts had for the
    number, which SIM it was, whether it was read or seen, and values that are none.
    """
    is_part = element.name.lower() == "part"
    pairs = _part_pairs(element) if is_part else element.pairs()
    said = sorted(
        f"{name}={_normalised(text)}"
        for name, text in pairs
        if text and name not in _NOT_CONTENT and (text != "null" or name == "body")
    )
    inside = sorted(_canonical(child) for child in element.children)
    return "\1".join((element.name.lower(), *said, *element.unread, *inside, "\2"))


def _part_pairs(part: Element) -> Iterator[tuple[str, str]]:
    for one in part.attributes:
        blob = one.blob() if sms_xml.carried(part, one) else None
        yield one.name, blob.sha256 if blob else one.text()


def _normalised(text: str) -> str:
    text = text.strip()
    return composed(text)
