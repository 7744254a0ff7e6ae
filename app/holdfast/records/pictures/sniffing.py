"""What a file is by its first bytes, since names lie and FFmpeg must not guess."""

from __future__ import annotations

PICTURE = ""
"""Not a movie: Pillow decides what it is."""

BOXES, AVI = "mov", "avi"

_STILL_BRANDS = frozenset(
    b"heic heix heim heis hevc hevx hevm hevs mif1 msf1 avif avis".split(),
)
_OLD_QUICKTIME = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_MARKS = (
    (b"\x1a\x45\xdf\xa3", "matroska"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9", "asf"),
    (b"\x00\x00\x01\xba", "mpeg"),
)
_TRANSPORT_PACKET = 188
_PICTURE_MARKS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")


def movie_format(data: bytes) -> str:
    """The name FFmpeg has for the movie's container, or `PICTURE`."""
    if data[4:8] == b"ftyp":
        return PICTURE if data[8:12] in _STILL_BRANDS else BOXES
    if data[4:8] in _OLD_QUICKTIME and data[:1] < b"\x20":
        return BOXES
    if data[:4] == b"RIFF" and data[8:12] == b"AVI ":
        return AVI
    if all(data[place : place + 1] == b"G" for place in range(0, 565, _TRANSPORT_PACKET)):
        return "mpegts"
    return next((name for mark, name in _MARKS if data.startswith(mark)), PICTURE)


def is_picture(data: bytes) -> bool:
    """Whether it starts like a picture, whatever became of the rest."""
    if data[4:8] == b"ftyp":
        return data[8:12] in _STILL_BRANDS
    if data[:2] == b"BM":
        return data[6:10] == bytes(4)
    return data.startswith(_PICTURE_MARKS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
