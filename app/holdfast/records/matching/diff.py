"""Field-level differences of two versions of one item."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.records.formats.view import Field
from holdfast.records.model.kinds import Kind


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs; None means it was not there. Label and types are the field's."""

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
    """What changed between two versions' bytes, in the order the item panel shows fields."""
    raise NotImplementedError
