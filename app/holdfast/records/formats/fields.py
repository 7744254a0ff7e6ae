"""The parts an item panel is made of: fields, alarms, and the view that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from holdfast.records.formats.dates import DayOfYear, Moment
from holdfast.records.formats.recurrence import Recurrence


@dataclass(frozen=True, slots=True)
class Alarm:
    """A reminder: `before` the start (or the end with `of_end`; negative is after), or `at`."""

    before: timedelta | None = None
    at: Moment | None = None
    of_end: bool = False


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
    meaning: Moment | DayOfYear | Recurrence | Alarm | None = None
