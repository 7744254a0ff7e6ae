"""What the properties of events and to-dos mean, in iCalendar and vCalendar 1.0 alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, time, timedelta
from types import MappingProxyType

from holdfast.records.formats.alarms import OLD_ALARMS, alarm_fields
from holdfast.records.formats.components import Component, Property
from holdfast.records.formats.dates import Moment, parse_duration
from holdfast.records.formats.fields import Field
from holdfast.records.formats.recurring.recurrence import Recurrence, parse_rule
from holdfast.records.formats.zoning.zones import MAX_DATE, Zones

EVENTS = ("VEVENT", "VJOURNAL", "VFREEBUSY")
TODOS = ("VTODO",)

_DATES = ("COMPLETED", "RECURRENCE-ID")
LABELS = MappingProxyType(
    {
        "LOCATION": "location",
        "DTSTART": "start",
        "DTEND": "end",
        "DURATION": "end",
        "DUE": "due",
        "RECURRENCE-ID": "instance",
        "RRULE": "repeats",
        "RDATE": "repeats-also",
        "EXDATE": "repeats-except",
        "EXRULE": "repeats-except",
        "VALARM": "alarm",
        "STATUS": "status",
        "COMPLETED": "completed",
        "PERCENT-COMPLETE": "percent",
        "PRIORITY": "priority",
        "ORGANIZER": "organizer",
        "X-ORGANIZER": "organizer",
        "ATTENDEE": "attendee",
        "CONTACT": "contact",
        "CATEGORIES": "categories",
        "RESOURCES": "resources",
        "CLASS": "class",
        "TRANSP": "shown-as",
        "URL": "url",
        "CONFERENCE": "url",
        "GEO": "position",
        "DESCRIPTION": "description",
        "COMMENT": "comment",
        "ATTACH": "attachment",
    }
)
"""Label keys by property, in the order an event shows them."""

_ORDER = MappingProxyType(
    {label: rank for rank, label in enumerate(dict.fromkeys(LABELS.values()))}
)
_WORDS = ("STATUS", "CLASS", "TRANSP")
_SILENT = frozenset(
    (
        "SUMMARY",
        "UID",
        "DTSTAMP",
        "CREATED",
        "DCREATED",
        "LAST-MODIFIED",
        "SEQUENCE",
        "X-IRMC-LUID",
        "X-SONYERICSSON-DST",
        "X-ALT-DESC",
        "REQUEST-STATUS",
        "RELATED-TO",
    )
)
_SILENT_PREFIXES = ("X-MICROSOFT-", "X-MOZ", "X-LIC-", "X-EVOLUTION-", "X-KDE-", "X-LIBKCAL-")
_FILE_NAMES = ("FILENAME", "X-FILENAME", "X-LABEL", "X-APPLE-FILENAME")
_MAX_LINK = 2048
_DAY = timedelta(days=1)
_NO_ADDRESS = "invalid:nomail"  # what Outlook and Apple write where they know none
_LONGEST = timedelta(days=3660)
_TRANSP_10 = MappingProxyType({"0": "opaque", "1": "transparent"})


@dataclass(frozen=True, slots=True)
class Times:
    """When an event takes place; for whole days `end` is the last of them."""

    start: Moment | None = None
    end: Moment | None = None
    due: Moment | None = None

    @property
    def all_day(self) -> bool:
        """Whether it is about days, not hours."""
        first = self.start or self.due
        return first is not None and first.all_day


def times_of(item: Component, zones: Zones) -> Times:
    """Start, end and due of an event or to-do; DURATION counts from the start."""
    start = zones.moment(item.first("DTSTART"))
    end = zones.moment(item.first("DTEND"))
    due = zones.moment(item.first("DUE"))
    length = parse_duration(item.text("DURATION")[:100])
    if start is not None and end is None and length is not None:
        end = _after(start, length)
    if start is not None and _spans_days(item, start, end):
        start = Moment(start.when, all_day=True)
        end = Moment(end.when, all_day=True) if end else None
    if item.name == "VTODO":
        return Times(start, None, due or end)
    return Times(start, _last_day(start, end), due)


def _after(start: Moment, length: timedelta) -> Moment | None:
    """The end of what begins at `start`; None beyond the calendar's end."""
    length = min(max(length, timedelta(0)), _LONGEST)
    try:
        # In UTC, for an hour of a length is an hour also where the clock is changed.
        exact = length % _DAY != timedelta(0) and start.when.tzinfo is not None
        when = start.when.astimezone(UTC) + length if exact else start.when + length
        own = start.when.tzinfo
        return Moment(when.astimezone(own) if exact else when, start.all_day, start.zone)
    except OverflowError:
        return None


def _spans_days(item: Component, start: Moment, end: Moment | None) -> bool:
    """Whether an event written with times is meant for whole days.

    vCalendar 1.0 has no DATE: phones write local midnight to midnight, or to 23:59.
    """
    if start.all_day or start.when.time() != time(0):
        return start.all_day
    if item.text("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE":
        return True
    if end is None or start.zone or start.when.tzinfo is not None or end.when.tzinfo is not None:
        return False
    return end.when > start.when and end.when.time().replace(second=0) in (time(0), time(23, 59))


def _last_day(start: Moment | None, end: Moment | None) -> Moment | None:
    """For whole days the end is written as the day after (RFC 5545, 3.6.1): one back."""
    if start is None or end is None or not (start.all_day and end.all_day):
        return end
    midnight = end.when.replace(hour=0, minute=0, second=0, tzinfo=None)
    if end.when.time() == time(0) and midnight > start.when.replace(tzinfo=None):
        midnight -= _DAY
    return Moment(midnight, all_day=True)


def rule_of(item: Component) -> Recurrence | None:
    """The first recurrence rule that can be read."""
    rules = (parse_rule(entry.text()) for entry in item.all("RRULE") if len(entry.raw) < 4096)  # noqa: PLR2004
    return next((rule for rule in rules if rule is not None), None)


def is_done(item: Component) -> bool:
    """Whether a to-do is ticked."""
    if item.text("STATUS").upper() == "COMPLETED" or item.text("COMPLETED"):
        return True
    return item.text("PERCENT-COMPLETE") == "100"


def title_of(item: Component) -> str:
    """SUMMARY in one line, else the first line of the description, else the place."""
    for name in ("SUMMARY", "DESCRIPTION", "COMMENT", "LOCATION"):
        text = item.text(name)
        if text:
            first = text if name == "SUMMARY" else text.splitlines()[0]
            return " ".join(first.split())
    return ""


def item_fields(item: Component, zones: Zones) -> Iterator[Field]:
    """Labelled fields of an event or to-do in showing order."""
    times = times_of(item, zones)
    own = {"DTSTART": times.start, "DTEND": times.end, "DUE": times.due}
    own["DURATION"] = times.end or times.due
    found = [
        (_ORDER.get(shown.label, len(_ORDER)), shown)
        for entry in item.properties
        for shown in _shown(entry, own, zones)
    ]
    found.extend((_ORDER["alarm"], shown) for shown in alarm_fields(item, zones))
    yield from (shown for _, shown in sorted(found, key=lambda pair: pair[0]))


def _shown(entry: Property, own: Mapping[str, Moment | None], zones: Zones) -> Iterator[Field]:
    name = entry.head.name
    if name in _SILENT or name in OLD_ALARMS or name.startswith(_SILENT_PREFIXES):
        return
    value = _value(entry)
    # A length of what has no start that could be read ends nowhere.
    label = "duration" if name == "DURATION" and own[name] is None else LABELS.get(name)
    if not value:
        return
    if label is None:
        yield Field("other", value, (name,))
    elif name in own:
        yield Field(label, value, meaning=own[name])
    elif name in _DATES:
        yield Field(label, value, meaning=zones.moment(entry))
    elif name in ("RDATE", "EXDATE"):
        yield from _dates(label, entry, value, zones)
    elif name in ("RRULE", "EXRULE"):
        yield Field(label, value, meaning=parse_rule(value))
    elif name in _WORDS:
        yield Field(label, value, (_word(name, value),))
    elif name == "ATTENDEE" and entry.head.first("ROLE").upper() == "ORGANIZER":
        yield Field("organizer", value)  # as vCalendar 1.0 says it
    else:
        yield Field(label, value, _role(entry))


def _word(name: str, value: str) -> str:
    """A value out of a fixed list, as a key: "needs-action", "tentative", "private"."""
    word = "-".join(value.lower().split())
    return _TRANSP_10.get(word, word) if name == "TRANSP" else word


def _role(entry: Property) -> tuple[str, ...]:
    """How an attendee answered ("accepted", "declined"), where that is known."""
    answer = entry.head.first("PARTSTAT") or entry.head.first("STATUS")
    return (answer.lower(),) if answer and entry.head.name == "ATTENDEE" else ()


def _dates(label: str, entry: Property, value: str, zones: Zones) -> Iterator[Field]:
    for text in value.replace(";", ",").split(",")[:400]:
        first = text.partition("/")[0]
        meaning = zones.read(first[:MAX_DATE], entry.head.first("TZID"))
        if text.strip():
            yield Field(label, text.strip(), meaning=meaning)


def _value(entry: Property) -> str:
    name = entry.head.name
    if name == "ATTACH":
        return _attachment(entry)
    if name in ("CATEGORIES", "RESOURCES"):
        listed = entry.decoded().replace(";", ",") if "," not in entry.decoded() else None
        entries = listed.split(",") if listed is not None else entry.entries()
        return ", ".join(part.strip() for part in entries if part.strip())
    text = entry.text().replace("\r\n", "\n").strip()
    if name in ("ORGANIZER", "ATTENDEE", "X-ORGANIZER"):
        return _person(entry, text)
    return text


def _attachment(entry: Property) -> str:
    """What is attached: its name where a writer gave one, else the link or what kind it is."""
    named = (entry.head.first(param).strip() for param in _FILE_NAMES)
    name = next((text for text in named if text), "")
    if entry.blob() is None:
        return name or entry.text().strip()[:_MAX_LINK]
    return name or entry.head.first("FMTTYPE").strip() or "?"


def _person(entry: Property, text: str) -> str:
    address = text[7:] if text[:7].lower() == "mailto:" else text
    name = entry.head.first("CN").strip()
    if name and address.lower() == _NO_ADDRESS:
        return name
    return f"{name} <{address}>" if name and name.lower() != address.lower() else address
