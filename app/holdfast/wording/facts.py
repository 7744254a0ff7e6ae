"""What a photo or video says of itself, as rows of a label and a value."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.records.pictures.messages import Facts
from holdfast.wording import times
from holdfast.wording.i18n import _


def rows(facts: Facts) -> Iterator[tuple[str, str]]:
    """When it was taken, how large it is, how long it runs; what is not known is left out."""
    if facts.taken is not None:
        yield _("Taken"), times.full(facts.taken)
    if facts.width and facts.height:
        size = _("{width} by {height} pixels")
        yield _("Size"), size.format(width=facts.width, height=facts.height)
    if facts.seconds is not None:
        yield _("Length"), times.duration(facts.seconds)
