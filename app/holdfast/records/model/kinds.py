"""The kinds of things a phone holds."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """One kind of item; the value is its name on the command line and in JSON."""

    CONTACTS = "contacts"
    CALENDAR = "calendar"
    TODOS = "to-dos"
    NOTES = "notes"
    MESSAGES = "messages"
    CALLS = "calls"
    PHOTOS = "photos"
    FILES = "files"

    @property
    def is_media(self) -> bool:
        """Whether items keep the phone's own folder and file name (photos, files)."""
        return self in (Kind.PHOTOS, Kind.FILES)


_PICTURE_ENDINGS = tuple(
    f".{ending}"
    for group in (
        "arw avif bmp cr2 dng gif heic heif jpe jpeg jpg nef orf png raf rw2 tif tiff wbmp webp",
        "3g2 3gp avi m2ts m4v mkv mov mp4 mpeg mpg mts webm wmv",
    )
    for ending in group.split()
)


def media_kind(name: str) -> Kind:
    """Which kind a file of this name is: photos (and videos), or files."""
    return Kind.PHOTOS if name.lower().endswith(_PICTURE_ENDINGS) else Kind.FILES
