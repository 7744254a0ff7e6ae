"""What copied things say as plain text."""

from __future__ import annotations

from holdfast.actions import handing_out
from holdfast.records.formats.view import View
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem
from holdfast.wording import fields, talks, times


def text_of(clipped: handing_out.Clip) -> str:
    """All copied things: messages a line each, other records a paragraph each."""
    parts = [_text(item, seen) for item, seen in clipped.views]
    lines = all(item.kind in (Kind.MESSAGES, *_MEDIA) for item, _ in clipped.views)
    return ("\n" if lines else "\n\n").join(parts)


_MEDIA = tuple(kind for kind in Kind if kind.is_media)


def _text(item: StoredItem, seen: View) -> str:
    if item.kind.is_media:
        return item.path[-1] if item.path else item.title
    if item.kind is Kind.MESSAGES:
        when = seen.start or item.when
        return talks.spoken(seen.title, times.full(when) if when else "", seen.body)
    labelled = [f"{fields.label(field)}: {fields.value(field)}" for field in seen.fields]
    return "\n".join(part for part in (seen.title, *labelled, seen.body) if part)
