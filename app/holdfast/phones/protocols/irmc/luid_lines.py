"""The X-IRMC-LUID lines of a whole-store read: putting them in, and cutting items out exactly.

A cut is only trusted when the body is nothing but closed blocks, one behind the other, each
with exactly one LUID of its own. Whatever else a body holds (two cards in one item, a missing
END, text between items) can only be told apart by reading LUID by LUID. Where each item
begins with BEGIN, a trusted cut into as many pieces as there are items is the true one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_LUID = 255
"""Characters of a LUID that are believed; phones write at most a dozen."""

_NAME = b"X-IRMC-LUID"
_BARE_CR = re.compile(rb"\r(?![\r\n])")


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of a whole-store read: as it came, and with the LUID line taken out."""

    luid: str
    raw: bytes
    bare: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """What a whole-store read came apart into; `whole` tells that it is trusted."""

    pieces: tuple[Piece, ...]
    luids: tuple[str, ...]
    whole: bool


def add_luid(data: bytes, luid: str, block: bytes) -> bytes:
    """Return an item with its LUID line before the last END, as phones write it.

    Text without such an END is returned as it is.
    """
    at = 0
    last = -1
    for line in data.splitlines(keepends=True):
        if _is(line, b"END:" + block):
            last = at
        at += len(line)
    if last < 0:
        return data
    line = b"%s:%s\r\n" % (_NAME, luid.encode("utf-8", "surrogateescape"))
    return data[:last] + line + data[last:]


def without_luid(data: bytes) -> bytes:
    """Return an item without the lines that name its LUID."""
    return b"".join(line for line in _lines(data) if not _names_luid(line))


def cut(body: bytes, block: bytes) -> Cut:
    """Cut a whole-store read into its items; `luids` are all that its lines name."""
    pieces: list[Piece] = []
    luids: list[str] = []
    whole = True
    for lines in _blocks(body, block):
        named = [_luid(line) for line in lines if _names_luid(line)]
        luids += [luid for luid in named if luid]
        piece = _piece(lines, block)
        if piece is None:
            whole = False
        else:
            pieces.append(piece)
    unique = tuple(dict.fromkeys(luids))
    return Cut(tuple(pieces), unique, whole and len(unique) == len(luids))


def _blocks(body: bytes, block: bytes) -> Iterator[list[bytes]]:
    """Groups of lines: from BEGIN to END, or whatever lies between two such groups."""
    group: list[bytes] = []
    for line in _lines(body):
        if group and _is(line, b"BEGIN:" + block):
            yield group
            group = []
        group.append(line)
        if _is(line, b"END:" + block):
            yield group
            group = []
    if group:
        yield group


def _lines(body: bytes) -> list[bytes]:
    lines = [line + b"\n" for line in body.split(b"\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _piece(lines: list[bytes], block: bytes) -> Piece | None:
    """The item that `lines` are, or None when they may be less or more than one item."""
    named = [line for line in lines if _names_luid(line)]
    closed = _is(lines[0], b"BEGIN:" + block) and _is(lines[-1], b"END:" + block)
    whole = b"".join(lines)
    # Another item may hide in a line: behind a bare CR, or one that ends without a line end.
    closed = closed and whole.upper().count(b"BEGIN:" + block) == 1 and not _BARE_CR.search(whole)
    if not closed or len(lines) < 3 or len(named) != 1:  # noqa: PLR2004 - BEGIN, LUID, END
        return None
    luid = _luid(named[0])
    folded = lines[lines.index(named[0]) + 1].startswith((b" ", b"\t"))
    if not luid or folded:
        return None
    return Piece(luid, whole, b"".join(line for line in lines if line is not named[0]))


def _is(line: bytes, wanted: bytes) -> bool:
    return line.rstrip().upper() == wanted


def _names_luid(line: bytes) -> bool:
    return line[: len(_NAME) + 1].upper() == _NAME + b":"


def _luid(line: bytes) -> str:
    """The LUID of its line; empty when it cannot be one, so that the cut is not trusted."""
    value = line[len(_NAME) + 1 :].rstrip(b"\r\n").strip(b" \t")
    luid = value[:MAX_LUID].decode("utf-8", "replace")
    sound = len(value) <= MAX_LUID and luid.isprintable() and "\ufffd" not in luid
    return luid if sound else ""
