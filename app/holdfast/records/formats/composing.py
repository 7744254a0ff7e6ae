"""Unicode composition in bounded time."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

_MOST_MARKS = 30
_FIRST_MARK, _BEHIND_MARKS = 0x300, 0x1F000


def composed(text: str) -> str:
    """The text in form C; as it is where more than 30 combining marks follow one another.

    Python's time grows with the square of such a run, and no language writes one (Unicode
    Standard Annex 15, 13: the Stream-Safe Text Format).
    """
    return _normalised("NFC", text)


def compatible(text: str) -> str:
    """The text in form KC, where a wide digit is a digit; as it is where `composed` leaves it."""
    return _normalised("NFKC", text)


def _normalised(form: Literal["NFC", "NFKC"], text: str) -> str:
    if text.isascii() or unicodedata.is_normalized(form, text):
        return text
    if len(text) > _MOST_MARKS and _long_run().search(text):
        return text
    return unicodedata.normalize(form, text)


@lru_cache(maxsize=1)
def _long_run() -> re.Pattern[str]:
    """Marks, and what the normal forms take apart so that a mark comes first."""
    letters = map(chr, range(_FIRST_MARK, _BEHIND_MARKS))
    apart = ((letter, unicodedata.normalize("NFKD", letter)) for letter in letters)
    marks = "".join(re.escape(letter) for letter, whole in apart if unicodedata.combining(whole[0]))
    return re.compile(f"[{marks}]{{{_MOST_MARKS + 1}}}")
