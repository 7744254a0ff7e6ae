"""`marks.json`: what the name and the date of a file cannot hold of the item in it.

Most items need no word here. Per kind it tells whether the files' dates are the phone's own
and by which rule change marks follow from size and date; then the items for which that does
not hold, and the keys and paths of names that had to be cut.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from holdfast.records.formats import file_names as names
from holdfast.records.model.kinds import Kind
from holdfast.vault.history.sidecars import SidecarUnreadable, decode_json, encode_json

MARKS = "marks.json"

_AS_FILE = "file"
# Years that every file system and restic's own clock (64 bits of nanoseconds) can hold.
_EARLIEST, _LATEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_EARLIEST_TEXT, _LATEST_TEXT = _EARLIEST.isoformat(), _LATEST.isoformat()


def _seconds(size: int, modified: datetime) -> str:
    return f"{size}:{int(modified.timestamp())}"


def _iso(size: int, modified: datetime) -> str:
    return f"{size}:{modified.isoformat()}"


def _obex(size: int, modified: datetime) -> str:
    return f"{size}:{modified:%Y%m%dT%H%M%S}"


def _obex_utc(size: int, modified: datetime) -> str:
    return f"{_obex(size, modified)}Z"


_RULES: Mapping[str, Callable[[int, datetime], str]] = {
    "seconds": _seconds,
    "iso": _iso,
    "obex": _obex,
    "obex-utc": _obex_utc,
}
_NO_RULE = "none"


@dataclass(frozen=True, slots=True)
class Facts:
    """What must come back exactly for one item; `stem` is its path without the suffix.

    `named` tells whether the path alone gives back `key` and `path`.
    """

    kind: Kind
    stem: str
    key: str
    path: tuple[str, ...]
    size: int
    mark: str | None
    modified: datetime | None
    named: bool


@dataclass(frozen=True, slots=True)
class KindMarks:
    """The rules and exceptions of one kind."""

    dated: bool
    rule: str = _NO_RULE
    items: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Escaped key and parts of the path, by stem."""

    def name(self, stem: str, key: str, path: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """The exact key and path of the item at `stem`, where its name says `key` and `path`."""
        exact = self.names.get(stem)
        if not exact:
            return key, path
        return names.unescape(exact[0]), tuple(names.unescape(part) for part in exact[1:])

    def modified(self, key: str, mtime: datetime) -> datetime | None:
        """When the phone says the item was modified, given its file's date."""
        told = self._exception(key).get("modified", _AS_FILE if self.dated else None)
        if not isinstance(told, str):
            return None
        return mtime if told == _AS_FILE else datetime.fromisoformat(told)

    def mark(self, key: str, size: int, modified: datetime | None) -> str | None:
        """The item's change mark, given the size of its parts together and its date."""
        exception = self._exception(key)
        if "mark" in exception:
            told = exception["mark"]
            return names.unescape(told) if isinstance(told, str) else None
        return _ruled(self.rule, size, modified)

    def fingerprint(self) -> str:
        """Equal for sections that say the same of every item."""
        items, exact = sorted(self.items.items()), sorted(self.names.items())
        return hashlib.sha256(encode_json([self.dated, self.rule, items, exact])).hexdigest()

    def _exception(self, key: str) -> Mapping[str, Any]:
        return self.items.get(names.escape(key), MappingProxyType({})) if self.items else {}


def default_marks(kind: Kind) -> KindMarks:
    """What holds for a kind of which `marks.json` says nothing."""
    return KindMarks(dated=kind.is_media)


def fits_file(modified: datetime | None) -> bool:
    """Whether a file's own date can hold this one."""
    return modified is not None and _EARLIEST <= modified < _LATEST


def fits_file_text(modified: str | None) -> bool:
    """As `fits_file`, of a date as the index holds it; True where there is none."""
    # Dates in UTC with years of four digits are in the order of their texts.
    return modified is None or _EARLIEST_TEXT <= modified < _LATEST_TEXT


def encode_marks(
    facts: Iterable[Facts], told: Mapping[Kind, Mapping[str, Any]] = MappingProxyType({})
) -> bytes | None:
    """Write `marks.json`, or return None when files' names and dates hold everything.

    Of the kinds that are `told` the sections are known already. The order of `facts` makes no
    difference.
    """
    by_kind: dict[Kind, list[Facts]] = {}
    for entry in facts:
        by_kind.setdefault(entry.kind, []).append(entry)
    described = {kind: _describe(kind, entries) for kind, entries in by_kind.items()}
    sections: Mapping[Kind, Mapping[str, Any]] = {**described, **told}
    written = {str(kind): sections[kind] for kind in Kind if sections.get(kind)}
    return encode_json(written) if written else None


def section_of(data: bytes | None, kind: Kind) -> Mapping[str, Any]:
    """What `marks.json` says of one kind, as it stands there; raises `SidecarUnreadable`."""
    told = decode_json(data) if data is not None else {}
    section = told.get(str(kind), {}) if isinstance(told, dict) else None
    if not isinstance(section, dict):
        raise SidecarUnreadable(MARKS)
    return section


def decode_marks(data: bytes | None) -> dict[Kind, KindMarks]:
    """Read `marks.json`, one entry for every kind; raises `SidecarUnreadable`."""
    told = decode_json(data) if data is not None else {}
    if not isinstance(told, dict):
        raise SidecarUnreadable(MARKS)
    return {kind: _section(kind, told.get(str(kind), {})) for kind in Kind}


def _describe(kind: Kind, facts: Sequence[Facts]) -> dict[str, Any]:
    dates = Counter(fits_file(entry.modified) for entry in facts)
    dated = dates[True] > dates[False] if len(dates) > 1 else True in dates
    rule = _usual_rule(facts)
    found = ((fact.key, _exceptions(fact, rule, dated=dated)) for fact in facts)
    items = {names.escape(key): exception for key, exception in found if exception}
    section = {
        "dated": dated,
        "rule": rule,
        "items": dict(sorted(items.items())),
        "names": dict(sorted((fact.stem, _exact_name(fact)) for fact in facts if not fact.named)),
    }
    usual = {"dated": default_marks(kind).dated, "rule": _NO_RULE, "items": {}, "names": {}}
    return {name: value for name, value in section.items() if value != usual[name]}


def _exact_name(fact: Facts) -> list[str]:
    return [names.escape(fact.key), *map(names.escape, fact.path)]


def _usual_rule(facts: Sequence[Facts]) -> str:
    fitting = Counter(
        rule
        for fact in facts
        for rule in (_NO_RULE, *_RULES)
        if _ruled(rule, fact.size, fact.modified) == fact.mark
    )
    # Among those that fit as many the first, whatever the order of the items.
    return max((_NO_RULE, *_RULES), key=lambda rule: fitting[rule])


def _ruled(rule: str, size: int, modified: datetime | None) -> str | None:
    if rule not in _RULES:
        return None
    return _RULES[rule](size, modified) if modified is not None else f"{size}:"


def _exceptions(fact: Facts, rule: str, *, dated: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if _ruled(rule, fact.size, fact.modified) != fact.mark:
        found["mark"] = None if fact.mark is None else names.escape(fact.mark)
    if fits_file(fact.modified):
        if not dated:
            found["modified"] = _AS_FILE
    elif fact.modified is not None:
        found["modified"] = fact.modified.isoformat()
    elif dated:
        found["modified"] = None
    return found


def _section(kind: Kind, told: object) -> KindMarks:
    if not isinstance(told, dict):
        raise SidecarUnreadable(MARKS)
    section = KindMarks(
        dated=bool(told.get("dated", default_marks(kind).dated)),
        rule=str(told.get("rule", _NO_RULE)),
        items=told.get("items", {}),
        names=told.get("names", {}),
    )
    try:
        _try(section)
    except (ValueError, TypeError, AttributeError, LookupError) as error:
        raise SidecarUnreadable(MARKS) from error
    return section


def _try(section: KindMarks) -> None:
    """Read every word once; whatever is wrong with one shows here and nowhere later."""
    for stem in section.names:
        section.name(stem, "", ())
    for escaped in section.items:
        key = names.unescape(escaped)
        section.mark(key, 0, section.modified(key, _EARLIEST))
