"""One SQLite database of the phone: opened when first needed, bounded in what a query may cost."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from holdfast.phones.virtual.android.providers.errors import SQLITE, ProviderError, illegal
from holdfast.phones.virtual.android.providers.provider import Rows, Value, Values

_BUSY_SECONDS = 10.0
_STEPS = 1_000
_MOST_STEPS = 40_000
"""A query that takes more than this many thousand steps of SQLite is broken off."""
_LONGEST_SQL = 1_000_000
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\]")
_NOT_IN_ORDER = re.compile(
    r"\b(SELECT|FROM|WHERE|GROUP|HAVING|WINDOW|VALUES|ORDER|LIMIT)\b", re.IGNORECASE
)
_SUBQUERY = re.compile(r"\bSELECT\b", re.IGNORECASE)
_READS = frozenset(
    (
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_RECURSIVE,
    )
)


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace")


class Store:
    """A database in a file of its own; `schema` makes it on first use. Safe between threads."""

    def __init__(self, path: Path, schema: str) -> None:
        self._path = path
        self._schema = schema
        self._lock = threading.RLock()
        self._db: sqlite3.Connection | None = None
        self._steps = 0
        self._guarded = False

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            if self._db is not None:
                self._db.close()
            self._db = None

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection for a transaction, kept when the block ends well, else undone."""
        with self._lock:
            db = self._opened()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Value, ...]]:
        """Ask something of our own."""
        with self._lock:
            return self._opened().execute(sql, values).fetchall()

    def value(self, sql: str, values: Sequence[Value] = ()) -> Value:
        """The first value of the first row of something of our own; None without any."""
        found = self.rows(sql, values)
        return found[0][0] if found else None

    def ask(self, sql: str, values: Sequence[Value] = ()) -> Rows:
        """Ask what a stranger wrote a part of: reads alone, and no more than a phone would."""
        with self._lock, self._guard(sql) as db:
            found = db.execute(sql, values)
            return Rows([each[0] for each in found.description], found.fetchall())

    def check(self, table: str, where: str) -> None:
        """Refuse a condition that is none by itself; raises `ProviderError`."""
        self.ask(f"EXPLAIN SELECT 1 FROM {table} WHERE {where}")  # noqa: S608 - compiled alone

    def matching(self, table: str, where: str | None, base: str = "1") -> list[int]:
        """The `_id`s in `table` for which `base` (ours) and `where` (a stranger's) hold."""
        if where:
            self.check(table, where)
        asked = f"SELECT _id FROM {table} WHERE ({base})" + (f" AND ({where})" if where else "")  # noqa: S608 - ours
        return [int(row[0]) for row in self.ask(asked).rows if isinstance(row[0], int)]

    @contextlib.contextmanager
    def _guard(self, sql: str) -> Iterator[sqlite3.Connection]:
        db = self._opened()
        self._steps, self._guarded = 0, True
        try:
            yield db
        except (sqlite3.Error, sqlite3.Warning, UnicodeError) as error:
            raise _thrown(error, sql) from error
        finally:
            self._guarded = False

    def _opened(self) -> sqlite3.Connection:
        if self._db is None:
            self._db = self._open()
        return self._db

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(
            self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        db.text_factory = _text
        # A phone in software that loses its power loses no more than a phone would.
        db.executescript("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;")
        db.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, _LONGEST_SQL)
        if not db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            db.executescript(f"BEGIN; {self._schema} COMMIT;")
        db.set_authorizer(self._may)
        db.set_progress_handler(self._tick, _STEPS)
        return db

    def _may(self, action: int, *_: str | None) -> int:
        if not self._guarded:
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_OK if action in _READS else sqlite3.SQLITE_DENY

    def _tick(self) -> int:
        self._steps += 1
        return int(self._guarded and self._steps > _MOST_STEPS)


def _thrown(error: Exception, sql: str) -> ProviderError:
    said = str(error)
    if "interrupted" in said:
        return ProviderError("android.os.OperationCanceledException", said)
    return ProviderError(SQLITE, f"{said} (code 1 SQLITE_ERROR): , while compiling: {sql}")


def check_order(sort: str | None, *, strict: bool) -> None:
    """Refuse an order that holds more than columns, as newer phones do."""
    found = _NOT_IN_ORDER.search(_QUOTED.sub("''", sort)) if sort and strict else None
    if found is not None:
        raise illegal(f"Invalid token {found[1].upper()}")


def has_subquery(parts: Iterable[str | None]) -> bool:
    """Whether one of these pieces of SQL asks something of its own."""
    return any(_SUBQUERY.search(_QUOTED.sub("''", part)) for part in parts if part)


def put(db: sqlite3.Connection, table: str, values: Values) -> int | None:
    """Insert a row; return its number, or None where SQLite refused it."""
    names = ", ".join(_name(column) for column in values)
    marks = ", ".join("?" * len(values))
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names are quoted
    try:
        return db.execute(sql, [*values.values()]).lastrowid
    except (sqlite3.Error, OverflowError, UnicodeError):
        # The phone's own helper logs this and says nothing to the caller.
        return None


def change(db: sqlite3.Connection, table: str, values: Values, row: int) -> None:
    """Change one row; raises `ProviderError` where SQLite refuses it."""
    sets = ", ".join(f"{_name(column)} = ?" for column in values)
    sql = f"UPDATE {table} SET {sets} WHERE _id = ?"  # noqa: S608 - names are quoted
    try:
        db.execute(sql, [*values.values(), row])
    except (sqlite3.Error, OverflowError, UnicodeError) as error:
        raise _thrown(error, sql) from error


def _name(column: str) -> str:
    escaped = column.replace('"', '""')
    return f'"{escaped}"'
