"""What the rows of an item say was never read of it, in the words of a fidelity report."""

from __future__ import annotations

from types import MappingProxyType

from holdfast.records.formats.converting.contents import Loss, Unheld
from holdfast.records.formats.provider_rows.rows import Lost, ProviderRows, Why

_PHOTO = "vnd.android.cursor.item/photo"
_EVENT_NAMES = MappingProxyType(
    {
        "title": "SUMMARY",
        "description": "DESCRIPTION",
        "eventLocation": "LOCATION",
        "dtstart": "DTSTART",
        "dtend": "DTEND",
        "originalInstanceTime": "RECURRENCE-ID",
        "rrule": "RRULE",
        "rdate": "RDATE",
        "exdate": "EXDATE",
    }
)


def unread(rows: ProviderRows) -> tuple[Unheld, ...]:
    """The values that no part of the item holds: pictures of contacts, times that were cut off.

    What was read but for a character or a digit is not among them.
    """
    lost = [entry for entry in rows.lost if entry.why is not Why.INEXACT]
    return tuple(Unheld(_name(entry, rows), "", Loss.UNREAD) for entry in lost)


def _name(entry: Lost, rows: ProviderRows) -> str:
    if entry.table == "events":
        return _EVENT_NAMES.get(entry.column, "")
    row = next((each for each in rows.table(entry.table) if each.get("_id") == entry.row), {})
    return "PHOTO" if row.get("mimetype") == _PHOTO else ""
