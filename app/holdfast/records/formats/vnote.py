"""What a vNote says: its text and when it was written."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.records.formats.components import Component
from holdfast.records.formats.dates import Moment, parse_moment
from holdfast.records.formats.fields import Field

_DATES = (("LAST-MODIFIED", "modified"), ("DCREATED", "created"), ("CREATED", "created"))
_SILENT = ("VERSION", "BODY", "X-IRMC-LUID", "SUMMARY", "CLASS", "UID")


def body_of(note: Component) -> str:
    """The note's text."""
    return note.text("BODY").replace("\r\n", "\n").replace("\r", "\n")


def first_line(text: str) -> str:
    """The first line that says anything, blanks made single."""
    return next((" ".join(line.split()) for line in text.splitlines() if line.strip()), "")


def second_line(text: str) -> str:
    """The next line that says anything."""
    said = (" ".join(line.split()) for line in text.splitlines() if line.strip())
    next(said, "")
    return next(said, "")


def written(note: Component) -> Moment | None:
    """When it was last changed, or else created."""
    for name, _ in _DATES:
        moment = parse_moment(note.text(name)[:100])
        if moment is not None:
            return moment
    return None


def note_fields(note: Component) -> Iterator[Field]:
    """Dates, class, categories and whatever else the note carries."""
    for name, label in _DATES:
        value = note.text(name)
        if value:
            yield Field(label, value, meaning=parse_moment(value[:100]))
    for entry in note.properties:
        name = entry.head.name
        if name in _SILENT or name in dict(_DATES):
            continue
        value = entry.text().strip()
        if value:
            label = "categories" if name == "CATEGORIES" else "other"
            yield Field(label, value, () if label == "categories" else (name,))
