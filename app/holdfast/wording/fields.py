"""Labels and values of the fields an item panel shows."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from holdfast.records.formats.dates import DayOfYear, Moment
from holdfast.records.formats.fields import Alarm, Field, Picture
from holdfast.records.formats.recurring.recurrence import Recurrence
from holdfast.wording import repeats, sizes, times
from holdfast.wording.i18n import _, counted, listed

_MINUTES_AN_HOUR = 60
_MINUTES_A_DAY = 1440


def label(field: Field) -> str:
    """What stands before a field: "Phone, mobile", or its owner's own label."""
    if field.custom:
        return field.custom
    if field.label == "other":
        return field.types[0] if field.types else _("Other")
    said = _label(field.label)
    kinds = [word for word in (type_word(entry) for entry in field.types) if word]
    if not kinds or field.label in _VALUE_LABELS:
        return said
    return _("{label}, {types}").format(label=said, types=listed(kinds))


def value(field: Field) -> str:
    """What a field says: its meaning in words where it is understood, else its text."""
    if field.meaning is not None:
        return _meaning(field.meaning)
    if field.label in _VALUE_LABELS and field.types:
        return _value_with_word(field)
    return field.value


def _meaning(of: Moment | DayOfYear | Recurrence | Alarm | Picture) -> str:
    match of:
        case Moment():
            return moment(of)
        case DayOfYear():
            return day_of_year(of)
        case Recurrence():
            return repeats.rule(of)
        case Alarm():
            return alarm(of)
        case Picture():
            return sizes.size(of.size)


def _value_with_word(field: Field) -> str:
    word = value_word(field.types[0])
    if field.label != "attendee":
        return word or field.value
    if field.types[0] in ("needs-action", "needs action"):
        word = _("no answer yet")
    return _("{who} ({answer})").format(who=field.value, answer=word) if word else field.value


def moment(of: Moment) -> str:
    """A date of an item: "12 May 2009", "12 May 2009 14:02", its zone where that differs.

    A zone nobody knows is named beside the time on its clock.
    """
    if of.all_day:
        return times.calendar_day(of.when.date())
    said = times.full(of.when)
    if of.zone and of.when.tzinfo is None:
        return _("{when} ({zone})").format(when=said, zone=of.zone)
    here = of.when.astimezone() if of.when.tzinfo is not None else of.when
    if of.zone and of.when.tzinfo is not None and here.utcoffset() != of.when.utcoffset():
        return _("{when} ({there} {zone})").format(
            when=said, there=times.clock(of.when.replace(tzinfo=None)), zone=of.zone
        )
    return said


def day_of_year(of: DayOfYear) -> str:
    """A birthday: "12 May 1969", "12 May"."""
    if of.year is None:
        return _("{day} {month}").format(day=of.day, month=times.month(of.month))
    return _("{day} {month} {year}").format(day=of.day, month=times.month(of.month), year=of.year)


def alarm(of: Alarm) -> str:
    """A reminder: "15 minutes before", "at the start", or its moment."""
    if of.before is None:
        return moment(of.at) if of.at is not None else ""
    if not of.before:
        return _("at the end") if of.of_end else _("at the start")
    if of.before < timedelta(0):
        form = _("{span} after the end") if of.of_end else _("{span} after the start")
        return form.format(span=span(-of.before))
    form = _("{span} before the end") if of.of_end else _("{span} before")
    return form.format(span=span(of.before))


def span(of: timedelta) -> str:
    """A length of time in its largest whole unit: "15 minutes", "1 day"."""
    minutes = round(of.total_seconds() / 60)
    if minutes and minutes % _MINUTES_A_DAY == 0:
        return counted("{n} day", "{n} days", minutes // _MINUTES_A_DAY)
    if minutes and minutes % _MINUTES_AN_HOUR == 0:
        return counted("{n} hour", "{n} hours", minutes // _MINUTES_AN_HOUR)
    return counted("{n} minute", "{n} minutes", minutes)


_VALUE_LABELS = frozenset(("status", "class", "shown-as", "attendee", "box", "read-state", "call"))
"""Fields whose type word is (or qualifies) their value, not their label."""


def value_word(word: str) -> str:
    """A fixed value in words ("tentative", "declined"); empty for one nobody knows."""
    words = {
        "tentative": _("tentative"),
        "confirmed": _("confirmed"),
        "cancelled": _("cancelled"),
        "needs-action": _("to be done"),
        "needs action": _("to be done"),
        "in-process": _("in progress"),
        "completed": _("done"),
        "accepted": _("accepted"),
        "declined": _("declined"),
        "delegated": _("passed on"),
        "sent": _("sent"),
        "public": _("public"),
        "private": _("private"),
        "confidential": _("confidential"),
        "opaque": _("busy"),
        "transparent": _("free"),
        "draft": _("draft"),
        "final": _("final"),
        "inbox": _("inbox"),
        "drafts": _("drafts"),
        "outbox": _("outbox"),
        "failed": _("not sent"),
        "queued": _("waiting to be sent"),
        "read": _("yes"),
        "unread": _("not yet"),
        "incoming": _("incoming"),
        "outgoing": _("outgoing"),
        "missed": _("missed"),
        "voicemail": _("to voicemail"),
        "rejected": _("rejected"),
        "blocked": _("blocked"),
        "elsewhere": _("answered on another device"),
    }
    return words.get(word, "")


def type_word(word: str) -> str:
    """What kind of number or address it is, in words; empty for a word that says nothing."""
    words = {
        "cell": _("mobile"),
        "home": _("home"),
        "work": _("work"),
        "fax": _("fax"),
        "pager": _("pager"),
        "car": _("car"),
        "pref": _("preferred"),
        "msg": _("messages"),
        "video": _("video"),
        "main": _("main"),
        "homefax": _("home fax"),
        "workfax": _("work fax"),
        "otherfax": _("other fax"),
        "textphone": _("text phone"),
        "modem": _("modem"),
        "isdn": _("ISDN"),
        "bbs": _("bulletin board"),
        "other": _("other"),
        "postal": _("post"),
        "parcel": _("parcels"),
        "dom": _("within the country"),
        "intl": _("from abroad"),
        "spouse": _("spouse"),
        "child": _("child"),
        "assistant": _("assistant"),
        "manager": _("manager"),
        "friend": _("friend"),
        "contact": _("contact"),
        "co-worker": _("colleague"),
        "parent": _("parent"),
        "sibling": _("brother or sister"),
        "emergency": _("in an emergency"),
    }
    if word in _SAYS_NOTHING:
        return ""
    return words.get(word) or _SERVICES.get(word, word)


_SERVICES = MappingProxyType(
    {
        "aim": "AIM",
        "icq": "ICQ",
        "jabber": "Jabber",
        "msn": "MSN",
        "yahoo": "Yahoo",
        "skype": "Skype",
        "qq": "QQ",
        "google-talk": "Google Talk",
        "groupwise": "GroupWise",
        "gadugadu": "Gadu-Gadu",
        "sip": "SIP",
    }
)
"""Names of messengers, which no language translates."""
_SAYS_NOTHING = frozenset(("voice", "internet", "x400", "text", "uri", "wgs-84"))


def _label(key: str) -> str:
    """The word for a label key; the key itself for one that has no word."""
    words = {
        "name": _("Name"),
        "phone": _("Phone"),
        "email": _("Email"),
        "im": _("Messenger"),
        "address": _("Address"),
        "address-label": _("Address label"),
        "url": _("Web page"),
        "organisation": _("Organisation"),
        "job-title": _("Job title"),
        "role": _("Role"),
        "nickname": _("Nickname"),
        "phonetic-name": _("Spoken name"),
        "birthday": _("Birthday"),
        "anniversary": _("Anniversary"),
        "date": _("Date"),
        "related": _("Related"),
        "gender": _("Gender"),
        "language": _("Language"),
        "position": _("Position"),
        "time-zone": _("Time zone"),
        "categories": _("Categories"),
        "note": _("Note"),
        "photo": _("Picture"),
        "text": _("Text"),
        "location": _("Place"),
        "start": _("Starts"),
        "end": _("Ends"),
        "duration": _("Lasts"),
        "due": _("Due"),
        "instance": _("Instance of"),
        "repeats": _("Repeats"),
        "repeats-also": _("Also on"),
        "repeats-except": _("Except on"),
        "alarm": _("Reminder"),
        "status": _("Status"),
        "completed": _("Done on"),
        "percent": _("Per cent done"),
        "priority": _("Priority"),
        "organizer": _("Organiser"),
        "attendee": _("Invited"),
        "contact": _("Contact"),
        "resources": _("Resources"),
        "class": _("Privacy"),
        "shown-as": _("Shown as"),
        "description": _("Description"),
        "comment": _("Comment"),
        "modified": _("Changed"),
        "created": _("Written"),
        "from": _("From"),
        "to": _("To"),
        "cc": _("Copy to"),
        "bcc": _("Hidden copy to"),
        "subject": _("Subject"),
        "date-sent": _("Sent"),
        "box": _("Folder"),
        "read-state": _("Read"),
        "attachment": _("Attachment"),
        "call": _("Call"),
        "call-length": _("Lasted"),
    }
    return words.get(key, key)
