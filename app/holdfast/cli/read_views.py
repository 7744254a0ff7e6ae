"""What `read --json` prints of one item as a person sees it."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from holdfast.records.formats.components import Component
from holdfast.records.formats.dates import Moment
from holdfast.records.formats.fields import Field
from holdfast.records.formats.occurrences import Calendar, next_occurrences
from holdfast.records.formats.vcard import name_parts
from holdfast.records.formats.view import View, view_entry, view_item
from holdfast.records.formats.xml.elements import Element
from holdfast.records.model.kinds import Kind

_NAME_PARTS = ("family", "given", "middle", "prefix", "suffix")
Shape = dict[str, Any]


def blob_shape(blob: bytes) -> Shape:
    """How many bytes, and which."""
    return {"bytes": len(blob), "sha256": hashlib.sha256(blob).hexdigest()}


def entry_view(kind: Kind, entry: Element) -> Shape:
    """What a person sees of one message or call of an XML backup."""
    seen = view_entry(entry)
    return _glance(kind, seen) | {"when": _time(seen.start)}


def view_shape(kind: Kind, item: Component, calendar: Calendar, now: datetime) -> Shape:
    """What a person sees of one item; `end` of whole days is the day after."""
    seen = view_item(kind, item, calendar)
    shape = _glance(kind, seen)
    if kind is Kind.CONTACTS:
        return shape | _card_shape(seen, item)
    if kind is Kind.MESSAGES:
        return shape | {"when": _time(seen.start)}
    coming = next_occurrences(item, calendar, now) if seen.repeats else None
    return shape | _times_shape(seen) | _repeats_shape(seen, coming)


def _glance(kind: Kind, seen: View) -> Shape:
    return {
        "kind": str(kind),
        "title": seen.title,
        "subtitle": seen.subtitle,
        "fields": [_field_shape(field) for field in seen.fields],
        "body": seen.body,
    }


def _field_shape(field: Field) -> Shape:
    return {"label": field.label, "types": list(field.types), "value": field.value}


def _card_shape(seen: View, card: Component) -> Shape:
    return {
        "name": dict(zip(_NAME_PARTS, name_parts(card), strict=True)),
        "numbers": [field.value for field in seen.fields if field.label == "phone"],
        "emails": [field.value for field in seen.fields if field.label == "email"],
        "photo": blob_shape(seen.photo) if seen.photo is not None else None,
    }


def _times_shape(seen: View) -> Shape:
    end = _day_after(seen.end) if seen.end is not None and seen.all_day else seen.end
    return {
        "start": _time(seen.start, all_day=seen.all_day),
        "end": _time(end, all_day=seen.all_day),
        "due": _time(seen.due, all_day=seen.all_day),
        "zone": seen.zone,
        "all_day": seen.all_day,
        "done": seen.done,
    }


def _day_after(when: datetime) -> datetime:
    """The day after, but for the calendar's last (``DTEND:99991231``)."""
    return when + timedelta(days=1) if when.date() < date.max else when


def _repeats_shape(seen: View, coming: tuple[Moment, ...] | None) -> Shape:
    """When it takes place: from its start on, and from now on; null is not worked out."""
    first = seen.first_occurrences
    return {
        "repeats": seen.repeats,
        "occurrences": _moments(first),
        "next_occurrences": _moments(coming if seen.repeats else ()),
    }


def _moments(moments: tuple[Moment, ...] | None) -> list[str | None] | None:
    if moments is None:
        return None
    return [_time(moment.when, all_day=moment.all_day) for moment in moments]


def _time(when: datetime | None, *, all_day: bool = False) -> str | None:
    if when is None:
        return None
    return when.date().isoformat() if all_day else when.isoformat()
