"""Phone book commands of the phone (27.007, 8.11 to 8.14), and the character set of its texts."""

from __future__ import annotations

from collections.abc import Mapping

from holdfast.phones.protocols.at import charsets
from holdfast.phones.protocols.at.septets import NotInAlphabetError
from holdfast.phones.protocols.at.values import number, quoted, split
from holdfast.phones.virtual.at.books import Book, Slot, kind_of_number
from holdfast.phones.virtual.at.commands import Reply

CHARSETS = ("GSM", "IRA", "UCS2", "UTF-8", "8859-1")


def error(code: int) -> Reply:
    """An error of the phone (27.007, 9.2)."""
    return Reply(final=b"+CME ERROR: %d" % code)


_NOT_FOUND, _BAD_INDEX, _TOO_LONG, _BAD_LETTERS, _FULL, _NOT_ALLOWED = 22, 21, 24, 25, 20, 3


class BookCommands:
    """Answers ``+CPBS``, ``+CPBR``, ``+CPBW`` and ``+CSCS``."""

    def __init__(self, books: Mapping[str, Book]) -> None:
        """Serve `books` by the names of their memories, the first one chosen."""
        self._books = books
        self._chosen = next(iter(books))
        self._charset = "GSM"

    def obey(self, name: bytes, mark: bytes, value: bytes) -> Reply | None:
        """Answer a command that is one of these."""
        answer = {
            b"+CSCS": self._choose_charset,
            b"+CPBS": self._choose,
            b"+CPBR": self._read,
            b"+CPBW": self._write,
        }.get(name)
        return answer(mark, value) if answer else None

    @property
    def _book(self) -> Book:
        return self._books[self._chosen]

    def _choose_charset(self, mark: bytes, value: bytes) -> Reply:
        if mark == b"=?":
            return Reply((b"+CSCS: (%s)" % _names(CHARSETS),))
        if mark == b"?":
            return Reply((b'+CSCS: "%s"' % self._charset.encode(),))
        wanted = (split(value)[0] or b"").decode("ascii", "replace").upper()
        if wanted not in CHARSETS:
            return error(_NOT_ALLOWED)
        self._charset = wanted
        return Reply()

    def _choose(self, mark: bytes, value: bytes) -> Reply:
        if mark == b"=?":
            return Reply((b"+CPBS: (%s)" % _names(self._books),))
        if mark == b"?":
            used, total = len(self._book.slots()), self._book.size.entries
            return Reply((b'+CPBS: "%s",%d,%d' % (self._chosen.encode(), used, total),))
        wanted = (split(value)[0] or b"").decode("ascii", "replace").upper()
        if wanted not in self._books:
            return error(_NOT_ALLOWED)
        self._chosen = wanted
        return Reply()

    def _read(self, mark: bytes, value: bytes) -> Reply:
        size = self._book.size
        if mark == b"=?":
            return Reply((b"+CPBR: (1-%d),%d,%d" % (size.entries, size.number, size.name),))
        bounds = [number(each) for each in split(value)[:2]]
        first, last = bounds[0], bounds[-1]
        if first is None or last is None or not 1 <= first <= last <= size.entries:
            return error(_BAD_INDEX)
        found = [(at, slot) for at, slot in self._book.slots().items() if first <= at <= last]
        if not found:
            return error(_NOT_FOUND)
        return Reply(tuple(self._line(at, slot) for at, slot in found))

    def _line(self, index: int, slot: Slot) -> bytes:
        dialled, kind = slot.number.encode("ascii", "replace"), kind_of_number(slot.number)
        name = quoted(self._encoded(slot.name))
        return b"+CPBR: %d,%s,%d,%s" % (index, quoted(dialled), kind, name)

    def _encoded(self, text: str) -> bytes:
        """A text in the chosen character set, a question mark where it lacks a letter."""
        found = []
        for letter in text:
            try:
                found.append(charsets.encode(letter, self._charset))
            except NotInAlphabetError:
                found.append(charsets.encode("?", self._charset))
        return b"".join(found)

    def _write(self, mark: bytes, value: bytes) -> Reply:
        size = self._book.size
        if mark == b"=?":
            told = (size.entries, size.number, size.name)
            return Reply((b"+CPBW: (1-%d),%d,(129,145),%d" % told,))
        values = [*split(value), None, None, None]
        if values[0] is None:
            index = next((at for at in range(1, size.entries + 1) if at not in self._taken()), 0)
            if not index:
                return error(_FULL)
        else:
            index = number(values[0]) or 0
        if not 1 <= index <= size.entries:
            return error(_BAD_INDEX)
        if values[1] is None and values[3] is None:
            self._book.drop(index)
            return Reply()
        return self._put(index, values[1] or b"", values[3] or b"")

    def _put(self, index: int, dialled: bytes, raw: bytes) -> Reply:
        try:
            name = charsets.decode(raw, self._charset)
        except charsets.UnreadableError:
            return error(_BAD_LETTERS)
        if charsets.in_ucs2(dialled) and self._charset == "UCS2":
            dialled = charsets.decode(dialled, self._charset).encode("ascii", "replace")
        size = self._book.size
        if len(name) > size.name or len(dialled) > size.number:
            return error(_TOO_LONG)
        self._book.put(index, Slot(dialled.decode("ascii", "replace"), name))
        return Reply()

    def _taken(self) -> dict[int, Slot]:
        return self._book.slots()


def _names(names: Mapping[str, Book] | tuple[str, ...]) -> bytes:
    return ",".join(f'"{name}"' for name in names).encode("ascii")
