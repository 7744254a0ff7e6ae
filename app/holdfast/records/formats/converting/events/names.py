"""Which properties of events and to-dos hold what, and what both dialects call it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ITEMS = ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY")
"""Blocks that are items of a calendar."""
INSTANTS = frozenset(("COMPLETED", "CREATED", "LAST-MODIFIED", "DTSTAMP"))
"""Moments that are told in UTC, whatever clock the event itself goes by."""
TIMES = frozenset(("DTSTART", "DTEND", "DUE", "RECURRENCE-ID")) | INSTANTS
DATE_LISTS = frozenset(("RDATE", "EXDATE"))
RULES = frozenset(("RRULE", "EXRULE"))
EXACT = frozenset(
    ("DURATION", "PRIORITY", "SEQUENCE", "PERCENT-COMPLETE", "REPEAT", "TRIGGER", "FREEBUSY")
)
LENGTHS = frozenset(("DURATION",))
NUMBERS = frozenset(("SEQUENCE", "PERCENT-COMPLETE", "REPEAT"))
URIS = frozenset(("URL", "CONFERENCE", "SOURCE", "TZURL"))
TEXTS = frozenset(
    ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT", "UID", "RELATED-TO", "TZID")
)
WORDS = frozenset(("STATUS", "CLASS", "TRANSP", "ACTION"))
WORD_LISTS = frozenset(("CATEGORIES", "RESOURCES"))
PEOPLE = frozenset(("ATTENDEE", "ORGANIZER"))

PHONES_KEY = frozenset(("X-IRMC-LUID",))
"""How one phone knows an item; no other phone may take it for its own."""

NEW_NAMES: Mapping[str, str] = MappingProxyType(
    {"DCREATED": "CREATED", "XRULE": "EXRULE", "X-ORGANIZER": "ORGANIZER"}
)
"""What iCalendar calls properties of vCalendar 1.0; X-ORGANIZER is KOrganizer's."""
OLD_NAMES: Mapping[str, str] = MappingProxyType({"CREATED": "DCREATED", "ORGANIZER": "ATTENDEE"})

OLD_PROPERTIES = frozenset(
    (
        "AALARM",
        "ATTACH",
        "ATTENDEE",
        "CATEGORIES",
        "CLASS",
        "COMPLETED",
        "DALARM",
        "DCREATED",
        "DESCRIPTION",
        "DTEND",
        "DTSTART",
        "DUE",
        "EXDATE",
        "EXRULE",
        "LAST-MODIFIED",
        "LOCATION",
        "MALARM",
        "PALARM",
        "PRIORITY",
        "RDATE",
        "RELATED-TO",
        "RESOURCES",
        "RNUM",
        "RRULE",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "TRANSP",
        "UID",
        "URL",
    )
)
"""All that vCalendar 1.0 knows of an event or to-do; whatever begins with X- beside it."""

ACTIONS: Mapping[str, str] = MappingProxyType(
    {"DALARM": "DISPLAY", "AALARM": "AUDIO", "PALARM": "PROCEDURE", "MALARM": "EMAIL"}
)
OLD_ACTIONS: Mapping[str, str] = MappingProxyType({new: old for old, new in ACTIONS.items()})

STATUSES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "VEVENT": frozenset(("TENTATIVE", "CONFIRMED", "CANCELLED")),
        "VTODO": frozenset(("NEEDS-ACTION", "COMPLETED", "IN-PROCESS", "CANCELLED")),
        "VJOURNAL": frozenset(("DRAFT", "FINAL", "CANCELLED")),
    }
)
"""The words iCalendar takes (RFC 5545, 3.8.1.11)."""
OLD_STATUSES = frozenset(
    (
        "ACCEPTED",
        "NEEDS-ACTION",
        "SENT",
        "TENTATIVE",
        "CONFIRMED",
        "DECLINED",
        "COMPLETED",
        "DELEGATED",
    )
)
NEAR_STATUSES: Mapping[str, str] = MappingProxyType(
    {
        "ACCEPTED": "CONFIRMED",
        "DECLINED": "CANCELLED",
        "CANCELLED": "DECLINED",
        "IN-PROCESS": "NEEDS-ACTION",
        "CONFIRMED": "ACCEPTED",
    }
)
"""What comes nearest where a word itself is not to be had."""

ROLES: Mapping[str, str] = MappingProxyType({"OWNER": "CHAIR"})
EXPECTED: Mapping[str, str] = MappingProxyType(
    {"REQUIRE": "REQ-PARTICIPANT", "REQUEST": "OPT-PARTICIPANT", "FYI": "NON-PARTICIPANT"}
)
"""How much an attendee is wanted: EXPECT of vCalendar 1.0, ROLE of iCalendar."""
ANSWERS: Mapping[str, str] = MappingProxyType({"CONFIRMED": "ACCEPTED", "SENT": "NEEDS-ACTION"})
"""STATUS of a 1.0 attendee as PARTSTAT, where the words differ."""
NO_ADDRESS = "invalid:nomail"
"""What calendar programs write for an attendee of whom only the name is known."""
