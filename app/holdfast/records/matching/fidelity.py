"""What of many items a target cannot hold, counted before anything is written: pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType

from holdfast.records.formats import icalendar, vcard
from holdfast.records.formats.converting import convert as converter
from holdfast.records.formats.converting.contents import Loss, Unheld
from holdfast.records.formats.converting.dialects import Dialect
from holdfast.records.formats.summary import summarise
from holdfast.records.model.kinds import Kind

MAX_EXAMPLES = 5
"""Examples that are kept of one shortfall."""
_LONGEST_TEXT = 200
_OWN_LABELS = MappingProxyType(
    {
        "": "unread",
        "AGENT": "related",
        "DATE": "date",
        "DATE-SENT": "date",
        "DESCRIPTION": "description",
        "FN": "name",
        "LOGO": "photo",
        "N": "name",
        "PHOTO": "photo",
        "SORT-STRING": "name",
        "SUMMARY": "title",
        "TO": "phone",
        "TRIGGER": "alarm",
        "VALARM": "alarm",
    }
)
_WRITTEN_NAMES = MappingProxyType({"DESCRIPTION": "BODY"})


@dataclass(frozen=True, slots=True)
class Example:
    """One value that does not fit: of which item, its property, its text, what is kept of it."""

    title: str
    name: str
    text: str
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Values of one label that do not fit for one reason.

    `label` is a label key of cards or events, or "name", "title", "photo", "alarm", "unread",
    "other". `changed` tells that the target holds something in their place. `limit` is how
    many values, or how many characters, the target keeps where that is the reason; with
    `of_each_type` it keeps that many of each type.
    """

    kind: Kind
    label: str
    why: Loss
    changed: bool
    values: int
    items: int
    examples: tuple[Example, ...] = ()
    limit: int | None = None
    of_each_type: bool = False


@dataclass(frozen=True, slots=True)
class Fidelity:
    """How well `items` items fit a target: `whole` of them lose nothing.

    `kind` is theirs where all are of one. `shortfalls` come with the most values first, what
    is lost before what is changed.
    """

    items: int
    whole: int
    kind: Kind | None = None
    shortfalls: tuple[Shortfall, ...] = ()


@dataclass(slots=True)
class _Tally:
    """One shortfall while it is counted."""

    name: str
    values: int = 0
    items: set[int] = field(default_factory=set)
    examples: list[Example] = field(default_factory=list)


_Key = tuple[Kind, str, Loss, bool]


class Account:
    """Counts, item by item, what conversions for one target could not carry."""

    def __init__(self, dialect: Dialect) -> None:
        """Begin with nothing, for a target of `dialect`."""
        self._dialect = dialect
        self._tallies: dict[_Key, _Tally] = {}
        self._kinds: set[Kind] = set()
        self._items = 0
        self._whole = 0

    def add(self, kind: Kind, unheld: tuple[Unheld, ...], title: Callable[[], str]) -> None:
        """Count one item; `title` is asked only where the item serves as an example."""
        for loss in unheld:
            key = (kind, label_of(loss.name), loss.why, bool(loss.kept))
            tally = self._tallies.setdefault(key, _Tally(loss.name))
            tally.values += 1
            tally.items.add(self._items)
            if len(tally.examples) < MAX_EXAMPLES:
                short = (text[:_LONGEST_TEXT] for text in (loss.text, loss.kept))
                tally.examples.append(Example(title(), loss.name, *short))
        self._kinds.add(kind)
        self._items += 1
        self._whole += not unheld

    def report(self) -> Fidelity:
        """All that was counted so far."""
        found = [_shortfall(key, tally, self._dialect) for key, tally in self._tallies.items()]
        found.sort(key=lambda entry: (entry.changed, -entry.values, entry.label, entry.why))
        kind = next(iter(self._kinds)) if len(self._kinds) == 1 else None
        return Fidelity(self._items, self._whole, kind, tuple(found))


def fidelity(items: Iterable[tuple[Kind, bytes]], dialect: Dialect) -> Fidelity:
    """Convert every item for a target of `dialect` and count what it would not hold."""
    account = Account(dialect)
    for kind, data in items:
        unheld = converter.convert(kind, data, dialect).unheld
        account.add(kind, unheld, partial(_title, kind, data))
    return account.report()


def _title(kind: Kind, data: bytes) -> str:
    return summarise(kind, "", data).title


def label_of(name: str) -> str:
    """The label key of a property or of its parameter ("LOCATION;ALTREP"), else "other"."""
    bare = name.partition(";")[0]
    labels = (_OWN_LABELS, vcard.LABELS, icalendar.LABELS)
    return next((found[bare] for found in labels if bare in found), "other")


def _shortfall(key: _Key, tally: _Tally, dialect: Dialect) -> Shortfall:
    kind, label, why, changed = key
    limit, of_each_type = _limit(tally.name, why, dialect)
    return Shortfall(
        kind,
        label,
        why,
        changed,
        tally.values,
        len(tally.items),
        tuple(tally.examples),
        limit,
        of_each_type,
    )


def _limit(name: str, why: Loss, dialect: Dialect) -> tuple[int | None, bool]:
    """The figure behind a loss, and whether it holds for each type apart."""
    # A phone's note calls its text BODY.
    own = dialect.limits.get(name) or dialect.limits.get(_WRITTEN_NAMES.get(name, ""))
    if why is Loss.TOO_LONG:
        return (own.length if own else None), False
    if why is not Loss.TOO_MANY:
        return None, False
    if own is not None and own.count is not None:
        return own.count, False
    counts = set(_counts_of_types(name, dialect))
    return (counts.pop() if len(counts) == 1 else None), True


def _counts_of_types(name: str, dialect: Dialect) -> Iterator[int | None]:
    for key, limit in dialect.limits.items():
        if key.startswith(f"{name};"):
            yield limit.count
