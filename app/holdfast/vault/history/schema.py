"""The index file: its tables, its life on disk, and who may read or write it when."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from holdfast.errors import Problem
from holdfast.vault.history import terms
from holdfast.vault.repository.problems import DiskFull

VERSION = 6
"""Raised with every change of the tables, of `terms`, or of what `records.formats.summary` says."""

OPEN = 1 << 62
"""End of a span that has not ended: the version still stood in the handset's last snapshot."""

_PATIENCE = 60.0
"""Seconds to wait for another program that writes the same index."""

_PRAGMAS = """
PRAGMA synchronous = NORMAL;
PRAGMA cache_size = -32768; -- KiB: what an index of 100,000 items is looked up and written by
PRAGMA wal_autocheckpoint = 8192; -- pages: a first backup's are not written twice as they come
PRAGMA journal_size_limit = 67108864;
"""

_TABLES = f"""
CREATE TABLE about(vault TEXT NOT NULL, epoch INTEGER NOT NULL);
-- Numbers are never given twice, or a span would claim a snapshot it has never seen.
-- A keepsake is no backup: what it holds is numbered apart, or it would end every life.
CREATE TABLE handsets(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, keepsake INTEGER NOT NULL DEFAULT 0,
    numbers INTEGER NOT NULL DEFAULT 0, UNIQUE(name, keepsake));
CREATE TABLE snapshots(
    hex TEXT PRIMARY KEY, root TEXT NOT NULL, tree TEXT NOT NULL, handset INTEGER NOT NULL,
    number INTEGER NOT NULL, time TEXT NOT NULL, tags TEXT NOT NULL, info BLOB NOT NULL,
    coverage BLOB NOT NULL, counts TEXT NOT NULL, digest TEXT, UNIQUE(handset, number));
-- One row per folder of the handset's last snapshot: what need not be read again.
CREATE TABLE folders(
    handset INTEGER NOT NULL, parent BLOB NOT NULL, path BLOB NOT NULL, tree TEXT NOT NULL,
    PRIMARY KEY(handset, parent, path)) WITHOUT ROWID;
-- What is pending was not read yet: its title is the file's, its digest that of its blobs.
CREATE TABLE summaries(
    id INTEGER PRIMARY KEY, source BLOB NOT NULL UNIQUE, title TEXT NOT NULL,
    subtitle TEXT NOT NULL, moment TEXT, sort_key TEXT NOT NULL, readable INTEGER NOT NULL,
    digest TEXT NOT NULL, words TEXT NOT NULL, uid TEXT NOT NULL, pending INTEGER NOT NULL);
CREATE INDEX summaries_pending ON summaries(id) WHERE pending;
CREATE INDEX summaries_by_uid ON summaries(uid) WHERE uid <> '';
CREATE INDEX summaries_by_name ON summaries(sort_key);
-- Terms only: what they stand for is in `summaries`.
CREATE VIRTUAL TABLE search USING fts5(
    title, subtitle, words, numbers, content='', tokenize="ascii", prefix='1 2 3 4 5 6');
CREATE TRIGGER summary_in AFTER INSERT ON summaries WHEN NOT new.pending BEGIN
    INSERT INTO search(rowid, title, subtitle, words, numbers) VALUES
    (new.id, terms(new.title), terms(new.subtitle), terms(new.words),
     numbers(new.title, new.subtitle, new.words));
END;
CREATE TRIGGER summary_read AFTER UPDATE OF pending ON summaries
WHEN old.pending AND NOT new.pending BEGIN
    INSERT INTO search(rowid, title, subtitle, words, numbers) VALUES
    (new.id, terms(new.title), terms(new.subtitle), terms(new.words),
     numbers(new.title, new.subtitle, new.words));
END;
CREATE TRIGGER summary_out AFTER DELETE ON summaries WHEN NOT old.pending BEGIN
    INSERT INTO search(search, rowid, title, subtitle, words, numbers) VALUES
    ('delete', old.id, terms(old.title), terms(old.subtitle), terms(old.words),
     numbers(old.title, old.subtitle, old.words));
END;
CREATE TABLE versions(
    id INTEGER PRIMARY KEY, handset INTEGER NOT NULL, kind TEXT NOT NULL, key BLOB NOT NULL,
    sign BLOB NOT NULL, digest TEXT NOT NULL, summary INTEGER NOT NULL, mark BLOB, path TEXT,
    modified TEXT, mtime TEXT NOT NULL, parts TEXT NOT NULL, UNIQUE(handset, sign));
CREATE INDEX versions_of_item ON versions(handset, kind, key);
CREATE INDEX versions_of_summary ON versions(summary);
CREATE INDEX versions_by_digest ON versions(digest);
-- A version lives over the snapshots numbered first to last, both included.
CREATE TABLE spans(
    id INTEGER PRIMARY KEY, handset INTEGER NOT NULL, kind TEXT NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, version INTEGER NOT NULL,
    folder BLOB NOT NULL);
CREATE INDEX spans_of_version ON spans(version);
CREATE INDEX spans_by_end ON spans(handset, kind, last, first, version);
CREATE INDEX spans_by_start ON spans(handset, kind, first, last, version);
CREATE INDEX spans_in_folder ON spans(handset, folder, last, first, version);
PRAGMA user_version = {VERSION};
"""  # noqa: S608 - our own constants


@dataclass(eq=False)
class IndexBusy(Problem):
    """Another program has been writing the index for a minute."""

    path: str


class IndexBroken(Exception):  # noqa: N818 - a state of the cache that is mended, never shown
    """The index cannot be used as it is and must be made anew."""


class Index:
    """One SQLite file, many threads: each reads over its own connection, one writes.

    The file is readable by its owner alone, for it holds names and texts in the clear.
    """

    def __init__(self, place: Path | None, vault: str) -> None:
        """Open the index of the vault with this id at `place`, or make it.

        Without a place, or where the place cannot be written, the index lives in a private
        temporary folder until `close`.
        """
        self._vault = vault
        self._private: Path | None = None
        self._place = place or self._private_place()
        self._idle: list[sqlite3.Connection] = []
        self._latch = threading.Lock()
        self._writing = threading.RLock()
        self._closed = False
        try:
            self._prepare()
        except (OSError, sqlite3.OperationalError):
            self._place = self._private_place()
            self._prepare()

    @property
    def place(self) -> Path:
        """Where the file is."""
        return self._place

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that sees one unchanging state; raises `IndexBroken`."""
        with self._lent() as connection, self._transaction(connection, "DEFERRED"):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection for one change that happens whole or not at all.

        Raises `IndexBroken`, `IndexBusy` or `DiskFull`.
        """
        with self._writing, self._lent() as connection, self._transaction(connection, "IMMEDIATE"):
            yield connection
            connection.execute("UPDATE about SET epoch = epoch + 1")

    def renew(self) -> None:
        """Throw the file away and begin with an empty one."""
        with self._writing:
            self._drop_connections()
            try:
                self._unlink()
            except OSError:
                # Windows keeps a file that another program has open.
                self._place = self._private_place()
            self._prepare()

    def close(self) -> None:
        """Close every connection that is not in use; a private index is gone afterwards."""
        self._closed = True
        self._drop_connections()
        if self._private is not None:
            shutil.rmtree(self._private, ignore_errors=True)

    @contextmanager
    def _lent(self) -> Iterator[sqlite3.Connection]:
        with self._latch:
            connection = self._idle.pop() if self._idle else None
        try:
            connection = connection or self._connect()
        except sqlite3.DatabaseError as error:
            raise self._translated(error) from error
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        with self._latch:
            if not self._closed:
                self._idle.append(connection)
                return
        # Closed meanwhile: nobody will ask for it again.
        connection.close()

    @contextmanager
    def _transaction(self, connection: sqlite3.Connection, how: str) -> Iterator[None]:
        try:
            connection.execute(f"BEGIN {how}")
            yield
            connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            raise self._translated(error) from error

    def _translated(self, error: sqlite3.DatabaseError) -> Exception:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            return DiskFull(str(self._place))
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return IndexBusy(str(self._place))
        return IndexBroken(str(error))

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._place, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        try:
            connection.executescript(_PRAGMAS)
            connection.create_function("terms", 1, terms.words, deterministic=True)
            connection.create_function("numbers", 3, terms.numbers, deterministic=True)
        except BaseException:
            # A broken file is thrown away next, which Windows refuses while it is open.
            connection.close()
            raise
        return connection

    def _drop_connections(self) -> None:
        with self._latch:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _prepare(self) -> None:
        self._place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(self._place, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        self._place.chmod(0o600)
        if not self._usable():
            self._drop_connections()
            self._unlink()
            os.close(os.open(self._place, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            self._create()

    def _usable(self) -> bool:
        try:
            with contextlib.closing(self._connect()) as connection:
                version = connection.execute("PRAGMA user_version").fetchone()[0]
                if version != VERSION:
                    return False
                return connection.execute("SELECT vault FROM about").fetchall() == [(self._vault,)]
        except sqlite3.DatabaseError:
            return False

    def _create(self) -> None:
        with contextlib.closing(self._connect()) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript("BEGIN;" + _TABLES + "COMMIT;")
            # Never an epoch that another file of this vault had: catalogues are kept by it.
            epoch = secrets.randbelow(1 << 50)
            connection.execute("INSERT INTO about VALUES (?, ?)", (self._vault, epoch))

    def _unlink(self) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self._place}{ending}").unlink(missing_ok=True)

    def _private_place(self) -> Path:
        if self._private is None:
            self._private = Path(tempfile.mkdtemp(prefix="holdfast-index-"))
        return self._private / "index.sqlite"
