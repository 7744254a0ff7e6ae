"""Field-level differences of two versions of one item, as a person would tell them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from holdfast.records.formats import icalendar, vcard
from holdfast.records.formats.fields import Alarm, Field
from holdfast.records.matching.identity import identity
from holdfast.records.matching.pairing import paired
from holdfast.records.matching.shown import Shown, shown_pair
from holdfast.records.matching.words import changed_span
from holdfast.records.model.kinds import Kind

_LAST = ("other", "text", "done", "photo", "unread")


def _ranked(labels: Mapping[str, str]) -> dict[str, int]:
    listed = dict.fromkeys(("title", "name", *labels.values(), *_LAST))
    return {label: rank for rank, label in enumerate(listed)}


_CARD_RANKS = _ranked(vcard.LABELS)
_RANKS = _ranked(icalendar.LABELS)


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

    @property
    def moved(self) -> bool:
        """Whether the value stayed and only what it is called changed (home to work)."""
        if self.before is None or self.after is None or self.before.value != self.after.value:
            return False
        return _called(self.before) != _called(self.after)

    @property
    def span(self) -> tuple[slice, slice] | None:
        """What of the values differs, cut at words; None where one side is missing.

        A note that was extended has an empty slice before.
        """
        if self.before is None or self.after is None:
            return None
        return changed_span(self.before.value, self.after.value)


def diff_fields(
    before: bytes, after: bytes, kind: Kind, suffix: str = ""
) -> tuple[FieldChange, ...]:
    """What changed between two versions' bytes, in the order the item panel shows fields.

    A value that got another label or type is one change, and so is a field that went for
    one of the same label that came, the likest first. Moving fields about is no change, nor
    is another way of writing the same: a dialect, a zone, a default spelt out. Lines that
    could not be read are told under the label "unread", as they stand. Never raises.
    """
    old, new = shown_pair(before, after, kind, suffix)
    gone, come = _without_common(old, new)
    changes = [FieldChange(*pair) for pair in paired(gone, come)]
    ranks = _CARD_RANKS if kind is Kind.CONTACTS else _RANKS
    return tuple(sorted(changes, key=lambda change: ranks.get(change.label, len(ranks))))


def _called(field: Field) -> tuple[object, ...]:
    return (field.label, frozenset(field.types), field.custom)


def _without_common(old: Shown, new: Shown) -> tuple[list[Field], list[Field]]:
    """Fields of each side that have no equal on the other, counted; alarms once each."""
    one, other = _identified(old), _identified(new)
    return _without(one, other), _without(other, one)


_Identified = list[tuple[tuple[object, ...], Field]]


def _identified(shown: Shown) -> _Identified:
    found: _Identified = []
    alarms = set()
    for field in shown.fields:
        key = identity(field, shown)
        if key is None or key in alarms:
            continue
        if isinstance(field.meaning, Alarm):
            alarms.add(key)
        found.append((key, field))
    return found


def _without(
    fields: _Identified, others: Iterable[tuple[tuple[object, ...], Field]]
) -> list[Field]:
    left: dict[tuple[object, ...], int] = {}
    for key, _ in others:
        left[key] = left.get(key, 0) + 1
    kept = []
    for key, field in fields:
        if left.get(key, 0):
            left[key] -= 1
        else:
            kept.append(field)
    return kept
