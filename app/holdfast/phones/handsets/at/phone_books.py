"""Reads and writes the phone book memories, and reads the lists of calls, which are the like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from holdfast.phones.handsets.at.settings import Settings
from holdfast.phones.handsets.at.talk import AtTalk, RefusalError
from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.protocols.at import charsets, phone_book
from holdfast.phones.protocols.at.errors import is_no_sim, is_nothing
from holdfast.phones.protocols.at.phone_book import MAX_INDEX, Bounds, Entry, Room
from holdfast.phones.protocols.at.values import number, split
from holdfast.progress import Task

BATCH = 50
"""Indexes that are asked for at once."""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry of a memory; `line` is the phone's own, from behind its index."""

    entry: Entry
    line: bytes
    charset: str


@dataclass(slots=True)
class _Search:
    """One reading of a memory: what was seen, and the last thing the phone refused."""

    room: Room
    seen: set[int] = field(default_factory=set)
    refused: str = ""

    @property
    def all_found(self) -> bool:
        """Whether there is nothing left to look for."""
        return self.room.used is not None and len(self.seen) >= self.room.used


class PhoneBooks:
    """The phone books of one phone; all may raise `RefusalError`, `Garbled`, a `LinkProblem`."""

    def __init__(self, talk: AtTalk, settings: Settings) -> None:
        """Ask through `talk`; memories are chosen by `settings`."""
        self._talk = talk
        self._settings = settings
        self._memories: tuple[str, ...] | None = None
        self._bounds: dict[str, Bounds] = {}
        self._plain_numbers = self._ucs2_numbers = False

    def memories(self) -> tuple[str, ...]:
        """The memories that the phone lists."""
        if self._memories is None:
            told = phone_book.memories(self._talk.demand(b"AT+CPBS=?"))
            self._memories = tuple(name for name in told if name.isalnum() and name.isascii())
        return self._memories

    def room(self, memory: str) -> Room:
        """What the phone says a memory holds; nothing where it does not say."""
        self._settings.book(memory)
        return phone_book.room(self._talk.ask(b"AT+CPBS?"))

    def bounds(self, memory: str) -> Bounds:
        """The indexes and lengths of a memory; a phone that tells neither is refusing it."""
        if memory not in self._bounds:
            self._settings.book(memory)
            answer = self._talk.ask(b"AT+CPBR=?")
            bounds = phone_book.bounds(answer)
            if not bounds.last:
                bounds = replace(bounds, last=min(self.room(memory).total or 0, MAX_INDEX))
            if not bounds.last:
                raise RefusalError(answer.code or "no indexes")
            self._bounds[memory] = bounds
        return self._bounds[memory]

    def entries(self, memory: str, task: Task) -> Iterator[Found]:
        """Yield every entry of a memory.

        Ends in `RefusalError` or `Garbled` where there are fewer than the phone says. An
        answer of ERROR is an empty place only where the phone holds no more than was found.
        """
        search = _Search(self.room(memory))
        if search.room == Room(0, 0):
            return
        bounds = self.bounds(memory)
        for first in range(bounds.first, bounds.last + 1, BATCH):
            task.check()
            last = min(first + BATCH - 1, bounds.last)
            yield from self._batch(memory, first, last, search, task)
        used = search.room.used
        if used is None and search.refused and not search.seen:
            raise RefusalError(search.refused)
        if used is not None and len(search.seen) < used:
            if search.refused:
                raise RefusalError(search.refused)
            raise Garbled(f"{memory} announces {used} entries, {len(search.seen)} came")

    def entry(self, memory: str, index: int) -> Found | None:
        """The entry at an index; None where there is none."""
        self._settings.book(memory)
        answer = self._talk.ask(b"AT+CPBR=%d" % index)
        found = list(self._read(answer.after(b"+CPBR:"), index, index, _Search(Room())))
        return found[0] if found else None

    def write(self, memory: str, entry: Entry) -> str:
        """Put an entry at its index; return the phone's error, or nothing when it took it."""
        self._settings.book(memory)
        # A phone that gives numbers in UCS2 takes them so.
        ucs2 = self._ucs2_numbers and not self._plain_numbers
        command = phone_book.write_command(entry, self._settings.charset, ucs2_numbers=ucs2)
        return self._talk.ask(command).code

    def erase(self, memory: str, index: int) -> str:
        """Take an entry away; return the phone's error, or nothing when it did."""
        self._settings.book(memory)
        return self._talk.ask(b"AT+CPBW=%d" % index).code

    def _batch(
        self, memory: str, first: int, last: int, search: _Search, task: Task
    ) -> Iterator[Found]:
        self._settings.book(memory)
        answer = self._talk.ask(b"AT+CPBR=%d,%d" % (first, last))
        if answer.ok:
            yield from self._read(answer.after(b"+CPBR:"), first, last, search)
        elif is_no_sim(answer.code) or (search.room.used is None and not is_nothing(answer.code)):
            raise RefusalError(answer.code)
        elif not is_nothing(answer.code) and not search.all_found:
            # Phones say ERROR of a range that has a gap, or that is empty.
            for index in range(first, last + 1):
                task.check()
                yield from self._one(memory, index, search)

    def _one(self, memory: str, index: int, search: _Search) -> Iterator[Found]:
        if search.all_found:
            return
        self._settings.book(memory)
        answer = self._talk.ask(b"AT+CPBR=%d" % index)
        if answer.ok:
            yield from self._read(answer.after(b"+CPBR:"), index, index, search)
        elif not is_nothing(answer.code):
            search.refused = answer.code

    def _read(self, lines: list[bytes], first: int, last: int, search: _Search) -> Iterator[Found]:
        charset = self._settings.charset
        for line in lines:
            index = phone_book.index_of(line)
            if index is None or not first <= index <= last or index in search.seen:
                continue
            search.seen.add(index)
            plain = phone_book.writes_plain_numbers(line)
            self._plain_numbers |= plain is True
            self._ucs2_numbers |= plain is False
            yield Found(self._entry(line, index), _behind_index(line), charset)

    def _entry(self, line: bytes, index: int) -> Entry:
        charset = self._settings.charset
        try:
            return phone_book.entry(line, charset, plain_numbers=self._plain_numbers)
        except charsets.UnreadableError:
            return _as_it_stands(line, index)


def entry_in(line: bytes, charset: str) -> Entry | None:
    """The entry (index 0) of a line that was kept, None where it is none."""
    try:
        return phone_book.entry(b"0," + line, charset.upper())
    except charsets.UnreadableError:
        return None


def _behind_index(line: bytes) -> bytes:
    return line.partition(b",")[2].strip(b" ")


def _as_it_stands(line: bytes, index: int) -> Entry:
    """An entry whose name is not in the character set it should be in."""
    values = [*split(line), None, None, None]
    plus = "+" if number(values[2]) == phone_book.INTERNATIONAL else ""
    dialled = (values[1] or b"").decode("latin-1")
    return Entry(index, plus + dialled.removeprefix("+"), (values[3] or b"").decode("latin-1"))
