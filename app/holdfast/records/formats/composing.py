"""Unicode composition in bounded time."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MOST_MARKS = 30
_FIRST_MARK, _BEHIND_MARKS = 0x300, 0x1F000


def composed(text: str) -> str:
    """The text in form C; as it is where more than 30 combining marks follow one another.

    Python's time grows with the square of such a run, and no language writes one (Unicode
    Standard Annex 15, 13: the Stream-Safe Text Format).
    """
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    if len(text) > _MOST_MARKS and _long_run().search(text):
        return text
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=1)
def _long_run() -> re.Pattern[str]:
    codes = range(_FIRST_MARK, _BEHIND_MARKS)
    marks = "".join(re.escape(chr(code)) for code in codes if unicodedata.combining(chr(code)))
    return re.compile(f"[{marks}]{{{_MOST_MARKS + 1}}}")
