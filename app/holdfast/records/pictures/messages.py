"""What runs through the pipes between the app and its picture worker.

A question is the edge length (u32), the length of the picture (u64) and the picture. An
answer is a status (u8), width and height (u32 each), the length of the date (u32, ISO 8601 in
ASCII) and of the image (u32), then both. Numbers are big-endian.
"""

from __future__ import annotations

import struct
from typing import IO

QUESTION = struct.Struct(">IQ")
ANSWER = struct.Struct(">BIIII")

MADE, NOT_A_PICTURE, DAMAGED, TOO_LARGE = range(4)
"""Statuses of an answer."""

MAX_PICTURE = 256 * 1024 * 1024
"""Largest picture file that is looked at, in bytes."""
MAX_ANSWER = 64 * 1024 * 1024
"""Largest answer that is believed, in bytes."""
MAX_EDGE = 4096
"""Longest edge of a thumbnail, in pixels."""


def read_exactly(stream: IO[bytes], size: int) -> bytes:
    """Read `size` bytes; raise `EOFError` when the stream ends before."""
    pieces = []
    while size:
        piece = stream.read(min(size, 1024 * 1024))
        if not piece:
            raise EOFError
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
