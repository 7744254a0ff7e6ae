"""What must hold of the readers of picture and movie headers, whatever the bytes."""

from __future__ import annotations

from datetime import datetime

from holdfast.records.pictures import png, xmp
from holdfast.records.pictures.exif import read_exif
from holdfast.records.pictures.movies import Movie, read_avi, read_boxes
from holdfast.records.pictures.sniffing import movie_format

_EARLIEST = 1900


def check_exif(data: bytes) -> None:
    """An orientation that exists, and dates that can be told."""
    exif = read_exif(data)
    assert exif.orientation in range(9)
    for when in (exif.exposed, exif.changed, exif.satellite):
        _check_date(when)


def check_png(data: bytes) -> None:
    """Chunks of any size cost no more than they hold."""
    notes = png.read_notes(data)
    assert len(notes.exif) + len(notes.xmp) <= len(data)
    _check_date(notes.created)
    _check_date(notes.changed)
    check_exif(notes.exif)


def check_xmp(data: bytes) -> None:
    """A date or none, an orientation or 0."""
    _check_date(xmp.taken(data))
    assert xmp.orientation(data) in range(9)


def check_movie(data: bytes) -> None:
    """Both kinds of movie headers, whatever the first bytes say."""
    assert isinstance(movie_format(data), str)
    for movie in (read_boxes(data), read_avi(data)):
        _check_movie(movie)


def _check_movie(movie: Movie) -> None:
    _check_date(movie.taken)
    assert movie.seconds is None or movie.seconds > 0
    assert movie.width >= 0
    assert movie.height >= 0


def _check_date(when: datetime | None) -> None:
    assert when is None or (when.year >= _EARLIEST and datetime.fromisoformat(when.isoformat()))
