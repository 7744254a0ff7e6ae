"""The forms an export can have, and the kinds each is made for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from holdfast.actions.plain_files import STANDARD
from holdfast.records.formats.converting.dialects import VCARD_40, Dialect
from holdfast.records.model.kinds import Kind


class Form(StrEnum):
    """How single records are written: as the phone gave them, or as today's programs read them.

    *Standard* is vCard 3.0, iCalendar and plain text; *newest* is the same with vCard 4.0.
    """

    PHONE = "phone"
    STANDARD = "standard"
    NEWEST = "newest"


DIALECTS: Mapping[Form, Mapping[Kind, Dialect]] = {
    Form.PHONE: {},
    Form.STANDARD: STANDARD,
    Form.NEWEST: {**STANDARD, Kind.CONTACTS: VCARD_40},
}
"""What records are turned into, by form and kind."""


class Whole(StrEnum):
    """How many items become one thing: a file, a table, pages.

    *vcf* is one file of contacts, *ics* one of calendar and to-dos, *csv* a table of each kind,
    *html* and *pdf* a page of each conversation and of all calls, *viewer* a folder of pages
    that shows everything.
    """

    VCF = "vcf"
    ICS = "ics"
    CSV = "csv"
    HTML = "html"
    PDF = "pdf"
    VIEWER = "viewer"


SUITED: Mapping[Whole, tuple[Kind, ...]] = {
    Whole.VCF: (Kind.CONTACTS,),
    Whole.ICS: (Kind.CALENDAR, Kind.TODOS),
    Whole.CSV: (Kind.CONTACTS, Kind.CALENDAR, Kind.TODOS, Kind.MESSAGES, Kind.CALLS),
    Whole.HTML: (Kind.MESSAGES, Kind.CALLS),
    Whole.PDF: (Kind.MESSAGES, Kind.CALLS),
    Whole.VIEWER: tuple(Kind),
}
"""The kinds that each form is made for."""
