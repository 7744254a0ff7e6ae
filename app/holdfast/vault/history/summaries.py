"""Titles, texts and digests of items, worked out once for equal bytes.

A record is first noted by what its path says of it (`of_record`), and read later (`read`).
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.progress import Task
from holdfast.records.formats.summary import Summary, fold, summarise
from holdfast.records.model.kinds import Kind
from holdfast.vault.history.layout import KeptPart, content_digest, record_digest
from holdfast.vault.history.trees import Trees
from holdfast.vault.repository.problems import VaultDamaged

READ_LIMIT = 16 * 1024 * 1024
"""Bytes of a record that are looked at; more than any phone's card, and it fits in memory."""

_ROWS = ".rows.json"


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of an item in the tree: its path, blob ids (hex) and size in bytes."""

    suffix: str
    path: str
    content: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Known:
    """A summary's row id, and the digest of the item it was asked for."""

    row: int
    digest: str


class Summaries:
    """The index's table of summaries; reads the vault only for bytes it has never seen."""

    def __init__(self, database: sqlite3.Connection, trees: Trees) -> None:
        """Work inside the transaction that `database` is in."""
        self._database = database
        self._trees = trees

    def of_media(self, kind: Kind, name: str, pieces: Sequence[Piece]) -> Known:
        """Summarise a photo or a file by its name; its digest is that of its blobs."""
        source = _source(kind, name, ())
        stored = self._stored(source)
        row = stored[0] if stored else self._insert(source, summarise(kind, "", b"", name))
        return Known(row, content_digest(blob for piece in pieces for blob in piece.content))

    def of_record(self, kind: Kind, pieces: Sequence[Piece]) -> Known:
        """The summary of a record's standard file; one not read before is left for `read`.

        `pieces` are in the order of `main_first`.
        """
        main = pieces[0]
        source = _source(kind, main.suffix, main.content)
        row, digest = self._stored(source) or self._leave(source, main)
        return Known(row, _digest(digest, pieces))

    def pending(self) -> int:
        """How many records were not read yet."""
        query = "SELECT COUNT(*) FROM summaries WHERE pending"
        return int(self._database.execute(query).fetchone()[0])

    def read(self, most: int, task: Task) -> int:
        """Read up to so many pending records, the newest first; return how many there were.

        Raises `Cancelled`, or what keeps the vault from being read.
        """
        rows = self._database.execute(
            "SELECT summaries.id, summaries.source, versions.kind, MIN(versions.parts)"
            " FROM (SELECT id, source FROM summaries WHERE pending ORDER BY id DESC LIMIT ?)"
            " AS summaries JOIN versions ON versions.summary = summaries.id GROUP BY summaries.id",
            (most,),
        ).fetchall()
        for row, source, kind, parts in rows:
            task.check()
            self._read(row, source, Kind(kind), decode_pieces(parts)[0])
        return len(rows)

    def settle(self) -> None:
        """Put all terms together: a search then looks in one place, not in dozens."""
        self._database.execute("INSERT INTO search(search) VALUES ('optimize')")

    def _leave(self, source: bytes, main: Piece) -> tuple[int, str]:
        hint, separator, _ = main.path.rpartition("/")[2].rpartition("--")
        title = hint if separator else ""
        unread = Summary(title, sort_key=fold(title), digest=content_digest(main.content))
        return self._insert(source, unread, pending=True), unread.digest

    def _read(self, row: int, source: bytes, kind: Kind, main: Piece) -> None:
        try:
            data = self._trees.read(main.content, READ_LIMIT)
        except VaultDamaged:
            self._note_damaged(row, source, main)
            return
        found = summarise(kind, main.suffix, data)
        self._database.execute(
            "UPDATE summaries SET title = ?, subtitle = ?, moment = ?, sort_key = ?,"
            " readable = ?, digest = ?, words = ?, uid = ?, pending = 0 WHERE id = ?",
            (*_columns(found), row),
        )
        self._spread(row, found.digest)

    def _note_damaged(self, row: int, source: bytes, main: Piece) -> None:
        # Not under its own source: once mended, the bytes are read again.
        lost = hashlib.sha256(b"damaged" + source).digest()
        digest = content_digest(main.content)
        stored = self._stored(lost)
        kept = (
            stored[0] if stored else self._insert(lost, Summary("", readable=False, digest=digest))
        )
        self._database.execute("UPDATE versions SET summary = ? WHERE summary = ?", (kept, row))
        self._database.execute("DELETE FROM summaries WHERE id = ?", (row,))

    def _spread(self, row: int, digest: str) -> None:
        """Give the digest that was found out to every version with these bytes."""
        there = self._database.execute("SELECT id, parts FROM versions WHERE summary = ?", (row,))
        for version, parts in there.fetchall():
            self._database.execute(
                "UPDATE versions SET digest = ? WHERE id = ?",
                (_digest(digest, decode_pieces(parts)), version),
            )

    def _stored(self, source: bytes) -> tuple[int, str] | None:
        row: tuple[int, str] | None = self._database.execute(
            "SELECT id, digest FROM summaries WHERE source = ?", (source,)
        ).fetchone()
        return row

    def _insert(self, source: bytes, summary: Summary, *, pending: bool = False) -> int:
        cursor = self._database.execute(
            "INSERT INTO summaries(title, subtitle, moment, sort_key, readable, digest, words,"
            " uid, source, pending) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*_columns(summary), source, pending),
        )
        return cursor.lastrowid or 0


def _columns(summary: Summary) -> tuple[str | int | None, ...]:
    return (
        _clean(summary.title),
        _clean(summary.subtitle),
        summary.when.isoformat() if summary.when else None,
        _clean(summary.sort_key),
        summary.readable,
        summary.digest,
        _clean(summary.text),
        _clean(summary.uid),
    )


def _digest(main: str, pieces: Sequence[Piece]) -> str:
    rest = (KeptPart(piece.suffix, tuple(piece.content), 0) for piece in pieces[1:])
    return record_digest(main, rest)


def encode_pieces(pieces: Sequence[Piece]) -> str:
    """How the index holds an item's parts: suffix, path, blob ids and bytes of each."""
    return json.dumps([[p.suffix, p.path, p.content, p.size] for p in pieces])


def decode_pieces(text: str) -> list[Piece]:
    """Read what `encode_pieces` wrote."""
    return [
        Piece(suffix, path, tuple(content), size)
        for suffix, path, content, size in json.loads(text)
    ]


def main_first(piece: Piece) -> tuple[bool, str]:
    """Sort key that puts an item's standard file before the rows it was made from."""
    return piece.suffix.endswith(_ROWS), piece.suffix


def _source(kind: Kind, name: str, content: Sequence[str]) -> bytes:
    told = "\0".join((kind, name, *content))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()


def _clean(text: str) -> str:
    """Replace what SQLite cannot hold: halves of surrogate pairs, and NUL, which ends a text."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
