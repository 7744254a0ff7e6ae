"""Words the fields in which an item differs from an earlier version of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.records.formats.fields import Field
from holdfast.records.matching import diff
from holdfast.wording import changes, comparing, fields
from holdfast.wording.controls import Label, label

LONGEST = 2000
"""Characters of a value that are shown; of longer ones the beginning."""

_CUT = "…"


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One field that differs; an empty side is one that is not there."""

    label: str
    before: str
    after: str

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        if not self.before:
            return comparing.only_after(self.label, self.after)
        if not self.after:
            return comparing.only_before(self.label, self.before)
        return comparing.both(self.label, self.before, self.after)


def diff_lines(found: Iterable[diff.FieldChange]) -> tuple[DiffLine, ...]:
    """Each change as two values to be shown beside each other."""
    return tuple(diff_line(change) for change in found)


def diff_line(change: diff.FieldChange) -> DiffLine:
    """One change; what is only called otherwise says what it is called on both sides."""
    field = change.after or change.before
    name = changes.name(field) if field is not None else ""
    if change.label == "done":
        return DiffLine(name, _ticked(change.before), _ticked(change.after))
    old, new = shown(change.before), shown(change.after)
    if change.before is None or change.after is None:
        return DiffLine(name, old, new)
    if change.moved or changes.name(change.before) != name:
        old = comparing.labelled(changes.name(change.before), old)
        return DiffLine(fields_label(change.after), old, comparing.labelled(name, new))
    return DiffLine(name, *_told_apart(change.before, change.after, old, new))


def fields_label(field: Field) -> str:
    """What a field is called without what kind of it this is: "Phone"."""
    return fields.label(Field(field.label, field.value)) if field.label != "other" else field.value


def shown(field: Field | None) -> str:
    """A value as it is shown, bounded; empty where there is none."""
    if field is None:
        return ""
    said = fields.value(field)
    return said if len(said) <= LONGEST else said[:LONGEST] + _CUT


def _told_apart(before: Field, after: Field, old: str, new: str) -> tuple[str, str]:
    """The same words stand for two values where a zone or the seconds differ: as written, then."""
    return (old, new) if old != new else (before.value[:LONGEST], after.value[:LONGEST])


def _ticked(field: Field | None) -> str:
    done = field is not None and field.value == "yes"
    return label(Label.DONE_TODOS if done else Label.OPEN_TODOS)
