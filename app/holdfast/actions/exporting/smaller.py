"""Small pictures for the viewer, made in a process that may be killed."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from holdfast.records.pictures.thumbnails import PictureRefused, ThumbnailWorker

_EDGE = 360


class Smaller:
    """Makes small pictures for the time of a `with` block."""

    def __init__(self) -> None:
        """No process is started before the first picture."""
        self._worker = ThumbnailWorker()

    def __call__(self, data: bytes) -> bytes | None:
        """A JPEG or PNG of the picture or video in `data`; None where none can be made."""
        try:
            return self._worker.thumbnail(data, _EDGE).image
        except PictureRefused:
            return None

    def __enter__(self) -> Self:
        """Nothing is done before the first picture."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End the process."""
        self._worker.close()
