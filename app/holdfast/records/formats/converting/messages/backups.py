"""One message or call to an element of a backup in XML, as Android's providers hold it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from holdfast.records.formats.converting.contents import Converted, Loss, Unheld
from holdfast.records.formats.converting.dialects import Dialect
from holdfast.records.formats.converting.messages import told
from holdfast.records.formats.converting.messages.clock import instant, shown
from holdfast.records.formats.provider_rows.messages.writing import entry_of
from holdfast.records.formats.provider_rows.rows import ProviderRows, Value
from holdfast.records.model.message import Box, Call, CallType, Direction, Message

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INBOX, _SENT = 1, 2
_BOXES = {
    Box.INBOX: _INBOX,
    Box.SENT: _SENT,
    Box.DRAFTS: 3,
    Box.OUTBOX: 4,
    Box.FAILED: 5,
    Box.QUEUED: 6,
}
_CALLS = {
    CallType.INCOMING: 1,
    CallType.OUTGOING: 2,
    CallType.MISSED: 3,
    CallType.VOICEMAIL: 4,
    CallType.REJECTED: 5,
    CallType.BLOCKED: 6,
    CallType.ELSEWHERE: 7,
}
_SHOWN, _UNKNOWN = 1, 3


def write_message(message: Message, dialect: Dialect) -> Converted:
    """A message as an `sms` element: Android keeps one for each person it went to.

    The lines around it are missing; whoever has all elements puts them there.
    """
    held, left = told.within(message, dialect)
    people = held.addresses
    row: dict[str, Value] = {
        "address": (people[0].number or people[0].name) if people else None,
        "date": _milliseconds(message.when, dialect),
        "date_sent": _milliseconds(message.sent, dialect),
        "type": _type(message),
        "subject": message.subject,
        "body": message.text,
        "read": int(message.read is not False),
    }
    losses = (*told.attachments(message), *left, *_placed(message.when, dialect))
    return Converted(_entry("sms", row), losses)


def write_call(call: Call, dialect: Dialect) -> Converted:
    """A call as a `call` element, without the lines around it."""
    row: dict[str, Value] = {
        "number": call.number,
        "type": _CALLS.get(call.type),
        "date": _milliseconds(call.when, dialect),
        "duration": call.duration,
        "presentation": _SHOWN if call.number else _UNKNOWN,
    }
    name = (Unheld("N", call.name, Loss.NO_PROPERTY),) if call.name and not call.number else ()
    return Converted(_entry("calls", row), (*name, *_placed(call.when, dialect)))


def _entry(provider: str, row: dict[str, Value]) -> bytes:
    told_of = {name: value for name, value in row.items() if value is not None}
    return entry_of(ProviderRows(provider, MappingProxyType({provider: (told_of,)})))


def _type(message: Message) -> int:
    incoming = message.direction is Direction.INCOMING
    if message.direction is Direction.OUTGOING and message.box in (Box.INBOX, Box.OTHER):
        return _SENT
    return _INBOX if incoming else _BOXES.get(message.box, _INBOX)


def _milliseconds(when: datetime | None, dialect: Dialect) -> int | None:
    """Since 1970, as Android counts; wall time is that of the target's zone."""
    if when is None:
        return None
    return (instant(when, dialect.zone) - _EPOCH) // timedelta(milliseconds=1)


def _placed(when: datetime | None, dialect: Dialect) -> Iterator[Unheld]:
    """Wall time of a phone whose zone nobody knows is taken for UTC, and that is said."""
    if when is not None and when.tzinfo is None and not dialect.zone:
        yield Unheld("DATE", shown(when), Loss.NO_ZONE, shown(instant(when, "")))
