"""What an event becomes on an Android phone: the dialect it wants, and what comes back."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from holdfast.records.formats.converting.dialects import ICALENDAR, Dialect, Limit
from holdfast.records.formats.provider_rows.events import names
from holdfast.records.formats.provider_rows.events.reading import calendar_of
from holdfast.records.formats.provider_rows.events.writing import rows_of

_ONE = Limit(count=1)
_ONCE = ("SUMMARY", "LOCATION", "DESCRIPTION", "ORGANIZER")

ANDROID_EVENT = replace(
    ICALENDAR,
    properties=frozenset(
        (
            *names.TEXTS.values(),
            names.BUSY_STATUS,
            names.COLOR,
            names.DEFAULT_REMINDER,
            "ATTENDEE",
            "CLASS",
            "DTEND",
            "DTSTART",
            "DURATION",
            "EXDATE",
            "EXRULE",
            "ORGANIZER",
            "RDATE",
            "RECURRENCE-ID",
            "RRULE",
            "STATUS",
            "TRANSP",
            "VALARM",
        )
    ),
    params=frozenset(("CN", "CUTYPE", "PARTSTAT", "RELATED", "ROLE", "TZID")),
    limits=MappingProxyType(dict.fromkeys(_ONCE, _ONE)),
)
"""What Android's calendar keeps of an event."""


def android_event(zone: str) -> Dialect:
    """The dialect of a phone that lives in `zone` ("Europe/Berlin")."""
    return replace(ANDROID_EVENT, zone=zone)


def shape(ics: bytes, zone: str = "UTC") -> bytes:
    """The event as the phone gives it back, the same bytes each time; of these, the same again.

    `zone` is the phone's own. Raises `ValueError`, with why, for what has no form there.
    """
    return calendar_of(rows_of(ics, zone))
