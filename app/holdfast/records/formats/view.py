"""One item as the item panel shows it: labelled fields, photo, times, what was not read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from holdfast.records.formats.dates import DayOfYear, Moment
from holdfast.records.formats.recurrence import Recurrence
from holdfast.records.model.kinds import Kind


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


@dataclass(frozen=True, slots=True)
class View:
    """One item, ready to be shown; `start` and `end` are aware or naive as in `Moment`.

    `done` is None except for to-dos. `due` is a to-do's. `others` are the titles of further
    items in the same bytes. `unread` are lines that could not be read, as text.
    """

    title: str
    subtitle: str = ""
    fields: tuple[Field, ...] = ()
    photo: bytes | None = None
    done: bool | None = None
    start: datetime | None = None
    end: datetime | None = None
    due: datetime | None = None
    all_day: bool = False
    recurrence: Recurrence | None = None
    body: str = ""
    readable: bool = True
    others: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def view(kind: Kind, suffix: str, data: bytes, name: str = "") -> View:
    """Read one item's bytes for showing; never raises."""
    raise NotImplementedError
