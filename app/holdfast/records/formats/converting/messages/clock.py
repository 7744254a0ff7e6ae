"""Moments of messages and calls, as instants and as the wall time of a phone."""

from __future__ import annotations

from datetime import UTC, datetime

from holdfast.records.formats.dates import find_zone


def instant(when: datetime, zone: str) -> datetime:
    """A moment in UTC; wall time is that of `zone`, and of UTC where no zone is known."""
    if when.tzinfo is None:
        when = when.replace(tzinfo=find_zone(zone) if zone else None)
    try:
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except OverflowError:
        return when.replace(tzinfo=UTC)


def wall(when: datetime, zone: str) -> datetime:
    """A moment as a clock in `zone` shows it, without zone; in UTC where no zone is known."""
    if when.tzinfo is None:
        return when
    home = (find_zone(zone) if zone else None) or UTC
    try:
        return when.astimezone(home).replace(tzinfo=None)
    except OverflowError:
        return when.replace(tzinfo=None)


def shown(when: datetime) -> str:
    """A moment as a person reads it, to the second: "2009-10-22 06:48:25 UTC"."""
    plain = when.replace(tzinfo=None).isoformat(" ", "seconds")
    return plain if when.tzinfo is None else f"{plain} UTC"


def basic(when: datetime) -> str:
    """A moment as IrMC writes it: "20091022T064825Z", without Z where it is wall time."""
    plain = when.replace(tzinfo=None).isoformat(timespec="seconds")
    return plain.replace("-", "").replace(":", "") + ("" if when.tzinfo is None else "Z")
