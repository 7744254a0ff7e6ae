"""Keepsakes: versions whose backups were forgotten, with the dates they lived.

A keepsake is a pinned snapshot like any other to restic. It covers no kind, so it ends no
item's life; `keepsake.json` in its root says of each item what it was known by, and when.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from holdfast.records.formats.file_names import unescape
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import Tag, Version
from holdfast.vault.history import found as finding
from holdfast.vault.history import layout, summaries
from holdfast.vault.history import marks as marking
from holdfast.vault.history.catalogue import Entry
from holdfast.vault.history.rows import told
from holdfast.vault.history.sidecars import SidecarUnreadable, decode_json, encode_json
from holdfast.vault.history.trees import Trees

KEEPSAKE = "keepsake.json"


@dataclass(frozen=True, slots=True)
class Life:
    """When a version was seen: in `count` backups from `first` to `last`, UTC.

    `ended` is the first later backup whose reading of the kind could be trusted and which
    held it no more, or None.
    """

    first: datetime
    last: datetime
    count: int
    ended: datetime | None = None

    def joined(self, other: Life) -> Life:
        """Both lives of one version, which came back."""
        later = max(self, other, key=lambda life: life.last)
        first, last = min(self.first, other.first), later.last
        # Told twice where a change of the keepsake was cut short: the same backups, then.
        apart = self.last < other.first or other.last < self.first
        count = self.count + other.count if apart else max(self.count, other.count)
        return Life(first, last, count, later.ended)


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """One version in a keepsake: the item as it was kept, and its life."""

    kept: layout.Kept
    life: Life

    @property
    def identity(self) -> tuple[object, ...]:
        """Equal for the same bytes under the same key."""
        return _identity(self.kept.kind, self.kept.key, self.kept.parts)


def _identity(kind: Kind, key: str, parts: Iterable[layout.KeptPart]) -> tuple[object, ...]:
    return kind, key, tuple((part.suffix, part.content) for part in parts)


def merged(versions: Iterable[KeptVersion]) -> tuple[KeptVersion, ...]:
    """Each version once, its lives joined; oldest first, so that a keepsake's order is stable."""
    found: dict[tuple[object, ...], KeptVersion] = {}
    for version in versions:
        there = found.get(version.identity)
        life = there.life.joined(version.life) if there else version.life
        found[version.identity] = KeptVersion(version.kept, life)
    return tuple(sorted(found.values(), key=_order))


def _order(version: KeptVersion) -> tuple[object, ...]:
    return version.kept.kind, version.kept.key, version.life.first, version.life.last


def encode_keepsake(versions: Sequence[KeptVersion]) -> bytes:
    """Write `keepsake.json` for versions in the order that `layout.place` gets them."""
    located = layout.locate([version.kept for version in versions])
    return encode_json(
        {
            "items": [
                {
                    "kind": entry.kept.kind,
                    "key": entry.key,
                    "of": entry.kept.key,
                    "paths": ["/".join(entry.path(part)) for part in entry.kept.parts],
                    "first": version.life.first.isoformat(),
                    "last": version.life.last.isoformat(),
                    "count": version.life.count,
                    "ended": version.life.ended.isoformat() if version.life.ended else None,
                }
                for entry, version in zip(located, versions, strict=True)
            ]
        }
    )


def decode_lives(data: bytes) -> dict[tuple[Kind, str], tuple[str, Life]]:
    """Read `keepsake.json`: by kind and key there, the key on the phone, and the life.

    Raises `SidecarUnreadable`.
    """
    try:
        return dict(_life(entry) for entry in decode_json(data)["items"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SidecarUnreadable(KEEPSAKE) from error


def own_keys(data: bytes | None) -> dict[tuple[Kind, str], str]:
    """From `keepsake.json`: the key on the phone, by kind and key in the keepsake."""
    return {} if data is None else {there: own for there, (own, _) in decode_lives(data).items()}


def lives_by_path(data: bytes) -> dict[str, Life]:
    """From `keepsake.json`: the life of the item that each path holds a part of."""
    try:
        items = decode_json(data)["items"]
        return {str(path): _life(entry)[1][1] for entry in items for path in entry["paths"]}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SidecarUnreadable(KEEPSAKE) from error


class KeptLives:
    """Tells when versions lived that only keepsakes hold; reads each keepsake's list once."""

    def __init__(self, read: Callable[[str, str], bytes | None]) -> None:
        """Read a file of a snapshot's root by `read(snapshot, name)`."""
        self._read = read
        self._lives: dict[str, dict[str, Life]] = {}

    def dated(self, version: Version) -> Version:
        """A version as seen when it lived, in a keepsake or out of it."""
        keepsake = version.last
        if Tag.KEEPSAKE not in keepsake.tags:
            return version
        if keepsake.id not in self._lives:
            self._lives[keepsake.id] = self._lives_in(keepsake.id)
        return dated(version, self._lives[keepsake.id])

    def _lives_in(self, keepsake: str) -> dict[str, Life]:
        try:
            return lives_by_path(self._read(keepsake, KEEPSAKE) or b"")
        except SidecarUnreadable:
            # Anybody may call a snapshot a keepsake: what is in it was seen when it was made.
            return {}


def dated(version: Version, lives: Mapping[str, Life]) -> Version:
    """A version that only a keepsake holds, as seen when it lived, not when it was kept."""
    life = next((lives[part.path] for part in version.item.parts if part.path in lives), None)
    if life is None:
        return version
    return replace(
        version,
        first=replace(version.first, time=life.first),
        last=replace(version.last, time=life.last),
        count=life.count,
        gone_since=version.gone_since and life.ended,
    )


def _life(entry: Mapping[str, Any]) -> tuple[tuple[Kind, str], tuple[str, Life]]:
    ended = entry.get("ended")
    life = Life(
        datetime.fromisoformat(entry["first"]),
        datetime.fromisoformat(entry["last"]),
        int(entry["count"]),
        datetime.fromisoformat(ended) if ended else None,
    )
    return (Kind(entry["kind"]), str(entry["key"])), (str(entry["of"]), life)


def read_keepsake(trees: Trees, tree: str) -> Iterator[KeptVersion]:
    """Yield all versions in the keepsake with this root; raises `SidecarUnreadable`."""
    root = trees.folder(tree)
    lives = decode_lives(trees.sidecar(root, KEEPSAKE) or b"")
    marks = marking.decode_marks(trees.sidecar(root, marking.MARKS))
    for name, subtree in root.folders:
        if name in layout.KINDS:
            for item in _items(
                trees, finding.Place((name,), marks[layout.KINDS[name]], ""), subtree
            ):
                key, life = lives[item.kind, item.key]
                yield KeptVersion(_kept(item, key), life)


def _items(trees: Trees, place: finding.Place, tree: str) -> Iterator[finding.Item]:
    folder = trees.folder(tree)
    yield from finding.items_in(place, folder.files)
    for name, subtree in folder.folders:
        yield from _items(trees, place.inside(name), subtree)


def _kept(item: finding.Item, key: str) -> layout.Kept:
    return layout.Kept(
        kind=item.kind,
        key=key,
        parts=tuple(layout.KeptPart(p.suffix, tuple(p.content), p.size) for p in item.pieces),
        name=_hint(item.pieces[0].path) or key,
        mark=item.mark,
        path=item.path,
        modified=datetime.fromisoformat(item.modified) if item.modified else None,
    )


def _hint(path: str) -> str:
    """The name for people in a record's path, so that it is the same when it moves on."""
    hint, separator, _ = path.rpartition("/")[2].rpartition("--")
    return unescape(hint) if separator else ""


def leaving(
    database: sqlite3.Connection, entries: Sequence[Entry], going: Collection[str]
) -> tuple[KeptVersion, ...]:
    """The versions of one handset's snapshots `entries` that live in those of `going` alone."""
    backups = [entry for entry in entries if Tag.KEEPSAKE not in entry.info.tags]
    if not backups:
        return ()
    lives = _Lives(backups, going)
    rows = database.execute(
        "SELECT versions.kind, versions.key, versions.parts, versions.mark, versions.path,"
        " versions.modified, summaries.title, spans.first, spans.last FROM spans"
        " JOIN versions ON versions.id = spans.version"
        " JOIN summaries ON summaries.id = versions.summary WHERE spans.handset = ?",
        (backups[0].handset,),
    )
    for *columns, first, last in rows:
        lives.note(columns, first, last)
    return merged(lives.lost())


class _Lives:
    """Puts the spans of versions together, and tells which lie in forgotten backups only."""

    def __init__(self, backups: Sequence[Entry], going: Collection[str]) -> None:
        self._backups = backups
        self._by_place = {entry.place: entry for entry in backups}
        gone = [entry for entry in backups if entry.info.id in going]
        self._going = sorted((entry.number, entry.place) for entry in gone)
        self._staying = sorted({entry.number for entry in backups if entry.info.id not in going})
        self._safe: set[tuple[object, ...]] = set()
        self._seen: dict[tuple[object, ...], tuple[Sequence[Any], set[int]]] = {}

    def note(self, columns: Sequence[Any], first: int, last: int) -> None:
        kind, key, parts, *_ = columns
        # Of most versions a staying backup is found at once, however many backups hold them.
        kept = bisect_left(self._staying, first)
        if kept < len(self._staying) and self._staying[kept] <= last:
            self._safe.add((kind, key, parts))
            return
        for number, place in self._going[bisect_left(self._going, (first, -1)) :]:
            if number > last:
                break
            self._seen.setdefault((kind, key, parts), (columns, set()))[1].add(place)

    def lost(self) -> Iterator[KeptVersion]:
        for told_apart, (columns, places) in self._seen.items():
            if told_apart not in self._safe:
                seen = [self._by_place[place] for place in sorted(places)]
                yield KeptVersion(_from_row(columns), self._life(Kind(columns[0]), seen))

    def _life(self, kind: Kind, seen: Sequence[Entry]) -> Life:
        later = (e for e in self._backups if e.place > seen[-1].place and e.info.trusted(kind))
        ended = next(later, None)
        first, last = seen[0].info.time, seen[-1].info.time
        return Life(first, last, len(seen), ended.info.time if ended else None)


def _from_row(columns: Sequence[Any]) -> layout.Kept:
    kind, key, parts, mark, path, modified, title = columns
    pieces = summaries.decode_pieces(parts)
    return layout.Kept(
        kind=Kind(kind),
        key=told(key),
        parts=tuple(layout.KeptPart(p.suffix, tuple(p.content), p.size) for p in pieces),
        name=title,
        mark=told(mark) if mark is not None else None,
        path=tuple(decode_json(path.encode())) if path else (),
        modified=datetime.fromisoformat(modified) if modified else None,
    )
