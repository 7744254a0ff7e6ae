"""A phone that has AT commands only, as the seam `Handset` wants it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace

from holdfast.phones.handsets.at.cards import CALL_WORDS, call_card, contact_card, dialect_for
from holdfast.phones.handsets.at.contacts import ContactWriter, shape_for
from holdfast.phones.handsets.at.introducing import NamesOfUsb, introduce, need_no_pin
from holdfast.phones.handsets.at.message_files import SHORT_MESSAGES, kept_file, message_file
from holdfast.phones.handsets.at.message_memories import MessageMemories
from holdfast.phones.handsets.at.phone_books import PhoneBooks
from holdfast.phones.handsets.at.rows import SUFFIX, Rows, write_rows
from holdfast.phones.handsets.at.settings import Settings
from holdfast.phones.handsets.at.talk import AtTalk, RefusalError, is_bearable
from holdfast.phones.handsets.handset import (
    NOTHING_EARLIER,
    Garbled,
    ItemRefused,
    KindRefused,
    KindSupport,
    KindUnsupported,
    Reading,
)
from holdfast.phones.links.link import LinkProblem
from holdfast.phones.protocols.at.errors import is_no_sim, worded
from holdfast.phones.protocols.at.phone_book import BOOKS, COMBINED, Bounds
from holdfast.progress import Task
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.item import Item, NewItem, Part
from holdfast.records.model.kinds import Kind
from holdfast.records.model.since import Since

EACH_ENTRY = "each entry"

_KINDS = (Kind.CONTACTS, Kind.MESSAGES, Kind.CALLS)
_KEY = re.compile(r"([A-Z]{2})/(\d{1,5})")


class AtHandset:
    """One session with such a phone; see `Handset` for what every call promises.

    Every item has two parts: a standard file, and the rows as the phone gave them. Keys are
    memory and index ("ME/12").
    """

    def __init__(self, talk: AtTalk, usb: NamesOfUsb) -> None:
        """Begin the session; raises `PinAsked`, `NoIdentity`, `Garbled`, a `LinkProblem`."""
        self._talk = talk
        self._settings = Settings(talk)
        self._books = PhoneBooks(talk, self._settings)
        self._boxes = MessageMemories(talk, self._settings)
        self._contacts = ContactWriter(self._books)
        need_no_pin(talk)
        self._info = introduce(talk, usb)

    @property
    def info(self) -> HandsetInfo:
        """Who the phone is."""
        return self._info

    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that AT commands reach."""
        return _KINDS

    def support(self) -> tuple[KindSupport, ...]:
        """Contacts and messages can be written; how many, the memories say."""
        return (
            self._worded(
                self._writable(Kind.CONTACTS, lambda memory: self._books.room(memory).total)
            ),
            replace(
                self._writable(Kind.MESSAGES, lambda memory: self._settings.room(memory)[1]),
                dialect=SHORT_MESSAGES,
                shape=kept_file,
            ),
            KindSupport(Kind.CALLS),
        )

    def read(
        self,
        kind: Kind,
        task: Task,
        since: Mapping[Kind, Since] = NOTHING_EARLIER,  # noqa: ARG002 - AT knows no changes
    ) -> Reading:
        """Yield every item of `kind`, memory by memory."""
        return Reading(lambda reading: self._items(kind, task, reading))

    def add(self, item: NewItem, task: Task) -> str:
        """Put a new item on the phone; return the key it got."""
        with _writing(item.kind, item.key):
            task.check()
            memories = self._writable_memories(item.kind)
            if item.kind is Kind.CONTACTS:
                return self._contacts.add(item, memories, task)
            return self._boxes.add(item, memories)

    def update(self, key: str, item: NewItem, task: Task) -> str:
        """Replace the item that has `key`; a message gets a new place, and so a new key."""
        with _writing(item.kind, key):
            task.check()
            memories = self._writable_memories(item.kind)
            memory, index = _place(item.kind, key)
            if item.kind is Kind.CONTACTS:
                self._contacts.update(memory, index, item)
                return key
            if not self._boxes.holds(memory, index):
                raise ItemRefused(item.kind, key, "not there")
            new = self._boxes.add(item, sorted(memories, key=lambda each: each != memory))
            self._boxes.remove(memory, index, key)
            return new

    def remove(self, kind: Kind, key: str, task: Task) -> None:
        """Take the item that has `key` off the phone."""
        with _writing(kind, key):
            task.check()
            self._writable_memories(kind)
            memory, index = _place(kind, key)
            if kind is Kind.CONTACTS:
                self._contacts.remove(memory, index, key)
            else:
                self._boxes.remove(memory, index, key)

    def close(self) -> None:
        """Give the link back."""
        self._talk.close()

    def _items(self, kind: Kind, task: Task, reading: Reading) -> Iterator[Item]:
        """One memory's trouble never voids the others: it is raised when those are read."""
        reading.how = EACH_ENTRY
        with _asking(kind):
            memories = self._memories(kind)
            rooms, trouble = self._rooms(kind, memories)
            if trouble is None and None not in rooms.values():
                reading.announced = sum(used or 0 for used in rooms.values())
            for memory in rooms:
                task.check()
                try:
                    yield from self._of(kind, memory, task)
                except (RefusalError, Garbled, LinkProblem) as problem:
                    if isinstance(problem, LinkProblem) and not is_bearable(problem):
                        raise
                    trouble = trouble or problem
            if trouble is not None:
                raise trouble

    def _rooms(
        self, kind: Kind, memories: list[str]
    ) -> tuple[dict[str, int | None], RefusalError | Garbled | LinkProblem | None]:
        """How many items each memory says it holds; those of a missing SIM are left out."""
        rooms: dict[str, int | None] = {}
        trouble: RefusalError | Garbled | LinkProblem | None = None
        for memory in memories:
            try:
                rooms[memory] = self._used(kind, memory)
            except RefusalError as refusal:
                if is_no_sim(refusal.code):
                    continue
                trouble = trouble or refusal
            except (Garbled, LinkProblem) as problem:
                if isinstance(problem, LinkProblem) and not is_bearable(problem):
                    raise
                trouble = trouble or problem
        return rooms, trouble

    def _used(self, kind: Kind, memory: str) -> int | None:
        if kind is Kind.MESSAGES:
            return self._settings.room(memory)[0]
        return self._books.room(memory).used

    def _of(self, kind: Kind, memory: str, task: Task) -> Iterator[Item]:
        if kind is Kind.MESSAGES:
            for stored in self._boxes.messages(memory, task):
                rows = Rows("", stored.lines)
                key = f"{memory}/{stored.index}"
                yield _item(kind, key, ".vmg", message_file(stored), rows)
            return
        for found in self._books.entries(memory, task):
            card = (
                contact_card(found.entry)
                if kind is Kind.CONTACTS
                else call_card(found.entry, memory)
            )
            rows = Rows(found.charset, (found.line,))
            yield _item(kind, f"{memory}/{found.entry.index}", ".vcf", card, rows)

    def _memories(self, kind: Kind) -> list[str]:
        if kind is Kind.MESSAGES:
            return list(self._boxes.memories())
        listed = self._books.memories()
        if kind is Kind.CONTACTS:
            found = [memory for memory in listed if memory in BOOKS]
            return found or [memory for memory in listed if memory == COMBINED]
        if kind is not Kind.CALLS:
            raise KindUnsupported(kind)
        # The calls that were dialled lie on the phone, or else on its SIM.
        return [m for m in listed if m in CALL_WORDS and (m != "LD" or "DC" not in listed)]

    def _writable_memories(self, kind: Kind) -> list[str]:
        if kind not in _KINDS:
            raise KindUnsupported(kind)
        if kind is Kind.CALLS:
            raise KindRefused(kind, "calls cannot be written")
        return self._memories(kind)

    def _writable(self, kind: Kind, total: Callable[[str], int | None]) -> KindSupport:
        capacity: int | None = 0
        try:
            for memory in self._memories(kind):
                places = _unless_absent(total, memory)
                capacity = None if places is None or capacity is None else capacity + places
        except (RefusalError, Garbled):
            capacity = None
        return KindSupport(kind, can_add=True, can_update=True, can_remove=True, capacity=capacity)

    def _worded(self, contacts: KindSupport) -> KindSupport:
        """How contacts of other phones are to be written: as its roomiest memory holds them."""
        known = []
        for memory in self._books.memories():
            if memory in BOOKS or memory == COMBINED:
                with suppress(RefusalError, Garbled):
                    known.append(self._books.bounds(memory))
        bounds = max(known, key=lambda each: each.name_length or 0, default=Bounds())
        return replace(contacts, dialect=dialect_for(bounds.name_length), shape=shape_for(bounds))


def _item(kind: Kind, key: str, suffix: str, data: bytes, rows: Rows) -> Item:
    lines = write_rows(rows)
    parts = (
        Part(suffix, lambda: (data,), len(data)),
        Part(SUFFIX, lambda: (lines,), len(lines)),
    )
    return Item(kind, key, parts)


def _unless_absent(total: Callable[[str], int | None], memory: str) -> int | None:
    """What there is room for in a memory; nothing on a SIM that is not there."""
    try:
        return total(memory)
    except RefusalError as refusal:
        if is_no_sim(refusal.code):
            return 0
        raise


def _place(kind: Kind, key: str) -> tuple[str, int]:
    match = _KEY.fullmatch(key)
    if match is None:
        raise ItemRefused(kind, key, "no such key")
    return match[1], int(match[2])


@contextmanager
def _asking(kind: Kind) -> Iterator[None]:
    try:
        yield
    except RefusalError as refusal:
        raise KindRefused(kind, worded(refusal.code)) from refusal


@contextmanager
def _writing(kind: Kind, key: str) -> Iterator[None]:
    try:
        yield
    except RefusalError as refusal:
        raise ItemRefused(kind, key, worded(refusal.code)) from refusal
