"""Texts and names, folded so that their spelling does not count; and what of a text changed."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from holdfast.records.formats.composing import composed
from holdfast.records.formats.summary import fold

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_MAX_WORDS = 24
_MAX_NAME = 300
_SHORTEST_TYPO = 4
_TITLES = frozenset(
    ("mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "sir", "mme", "mlle", "sr", "sra")
)


class Kinship(Enum):
    """How two names go together, the nearest first."""

    EQUAL = "equal"
    INITIALS = "initials"
    PART = "part"
    TYPO = "typo"
    OTHER = "other"
    NONE = "none"


def plain(text: str) -> str:
    """A text as it counts: composed letters, one kind of line end, no blanks around it."""
    text = text.strip()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return composed(text)


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words of a name, folded and sorted, titles ("Dr") left out where others are left."""
    found = [word.replace("\u2019", "'") for word in _WORD.findall(fold(text[:_MAX_NAME]))]
    found = found[:_MAX_WORDS]
    named = [word for word in found if word not in _TITLES]
    return tuple(sorted(named or found))


def kinship(one: tuple[str, ...], other: tuple[str, ...]) -> Kinship:
    """How two names, as `words` gives them, go together.

    "Doe Jane" equals "Jane Doe"; "J. Doe" is its initials; "Jane" is part of it; "Jane Dow"
    may be a typo. Two people of one family are OTHER, and NONE is where one has no name.
    """
    if not one or not other:
        return Kinship.NONE
    left, right = _without(one, other), _without(other, one)
    if not left or not right:
        return Kinship.PART if left or right else Kinship.EQUAL
    return _kinship_of_rest(left, right, shared=len(left) < len(one))


def _kinship_of_rest(left: list[str], right: list[str], *, shared: bool) -> Kinship:
    """How names go together of which `left` and `right` are the words that differ."""
    if len(left) != len(right):
        return Kinship.OTHER
    if shared and all(_initial(*pair) for pair in zip(left, right, strict=True)):
        return Kinship.INITIALS
    return Kinship.TYPO if len(left) == 1 and _typo(left[0], right[0]) else Kinship.OTHER


def _without(words: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    left, kept = list(others), []
    for word in words:
        if word in left:
            left.remove(word)
        else:
            kept.append(word)
    return kept


def _initial(one: str, other: str) -> bool:
    return (len(one) == 1 or len(other) == 1) and one[0] == other[0]


def _typo(one: str, other: str) -> bool:
    """Whether one letter was changed, added, left out or swapped with its neighbour."""
    if min(len(one), len(other)) < _SHORTEST_TYPO or abs(len(one) - len(other)) > 1:
        return False
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    gone, come = one[head : len(one) - tail], other[head : len(other) - tail]
    return (len(gone) <= 1 and len(come) <= 1) or (len(gone) == 2 and gone == come[::-1])  # noqa: PLR2004


def _common(one: str, other: str) -> int:
    """How many letters both begin with."""
    size, step = min(len(one), len(other)), 4096
    start = 0
    while start < size and one[start : start + step] == other[start : start + step]:
        start += step
    for place in range(start, size):
        if one[place] != other[place]:
            return place
    return size


def changed_span(before: str, after: str) -> tuple[slice, slice]:
    """Where two texts differ, cut at words: all outside the slices is common to both.

    A text that was extended has an empty slice before. Linear in both texts.
    """
    head = _common(before, after)
    rest = min(len(before), len(after)) - head
    tail = min(_common(before[head:][::-1], after[head:][::-1]), rest)
    head = min(_word_start(before, head), _word_start(after, head))
    ends = len(before) - tail, len(after) - tail
    tail -= max(_to_word_end(before, ends[0]), _to_word_end(after, ends[1]))
    return slice(head, len(before) - tail), slice(head, len(after) - tail)


def _word_start(text: str, place: int) -> int:
    """The start of the word that `place` is inside of."""
    while 0 < place < len(text) and text[place].isalnum() and text[place - 1].isalnum():
        place -= 1
    return place


def _to_word_end(text: str, place: int) -> int:
    """How far it is from `place` to the end of the word that it is inside of."""
    end = place
    while 0 < end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return end - place
