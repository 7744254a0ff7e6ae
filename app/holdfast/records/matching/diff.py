"""Field-level differences of two versions of one item, as a person would tell them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.records.formats.fields import Field
from holdfast.records.formats.view import View, view
from holdfast.records.model.kinds import Kind


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs; None on the side where it is not."""

    before: Field | None
    after: Field | None

    @property
    def label(self) -> str:
        """The label key of whichever side is there."""
        field = self.after or self.before
        return field.label if field else ""


def diff_fields(
    before: bytes, after: bytes, kind: Kind, suffix: str = ""
) -> tuple[FieldChange, ...]:
    """What changed between two versions' bytes, in the order the item panel shows fields.

    A field that went and one of the same label that came are one change; of several, those
    with the same type words pair first. Moving fields about is no change.
    """
    old = _fields(view(kind, suffix, before))
    new = _fields(view(kind, suffix, after))
    gone, come = _without(old, new), _without(new, old)
    changes = [FieldChange(field, _partner(field, come)) for field in gone]
    changes.extend(FieldChange(None, field) for field in come)
    order = list(dict.fromkeys(field.label for field in (*new, *old)))
    return tuple(sorted(changes, key=lambda change: order.index(change.label)))


def _fields(shown: View) -> list[Field]:
    """All that is shown, title, body and picture included."""
    fields = [Field("title", shown.title)] if shown.title else []
    fields.extend(shown.fields)
    if shown.body:
        fields.append(Field("text", shown.body))
    if shown.done is not None:
        fields.append(Field("done", "yes" if shown.done else "no"))
    if shown.photo:
        fields.append(Field("photo", hashlib.sha256(shown.photo).hexdigest()[:12]))
    return fields


def _without(fields: Sequence[Field], others: Sequence[Field]) -> list[Field]:
    """Fields that have no equal among `others`, counted."""
    left: dict[tuple[object, ...], int] = {}
    for field in others:
        left[_identity(field)] = left.get(_identity(field), 0) + 1
    kept = []
    for field in fields:
        if left.get(_identity(field), 0):
            left[_identity(field)] -= 1
        else:
            kept.append(field)
    return kept


def _identity(field: Field) -> tuple[object, ...]:
    return (field.label, frozenset(field.types), field.custom, field.value)


def _partner(field: Field, come: list[Field]) -> Field | None:
    """Take out of `come` what `field` became; the best fit, or None."""
    fits = [other for other in come if other.label == field.label]
    if field.label == "other":
        fits = [other for other in fits if other.types == field.types]
    if not fits:
        return None
    best = max(fits, key=lambda other: _likeness(field, other))
    come.remove(best)
    return best


def _likeness(field: Field, other: Field) -> tuple[bool, bool]:
    return (other.value == field.value, set(other.types) == set(field.types))
