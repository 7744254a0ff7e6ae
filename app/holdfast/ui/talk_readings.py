"""Readings of messages and calls: the records in an item's bytes, a page of a talk, a match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from holdfast.actions.differences import read_bytes
from holdfast.actions.record import RECORD_LIMIT
from holdfast.progress import Task
from holdfast.records.formats import messages, sms_xml
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.summary import items_of
from holdfast.records.formats.xml.elements import looks_like_xml
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Call, Direction, Message
from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.talks import Said
from holdfast.vault.library import Vault

PAGE = 120
"""Messages that are read at once."""

_MOST_IN_ITEM = 500


@dataclass(frozen=True, slots=True)
class Page:
    """Messages `start` to `end` of a conversation, as they were read."""

    start: int
    end: int
    said: tuple[Said, ...]


def page_around(count: int, place: int | None = None) -> tuple[int, int]:
    """Which messages to read first: the newest, or those around `place`."""
    if place is None:
        return max(0, count - PAGE), count
    start = max(0, min(place - PAGE // 2, count - PAGE))
    return start, min(count, start + PAGE)


def read_page(vault: Vault, items: Sequence[StoredItem], start: int, end: int, task: Task) -> Page:
    """Read items `start` to `end`. Raises `VaultProblem`."""
    said: list[Said] = []
    for item in items[start:end]:
        task.check()
        said += said_in(vault, item)
    return Page(start, end, tuple(said))


def said_in(vault: Vault, item: StoredItem) -> list[Said]:
    """The messages of one item, mostly one; one that only says what history knows if unreadable."""
    data = read_bytes(vault, item, RECORD_LIMIT)
    found = [
        Said(item, record, pictured)
        for record, pictured in islice(_records(Kind.MESSAGES, data), _MOST_IN_ITEM)
        if isinstance(record, Message)
    ]
    return found or [Said(item, _known(item))]


def _known(item: StoredItem) -> Message:
    return Message(Direction.INCOMING, when=item.when, text=item.subtitle)


def _records(kind: Kind, data: bytes) -> Iterator[tuple[Message | Call, bool]]:
    """Each record, and whether a picture is attached to it."""
    if looks_like_xml(data):
        for entry in messages.entries_of(kind, data):
            record = sms_xml.record_of(entry)
            yield record, _may_show(record) and sms_xml.picture_of(entry) is not None
        return
    for component in items_of(kind, read_components(data)):
        found = messages.record_of(component)
        if found is not None:
            yield found, False


def _may_show(record: Message | Call) -> bool:
    return isinstance(record, Message) and any(
        part.content_type.startswith("image/") for part in record.parts
    )


def read_calls(vault: Vault, items: Sequence[StoredItem], task: Task) -> dict[str, Call]:
    """What calls were, by the digest of their item; those that cannot be read are left out."""
    found: dict[str, Call] = {}
    for item in items:
        task.check()
        if item.digest in found or not item.parts:
            continue
        records = _records(Kind.CALLS, read_bytes(vault, item, RECORD_LIMIT))
        record = next((one for one, _ in records), None)
        if isinstance(record, Call):
            found[item.digest] = record
    return found


def find_before(
    vault: Vault, items: Sequence[StoredItem], text: str, before: int, task: Task
) -> int | None:
    """The place of the newest message older than place `before` that says `text`, or None."""
    wanted = text.casefold()
    for place in range(before - 1, -1, -1):
        task.check()
        if _says(vault, items[place], wanted):
            return place
    return None


def _says(vault: Vault, item: StoredItem, wanted: str) -> bool:
    if wanted in item.subtitle.casefold():
        return True
    return any(
        wanted in f"{one.message.subject}\n{one.message.text}".casefold()
        for one in said_in(vault, item)
    )
