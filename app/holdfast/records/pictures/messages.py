"""What runs through the pipes between the app and its picture worker.

Once it can work, the worker says `READY`. A question is the edge length (u32; 0 asks for the
facts alone), the length of the file (u64) and the file. An answer is a head of fixed length,
then the date (ISO 8601 in ASCII), the camera (UTF-8) and the image. Numbers are big-endian.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO

READY = b"pictures 3\n"
QUESTION = struct.Struct(">IQ")
HEAD = struct.Struct(">BBIIIIdddBHI")

MADE, NOT_A_PICTURE, DAMAGED, TOO_LARGE, NO_VIDEO = range(5)
"""Statuses of an answer."""

MAX_PICTURE = 256 * 1024 * 1024
"""Largest file that is looked at, in bytes."""
MAX_EDGE = 4608
"""Longest edge of a picture that is given back, in pixels: what most cameras of phones make."""
MAX_ANSWER = 96 * 1024 * 1024
"""Largest answer that is believed, in bytes: more than `MAX_EDGE` squared takes as a PNG."""


_MAX_CAMERA = 200
_MOST_NORTH, _MOST_EAST = 90, 180


@dataclass(frozen=True, slots=True)
class Facts:
    """What a picture or movie says of itself, without being decoded.

    `width` and `height` are those of the whole picture, upright, in pixels; 0 if unknown.
    `taken` is the camera's wall time (naive), or aware where it wrote an offset or the format
    says UTC; in the order: exposure, XMP, file date of the camera, GPS, PNG's notes; for
    movies their header. `seconds` is the length of a movie, None for pictures. `camera` is its
    maker and model, `place` where it was taken: degrees north and east.
    """

    width: int = 0
    height: int = 0
    taken: datetime | None = None
    seconds: float | None = None
    camera: str = ""
    place: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`whole` is False where only the part that could be read is shown."""

    status: int
    facts: Facts = field(default_factory=Facts)
    width: int = 0
    height: int = 0
    whole: bool = True
    image: bytes = b""

    def packed(self) -> bytes:
        """As it runs through the pipe."""
        facts = self.facts
        date = facts.taken.isoformat().encode("ascii") if facts.taken else b""
        seconds = math.nan if facts.seconds is None else facts.seconds
        camera = facts.camera.encode("utf-8", "replace")
        sizes = (self.width, self.height, facts.width, facts.height)
        numbers = (seconds, *(facts.place or (math.nan, math.nan)))
        lengths = (len(date), len(camera), len(self.image))
        head = HEAD.pack(self.status, self.whole, *sizes, *numbers, *lengths)
        return head + date + camera + self.image


def read_answer(stream: IO[bytes]) -> Answer:
    """Read one answer and believe no more of it than can be true.

    Raises `EOFError` or `ValueError` where the worker ended or talks nonsense.
    """
    status, whole, *rest = HEAD.unpack(read_exactly(stream, HEAD.size))
    width, height, full_width, full_height, seconds, *place, date_size, camera_size, image_size = (
        rest
    )
    if status > NO_VIDEO or image_size > MAX_ANSWER or max(width, height) > MAX_EDGE:
        raise ValueError
    if seconds < 0 or seconds == math.inf:
        raise ValueError
    date = read_exactly(stream, date_size).decode("ascii")
    camera = read_exactly(stream, camera_size).decode("utf-8")
    image = read_exactly(stream, image_size)
    facts = Facts(
        full_width,
        full_height,
        datetime.fromisoformat(date) if date else None,
        None if math.isnan(seconds) else seconds,
        camera[:_MAX_CAMERA],
        _place(*place),
    )
    return Answer(status, facts, width, height, bool(whole), image)


def _place(north: float, east: float) -> tuple[float, float] | None:
    known = abs(north) <= _MOST_NORTH and abs(east) <= _MOST_EAST
    return (north, east) if known else None


def read_exactly(stream: IO[bytes], size: int) -> bytes:
    """Read `size` bytes at once, without a second copy; raise `EOFError` when there are fewer."""
    data = stream.read(size) if size else b""
    if len(data) < size:
        raise EOFError
    return data
