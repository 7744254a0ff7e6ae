"""When two shown fields are one and the same, in whatever dialect they were written."""

from __future__ import annotations

from urllib.parse import unquote

from holdfast.records.formats.converting import values
from holdfast.records.formats.converting.cards.names import APPLE_RELATIONS, GENDERS, MESSENGERS
from holdfast.records.formats.dates import DayOfYear, Moment
from holdfast.records.formats.fields import Alarm, Field, Picture
from holdfast.records.formats.recurring.recurrence import Recurrence
from holdfast.records.matching.content_calendar import (
    alarm_said,
    date_said,
    rule_said,
    said,
    said_in_place,
)
from holdfast.records.matching.shown import Shown
from holdfast.records.matching.words import plain

_SAYS_NOTHING = frozenset(
    ("voice", "internet", "x400", "text", "uri", "intl", "postal", "parcel", "needs-action")
)
_DEFAULTS = frozenset(
    (
        ("class", "public"),
        ("shown-as", "opaque"),
        ("status", "needs-action"),
        ("status", "completed"),  # told by the tick
        ("percent", "0"),
        ("percent", "100"),
        ("priority", "0"),
    )
)
_PLACES = frozenset(("home", "work"))
_WORDS = ("status", "class", "shown-as")
_FOLDED = ("email", "attendee", "organizer")
_UNORDERED = ("categories", "resources")


def identity(field: Field, shown: Shown) -> tuple[object, ...] | None:
    """What two fields have equal when they are the same; None for one that says nothing."""
    label = field.label
    value = _value(field, shown)
    word = field.types[0] if label in _WORDS and field.types else value
    if (label, word) in _DEFAULTS or (label == "end" and _no_length(field, shown)):
        return None
    if label in _WORDS:
        return (label, word)
    if label == "im":
        return _messenger(field)
    return _labelled(field, value)


def _labelled(field: Field, value: object) -> tuple[object, ...]:
    """Apple says by a label what vCard 4.0 says by a type, or by a property of its own."""
    label, types, custom = field.label, types_of(field), field.custom
    if label == "related" and custom in APPLE_RELATIONS:
        types, custom = types | {custom}, ""
    elif label == "date" and custom == "anniversary":
        label, custom = custom, ""
    return (label, types, custom, value)


def _messenger(field: Field) -> tuple[object, ...]:
    """X-SIP has its service among the types, IMPP in the value: ``sip:jane@example.org``."""
    types = types_of(field)
    scheme, colon, handle = field.value.partition(":")
    services = (MESSENGERS.get(f"X-{word.upper()}", "") for word in types)
    named = {scheme.lower()} if colon else set(filter(None, services))
    return (field.label, types & _PLACES, field.custom, frozenset(named), unquote(handle or scheme))


def types_of(field: Field) -> frozenset[str]:
    """The types that tell something."""
    if not field.types:
        return frozenset()
    words = (word.replace(" ", "-") for word in field.types)
    return frozenset(word for word in words if word not in _SAYS_NOTHING)


def _no_length(field: Field, shown: Shown) -> bool:
    return field.meaning is not None and field.meaning == shown.times.start


def _value(field: Field, shown: Shown) -> object:
    match field.meaning:
        case None:
            return _text(field)
        case Moment() as moment:
            return _moment(field, moment, shown)
        case Recurrence() as rule:
            return rule_said(rule, shown.times.start or shown.times.due)
        case Alarm() as alarm:
            snooze = alarm.snooze if alarm.repeat else None
            return (alarm_said(alarm, shown.times), alarm.repeat, snooze)
        case Picture(sha256=digest):
            return digest
        case DayOfYear() as day:
            return day


def _moment(field: Field, moment: Moment, shown: Shown) -> str:
    if field.label in ("repeats-also", "repeats-except"):
        return date_said(moment, shown.times)
    zoned = shown.recurs and field.label in ("start", "end", "due")
    return said_in_place(moment) if zoned else said(moment)


def _text(field: Field) -> object:
    if field.label in _UNORDERED:
        return frozenset(plain(part) for part in field.value.split(","))
    text = plain(field.value)
    if field.label == "position":
        found = values.place(text)
        return tuple(map(float, found)) if found else text
    if field.label == "time-zone":
        return values.offset(text) or text
    if field.label == "gender":
        return GENDERS.get(text.lower(), text.upper())
    return text.lower() if field.label in _FOLDED else text
