"""Thumbnails made in a process of their own, which a hostile picture may take down alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from holdfast.errors import Problem


class Refusal(StrEnum):
    """Why a picture was refused; worded by `holdfast.wording`."""

    NOT_A_PICTURE = "not-a-picture"
    DAMAGED = "damaged"
    TOO_LARGE = "too-large"
    TOO_SLOW = "too-slow"


@dataclass(eq=False)
class PictureRefused(Problem):
    """A picture that cannot or should not be opened."""

    reason: Refusal


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small JPEG or PNG, upright; `width` and `height` are its own in pixels.

    `taken` is the camera's wall time from EXIF (naive, or aware where an offset is written).
    """

    image: bytes
    width: int
    height: int
    taken: datetime | None = None


class ThumbnailWorker:
    """One worker process, started when first needed; safe to call from any thread."""

    def thumbnail(self, data: bytes, size: int) -> Thumbnail:
        """Scale the picture in `data` into `size` x `size` pixels; raise `PictureRefused`."""
        raise NotImplementedError

    def close(self) -> None:
        """End the process; it starts again when asked again."""
        raise NotImplementedError
