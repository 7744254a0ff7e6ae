"""What the full view tells of a photo or video, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.records.model.snapshot import StoredItem
from holdfast.records.pictures.messages import Facts
from holdfast.records.pictures.thumbnails import Refusal
from holdfast.wording import photos, sizes, talks, times, window


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact with its label."""

    label: str
    value: str

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return f"{self.label} {self.value}"


def fact_lines(item: StoredItem, facts: Facts) -> tuple[FactLine, ...]:
    """When, with what and where it was taken, and how large it is; what is unknown is left out."""
    lines: list[FactLine] = []
    if facts.taken is not None:
        lines.append(FactLine(photos.taken(), times.full(facts.taken)))
    elif item.modified is not None:
        lines.append(FactLine(window.field_modified(), times.full(item.modified)))
    if facts.camera:
        lines.append(FactLine(photos.camera(), facts.camera))
    if facts.width and facts.height:
        pixels = photos.size_in_pixels(facts.width, facts.height)
        lines.append(FactLine(photos.pixels(), pixels))
    lines.append(FactLine(window.field_size(), sizes.size(item.size)))
    if facts.seconds is not None:
        lines.append(FactLine(photos.length(), talks.length(round(facts.seconds))))
    if facts.place is not None:
        lines.append(FactLine(photos.place(), photos.coordinates(*facts.place)))
    return tuple(lines)


def apology(refusal: Refusal | None, *, whole: bool) -> str:
    """Why a picture is not shown, or not whole; empty where all is well."""
    if refusal is not None:
        return photos.not_shown(refusal)
    return "" if whole else photos.damaged()
