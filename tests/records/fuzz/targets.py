"""The readers that are fuzzed: for each a name, what must hold, and what it is fed with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random

from holdfast.records.formats.converting import dialects
from holdfast.records.model.kinds import Kind
from tests.records.fuzz import (
    calendar_invariants,
    converting_invariants,
    grammar,
    invariants,
    message_invariants,
    picture_invariants,
    xml,
)
from tests.records.fuzz.grammar import Maker


@dataclass(frozen=True)
class Target:
    """One reader.

    `check` reads the bytes and raises where something does not hold. `make` writes a fresh
    input. `guides` name the modules, with all inside them, whose branches lead the search: the
    target's own, for a module that counts its branches takes twice the time, and what reads
    lines has targets of its own. `folders` name the folders of samples whose files serve as
    seeds.
    """

    name: str
    check: Callable[[bytes], None]
    make: Maker
    guides: tuple[str, ...]
    folders: tuple[str, ...] = ()


def _item(kind: Kind, suffix: str) -> Callable[[bytes], None]:
    return partial(invariants.check_item, kind, suffix)


def _torn(make: Maker) -> Maker:
    """Documents as `make` writes them, then a few bytes or lines spoilt."""

    def torn(random: Random) -> bytes:
        return grammar.mangled(random, make(random))

    return torn


def _converting(kind: Kind, to: tuple[dialects.Dialect, ...]) -> Callable[[bytes], None]:
    return partial(converting_invariants.check_converting, kind, to)


def _calendar(random: Random) -> bytes:
    """A calendar whose rules are read more often than not."""
    return grammar.mangled(random, random.choice((grammar.calendar, grammar.series))(random))


def _dated(random: Random) -> bytes:
    value = random.choice((grammar.moment, grammar.duration, grammar.sent))(random)
    return f"{random.choice(grammar.ZONES)}:{value}".encode()


def _ruled(random: Random) -> bytes:
    return grammar.mangled(random, grammar.rule(random).encode())


CARD_DIALECTS = (
    dialects.VCARD_21,
    dialects.VCARD_30,
    dialects.VCARD_40,
    dialects.FEATURE_PHONE,
)
NOTE_DIALECTS = (dialects.VNOTE_11, dialects.PLAIN_TEXT)
CARDS, CALENDARS, NOTES = (
    ("contacts", "vcard"),
    ("calendar", "to-dos", "ical", "vcal"),
    ("notes", "vnote"),
)
DOCUMENTS = (*CARDS, *CALENDARS, *NOTES, "messages")


def _below(*names: str) -> tuple[str, ...]:
    return tuple(f"holdfast.records.formats.{name}" for name in names)


_SHOWN = _below("summary", "view", "fields")
_LINES = _below("lines", "heads", "decoding")
_TREES = _below("components", "digest", "decoding")
_CARDS = (*_SHOWN, *_below("vcard", "digest"))
_CALENDARS = (*_SHOWN, *_below("icalendar", "alarms", "dates"))
_NOTES = (*_SHOWN, *_below("vnote"))
_PLAIN_NOTES = (*_SHOWN, *_below("decoding"))
_MESSAGES = (*_SHOWN, *_below("vmessage", "bodies", "message_dates"))
_XML = (*_SHOWN, *_below("xml", "sms_xml", "messages", "message_dates"))
_DATES = _below("dates", "message_dates", "zoning")
_RULES = _below("recurring")
_SERIES = _below("recurring", "occurrences", "zoning")
_CONVERTING = _below("converting")
_SHAPES = ("holdfast.cli", *_below("view"))
_MATCHING = ("holdfast.records.matching",)
_PICTURES = ("holdfast.records.pictures",)

TARGETS = {
    target.name: target
    for target in (
        Target("lines", invariants.check_lines, grammar.anything, _LINES, DOCUMENTS),
        Target("components", invariants.check_components, grammar.anything, _TREES, DOCUMENTS),
        Target("contacts", _item(Kind.CONTACTS, ".vcf"), _torn(grammar.card), _CARDS, CARDS),
        Target(
            "calendar", _item(Kind.CALENDAR, ".ics"), _torn(grammar.calendar), _CALENDARS, CALENDARS
        ),
        Target("to-dos", _item(Kind.TODOS, ".vcs"), _torn(grammar.calendar), _CALENDARS, CALENDARS),
        Target("notes", _item(Kind.NOTES, ".vnt"), _torn(grammar.note), _NOTES, NOTES),
        Target("plain-notes", _item(Kind.NOTES, ".txt"), grammar.anything, _PLAIN_NOTES, NOTES),
        Target(
            "messages",
            message_invariants.check_messages,
            _torn(grammar.message),
            _MESSAGES,
            ("messages",),
        ),
        Target("dates", invariants.check_dates, _dated, _DATES, ("dates",)),
        Target("rules", calendar_invariants.check_rule, _ruled, _RULES, ("rules",)),
        Target("occurrences", calendar_invariants.check_occurrences, _calendar, _SERIES, CALENDARS),
        Target("sms-xml", message_invariants.check_sms_xml, _torn(xml.backup), _XML, ("smsxml",)),
        Target(
            "card-converting",
            _converting(Kind.CONTACTS, CARD_DIALECTS),
            grammar.card,
            _CONVERTING,
            CARDS,
        ),
        Target(
            "note-converting",
            _converting(Kind.NOTES, NOTE_DIALECTS),
            grammar.note,
            _CONVERTING,
            NOTES,
        ),
        Target("diff", invariants.check_diff, grammar.anything, _MATCHING, DOCUMENTS),
        Target("shapes", invariants.check_shapes, grammar.anything, _SHAPES, DOCUMENTS),
        Target("exif", picture_invariants.check_exif, grammar.tiff, _PICTURES, ("exif",)),
        Target("png", picture_invariants.check_png, grammar.png, _PICTURES),
        Target("xmp", picture_invariants.check_xmp, grammar.xmp, _PICTURES),
        Target("movies", picture_invariants.check_movie, grammar.movie, _PICTURES),
    )
}
"""Every target by name."""
