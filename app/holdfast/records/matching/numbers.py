"""Telephone numbers: one form for what is the same, and what rings the same telephone.

For sameness only the marks between digits do not count. That "00" may stand for "+", and a
national number for an international one, is guessed, and so serves likeness alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from holdfast.records.formats.composing import compatible

_MARKS = re.compile(r"[\s()\[\]./\-\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060-\u2069]+")
_AFTER = re.compile(r"(?<=\d)(?:[;,pwx]|ext).*", re.DOTALL)
_TRUNK = re.compile(r"\(\s*0\s*\)")
_PREFIXES = ("00", "011")
_INTERNATIONAL = 11
_SHORTEST = 5
_SHORTEST_NATIONAL = 6
_LONGEST_COUNTRY = 3
_TAIL = 7
_MAX_NUMBER = 100


class Number(NamedTuple):
    """What is dialled: digits without prefix or trunk zero; `world` with the country's code."""

    digits: str
    world: bool

    @property
    def tail(self) -> str:
        """The digits that every spelling of the number ends in: a key to look others up by."""
        return self.digits[-_TAIL:]


def written(text: str) -> str:
    """A number without the marks between its digits: what of it counts for sameness.

    "+1 (555) 010-2233" and "+15550102233" are the same; "0015550102233" is another. Pauses
    and extensions stay.
    """
    text = compatible(text).strip().lower().removeprefix("tel:")
    return compatible(_MARKS.sub("", text))


def dialled(text: str) -> Number | None:
    """Guess what `text` dials; None where it is no number that one telephone could have.

    Short codes (112, a voice box) are nobody's own. Pauses and extensions are cut.
    """
    if len(text) > _MAX_NUMBER:
        return None
    bare = _AFTER.sub("", written(_TRUNK.sub("", text) if "(" in text and "+" in text else text))
    world = bare.startswith("+")
    digits = bare.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return None
    for prefix in _PREFIXES:
        if not world and digits.startswith(prefix) and len(digits) >= _INTERNATIONAL:
            world, digits = True, digits.removeprefix(prefix)
    if not world and digits.startswith("0"):
        digits = digits[1:]
    return Number(digits, world) if len(digits) >= _SHORTEST else None


def rings_same(one: Number, other: Number) -> bool:
    """Whether both may ring one telephone: "030 123456" and "+49 30 123456"."""
    if one.digits == other.digits:
        return True
    if one.world == other.world:
        return False
    longer, shorter = (one, other) if one.world else (other, one)
    country = len(longer.digits) - len(shorter.digits)
    return (
        1 <= country <= _LONGEST_COUNTRY
        and len(shorter.digits) >= _SHORTEST_NATIONAL
        and longer.digits.endswith(shorter.digits)
    )
