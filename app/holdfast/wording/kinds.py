"""Names of the kinds, and how many of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from holdfast.records.model.kinds import Kind
from holdfast.wording.i18n import _, joined, ngettext, number
from holdfast.wording.languages import language


def title(kind: Kind) -> str:
    """The kind as a heading: "Contacts"."""
    return {
        Kind.CONTACTS: _("Contacts"),
        Kind.CALENDAR: _("Calendar"),
        Kind.TODOS: _("To-dos"),
        Kind.NOTES: _("Notes"),
        Kind.MESSAGES: _("Messages"),
        Kind.CALLS: _("Calls"),
        Kind.PHOTOS: _("Photos"),
        Kind.FILES: _("Files"),
    }[kind]


def name(kind: Kind) -> str:
    """The kind inside a sentence: "contacts"."""
    return {
        Kind.CONTACTS: _("contacts"),
        Kind.CALENDAR: _("calendar"),
        Kind.TODOS: _("to-dos"),
        Kind.NOTES: _("notes"),
        Kind.MESSAGES: _("messages"),
        Kind.CALLS: _("calls"),
        Kind.PHOTOS: _("photos"),
        Kind.FILES: _("files"),
    }[kind]


def names(kinds: Iterable[Kind]) -> str:
    """Several kinds inside a sentence: "contacts, notes and photos"."""
    return joined([name(kind) for kind in kinds])


def count(kind: Kind, how_many: int) -> str:
    """How many of a kind: "1 contact", "1 204 photos"."""
    return _form(language(), kind, how_many).format(n=number(how_many))


@lru_cache(maxsize=1024)
def _form(_language: str, kind: Kind, how_many: int) -> str:
    # A timeline of years tells the same small counts over and over.
    return {
        Kind.CONTACTS: ngettext("{n} contact", "{n} contacts", how_many),
        Kind.CALENDAR: ngettext("{n} event", "{n} events", how_many),
        Kind.TODOS: ngettext("{n} to-do", "{n} to-dos", how_many),
        Kind.NOTES: ngettext("{n} note", "{n} notes", how_many),
        Kind.MESSAGES: ngettext("{n} message", "{n} messages", how_many),
        Kind.CALLS: ngettext("{n} call", "{n} calls", how_many),
        Kind.PHOTOS: ngettext("{n} photo", "{n} photos", how_many),
        Kind.FILES: ngettext("{n} file", "{n} files", how_many),
    }[kind]


def counts(by_kind: Mapping[Kind, int]) -> str:
    """Counts of several kinds: "3 contacts, 1 note and 60 photos"; empty when all are 0."""
    return joined([count(kind, by_kind[kind]) for kind in Kind if by_kind.get(kind)])


def items(how_many: int) -> str:
    """A count of items of any kind: "1 item", "74 items"."""
    return ngettext("{n} item", "{n} items", how_many).format(n=number(how_many))
