"""Titles, texts and digests of items, worked out once for equal bytes."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.records.formats.summary import Summary, summarise
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
        row = self._find(source)
        if row is None:
            row = self._insert(source, summarise(kind, "", b"", name))[0]
        return Known(row, content_digest(blob for piece in pieces for blob in piece.content))

    def of_record(self, kind: Kind, pieces: Sequence[Piece]) -> Known:
        """Summarise a record by its standard file; `pieces` are in the order of `main_first`."""
        main, *others = pieces
        source = _source(kind, main.suffix, main.content)
        row, digest = self._stored(source) or self._read(source, kind, main)
        rest = (KeptPart(piece.suffix, tuple(piece.content), 0) for piece in others)
        return Known(row, record_digest(digest, rest))

    def _read(self, source: bytes, kind: Kind, main: Piece) -> tuple[int, str]:
        try:
            data = self._trees.read(main.content, READ_LIMIT)
        except VaultDamaged:
            # Not under its own source: once mended, the bytes are read again.
            lost = hashlib.sha256(b"damaged" + source).digest()
            digest = content_digest(main.content)
            return self._stored(lost) or self._insert(
                lost, Summary("", readable=False, digest=digest)
            )
        return self._insert(source, summarise(kind, main.suffix, data))

    def _find(self, source: bytes) -> int | None:
        stored = self._stored(source)
        return stored[0] if stored else None

    def _stored(self, source: bytes) -> tuple[int, str] | None:
        row: tuple[int, str] | None = self._database.execute(
            "SELECT id, digest FROM summaries WHERE source = ?", (source,)
        ).fetchone()
        return row

    def _insert(self, source: bytes, summary: Summary) -> tuple[int, str]:
        cursor = self._database.execute(
            "INSERT INTO summaries(source, title, subtitle, moment, sort_key, readable, digest,"
            " words, uid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                source,
                _clean(summary.title),
                _clean(summary.subtitle),
                summary.when.isoformat() if summary.when else None,
                _clean(summary.sort_key),
                summary.readable,
                summary.digest,
                _clean(summary.text),
                _clean(summary.uid),
            ),
        )
        return cursor.lastrowid or 0, summary.digest


def main_first(piece: Piece) -> tuple[bool, str]:
    """Sort key that puts an item's standard file before the rows it was made from."""
    return piece.suffix.endswith(_ROWS), piece.suffix


def _source(kind: Kind, name: str, content: Sequence[str]) -> bytes:
    told = "\0".join((kind, name, *content))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()


def _clean(text: str) -> str:
    """Replace what SQLite cannot hold: halves of surrogate pairs, and NUL, which ends a text."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
