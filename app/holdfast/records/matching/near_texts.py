"""Two notes or messages that may be one: by their words, and by who sent them when."""

from __future__ import annotations

import zlib
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nsmallest

from holdfast.records.formats.summary import fold
from holdfast.records.formats.vnote import first_line
from holdfast.records.matching.reasons import Finding, Reason, Trace
from holdfast.records.matching.words import words

_MAX_TEXT = 16 * 1024
_SHINGLE = 3
_SKETCH = 48
_KEYS = 4
_ALIKE = 0.6
_FEW = 4
_SHORTEST_LINE = 4
_FEWEST_SHINGLES = 4
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_FARTHEST = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class TextTrace(Trace):
    """A note, or with `who` and `when` a message.

    `text` is folded, `line` its first line; `sketch` holds the smallest hashes of its runs of
    three words, `size` tells how many runs there are. `when` has no zone.
    """

    text: str
    line: str
    sketch: frozenset[int]
    size: int
    who: str = ""
    when: datetime | None = None
    sent: bool = False


def text_trace(
    digest: str,
    uid: str,
    text: str,
    *,
    who: str = "",
    when: datetime | None = None,
    sent: bool = False,
) -> TextTrace:
    """Trace one note; one message where `who` (its other side's number) or `when` is given."""
    folded = " ".join(fold(text[:_MAX_TEXT]).split())
    line = " ".join(words(first_line(text)))
    hashes = _shingles(folded)
    sketch = nsmallest(_SKETCH, hashes)
    message = bool(who) or when is not None
    said = ("said", who, zlib.crc32(folded.encode()), len(folded))
    keys = (said,) if message else tuple(_note_keys(line, sketch))
    stamp = when.isoformat() if when else ""
    return TextTrace(
        digest, uid, keys, (stamp if message else folded[:200], folded[:200]),
        folded, line, frozenset(sketch), len(hashes), who, when, sent,
    )  # fmt: skip


def _shingles(folded: str) -> set[int]:
    said = folded.split(" ")
    runs = range(max(len(said) - _SHINGLE + 1, 1))
    return {zlib.crc32(" ".join(said[at : at + _SHINGLE]).encode()) for at in runs}


def _note_keys(line: str, sketch: list[int]) -> Iterator[Hashable]:
    if len(line) >= _SHORTEST_LINE:
        yield ("line", line)
    yield from (("run", value) for value in sketch[:_KEYS])


def compare_texts(one: TextTrace, other: TextTrace, sharing: int = 2) -> Finding | None:
    """What speaks for two notes, or two messages, being one; None where too little does.

    A first line that very many share ("Shopping") is a habit, and proves nothing by itself.
    """
    if one.when is not None or other.when is not None:
        return _messages(one, other)
    if one.uid and one.uid == other.uid:
        return Finding(0.95, (Reason.SAME_UID,))
    if one.text == other.text:
        return Finding(0.95, (Reason.SAME_TEXT,)) if one.text else None
    return _notes(one, other, sharing)


def _messages(one: TextTrace, other: TextTrace) -> Finding | None:
    """One text to one number: at one time, or to the second some whole hours on."""
    same = one.text == other.text and one.who == other.who and one.sent == other.sent
    if not same or one.when is None or other.when is None:
        return None
    apart = abs(one.when - other.when)
    if apart < _MINUTE:
        return Finding(0.95, (Reason.SAME_TEXT, Reason.SAME_TIME))
    if apart <= _FARTHEST and apart % _HOUR == timedelta(0):
        return Finding(0.8, (Reason.SAME_TEXT, Reason.SHIFTED))
    return None


def _notes(one: TextTrace, other: TextTrace, sharing: int) -> Finding | None:
    small, large = sorted((one, other), key=lambda trace: trace.size)
    likeness = _likeness(one, other)
    headed = len(one.line) >= _SHORTEST_LINE and one.line == other.line
    inside = bool(small.text) and small.text in large.text and small.size >= _FEWEST_SHINGLES
    reasons = [Reason.FIRST_LINE] if headed else []
    if inside:
        return Finding(0.9 if headed else 0.7, (*reasons, Reason.SUBSET))
    if likeness >= _ALIKE and small.size >= _FEWEST_SHINGLES:
        return Finding(round(0.3 + 0.6 * likeness, 2), (*reasons, Reason.ALIKE_TEXT))
    return Finding(0.55, tuple(reasons)) if headed and sharing <= _FEW else None


def _likeness(one: TextTrace, other: TextTrace) -> float:
    """How many of all their runs of words both have, told from the smallest hashes."""
    shared, union = one.sketch & other.sketch, one.sketch | other.sketch
    size = min(_SKETCH, len(union))
    if not size or len(shared) < _ALIKE * size:
        return 0.0
    return sum(value in shared for value in sorted(union)[:size]) / size
