"""Attendees and organisers: an address with parameters, or a line of text with others."""

from __future__ import annotations

import re
from types import MappingProxyType

from holdfast.records.formats.components import Property
from holdfast.records.formats.converting import values
from holdfast.records.formats.converting.contents import HOW_WRITTEN, Content, Exact, Text, said
from holdfast.records.formats.converting.events.names import (
    ANSWERS,
    EXPECTED,
    NO_ADDRESS,
    ROLES,
)

# The last one counts: names that Google's calendars give bring an address of their own.
_NAMED = re.compile(r"(.*)<\s*+([^<>\s]++)\s*+>\s*+", re.DOTALL)
_ADDRESS = re.compile(r"[^<>\s@:;,]+@[^<>\s@:;,]+")
_SAID_APART = HOW_WRITTEN | {"TYPE", "EXPECT", "STATUS", "CN"}
_NEW_WANTED = MappingProxyType({new: old for old, new in EXPECTED.items()})
_MAILTO = "mailto:"


def read_person(name: str, entry: Property) -> Content:
    """ATTENDEE or ORGANIZER of either dialect as iCalendar has it (RFC 5545, 3.8.4.1).

    ``ATTENDEE;ROLE=ORGANIZER`` of vCalendar 1.0 is an ORGANIZER.
    """
    text, common_name = values.line_ends(entry.text()).strip(), entry.head.first("CN").strip()
    named = _NAMED.fullmatch(text)
    address = _address(named[2]) if named is not None else ""
    if named is not None and address:
        common_name = common_name or named[1].strip(' "\n')
    elif _ADDRESS.fullmatch(text) or values.is_uri(text):
        address = _address(text)
    else:
        both = f"{common_name} <{text}>" if common_name and text != common_name else text
        common_name, address = " ".join(both.split()), NO_ADDRESS
    params = _params(entry)
    if params.get("ROLE") == ("ORGANIZER",):
        name = "ORGANIZER"
    if name == "ORGANIZER":
        params.pop("ROLE", None)  # it can have no other
    found = {"CN": (common_name,) if common_name else (), **params}
    return Content(
        name,
        Exact(address),
        MappingProxyType({key: entries for key, entries in found.items() if entries}),
    )


def _address(text: str) -> str:
    """A mail address or a URI of another kind as a URI; empty where it is neither."""
    if text[:7].lower() == _MAILTO and text[7:]:
        return _MAILTO + text[7:]
    if values.is_uri(text):
        return text
    before, at, after = text.partition("@")
    return _MAILTO + text if before and at and after else ""


def _params(entry: Property) -> dict[str, tuple[str, ...]]:
    found = {
        name: tuple(entries)
        for name, entries in entry.head.params.items()
        if name not in _SAID_APART
    }
    role = entry.head.first("ROLE").upper()
    wanted = EXPECTED.get(entry.head.first("EXPECT").upper(), "")
    found["ROLE"] = tuple(filter(None, (ROLES.get(role, role),)))
    if role in ("", "ATTENDEE") and wanted:
        found["ROLE"] = (wanted,)
    elif role == "ATTENDEE":
        found["ROLE"] = ()
    told = entry.head.first("PARTSTAT") or entry.head.first("STATUS")
    answer = "-".join(told.upper().split())
    if answer:
        found["PARTSTAT"] = (ANSWERS.get(answer, answer),)
    if "RSVP" in found:
        yes = entry.head.first("RSVP").upper() in ("YES", "TRUE")
        found["RSVP"] = ("TRUE" if yes else "FALSE",)
    return found


def old_person(content: Content) -> Content:
    """The same as vCalendar 1.0 writes it: ``ATTENDEE;STATUS=…:Jane <jane@example.com>``."""
    address, common_name = said(content.value), (content.params.get("CN") or ("",))[0]
    mail = address[7:] if address[:7].lower() == _MAILTO else ""
    # What is no plain address of mail is known again by its scheme alone.
    bare = mail if _ADDRESS.fullmatch(mail) else address
    if bare == NO_ADDRESS:
        text = common_name or bare
    elif common_name:
        text = f"{common_name} <{bare}>"
    else:
        text = bare
    params = {
        name: entries
        for name, entries in content.params.items()
        if name not in ("CN", "ROLE", "PARTSTAT", "RSVP")
    }
    role = (content.params.get("ROLE") or ("",))[0].upper()
    if content.name == "ORGANIZER":
        params["ROLE"] = ("ORGANIZER",)
    elif role == "CHAIR":
        params["ROLE"] = ("OWNER",)
    elif role in _NEW_WANTED:
        params["ROLE"] = ("ATTENDEE",)
        params["EXPECT"] = (_NEW_WANTED[role],)
    elif role:
        params["ROLE"] = (role,)
    answer = (content.params.get("PARTSTAT") or ("",))[0].upper()
    if answer:
        params["STATUS"] = (answer.replace("NEEDS-ACTION", "NEEDS ACTION"),)
    if "RSVP" in content.params:
        params["RSVP"] = ("YES" if content.params["RSVP"][0].upper() == "TRUE" else "NO",)
    return Content("ATTENDEE", Text(text), MappingProxyType(params))
