"""Phone book commands and lines (3GPP 27.007, 8.11 to 8.14)."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.phones.protocols.at import charsets
from holdfast.phones.protocols.at.answers import Answer
from holdfast.phones.protocols.at.septets import NotInAlphabetError
from holdfast.phones.protocols.at.values import names, number, quoted, span, split

BOOKS = ("ME", "SM", "TA")
"""Memories that are people's phone books: the phone's, the SIM's, a terminal adaptor's."""
COMBINED = "MT"
"""The phone's and the SIM's in one, of phones that list neither alone."""
INTERNATIONAL, NATIONAL = 145, 129
MAX_INDEX = 10_000
"""Indexes of one memory that are asked for."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a memory: `number` as it is dialled, `name` as it is read."""

    index: int
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """The indexes of a memory, and how long numbers and names may be there (None: not told)."""

    first: int = 1
    last: int = 0
    number_length: int | None = None
    name_length: int | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """How many entries a memory holds and has room for (None: not told)."""

    used: int | None = None
    total: int | None = None


def memories(answer: Answer) -> list[str]:
    """The memories of ``AT+CPBS=?``, in the order told."""
    lines = answer.after(b"+CPBS:")
    return list(dict.fromkeys(names(lines[0]))) if lines else []


def room(answer: Answer) -> Room:
    """What ``AT+CPBS?`` says of the chosen memory."""
    lines = answer.after(b"+CPBS:")
    values = split(lines[0]) if lines else []
    numbers = [number(value) for value in values[1:3]]
    return Room(*numbers)


def bounds(answer: Answer) -> Bounds:
    """What ``AT+CPBR=?`` says of the chosen memory."""
    lines = answer.after(b"+CPBR:")
    values = split(lines[0]) if lines else []
    indexes = span(values[0]) if values else None
    if indexes is None:
        return Bounds()
    lengths = [number(value) for value in (*values[1:3], None, None)]
    first, last = indexes
    return Bounds(first, min(last, first + MAX_INDEX - 1), lengths[0], lengths[1])


def index_of(line: bytes) -> int | None:
    """The index in a line of ``AT+CPBR``, after its name."""
    values = split(line)
    return number(values[0]) if values else None


def entry(line: bytes, charset: str, *, plain_numbers: bool = False) -> Entry:
    """An entry of what follows "+CPBR:"; raises `UnreadableError`.

    Some phones write numbers in UCS2 too where that is the character set; one that was seen
    writing `plain_numbers` does not.
    """
    values = [*split(line), None, None, None, None]
    index = number(values[0])
    if index is None:
        raise charsets.UnreadableError("no index")
    raw = values[1] or b""
    if charset == "UCS2" and not plain_numbers and charsets.in_ucs2(raw):
        dialled = charsets.decode(raw, charset)
    else:
        dialled = raw.decode("ascii", "replace")
    if number(values[2]) == INTERNATIONAL and dialled and not dialled.startswith("+"):
        dialled = f"+{dialled}"
    return Entry(index, dialled, charsets.decode(values[3] or b"", charset))


def writes_plain_numbers(line: bytes) -> bool | None:
    """Whether the number of an entry is surely not in UCS2; None where it has no number."""
    values = [*split(line), None]
    return None if not values[1] else not charsets.in_ucs2(values[1])


def write_command(new: Entry, charset: str, *, ucs2_numbers: bool = False) -> bytes:
    """``AT+CPBW`` of an entry; raises `NotInAlphabetError`."""
    kind = INTERNATIONAL if new.number.startswith("+") else NATIONAL
    try:
        dialled = new.number.encode("ascii")
    except UnicodeEncodeError as error:
        raise NotInAlphabetError(new.number) from error
    if ucs2_numbers and charset == "UCS2":
        dialled = charsets.encode(new.number, charset)
    name = charsets.encode(new.name, charset)
    return b"AT+CPBW=%d,%s,%d,%s" % (new.index, quoted(dialled), kind, quoted(name))
