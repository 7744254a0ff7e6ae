"""A contact's card: its lines grouped as an address book shows them, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.ui.icons import Icon
from holdfast.ui.item_panel_state import FieldLine

_GROUPS: tuple[tuple[Icon, tuple[str, ...]], ...] = (
    (Icon.CALLS, ("phone",)),
    (Icon.MAIL, ("email",)),
    (Icon.MESSAGES, ("im",)),
    (Icon.PLACE, ("address", "address-label", "position")),
    (Icon.GLOBE, ("url",)),
    (Icon.BRIEFCASE, ("organisation", "job-title", "role")),
    (Icon.CAKE, ("birthday", "anniversary", "date")),
    (Icon.PERSON, ("nickname", "phonetic-name", "related", "gender", "language")),
    (Icon.NOTES, ("note",)),
)
_OTHERS = Icon.TAG


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Lines of one sort, under one icon."""

    icon: Icon
    lines: tuple[FieldLine, ...]


def card_groups(lines: Iterable[FieldLine]) -> tuple[CardGroup, ...]:
    """`lines` by sort, each sort in the order of the card; what has no sort of its own is last."""
    held = tuple(lines)
    groups = [
        CardGroup(icon, tuple(line for line in held if line.key in keys)) for icon, keys in _GROUPS
    ]
    known = {key for _, keys in _GROUPS for key in keys}
    groups.append(CardGroup(_OTHERS, tuple(line for line in held if line.key not in known)))
    return tuple(group for group in groups if group.lines)


def headline(lines: Iterable[FieldLine]) -> tuple[str, ...]:
    """What stands under the name: what the person does, and where."""
    held = tuple(lines)
    return tuple(
        line.value for key in ("job-title", "organisation") for line in held if line.key == key
    )
