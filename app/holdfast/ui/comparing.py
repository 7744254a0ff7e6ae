"""Two versions of one item side by side, field by field, as plain rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from holdfast.actions.differences import differences
from holdfast.progress import Task
from holdfast.records.formats.fields import Field
from holdfast.records.formats.view import View
from holdfast.records.matching import diff
from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.item_diff import diff_line, shown
from holdfast.ui.readings import read_view
from holdfast.ui.tables.compare_row import CompareRow
from holdfast.vault.library import Vault
from holdfast.wording import fields, sizes, window

_HEADS = ("title", "done", "photo", "text", "name")
"""Differences of what a view shows outside its fields, in the order they stand on top."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both versions and the rows that lie between them."""

    before: StoredItem
    after: StoredItem
    rows: tuple[CompareRow, ...]

    @property
    def same(self) -> bool:
        """Whether no field differs."""
        return not any(each.differs for each in self.rows)


def read_comparison(vault: Vault, before: StoredItem, after: StoredItem, task: Task) -> Comparison:
    """Read both versions and hold them against each other. Raises `VaultProblem`."""
    task.check()
    if after.kind.is_media:
        return Comparison(before, after, _media_rows(before, after))
    found = differences(vault, before, after)
    return Comparison(before, after, compare_rows(read_view(vault, after), found))


def compare_rows(new: View, found: Sequence[diff.FieldChange]) -> tuple[CompareRow, ...]:
    """All fields of the newer version and what `found` says of both, each where it stands."""
    heads = [change for change in found if change.label in _HEADS]
    others = [change for change in found if change.label not in _HEADS]
    rows = list(_head_rows(new, heads))
    came = [change for change in others if change.after is not None]
    for field in new.fields:
        change = _taken(came, field)
        rows.append(_row(change) if change is not None else _same(field))
    rows.extend(_row(change) for change in came)
    for change in others:
        if change.after is None and change.before is not None:
            rows.insert(_place(rows, change.before), _row(change))
    return tuple(rows)


def _head_rows(new: View, heads: Sequence[diff.FieldChange]) -> Iterator[CompareRow]:
    labels = {change.label for change in heads}
    if not labels & {"title", "name"} and new.title:
        yield CompareRow(window.field_title(), new.title, new.title, differs=False)
    yield from (_row(change) for change in sorted(heads, key=lambda each: _HEADS.index(each.label)))
    if "text" not in labels and new.body:
        body = shown(Field("text", new.body))
        yield CompareRow(window.field_text(), body, body, differs=False)


def _taken(came: list[diff.FieldChange], field: Field) -> diff.FieldChange | None:
    for number, change in enumerate(came):
        if change.after == field:
            return came.pop(number)
    return None


def _row(change: diff.FieldChange) -> CompareRow:
    line = diff_line(change)
    return CompareRow(line.label, line.before, line.after, differs=True)


def _same(field: Field) -> CompareRow:
    value = shown(field)
    return CompareRow(fields.label(field), value, value, differs=False)


def _place(rows: Sequence[CompareRow], field: Field) -> int:
    """Behind the last row that is called as `field` is, else at the end."""
    name = fields.label(field)
    places = [number for number, each in enumerate(rows) if each.title == name]
    return places[-1] + 1 if places else len(rows)


def _media_rows(before: StoredItem, after: StoredItem) -> tuple[CompareRow, ...]:
    size = (sizes.size(before.size), sizes.size(after.size))
    return (
        CompareRow(window.field_title(), before.title, after.title, before.title != after.title),
        CompareRow(window.field_size(), *size, differs=before.digest != after.digest),
    )
