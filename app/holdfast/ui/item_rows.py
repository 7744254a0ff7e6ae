"""Makes the rows of contacts, agenda, to-dos, notes and photos, and of what a search found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from holdfast.records.formats import view as viewing
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import KindChanges, StoredItem
from holdfast.ui.months import Months
from holdfast.ui.tables.lazy_rows import LazyRows
from holdfast.ui.tables.rows import Change, ItemRow, Row, SectionRow, Shape
from holdfast.vault.history.listing import Listing
from holdfast.wording import calendars, times
from holdfast.wording.controls import Label, label
from holdfast.wording.i18n import number

Face: TypeAlias = "viewing.View | _Unread"
Faces = Mapping[str, "viewing.View"]
"""What was read of some items' bytes, by digest."""

_SHAPES = {
    Kind.CONTACTS: Shape.CARD,
    Kind.CALENDAR: Shape.EVENT,
    Kind.TODOS: Shape.TODO,
    Kind.NOTES: Shape.NOTE,
    Kind.PHOTOS: Shape.PICTURE,
}
_LETTERS = 2


def item_rows(
    kind: Kind,
    items: Sequence[StoredItem],
    changes: KindChanges,
    faces: Faces,
    now: datetime,
) -> Sequence[Row]:
    """Rows of `items` as they stand, or of `changes` under their headings."""
    make = _Maker(kind, faces, now)
    if not items:
        return tuple(_changed_rows(kind, changes, make))
    if kind is Kind.TODOS:
        return tuple(_todos(items, make))
    # It stays as long as it is shown.
    items = items.packed() if isinstance(items, Listing) else items
    if kind is Kind.PHOTOS:
        months = Months(items, day_of)
        return LazyRows(months, make.row, months.headings)
    return LazyRows(items, make.row)


def _changed_rows(kind: Kind, changes: KindChanges, make: _Maker) -> Iterator[Row]:
    pairs = tuple(changes.changed)
    before = {id(after): old for old, after in pairs}
    parts = (
        (Change.ADDED, Label.ADDED, changes.added),
        (Change.CHANGED, Label.CHANGED, tuple(after for _, after in pairs)),
        (Change.REMOVED, Label.REMOVED, changes.removed),
    )
    for change, heading, items in parts:
        if items and kind is not Kind.PHOTOS:
            yield SectionRow(label(heading), number(len(items)))
        yield from (make.row(item, change, before.get(id(item))) for item in items)


@dataclass(frozen=True, slots=True)
class _Unread:
    """What is known of an item whose bytes were not read: at most when it begins."""

    start: datetime | None
    end: datetime | None = None
    due: datetime | None = None
    all_day: bool = False
    done: bool | None = None
    recurrence: None = None
    fields: tuple[()] = ()


class _Maker:
    """Makes one row of one item."""

    def __init__(self, kind: Kind, faces: Faces, now: datetime) -> None:
        self._shape = _SHAPES.get(kind, Shape.FILE)
        self._faces = faces
        self._now = now

    def face(self, item: StoredItem) -> Face:
        """What was read of the item's bytes, or only what history knows."""
        found = self._faces.get(item.digest)
        return found if found is not None else _Unread(item.when)

    def row(
        self,
        item: StoredItem,
        change: Change = Change.NONE,
        before: StoredItem | None = None,
    ) -> ItemRow:
        """The row of `item`; `before` is what a changed one was."""
        face = self.face(item)
        title = item.title or item.key
        subtitle = self._subtitle(item, change)
        aside = self._aside(face)
        spoken = (
            title,
            subtitle,
            _CHANGE_WORDS[change](),
            _done_word(face),
            "" if face.done else aside,
        )
        return ItemRow(
            item,
            self._shape,
            title,
            subtitle,
            lead=self._lead(item, face),
            aside=aside,
            change=change,
            done=face.done if self._shape is Shape.TODO else None,
            faded=change is Change.REMOVED,
            pictured=self._shape in (Shape.CARD, Shape.PICTURE),
            repeats=face.recurrence is not None,
            spoken=". ".join(part for part in spoken if part),
            before=before,
        )

    def _subtitle(self, item: StoredItem, change: Change) -> str:
        if not item.readable:
            return label(Label.NOT_READABLE)
        if self._shape is Shape.EVENT and change is not Change.NONE and item.when is not None:
            when = times.moment(item.when, self._now)
            return " · ".join(part for part in (when, item.subtitle) if part)
        if self._shape is Shape.TODO:
            urgent = calendars.priority(_priority(self.face(item)))
            return " · ".join(part for part in (urgent, item.subtitle) if part)
        return item.subtitle

    def _lead(self, item: StoredItem, face: Face) -> str:
        if self._shape is Shape.CARD:
            return initials(item.title)
        if self._shape is not Shape.EVENT or face.start is None:
            return ""
        if face.all_day:
            return label(Label.WHOLE_DAY)
        start = times.clock(face.start)
        if face.end is None or face.end == face.start:
            return start
        return f"{start}\n{times.clock(face.end)}"

    def _aside(self, face: Face) -> str:
        if self._shape is not Shape.TODO:
            return ""
        due = calendars.due(times.day(face.due, self._now)) if face.due is not None else ""
        if face.done:
            return label(Label.DONE_TODOS)
        return due

    def urgency(self, item: StoredItem) -> tuple[date, int, str]:
        """What to-dos are ordered by: what is due first, then what matters most, then the name."""
        face = self.face(item)
        return (day_of(face.due) or date.max, _priority(face) or 5, item.title.casefold())


_CHANGE_WORDS: dict[Change, Callable[[], str]] = {
    Change.NONE: lambda: "",
    Change.ADDED: lambda: label(Label.ADDED),
    Change.REMOVED: lambda: label(Label.REMOVED),
    Change.CHANGED: lambda: label(Label.CHANGED),
}


def _priority(face: Face) -> int:
    """From 1, the highest, to 9; 0 where none was given."""
    said = next((field.value for field in face.fields if field.label == "priority"), "")
    return int(said) if said.isdecimal() and len(said) == 1 else 0


def _done_word(face: Face) -> str:
    if face.done is None:
        return ""
    return label(Label.DONE_TODOS if face.done else Label.OPEN_TODOS)


def initials(name: str) -> str:
    """One or two letters that stand for a person without a portrait."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    chosen = words if len(words) < _LETTERS else [words[0], words[-1]]
    return "".join(word[0] for word in chosen).upper()


def day_of(when: datetime | None) -> date | None:
    """The local day of a moment; wall times keep their day."""
    if when is None:
        return None
    try:
        return when.date() if when.tzinfo is None else when.astimezone().date()
    except (OverflowError, ValueError, OSError):
        return when.date()


def _todos(items: Sequence[StoredItem], make: _Maker) -> Iterator[Row]:
    rows = [make.row(item) for item in sorted(items, key=make.urgency)]
    for heading, done in ((Label.OPEN_TODOS, False), (Label.DONE_TODOS, True)):
        found = [row for row in rows if bool(row.done) is done]
        if found:
            yield SectionRow(label(heading), number(len(found)))
            yield from found
