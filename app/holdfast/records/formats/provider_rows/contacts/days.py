"""Days of the year between Android's rows ("1990-05-04", "--05-04") and neutral contents."""

from __future__ import annotations

import re

from holdfast.records.formats.converting import values
from holdfast.records.formats.converting.contents import Content, Exact, Text, said
from holdfast.records.formats.provider_rows.contacts.texts import plain

_YEARLESS = re.compile(r"--(\d\d)(\d\d)", re.ASCII)


def day_value(day: str) -> Exact | Text:
    """A row's day as a card's value: a date where it is one, else the text that it is."""
    basic = values.basic_date(day)
    return Exact(basic) if basic else Text(day)


def day_text(content: Content) -> str:
    """A card's day as Android writes it; a text that is no date stays as it is."""
    omitted = content.params.get("X-APPLE-OMIT-YEAR", ("",))[0]
    return shown_day(plain(said(content.value)), omitted)


def shown_day(day: str, omitted: str = "") -> str:
    """The day with its dashes; `omitted` is the year that stands for none, or empty."""
    basic = values.basic_date(day, omitted)
    yearless = _YEARLESS.fullmatch(basic)
    if yearless:
        return f"--{yearless[1]}-{yearless[2]}"
    return values.extended_date(basic) if basic else day
