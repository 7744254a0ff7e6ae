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


RECORD_KINDS = tuple(kind for kind in Kind if not kind.is_media)
MEDIA_KINDS = tuple(kind for kind in Kind if kind.is_media)
