"""Makes the rows of calls: by day, each with its direction as an icon and as a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Call, CallType
from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.icons import Icon
from holdfast.ui.item_rows import day_of
from holdfast.ui.tables.rows import ItemRow, Row, SectionRow, Shape
from holdfast.ui.talks import stamp
from holdfast.wording import kinds, talks, times, window
from holdfast.wording.controls import Label, label

ICONS: Mapping[CallType, Icon] = {
    CallType.INCOMING: Icon.CALL_IN,
    CallType.OUTGOING: Icon.CALL_OUT,
    CallType.MISSED: Icon.CALL_MISSED,
    CallType.VOICEMAIL: Icon.VOICEMAIL,
    CallType.REJECTED: Icon.CALL_REFUSED,
    CallType.BLOCKED: Icon.CALL_REFUSED,
    CallType.ELSEWHERE: Icon.CALL_ELSEWHERE,
    CallType.UNKNOWN: Icon.CALLS,
}


def call_rows(
    items: Sequence[StoredItem], calls: Mapping[str, Call], now: datetime
) -> tuple[Row, ...]:
    """Calls, the newest first, under their days; `calls` has what was read, by digest."""
    return tuple(_by_day(sorted(items, key=stamp, reverse=True), calls, now))


def _by_day(items: Sequence[StoredItem], calls: Mapping[str, Call], now: datetime) -> Iterator[Row]:
    today = now.astimezone().date()
    for day, run in groupby(items, key=lambda item: day_of(item.when)):
        made = [_row(item, calls.get(item.digest, Call())) for item in run]
        heading = window.agenda_day(day, today) if day is not None else label(Label.UNDATED)
        yield SectionRow(heading, kinds.count(Kind.CALLS, len(made)))
        yield from made


def _row(item: StoredItem, call: Call) -> ItemRow:
    how = talks.call(call.type)
    length = talks.length(call.duration) if call.duration else ""
    title = item.title or talks.nobody()
    number = call.number if call.number != title else ""
    when = call.when or item.when
    clock = times.clock(when) if when is not None else ""
    told = [title, how, clock, length, number]
    return ItemRow(
        item,
        Shape.FILE,
        title,
        " · ".join(part for part in (how, length, number) if part),
        aside=clock,
        spoken=", ".join(part for part in told if part),
        icon=ICONS[call.type],
    )
