"""From a snapshot's tree to rows: reads what is new in it, and nothing else."""

from __future__ import annotations

import json
import sqlite3
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
    _Walk(database, trees, handset, number).run(root, marks)
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
            json.dumps(_counts(database, handset, number)),
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


def _counts(database: sqlite3.Connection, handset: int, number: int) -> dict[str, int]:
    rows = database.execute(
        "SELECT kind, COUNT(*) FROM spans WHERE handset = ? AND last >= ? AND first <= ?"
        " GROUP BY kind",
        (handset, number, number),
    )
    return dict(rows.fetchall())


class _Walk:
    """One walk over one snapshot's tree."""

    def __init__(
        self, database: sqlite3.Connection, trees: Trees, handset: int, number: int
    ) -> None:
        self._database = database
        self._trees = trees
        self._handset = handset
        self._number = number
        self._summaries = Summaries(database, trees)
        known = database.execute("SELECT path, tree FROM folders WHERE handset = ?", (handset,))
        self._known: dict[bytes, str] = dict(known.fetchall())
        self._seen: set[bytes] = set()
        self._skipped: set[bytes] = set()

    def run(self, root: Folder, marks: Mapping[Kind, KindMarks]) -> None:
        """Bring the rows in line with the tree below `root`."""
        for name, tree in root.folders:
            if name in KINDS:
                kind_marks = marks[KINDS[name]]
                self._visit(Place((name,), kind_marks, kind_marks.fingerprint()[:16]), tree)
        for path in self._known.keys() - self._seen:
            if not self._under_skipped(path):
                self._leave(path)

    def _visit(self, place: Place, tree: str) -> None:
        self._seen.add(place.name)
        state = f"{tree}:{place.marks_id}"
        if self._known.get(place.name) == state:
            self._skipped.add(place.name)
            return
        folder = self._trees.folder(tree)
        self._compare(place, folder.files)
        for name, subtree in folder.folders:
            self._visit(place.inside(name), subtree)
        self._database.execute(
            "INSERT OR REPLACE INTO folders VALUES (?, ?, ?)", (self._handset, place.name, state)
        )

    def _under_skipped(self, path: bytes) -> bool:
        parts = path.split(b"/")
        return any(b"/".join(parts[:end]) in self._skipped for end in range(1, len(parts)))

    def _leave(self, path: bytes) -> None:
        for _sign, span in self._open_spans(path):
            self._end(span)
        self._database.execute(
            "DELETE FROM folders WHERE handset = ? AND path = ?", (self._handset, path)
        )

    def _open_spans(self, folder: bytes) -> list[tuple[bytes, int]]:
        return self._database.execute(
            "SELECT versions.sign, spans.id FROM spans JOIN versions ON versions.id = spans.version"  # noqa: S608 - our own constants
            f" WHERE spans.handset = ? AND spans.folder = ? AND spans.last = {OPEN}",
            (self._handset, folder),
        ).fetchall()

    def _end(self, span: int) -> None:
        self._database.execute("UPDATE spans SET last = ? WHERE id = ?", (self._number - 1, span))

    def _compare(self, place: Place, files: Iterable[File]) -> None:
        items = {item.sign: item for item in items_in(place, files)}
        there = dict(self._open_spans(place.name))
        for sign in there.keys() - items.keys():
            self._end(there[sign])
        for sign, item in items.items():
            if sign not in there:
                self._begin(place, item)

    def _begin(self, place: Place, item: Item) -> None:
        version = self._version(item)
        extended = self._database.execute(
            "UPDATE spans SET last = ? WHERE version = ? AND last = ?",
            (OPEN, version, self._number - 1),
        )
        if not extended.rowcount:
            self._database.execute(
                "INSERT INTO spans(handset, kind, first, last, version, folder)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (self._handset, item.kind, self._number, OPEN, version, place.name),
            )

    def _version(self, item: Item) -> int:
        row = self._database.execute(
            "SELECT id FROM versions WHERE handset = ? AND sign = ?", (self._handset, item.sign)
        ).fetchone()
        return int(row[0]) if row else self._new_version(item)

    def _new_version(self, item: Item) -> int:
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
                item.sign,
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
