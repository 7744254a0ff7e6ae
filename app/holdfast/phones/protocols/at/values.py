"""The parameters of AT commands and answers: quoted texts, numbers, lists, ranges."""

from __future__ import annotations

import re

_QUOTED = re.compile(rb'"(.*?)"(?=\s*(?:,|\)|$))', re.DOTALL)
_ESCAPE = re.compile(rb"\\(22|5C|5c|0D|0d|0A|0a)")
_ESCAPED = re.compile(rb'["\\\r\n]')
_RANGE = re.compile(r"\(?\s*(\d{1,9})\s*(?:-\s*(\d{1,9}))?\s*")
_NUMBER = re.compile(rb"\s*-?\d{1,9}\s*")
MAX_VALUES = 64
"""Parameters of one line that are read."""


def quoted(text: bytes) -> bytes:
    r"""A text as a parameter; quotes, backslashes and line ends as ``\22`` (V.250, 5.4.2.2)."""
    return b'"' + _ESCAPED.sub(lambda match: b"\\%02X" % match[0][0], text) + b'"'


def split(line: bytes) -> list[bytes | None]:
    r"""The parameters of a line in order: texts without their quotes, None for an omitted one.

    A quote inside a text (phones that escape nothing) does not end it unless a comma follows;
    ``\22`` is one that was escaped.
    """
    found: list[bytes | None] = []
    at = 0
    while at <= len(line) and len(found) < MAX_VALUES:
        while line[at : at + 1] == b" ":
            at += 1
        match = _QUOTED.match(line, at)
        if match:
            found.append(_ESCAPE.sub(lambda hit: bytes((int(hit[1], 16),)), match[1]))
            at = match.end()
            end = line.find(b",", at)
            at = len(line) + 1 if end < 0 else end + 1
            continue
        end = _end_of(line, at)
        found.append(line[at:end].strip(b' "') or None)
        at = end + 1
    return found


def number(value: bytes | None) -> int | None:
    """A parameter as a number of at most nine digits, or None."""
    return int(value) if value is not None and _NUMBER.fullmatch(value) else None


def names(line: bytes) -> list[str]:
    """The texts of a test answer's first list: ``("ME","SM"),("ME")`` has ME and SM."""
    first = line.strip()
    if first.startswith(b"("):
        first = first[1:].partition(b")")[0]
    return [each.decode("ascii", "replace") for each in split(first) if each]


def span(value: bytes | None) -> tuple[int, int] | None:
    """The lowest and highest index of ``(1-250)``, ``(1,2,5)`` or ``(0-9,12-20)``, else None."""
    if value is None:
        return None
    numbers = []
    for piece in value.decode("ascii", "replace").strip("() ").split(",")[:MAX_VALUES]:
        match = _RANGE.fullmatch(piece)
        if match is None:
            return None
        numbers += [int(match[1]), int(match[2] or match[1])]
    return min(numbers), max(numbers)


def _end_of(line: bytes, at: int) -> int:
    """Where the bare parameter that begins at `at` ends: at a comma outside brackets."""
    depth = 0
    for place in range(at, len(line)):
        letter = line[place : place + 1]
        if letter == b"," and depth <= 0:
            return place
        depth += (letter == b"(") - (letter == b")")
    return len(line)
