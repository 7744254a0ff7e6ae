"""What of a message or call counts, in vMessage and XML alike: who, when, which way, what.

Whether it was read, and what else a phone notes about it, is no part of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from holdfast.records.matching import numbers
from holdfast.records.matching.entries import Entry
from holdfast.records.matching.words import plain
from holdfast.records.model.message import Call, Message


def record_entries(record: Message | Call) -> Iterator[Entry]:
    """Everything a message or call says; those that say nothing come out with empty values."""
    yield Entry("when", _moment(record.when))
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


def _moment(when: datetime | None) -> str:
    if when is None:
        return ""
    if when.tzinfo is None:
        return when.isoformat(timespec="seconds")
    return f"{when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
