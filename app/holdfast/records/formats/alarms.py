"""Reminders of events and to-dos: VALARM, and the one-line alarms of vCalendar 1.0."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from holdfast.records.formats.components import Component, Property
from holdfast.records.formats.dates import parse_duration
from holdfast.records.formats.fields import Alarm, Field
from holdfast.records.formats.zoning.zones import Zones

OLD_ALARMS = ("DALARM", "AALARM", "PALARM", "MALARM")
"""Alarms of vCalendar 1.0: shown, heard, a program run, a mail sent."""
MAX_REPEAT = 1000
"""How often an alarm is taken to repeat at most."""
_MAX_ALARMS = 50
_MAX_TEXT = 1000
_NUMBER = re.compile(r"\d{1,4}", re.ASCII)


def alarm_fields(item: Component, zones: Zones) -> Iterator[Field]:
    """The reminders of an item, each moment once."""
    blocks = [block for block in item.children if block.name == "VALARM"][:_MAX_ALARMS]
    shown = [_block_field(block, zones) for block in blocks]
    shown.extend(_old_field(entry, zones) for entry in item.all(*OLD_ALARMS)[:_MAX_ALARMS])
    seen = set()
    for entry in shown:
        if entry is None or not isinstance(entry.meaning, Alarm):
            continue
        # Phones write the same moment as DALARM (shown) and AALARM (heard).
        moment = (entry.meaning.before, entry.meaning.at, entry.meaning.of_end)
        if moment not in seen:
            seen.add(moment)
            yield entry


def _block_field(block: Component, zones: Zones) -> Field | None:
    trigger, alarm = block.first("TRIGGER"), block_alarm(block, zones)
    if trigger is None or alarm is None:
        return None
    return Field("alarm", trigger.text().strip()[:100], meaning=alarm)


def block_alarm(block: Component, zones: Zones) -> Alarm | None:
    """What a VALARM says (RFC 5545, 3.6.6); None when its trigger cannot be read."""
    trigger = block.first("TRIGGER")
    if trigger is None:
        return None
    before = parse_duration(trigger.text().strip()[:100])
    at = zones.moment(trigger) if before is None else None
    if before is None and at is None:
        return None
    return Alarm(
        -before if before is not None else None,
        at,
        trigger.head.first("RELATED").upper() == "END",
        parse_duration(block.text("DURATION")[:100]),
        _count(block.text("REPEAT")),
        block.text("DESCRIPTION")[:_MAX_TEXT],
    )


def _old_field(entry: Property, zones: Zones) -> Field | None:
    alarm = old_alarm(entry, zones)
    value = entry.fields()[0].strip()[:100]
    return Field("alarm", value, meaning=alarm) if alarm is not None else None


def old_alarm(entry: Property, zones: Zones) -> Alarm | None:
    """What ``run time;snooze;repeat;what`` says (vCalendar 1.0); None without a run time."""
    when, snooze, repeat, what = [*(field.strip() for field in entry.fields()), "", "", ""][:4]
    # By the standard a moment; some writers give the distance, as iCalendar does.
    before = parse_duration(when[:100])
    at = zones.read(when[:100], entry.head.first("TZID")) if before is None else None
    if before is None and at is None:
        return None
    length = parse_duration(snooze[:100])
    return Alarm(
        -before if before is not None else None,
        at,
        False,
        length if length is not None and length > timedelta(0) else None,
        _count(repeat),
        what[:_MAX_TEXT] if entry.name == "DALARM" else "",
    )


def _count(text: str) -> int:
    return min(int(text), MAX_REPEAT) if _NUMBER.fullmatch(text) else 0
