"""Adds, changes and takes away contacts in the phone books, and proves each by reading it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from holdfast.phones.handsets.at.cards import NotAnEntryError, contact_card, entry_of
from holdfast.phones.handsets.at.phone_books import Found, PhoneBooks, entry_in
from holdfast.phones.handsets.at.rows import home_of, read_rows
from holdfast.phones.handsets.at.talk import RefusalError
from holdfast.phones.handsets.handset import ItemRefused, PhoneFull
from holdfast.phones.protocols.at.errors import is_full, worded
from holdfast.phones.protocols.at.phone_book import Bounds, Entry
from holdfast.phones.protocols.at.septets import NotInAlphabetError
from holdfast.progress import Task
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind

MAX_CARD = 1024 * 1024
"""Bytes of a card that are looked at."""


class ContactWriter:
    """Writes entries; what does not fit whole is refused, never cut."""

    def __init__(self, books: PhoneBooks) -> None:
        """Write into `books`."""
        self._books = books
        self._taken: dict[str, set[int]] = {}

    def add(self, item: NewItem, memories: list[str], task: Task) -> str:
        """Put a new entry into the memory it came from, or the first with room; return its key."""
        wanted, home = _wanted(item)
        unfit = ""
        for memory in sorted(memories, key=lambda memory: memory != home):
            try:
                reason = _unfit(wanted, self._books.bounds(memory))
                index = None if reason else self._free(memory, task)
            except RefusalError as refusal:
                reason, index = worded(refusal.code), None
            unfit = unfit or reason
            if index is not None:
                self._write(memory, replace(wanted, index=index), item.key)
                self._taken[memory].add(index)
                return f"{memory}/{index}"
        if unfit:
            raise ItemRefused(Kind.CONTACTS, item.key, unfit)
        raise PhoneFull(Kind.CONTACTS)

    def update(self, memory: str, index: int, item: NewItem) -> None:
        """Replace an entry; where the phone would not keep the new one whole, the old stays."""
        wanted, _ = _wanted(item)
        before = self._there(memory, index, item.key)
        unfit = _unfit(wanted, self._books.bounds(memory))
        if unfit:
            raise ItemRefused(Kind.CONTACTS, item.key, unfit)
        self._write(memory, replace(wanted, index=index), item.key, before)

    def remove(self, memory: str, index: int, key: str) -> None:
        """Take an entry away."""
        self._there(memory, index, key)
        code = self._books.erase(memory, index)
        if code:
            raise ItemRefused(Kind.CONTACTS, key, worded(code))
        if self._books.entry(memory, index) is not None:
            raise ItemRefused(Kind.CONTACTS, key, "it is still there")
        self._taken.get(memory, set()).discard(index)

    def _there(self, memory: str, index: int, key: str) -> Found:
        found = self._books.entry(memory, index)
        if found is None:
            raise ItemRefused(Kind.CONTACTS, key, "not there")
        return found

    def _free(self, memory: str, task: Task) -> int | None:
        """A free index: none that was read, and nothing there now."""
        if memory not in self._taken:
            read = self._books.entries(memory, task)
            self._taken[memory] = {found.entry.index for found in read}
        taken, bounds = self._taken[memory], self._books.bounds(memory)
        for index in range(bounds.first, bounds.last + 1):
            if index not in taken:
                if self._books.entry(memory, index) is None:
                    return index
                taken.add(index)
        return None

    def _write(self, memory: str, wanted: Entry, key: str, before: Found | None = None) -> None:
        try:
            code = self._books.write(memory, wanted)
        except NotInAlphabetError as error:
            raise ItemRefused(Kind.CONTACTS, key, "a letter that the phone cannot write") from error
        if code:
            if is_full(code):
                raise PhoneFull(Kind.CONTACTS)
            raise ItemRefused(Kind.CONTACTS, key, worded(code))
        kept = self._books.entry(memory, wanted.index)
        if kept is None or kept.entry != wanted:
            self._undo(memory, wanted.index, before)
            instead = f"“{kept.entry.name}” {kept.entry.number}" if kept else "nothing"
            raise ItemRefused(Kind.CONTACTS, key, f"the phone kept {instead} instead")

    def _undo(self, memory: str, index: int, before: Found | None) -> None:
        if before is None:
            self._books.erase(memory, index)
        else:
            self._books.write(memory, before.entry)


def shape_for(bounds: Bounds) -> Callable[[bytes], bytes]:
    """What a memory of these bounds makes of a card; raises `NotAnEntryError` for none."""

    def shape(card_file: bytes) -> bytes:
        entry = entry_of(card_file)
        unfit = _unfit(entry, bounds)
        if unfit:
            raise NotAnEntryError(unfit)
        return contact_card(entry)

    return shape


def _wanted(item: NewItem) -> tuple[Entry, str]:
    """The entry that an item asks for, and the memory it came from where it is told."""
    rows = read_rows(item.rows) if item.rows else None
    entry = entry_in(rows.lines[0], rows.charset) if rows else None
    home = home_of(item)
    if entry is not None:
        return entry, home
    if item.size > MAX_CARD:
        raise ItemRefused(Kind.CONTACTS, item.key, "too large for an entry")
    try:
        return entry_of(b"".join(item.open())), home
    except NotAnEntryError as error:
        raise ItemRefused(Kind.CONTACTS, item.key, str(error)) from error


def _unfit(entry: Entry, bounds: Bounds) -> str:
    """Why an entry does not fit into a memory whole; empty when it does."""
    length = bounds.name_length
    if length is not None and len(entry.name) > length:
        return f"a name of {len(entry.name)} letters, the phone holds {length}"
    length, digits = bounds.number_length, entry.number.removeprefix("+")
    if length is not None and len(digits) > length:
        return f"a number of {len(digits)} digits, the phone holds {length}"
    return ""
