"""The calendar provider's numbers, and iCalendar's words for the same."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

STATUSES: Mapping[int, str] = MappingProxyType({0: "TENTATIVE", 1: "CONFIRMED", 2: "CANCELLED"})
CANCELLED = 2
CLASSES: Mapping[int, str] = MappingProxyType({1: "CONFIDENTIAL", 2: "PRIVATE", 3: "PUBLIC"})
"""accessLevel; 0 is whatever the calendar has."""

FREE, TENTATIVELY_BUSY = 1, 2
BUSY_STATUS = "X-MICROSOFT-CDO-BUSYSTATUS"
"""Where programs look for "perhaps busy", for which iCalendar has no word."""

ANSWERS: Mapping[int, str] = MappingProxyType(
    {1: "ACCEPTED", 2: "DECLINED", 3: "NEEDS-ACTION", 4: "TENTATIVE"}
)
REQUIRED, OPTIONAL, RESOURCE = 1, 2, 3
ATTENDEE, ORGANIZER, SPEAKER = 1, 2, 4
"""attendeeRelationship."""

ALERT, EMAIL, SMS, ALARM = 1, 2, 3, 4
"""Methods of a reminder."""
METHOD = "X-ANDROID-METHOD"
"""In a VALARM: a method for which iCalendar has no action."""
DEFAULT_REMINDER = "X-ANDROID-DEFAULT-REMINDER"
"""A reminder when the calendar's settings say; its method."""

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "title": "SUMMARY",
        "eventLocation": "LOCATION",
        "description": "DESCRIPTION",
        "customAppPackage": "X-ANDROID-APP-PACKAGE",
        "customAppUri": "X-ANDROID-APP-URI",
    }
)
COLOR = "X-ANDROID-COLOR"
UNREAD = "X-HOLDFAST-UNREAD"
"""Names a column whose value could not be read from the phone."""
