"""Which of several checks an input gets, so that a million inputs share what is dear.

The same input gets the same checks each time, or no finding could be looked at again.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_ONE_IN = 16


def one_for(data: bytes, choices: Sequence[T]) -> T:
    """The choice that falls to `data`."""
    return choices[zlib.crc32(data) % len(choices)]


def is_read_twice(data: bytes) -> bool:
    """Whether `data` is among the one in sixteen that must be read the same a second time."""
    return zlib.crc32(data) >> 8 & (_ONE_IN - 1) == 0
