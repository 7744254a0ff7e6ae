"""Attendees and the organizer: rows of the provider, and ATTENDEE and ORGANIZER."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from holdfast.records.formats.converting import values
from holdfast.records.formats.converting.contents import Block, Content, Exact, said
from holdfast.records.formats.converting.events.names import NO_ADDRESS
from holdfast.records.formats.provider_rows.events import names
from holdfast.records.formats.provider_rows.events.times import whole
from holdfast.records.formats.provider_rows.rows import Row, Value, text

_ADDRESS = re.compile(r"[^<>\s@:;,]+@[^<>\s@:;,]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_MAILTO = "mailto:"
_STATUS_OF = MappingProxyType({word: status for status, word in names.ANSWERS.items()})
_RESOURCES = ("RESOURCE", "ROOM")


def people_contents(event: Row, attendees: Sequence[Row], owner: str) -> Iterator[Content]:
    """The ORGANIZER and all ATTENDEEs of an event; `owner` is its calendar's.

    The provider puts the owner down as organizer of every event for which nobody else is
    named, so it is told only where somebody else attends.
    """
    organizer = _plain(event, "organizer") or _named_organizer(attendees)
    if organizer and not (organizer == owner and (not attendees or "@" not in organizer)):
        yield _person("ORGANIZER", _organizers_name(organizer, attendees), organizer, {})
    for attendee in attendees:
        name, address = _plain(attendee, "attendeeName"), _plain(attendee, "attendeeEmail")
        if (name or address) and not _is_bare(attendee, organizer):
            yield _person("ATTENDEE", name, address, _params(attendee, organizer))


def _named_organizer(attendees: Sequence[Row]) -> str:
    found = (
        _plain(row, "attendeeEmail")
        for row in attendees
        if whole(row, "attendeeRelationship") == names.ORGANIZER
    )
    return next(filter(None, found), "")


def _organizers_name(organizer: str, attendees: Sequence[Row]) -> str:
    """The organizer's name: as an attendee, before one that stands for the name alone."""
    own = [row for row in attendees if _is_of(row, organizer)]
    own.sort(key=lambda row: _is_bare(row, organizer))
    return next(filter(None, (_plain(row, "attendeeName") for row in own)), "")


def _is_of(row: Row, address: str) -> bool:
    return bool(address) and _plain(row, "attendeeEmail").casefold() == address.casefold()


def _is_bare(row: Row, organizer: str) -> bool:
    """Whether a row only tells the organizer's name: see `people_rows`."""
    is_organizer = whole(row, "attendeeRelationship") == names.ORGANIZER
    comes = whole(row, "attendeeType") or whole(row, "attendeeStatus")
    return is_organizer and not comes and _is_of(row, organizer)


def _person(name: str, called: str, address: str, params: dict[str, str]) -> Content:
    if _ADDRESS.fullmatch(address):
        uri = _MAILTO + address
    elif values.is_uri(address):
        uri = address
    else:
        uri, called = NO_ADDRESS, " ".join(filter(None, (called, address)))
    own = {"CN": called if called != address or uri == NO_ADDRESS else "", **params}
    return Content(
        name, Exact(uri), MappingProxyType({key: (entry,) for key, entry in own.items() if entry})
    )


def _plain(row: Row, column: str) -> str:
    """A column in one line, without what no line may hold."""
    return " ".join(_CONTROLS.sub(" ", text(row, column)).split())


def _params(row: Row, organizer: str) -> dict[str, str]:
    """Parameters of an attendee; who organizes is not told again by a role."""
    kind = whole(row, "attendeeType")
    role = "OPT-PARTICIPANT" if kind == names.OPTIONAL else ""
    if whole(row, "attendeeRelationship") == names.SPEAKER and not _is_of(row, organizer):
        role = "CHAIR"
    answer = names.ANSWERS.get(whole(row, "attendeeStatus") or 0, "")
    kind_word = "RESOURCE" if kind == names.RESOURCE else ""
    return {"CUTYPE": kind_word, "ROLE": role, "PARTSTAT": answer}


def people_rows(block: Block) -> tuple[str, list[dict[str, Value]]]:
    """The organizer column, and the rows of the attendees.

    A name of the organizer's that no attendee has is a row without type or status.
    """
    rows = [_attendee(content) for content in block.all("ATTENDEE")]
    found = block.first("ORGANIZER")
    if found is None:
        return "", rows
    name, address = _called(found), _address(found)
    own = [row for row in rows if address and _is_of(row, address)]
    for row in own[:1]:
        row["attendeeRelationship"] = names.ORGANIZER
    if name and address and not any("attendeeName" in row for row in own):
        rows.append(
            {
                "attendeeName": name,
                "attendeeEmail": address,
                "attendeeRelationship": names.ORGANIZER,
                "attendeeType": 0,
                "attendeeStatus": 0,
            }
        )
    return address or name, rows


def _attendee(content: Content) -> dict[str, Value]:
    role, kind = _param(content.params, "ROLE"), names.REQUIRED
    if role in ("OPT-PARTICIPANT", "NON-PARTICIPANT"):
        kind = names.OPTIONAL
    if _param(content.params, "CUTYPE") in _RESOURCES:
        kind = names.RESOURCE
    row: dict[str, Value] = {
        "attendeeName": _called(content),
        "attendeeEmail": _address(content),
        "attendeeRelationship": names.SPEAKER if role == "CHAIR" else names.ATTENDEE,
        "attendeeType": kind,
        "attendeeStatus": _STATUS_OF.get(_param(content.params, "PARTSTAT"), 0),
    }
    return {column: value for column, value in row.items() if value != ""}


def _called(content: Content) -> str:
    return " ".join((content.params.get("CN") or ("",))[0].split())


def _address(content: Content) -> str:
    uri = said(content.value).strip()
    if uri.lower() == NO_ADDRESS:
        return ""
    return uri[len(_MAILTO) :] if uri[: len(_MAILTO)].lower() == _MAILTO else uri


def _param(params: Mapping[str, tuple[str, ...]], name: str) -> str:
    return (params.get(name) or ("",))[0].strip().upper()
