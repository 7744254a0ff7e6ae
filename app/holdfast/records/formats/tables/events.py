"""A row of a calendar or of a to-do list as iCalendar 2.0.

Tables know no time zone, so every hour is wall time wherever the phone is (RFC 5545, 3.3.5,
form 1). The end of whole days is told in two ways: with an hour (Outlook: midnight behind the
last day) or without one (Google: the last day itself).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from holdfast.records.formats.converting.contents import Block, Content, Exact, Fields, Text
from holdfast.records.formats.converting.dialects import ICALENDAR
from holdfast.records.formats.converting.events.old import PRODUCT
from holdfast.records.formats.converting.writing import write_block
from holdfast.records.formats.tables import dates
from holdfast.records.formats.tables.cards import split
from holdfast.records.formats.tables.dated_words import ANSWERS, CLASSES, PRIORITIES, STATUSES
from holdfast.records.formats.tables.filled import Cell, Filled
from holdfast.records.formats.tables.names import plain

_BEFORE_ALL_TIME = "19700101T000000Z"
_DAY = timedelta(days=1)
_UID_DIGITS = 32
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,4}))?\s*(%?)")
_ALL = 100
_TEXTS = {"summary": "SUMMARY", "description": "DESCRIPTION", "location": "LOCATION"}
_When = date | datetime


def title(row: Filled) -> str:
    """What an entry is called, in one line."""
    cells = (row.first(role) for role in ("summary", "description", "location"))
    return next((" ".join(cell.text.split()) for cell in cells if cell), "")


def event(row: Filled, key: str) -> bytes:
    """An event; `key` tells it from the table's others. Marks what of the row it holds."""
    contents = [*_texts(row)]
    start = _start(row)
    alarms: tuple[Block, ...] = ()
    if start is not None:
        contents.append(_content("DTSTART", start))
        end = _end(row, start)
        contents.extend([_content("DTEND", end)] if end is not None else [])
        alarms = tuple(_alarm(row, start))
    return _written("VEVENT", row, key, [*contents, *_words(row)], alarms)


def todo(row: Filled, key: str) -> bytes:
    """A to-do; as `event`."""
    contents = [*_texts(row)]
    start = _start(row)
    due = _moment(row, "due", start=None)
    # Both must be days or both hours, and DUE the later (RFC 5545, 3.8.2.3).
    if start is not None and due is not None and not _follows(due, start):
        row.held -= {cell.index for cell in row.all("start.day", "start.hour")}
        start = None
    contents.extend(_content("DTSTART", each) for each in (start,) if each is not None)
    contents.extend(_content("DUE", each) for each in (due,) if each is not None)
    contents.extend(_progress(row))
    return _written("VTODO", row, key, [*contents, *_words(row)])


def _written(
    name: str, row: Filled, key: str, contents: list[Content], alarms: tuple[Block, ...] = ()
) -> bytes:
    """The entry in a calendar of its own, with the UID and DTSTAMP it must have."""
    hashed = hashlib.sha256(f"{name}\0{key}".encode("utf-8", "surrogatepass")).hexdigest()
    head = (
        Content("UID", Text(row.take("uid") if row.ident else hashed[:_UID_DIGITS])),
        Content("DTSTAMP", Exact(_BEFORE_ALL_TIME)),
    )
    outer = (Content("VERSION", Exact("2.0")), Content("PRODID", Text(PRODUCT)))
    entry = Block(name, (*head, *contents), alarms)
    return write_block(Block("VCALENDAR", outer, (entry,)), ICALENDAR)


def _texts(row: Filled) -> Iterator[Content]:
    """SUMMARY, DESCRIPTION and LOCATION, which stand once each; more columns are lines of one."""
    for role, name in _TEXTS.items():
        texts = [row.hold(cell) for cell in row.all(role)]
        if texts:
            yield Content(name, Text("\n".join(texts)))


def _words(row: Filled) -> Iterator[Content]:
    for cell in row.all("categories"):
        categories = tuple(split(cell.text))
        if categories:
            row.hold(cell)
            yield Content("CATEGORIES", Fields((categories,)))
    yield from _translated(row, "priority", "PRIORITY", PRIORITIES)
    private = row.first("private")
    answer = _answer(private)
    if private and answer == "yes":
        row.hold(private)
        yield Content("CLASS", Exact("PRIVATE"))
        return
    if private and answer == "no":
        row.hold(private)
    yield from _translated(row, "sensitivity", "CLASS", CLASSES)


def _answer(cell: Cell | None) -> str:
    """What a cell that is a tick says: "yes", "no", or nothing."""
    return ANSWERS.get(plain(cell.text), "") if cell else ""


def _translated(row: Filled, role: str, name: str, words: Mapping[str, str]) -> Iterator[Content]:
    cell = row.first(role)
    word = words.get(plain(cell.text)) if cell else None
    if cell and word:
        row.hold(cell)
        yield Content(name, Exact(word))


def _progress(row: Filled) -> Iterator[Content]:
    """STATUS and PERCENT-COMPLETE, from whichever columns tell them."""
    status = [*_translated(row, "status", "STATUS", STATUSES)]
    ticked = row.first("done")
    answer = _answer(ticked)
    if ticked and answer == "yes" and _agrees(status, "COMPLETED"):
        row.hold(ticked)
        status = [Content("STATUS", Exact("COMPLETED"))]
    elif ticked and answer == "no" and not _says(status, "COMPLETED"):
        row.hold(ticked)
    yield from status
    cell = row.first("percent")
    percent = _percent(cell.text) if cell else None
    if cell and percent is not None:
        row.hold(cell)
        yield Content("PERCENT-COMPLETE", Exact(str(percent)))


def _agrees(status: list[Content], word: str) -> bool:
    return not status or _says(status, word)


def _says(status: list[Content], word: str) -> bool:
    return any(content.value == Exact(word) for content in status)


def _percent(text: str) -> int | None:
    """A share as "50%", "50" or, as Outlook has it, "0.5" and "1" for all of it."""
    found = _PERCENT.fullmatch(text)
    if found is None:
        return None
    share = float(f"{found[1]}.{found[2] or 0}")
    share = share * _ALL if share <= 1 and not found[3] else share
    return int(share) if share <= _ALL and share == int(share) else None


def _content(name: str, when: _When) -> Content:
    if isinstance(when, datetime):
        return Content(name, Exact(when.strftime("%Y%m%dT%H%M%S").zfill(15)))
    content = Content(name, Exact(when.strftime("%Y%m%d").zfill(8)))
    return content.with_params(VALUE=("DATE",))


def _start(row: Filled) -> _When | None:
    start = _moment(row, "start", start=None)
    cell = row.first("all-day")
    if start is None or cell is None:
        return start
    if _answer(cell) == "yes":
        row.hold(cell)
        return _whole_day(row, start)
    if _answer(cell) == "no":
        # A day without an hour is a whole day, whatever its tick says.
        row.held |= {cell.index} if isinstance(start, datetime) else set()
    return start


def _whole_day(row: Filled, start: _When) -> date:
    """The day alone; an hour that is not its beginning stays in the row."""
    if not isinstance(start, datetime):
        return start
    if start.time() != time():
        told = row.first("start.hour") or row.first("start.day")
        row.held -= {told.index} if told else set()
    return start.date()


def _moment(row: Filled, name: str, *, start: _When | None) -> _When | None:
    """A day with its hour, from two columns or from one that has both; `start` lends its day."""
    day_cell, hour_cell = row.first(f"{name}.day"), row.first(f"{name}.hour")
    if day_cell is None and start is None:
        return None
    day, rest = start, ""
    if day_cell is not None:
        day, rest = dates.read_day(day_cell.text, row.decision(day_cell))
    if day is None:
        return None
    hour = dates.read_hour(hour_cell.text if hour_cell else rest)
    if (rest and hour_cell) or ((rest or hour_cell) and hour is None):
        # What we read in part we do not tell as the whole.
        return None
    row.held |= {cell.index for cell in (day_cell, hour_cell) if cell}
    plain = day.date() if isinstance(day, datetime) else day
    return plain if hour is None else datetime.combine(plain, hour)


def _end(row: Filled, start: _When) -> _When | None:
    """The end as iCalendar counts it: the first moment, or day, that is no longer part of it."""
    if not any(row.all("end.day", "end.hour")):
        return None
    end = _moment(row, "end", start=start)
    if end is None:
        return None
    cells = {cell.index for cell in row.all("end.day", "end.hour")}
    if not isinstance(start, datetime):
        end = _first_day_after(start, end)
    if end is None or not _follows(end, start):
        row.held -= cells
        return None
    return end


def _first_day_after(start: date, end: _When) -> date | None:
    """Behind the last of whole days; None where an end at an hour says something else."""
    if not isinstance(end, datetime):
        return _next(end)
    if end.time() == time() and end.date() > start:
        return end.date()
    # Outlook's day from midnight to midnight, or a start at an hour that a tick makes a day.
    return _next(end.date()) if end.time() == time() else None


def _next(day: date) -> date | None:
    return day + _DAY if day < date.max else None


def _follows(end: _When, start: _When) -> bool:
    if isinstance(end, datetime) and isinstance(start, datetime):
        return end >= start
    both_days = not isinstance(end, datetime) and not isinstance(start, datetime)
    return both_days and end >= start


def _alarm(row: Filled, start: _When) -> Iterator[Block]:
    """A reminder, told by how long before the start it comes."""
    cell = row.first("alarm")
    answer = _answer(cell)
    if cell and answer == "no":
        row.hold(cell)
    if cell is None or answer != "yes":
        return
    moment = _moment(row, "alarm", start=None)
    begins = start if isinstance(start, datetime) else datetime.combine(start, time())
    if not isinstance(moment, datetime):
        row.held -= {each.index for each in row.all("alarm.day", "alarm.hour")}
        return
    row.hold(cell)
    trigger = _length(int((begins - moment).total_seconds()))
    contents = (
        Content("ACTION", Exact("DISPLAY")),
        Content("DESCRIPTION", Text(title(row))),
        Content("TRIGGER", Exact(trigger)),
    )
    yield Block("VALARM", contents)


def _length(seconds: int) -> str:
    """A trigger so many seconds before the start, or after it (RFC 5545, 3.3.6)."""
    minutes, rest = divmod(abs(seconds), 60)
    length = f"{rest}S" if not minutes else f"{minutes}M{rest}S" if rest else f"{minutes}M"
    return f"{'-' if seconds >= 0 else ''}PT{length}"
