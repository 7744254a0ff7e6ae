"""From a snapshot's tree to rows: reads what is new in it, and nothing else."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import Tag
from holdfast.vault.history import sidecars
from holdfast.vault.history.found import Item, Place, items_in
from holdfast.vault.history.keepsakes import KEEPSAKE, own_keys
from holdfast.vault.history.layout import KINDS
from holdfast.vault.history.marks import MARKS, KindMarks, decode_marks
from holdfast.vault.history.rows import stored
from holdfast.vault.history.schema import OPEN
from holdfast.vault.history.summaries import Summaries, encode_pieces
from holdfast.vault.history.trees import File, Folder, Trees
from holdfast.vault.repository.snapshot import Snapshot
from holdfast.vault.repository.tree import Bounds

_ROOT = b""
"""The parent of the kinds' folders, as the index holds it."""


class Foreign(Exception):  # noqa: N818 - not an error: restic's own snapshots are welcome
    """The snapshot was not made by Holdfast: its tree does not say which phone it is of."""


def add_snapshot(database: sqlite3.Connection, trees: Trees, snapshot: Snapshot) -> None:
    """Index one snapshot, inside a transaction; raises `Foreign`, or what the vault raises.

    Folders that are as they were in the handset's last snapshot are not read, and the items
    in them cost nothing. What another program indexed meanwhile is left as it is.
    """
    if database.execute("SELECT 1 FROM snapshots WHERE hex = ?", (snapshot.id,)).fetchone():
        return
    root = trees.folder(snapshot.tree)
    try:
        info = sidecars.decode_handset(trees.sidecar(root, sidecars.HANDSET) or b"")
        coverage = sidecars.decode_coverage(trees.sidecar(root, sidecars.COVERAGE) or b"{}")
        marks = decode_marks(trees.sidecar(root, MARKS))
        keys = own_keys(trees.sidecar(root, KEEPSAKE))
    except sidecars.SidecarUnreadable as error:
        raise Foreign(snapshot.id) from error
    keepsake = Tag.KEEPSAKE in snapshot.tags
    handset, number = _next_number(database, info.id, keepsake=keepsake)
    before = _last_version(database)
    walk = _Walk(database, trees, handset, number, Bounds(snapshot.tree))
    walk.run(root, marks)
    if keepsake:
        _give_own_keys(database, before, keys)
    time = snapshot.time.isoformat()
    _later_digests_unknown(database, handset, time)
    database.execute(
        "INSERT INTO snapshots(hex, root, tree, handset, number, time, tags, info, coverage,"
        " counts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            snapshot.id,
            snapshot.original or snapshot.id,
            snapshot.tree,
            handset,
            number,
            time,
            json.dumps(sorted(snapshot.tags)),
            sidecars.encode_handset(info),
            sidecars.encode_coverage(coverage),
            json.dumps(_counts(database, handset, number, walk.gains)),
        ),
    )


def rename_snapshot(database: sqlite3.Connection, old: str, snapshot: Snapshot) -> None:
    """Note that the snapshot indexed as `old` got other tags, and so another id."""
    database.execute(
        "UPDATE snapshots SET hex = ?, root = ?, tags = ? WHERE hex = ?",
        (
            snapshot.id,
            snapshot.original or snapshot.id,
            json.dumps(sorted(snapshot.tags)),
            old,
        ),
    )


def forget_snapshots(database: sqlite3.Connection, vanished: Iterable[str]) -> None:
    """Take snapshots that left the vault out of the index, and what lived only in them."""
    for hex_id in vanished:
        row = database.execute(
            "DELETE FROM snapshots WHERE hex = ? RETURNING handset, number, time", (hex_id,)
        ).fetchall()
        if not row:
            continue
        handset, number, time = row[0]
        _later_digests_unknown(database, handset, time)
        if number == _last_number(database, handset):
            # The next snapshot is compared with nothing, for this one cannot be asked again.
            database.execute(
                "UPDATE spans SET last = ? WHERE handset = ? AND last = ?", (number, handset, OPEN)
            )
            database.execute("DELETE FROM folders WHERE handset = ?", (handset,))
    _sweep(database)


def forget_digests(database: sqlite3.Connection) -> None:
    """Have every snapshot's changes counted anew."""
    database.execute("UPDATE snapshots SET digest = NULL")


def _sweep(database: sqlite3.Connection) -> None:
    database.execute(
        "DELETE FROM spans WHERE NOT EXISTS (SELECT 1 FROM snapshots"
        " WHERE handset = spans.handset AND number BETWEEN spans.first AND spans.last)"
    )
    database.execute("DELETE FROM versions WHERE id NOT IN (SELECT version FROM spans)")
    database.execute("DELETE FROM summaries WHERE id NOT IN (SELECT summary FROM versions)")


def _later_digests_unknown(database: sqlite3.Connection, handset: int, time: str) -> None:
    database.execute(
        "UPDATE snapshots SET digest = NULL WHERE handset = ? AND time >= ?", (handset, time)
    )


def _last_number(database: sqlite3.Connection, handset: int) -> int:
    row = database.execute("SELECT numbers FROM handsets WHERE id = ?", (handset,)).fetchone()
    return int(row[0])


def _next_number(database: sqlite3.Connection, name: str, *, keepsake: bool) -> tuple[int, int]:
    series = (name, keepsake)
    database.execute("INSERT OR IGNORE INTO handsets(name, keepsake) VALUES (?, ?)", series)
    handset, number = database.execute(
        "UPDATE handsets SET numbers = numbers + 1 WHERE name = ? AND keepsake = ?"
        " RETURNING id, numbers",
        series,
    ).fetchall()[0]
    return handset, number


def _last_version(database: sqlite3.Connection) -> int:
    return int(database.execute("SELECT COALESCE(MAX(id), 0) FROM versions").fetchone()[0])


def _give_own_keys(
    database: sqlite3.Connection, before: int, keys: Mapping[tuple[Kind, str], str]
) -> None:
    """A keepsake holds several versions of one item: in it they go by keys of their own."""
    database.executemany(
        "UPDATE versions SET key = ? WHERE id > ? AND kind = ? AND key = ?",
        [
            (stored(own), before, kind, stored(key))
            for (kind, key), own in keys.items()
            if own != key
        ],
    )


def _counts(
    database: sqlite3.Connection, handset: int, number: int, gains: Mapping[Kind, int]
) -> dict[str, int]:
    """Items of each kind: as many as in the snapshot before, and what was gained since."""
    before = database.execute(
        "SELECT counts FROM snapshots WHERE handset = ? AND number = ?", (handset, number - 1)
    ).fetchone()
    if before is None:
        return _counted(database, handset, number)
    counts = Counter(json.loads(before[0]))
    counts.update(gains)
    return {kind: count for kind, count in counts.items() if count}


def _counted(database: sqlite3.Connection, handset: int, number: int) -> dict[str, int]:
    rows = database.execute(
        "SELECT kind, COUNT(*) FROM spans WHERE handset = ? AND last >= ? AND first <= ?"
        " GROUP BY kind",
        (handset, number, number),
    )
    return dict(rows.fetchall())


class _Walk:
    """One walk over one snapshot's tree; `gains` are the items that began, less those ended."""

    def __init__(
        self,
        database: sqlite3.Connection,
        trees: Trees,
        handset: int,
        number: int,
        bounds: Bounds,
    ) -> None:
        self._database = database
        self._trees = trees
        self._handset = handset
        self._number = number
        self._summaries = Summaries(database, trees)
        self._bounds = bounds
        self.gains: Counter[Kind] = Counter()

    def run(self, root: Folder, marks: Mapping[Kind, KindMarks]) -> None:
        """Bring the rows in line with the tree below `root`."""
        below = []
        for name, tree in root.folders:
            if name in KINDS:
                kind_marks = marks[KINDS[name]]
                below.append((Place((name,), kind_marks, kind_marks.fingerprint()[:16]), tree))
        self._visit(_ROOT, below)

    def _visit(self, parent: bytes, below: Iterable[tuple[Place, str]]) -> None:
        """Open the folders in one that are not as they were, and leave those that are gone."""
        known = dict(self._known(parent))
        for place, tree in below:
            state = f"{tree}:{place.marks_id}"
            if known.pop(place.name, None) != state:
                self._open(place, tree)
                self._database.execute(
                    "INSERT OR REPLACE INTO folders VALUES (?, ?, ?, ?)",
                    (self._handset, parent, place.name, state),
                )
        for path in known:
            self._leave(parent, path)

    def _open(self, place: Place, tree: str) -> None:
        self._bounds.demand(len(place.path))
        folder = self._trees.folder(tree)
        self._compare(place, folder.files)
        self._visit(place.name, [(place.inside(name), below) for name, below in folder.folders])

    def _known(self, parent: bytes) -> list[tuple[bytes, str]]:
        return self._database.execute(
            "SELECT path, tree FROM folders WHERE handset = ? AND parent = ?",
            (self._handset, parent),
        ).fetchall()

    def _leave(self, parent: bytes, path: bytes) -> None:
        for below, _state in self._known(path):
            self._leave(path, below)
        kind = KINDS[path.split(b"/")[0].decode()]
        for _sign, span in self._open_spans(path):
            self._end(kind, span)
        self._database.execute(
            "DELETE FROM folders WHERE handset = ? AND parent = ? AND path = ?",
            (self._handset, parent, path),
        )

    def _open_spans(self, folder: bytes) -> list[tuple[bytes, int]]:
        return self._database.execute(
            "SELECT versions.sign, spans.id FROM spans JOIN versions ON versions.id = spans.version"  # noqa: S608 - our own constants
            f" WHERE spans.handset = ? AND spans.folder = ? AND spans.last = {OPEN}",
            (self._handset, folder),
        ).fetchall()

    def _end(self, kind: Kind, span: int) -> None:
        self.gains[kind] -= 1
        self._database.execute("UPDATE spans SET last = ? WHERE id = ?", (self._number - 1, span))

    def _compare(self, place: Place, files: Iterable[File]) -> None:
        items = {item.sign: item for item in items_in(place, files)}
        there = dict(self._open_spans(place.name))
        for sign in there.keys() - items.keys():
            self._end(KINDS[place.path[0]], there[sign])
        for sign, item in items.items():
            if sign not in there:
                self._begin(place, sign, item)

    def _begin(self, place: Place, sign: bytes, item: Item) -> None:
        self.gains[item.kind] += 1
        known = self._database.execute(
            "SELECT id FROM versions WHERE handset = ? AND sign = ?", (self._handset, sign)
        ).fetchone()
        if known and self._goes_on(known[0]):
            return
        version = known[0] if known else self._new_version(sign, item)
        self._database.execute(
            "INSERT INTO spans(handset, kind, first, last, version, folder)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (self._handset, item.kind, self._number, OPEN, version, place.name),
        )

    def _goes_on(self, version: int) -> bool:
        """Open the span of a version again that ended with the snapshot before, if there is one."""
        extended = self._database.execute(
            "UPDATE spans SET last = ? WHERE version = ? AND last = ?",
            (OPEN, version, self._number - 1),
        )
        return bool(extended.rowcount)

    def _new_version(self, sign: bytes, item: Item) -> int:
        if item.kind.is_media:
            name = item.path[-1] if item.path else item.key
            summary = self._summaries.of_media(item.kind, name, item.pieces)
        else:
            summary = self._summaries.of_record(item.kind, item.pieces)
        cursor = self._database.execute(
            "INSERT INTO versions(handset, kind, key, sign, digest, summary, mark, path, modified,"
            " mtime, parts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._handset,
                item.kind,
                stored(item.key),
                sign,
                summary.digest,
                summary.row,
                stored(item.mark) if item.mark is not None else None,
                json.dumps(item.path) if item.path else None,
                item.modified,
                item.mtime,
                encode_pieces(item.pieces),
            ),
        )
        return cursor.lastrowid or 0
