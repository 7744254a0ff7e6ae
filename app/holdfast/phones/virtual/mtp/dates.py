"""When a file was modified, as the phone writes it: to the second, in its own time, no zone."""

from __future__ import annotations

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from holdfast.phones.protocols.mtp.values import parse_date, write_date
from holdfast.phones.virtual.android.profiles import ZONE

_BILLION = 1_000_000_000
_WHERE = ZoneInfo(ZONE)


def told_date(modified: int, zone: tzinfo = _WHERE) -> str:
    """Return the date of `modified`, in ns since 1970; empty when no calendar has it."""
    try:
        return write_date(datetime.fromtimestamp(modified // _BILLION, zone).replace(tzinfo=None))
    except (ValueError, OverflowError, OSError):
        return ""


def read_date(text: str, zone: tzinfo = _WHERE) -> int | None:
    """Return the ns since 1970 of a date a host gave; None for what is no date."""
    date = parse_date(text)
    if date is None:
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=zone)
    return int(date.timestamp()) * _BILLION
