"""Pairs the fields that went with those that came, the likest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from difflib import SequenceMatcher

from holdfast.records.formats.fields import Field
from holdfast.records.matching import numbers
from holdfast.records.matching.identity import types_of

Pair = tuple[Field | None, Field | None]

_SHORTEST_MOVED = 3
_MOST_COMPARED = 24
_MAX_COMPARED_TEXT = 400
_ALIKE = 0.6
# Of these an item has any number: another one is no change of this one, unless it is alike.
_LISTED = frozenset(
    ("attendee", "repeats-also", "repeats-except", "related", "contact", "unread", "other")
)


def paired(gone: list[Field], come: list[Field]) -> Iterator[Pair]:
    """Pairs of what went and what came in its place, in the order of `gone`, then `come`.

    The same value under another type or label pairs first, then what is likest under the
    same label. What has no partner stands alone.
    """
    if not gone or not come:
        yield from ((field, None) for field in gone)
        yield from ((None, field) for field in come)
        return
    partners: dict[int, int] = {}
    free = set(range(len(come)))
    for key in (_same_value, _same_value_elsewhere):
        _take_equal(gone, come, key, partners, free)
    for rows in _by_label(gone, come, partners, free):
        _take_likest(gone, come, *rows, partners)
    taken = set(partners.values())
    for place, field in enumerate(gone):
        yield field, come[partners[place]] if place in partners else None
    yield from ((None, field) for place, field in enumerate(come) if place not in taken)


def _same_value(field: Field) -> Hashable:
    return (field.label, field.value) if field.label != "other" else None


def _same_value_elsewhere(field: Field) -> Hashable:
    value = " ".join(field.value.split())
    fits = len(value) >= _SHORTEST_MOVED and field.label not in ("done", "title", "unread", "name")
    return value if fits and field.meaning is None else None


def _take_equal(
    gone: list[Field],
    come: list[Field],
    key: Callable[[Field], Hashable],
    partners: dict[int, int],
    free: set[int],
) -> None:
    offers: dict[Hashable, list[int]] = defaultdict(list)
    for place in sorted(free, reverse=True):
        offers[key(come[place])].append(place)
    for place, field in enumerate(gone):
        wanted = key(field)
        if wanted is not None and place not in partners and offers.get(wanted):
            partners[place] = offers[wanted].pop()
            free.discard(partners[place])


def _by_label(
    gone: list[Field], come: list[Field], partners: dict[int, int], free: set[int]
) -> Iterator[tuple[list[int], list[int]]]:
    """Places of what is still alone on both sides, by label."""
    lost: dict[Hashable, list[int]] = defaultdict(list)
    for place, field in enumerate(gone):
        if place not in partners:
            lost[_group(field)].append(place)
    found: dict[Hashable, list[int]] = defaultdict(list)
    for place in sorted(free):
        found[_group(come[place])].append(place)
    for group, places in lost.items():
        if group in found:
            yield places, found[group]


def _group(field: Field) -> Hashable:
    return (field.label, field.types) if field.label == "other" else field.label


def _take_likest(
    gone: list[Field],
    come: list[Field],
    lost: list[int],
    found: list[int],
    partners: dict[int, int],
) -> None:
    """Pair the likest; of very many, each with the one in its own place."""
    alone = len(lost) == 1 == len(found)
    if alone and gone[lost[0]].label not in _LISTED:
        partners[lost[0]] = found[0]
        return
    taken = set()
    for likeness, one, other in _ranked(gone, come, lost, found):
        enough = likeness >= _ALIKE or gone[one].label not in _LISTED
        if enough and one not in partners and other not in taken:
            partners[one] = other
            taken.add(other)


def _ranked(
    gone: list[Field], come: list[Field], lost: list[int], found: list[int]
) -> Iterable[tuple[float, int, int]]:
    if max(len(lost), len(found)) > _MOST_COMPARED:
        pairs: Iterable[tuple[int, int]] = zip(lost, found, strict=False)
    else:
        pairs = ((one, other) for one in lost for other in found)
    ranked = [(likeness(gone[one], come[other]), one, other) for one, other in pairs]
    return sorted(ranked, key=lambda row: (-row[0], row[1], row[2]))


def likeness(one: Field, other: Field) -> float:
    """How much two fields of one label are alike, 0 to 2; above 1 their types are equal too."""
    same_types = types_of(one) == types_of(other) and one.custom == other.custom
    return _value_likeness(one, other) + (1.0 if same_types and one.label not in _LISTED else 0.0)


def _value_likeness(one: Field, other: Field) -> float:
    if one.label == "phone":
        left, right = numbers.dialled(one.value), numbers.dialled(other.value)
        if left and right and numbers.rings_same(left, right):
            return 2.0
    if one.label == "attendee":
        return 1.0 if _is_person(one, other) else 0.0
    left_text, right_text = one.value[:_MAX_COMPARED_TEXT], other.value[:_MAX_COMPARED_TEXT]
    matcher = SequenceMatcher(None, left_text, right_text, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > _ALIKE / 2 else 0.0


def _is_person(one: Field, other: Field) -> bool:
    """Whether two invitations go to one person: by address, or by the name before it."""
    (name, address), (other_name, other_address) = _person(one), _person(other)
    return address == other_address or bool(name and name == other_name)


def _person(field: Field) -> tuple[str, str]:
    name, bracket, address = field.value.lower().rpartition("<")
    return name.strip(), address.rstrip("> ").strip() if bracket else address.strip()
