"""The parts an item panel is made of: fields, alarms, and the view that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from holdfast.records.formats.dates import DayOfYear, Moment
from holdfast.records.formats.recurring.recurrence import Recurrence


@dataclass(frozen=True, slots=True)
class Alarm:
    """A reminder: `before` the start (or the end with `of_end`; negative is after), or `at`.

    It comes again `repeat` times, `snooze` apart. `text` is what it says, where it says more
    than its item.
    """

    before: timedelta | None = None
    at: Moment | None = None
    of_end: bool = False
    snooze: timedelta | None = None
    repeat: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in an item: its size in bytes and its SHA-256 in hex digits."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Field:
    """One line of an item.

    `label` is a key that `holdfast.wording.fields` words; `types` are type words in lower
    case ("cell", "home", "fax"), or for the label "other" the property's own name. `custom`
    is the owner's own label (X-ABLabel), to be shown as it is instead. `value` is always
    filled; where `meaning` is given, wording speaks from it instead.
    """

    label: str
    value: str
    types: tuple[str, ...] = ()
    custom: str = ""
    meaning: Moment | DayOfYear | Recurrence | Alarm | Picture | None = None
