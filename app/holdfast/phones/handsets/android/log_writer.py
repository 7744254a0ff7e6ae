"""Writes messages and calls: one row each, and known again by what it holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from holdfast.phones.handsets.android.batches import FOLDER, Batch, Shell
from holdfast.phones.handsets.android.bindings import Bindings
from holdfast.phones.handsets.android.content import decoded
from holdfast.phones.handsets.android.reading import Source
from holdfast.phones.handsets.android.table import Columns
from holdfast.phones.handsets.android.writing import passable, whole
from holdfast.phones.handsets.handset import Added, ItemRefused
from holdfast.phones.protocols.content.commands import Bind, Uri, delete, insert
from holdfast.progress import Task
from holdfast.records.formats.provider_rows.messages import rows_of, why_not
from holdfast.records.formats.provider_rows.rows import (
    ProviderRows,
    Row,
    Value,
    Why,
    read_rows,
)
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind

_NOT_TAKEN = "the phone did not take it"
_OP_FILE = f"{FOLDER}/.holdfast-write-sms"
"""Holds what the phone allowed before, for as long as we changed it."""


@dataclass(frozen=True, slots=True)
class Log:
    """A table whose rows are items of their own.

    `columns` are written; a new row is known again by `known_by`.
    """

    kind: Kind
    provider: str
    uri: str
    table: str
    columns: tuple[str, ...]
    known_by: Columns
    fixed: Mapping[str, Value]


SMS_LOG = Log(
    Kind.MESSAGES,
    "sms",
    "content://sms",
    "sms",
    ("address", "date", "date_sent", "type", "read", "seen", "protocol", "status",
     "reply_path_present", "subject", "service_center", "locked", "error_code", "body"),
    Columns(("type",), ("date",), ("address", "body")),
    {},
)  # fmt: skip
CALL_LOG = Log(
    Kind.CALLS,
    "calls",
    "content://call_log/calls",
    "calls",
    ("number", "date", "duration", "type", "presentation", "name", "numbertype", "numberlabel",
     "countryiso", "geocoded_location", "features", "post_dial_digits", "via_number"),
    Columns(("type",), ("date", "duration"), ("number",)),
    {"new": 0, "is_read": 1},
)  # fmt: skip


class LogWriter:
    """Adds rows to a log and takes them off."""

    def __init__(self, log: Log, source: Source, batch: Batch, bindings: Bindings) -> None:
        """Write into `log`."""
        self._log = log
        self._source = source
        self._batch = batch
        self._bindings = bindings
        self._known: set[int] | None = None

    def add(self, items: Sequence[NewItem], task: Task) -> Sequence[Added]:
        """Put `items` on the phone; a phone that refuses in silence is found out by looking."""
        before = self._last()
        rows: dict[int, Row] = {}
        problems: dict[int, ItemRefused] = {}
        for place, item in enumerate(items):
            try:
                rows[place] = self._row(item, task)
            except ValueError as error:
                problems[place] = ItemRefused(self._log.kind, item.key, str(error))
        places = list(rows)
        said = {
            places[done.number]: done.complaint
            for done in self._batch.run([[self._insert(rows[place])] for place in places])
        }
        keys = self._keys(rows, before, task)
        for place in places:
            if place not in keys:
                answer = said.get(place) or _NOT_TAKEN
                problems[place] = ItemRefused(self._log.kind, items[place].key, answer)
        return [
            Added(problem=problems[place]) if place in problems else Added(keys[place])
            for place in range(len(items))
        ]

    def remove(self, row: int) -> None:
        """Take a row off the phone."""
        self._source.tool.ask(delete(Uri(self._log.uri), f"_id={row}"))

    def key(self, row: int) -> str:
        """The key of the item that a row is."""
        return f"sms/{row}" if self._log.kind is Kind.MESSAGES else str(row)

    def _row(self, item: NewItem, task: Task) -> Row:
        rows = read_rows(item.rows) if item.rows else None
        if rows is None or rows.provider not in ("sms", "mms", "calls"):
            rows = rows_of(whole(item, task))
        reason = _obstacle(rows, self._log)
        if reason:
            raise ValueError(reason)
        return passable(rows).first(self._log.table)

    def _insert(self, row: Row) -> str:
        held = {name: row[name] for name in self._log.columns if row.get(name) is not None}
        binds = [Bind(name, value) for name, value in {**held, **self._log.fixed}.items()]
        return insert(Uri(self._log.uri), binds, self._bindings.manners)

    def _last(self) -> int:
        if self._known is None:
            self._known = set(self._source.table(self._log.uri, Columns()).ids())
        return max(self._known, default=0)

    def _keys(self, rows: Mapping[int, Row], before: int, task: Task) -> dict[int, str]:
        """Which of the new rows on the phone is which of those that were sent."""
        names = self._log.known_by.all
        table = self._source.table(self._log.uri, self._log.known_by, f"_id>{before}")
        free: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for row in table.rows(task):
            free[_said(row.values, names)].append(row.id)
        found: dict[int, str] = {}
        for place, sent in rows.items():
            same = free[_said(sent, names)]
            if same:
                found[place] = self.key(same.pop(0))
        (self._known or set()).update(one for ids in free.values() for one in ids)
        if self._known is not None:
            self._known.update(int(key.rpartition("/")[2]) for key in found.values())
        return found


class SmsRight:
    """The right to write messages, which Android gives to one app: lent, and given back."""

    def __init__(self, shell: Shell) -> None:
        """Ask for it through `shell`."""
        self._shell = shell

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Have the right for the time of the block."""
        self.give_back()
        before = self._mode()
        self._shell.put(_OP_FILE, before.encode("ascii"))
        self._set("allow")
        try:
            yield
        finally:
            self._set(before)
            self._shell.run(f"rm -f {_OP_FILE}")

    def is_given(self) -> bool:
        """Whether the phone lets its shell have the right; changes nothing for good."""
        with self.lent():
            return self._mode() == "allow"

    def give_back(self) -> None:
        """Put back what a session that was broken off had changed."""
        left = decoded(self._shell.run(f"cat {_OP_FILE} 2>/dev/null").out).strip()
        if left in _MODES:
            self._set(left)
            self._shell.run(f"rm -f {_OP_FILE}")

    def _mode(self) -> str:
        said = decoded(self._shell.run("appops get com.android.shell WRITE_SMS").out)
        return next((mode for mode in _MODES if f"WRITE_SMS: {mode}" in said), "default")

    def _set(self, mode: str) -> None:
        self._shell.run(f"appops set com.android.shell WRITE_SMS {mode}")


_MODES = ("allow", "ignore", "deny", "default")


def _obstacle(rows: ProviderRows, log: Log) -> str:
    if any(entry.why is Why.TRUNCATED for entry in rows.lost):
        return "not all of its date was read"
    reason = why_not(rows)
    if reason or rows.table(log.table):
        return reason
    return "it is none of this kind"


def _said(row: Row, names: Sequence[str]) -> tuple[str, ...]:
    return tuple("" if (value := row.get(name)) is None else str(value) for name in names)
