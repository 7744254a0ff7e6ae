"""Reads the contacts of an Android phone: raw contacts, their data and their groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from holdfast.phones.handsets.android.reading import (
    HOW,
    Source,
    asking,
    item_of,
    mark_of,
    need_read,
    rows_of,
)
from holdfast.phones.handsets.android.table import Columns, ReadRow
from holdfast.phones.handsets.handset import ItemRefused, Reading
from holdfast.progress import Task
from holdfast.records.formats.provider_rows.contacts.doors import card_of
from holdfast.records.formats.provider_rows.rows import ProviderRows, number, text
from holdfast.records.model.item import Item
from holdfast.records.model.kinds import Kind

AUTHORITY = "content://com.android.contacts"
RAW, DATA, GROUPS = (f"{AUTHORITY}/{name}" for name in ("raw_contacts", "data", "groups"))
MARKER = "holdfast:"
"""What `sync1` of a raw contact begins with while its data are still being written."""
UNFINISHED = f"sync1 LIKE '{MARKER}%'"
MEMBERSHIP = "vnd.android.cursor.item/group_membership"

_RAW_COLUMNS = Columns(
    ("version", "starred", "send_to_voicemail", "pinned", "raw_contact_is_user_profile"),
    (),
    ("account_type", "account_name", "data_set", "sourceid", "custom_ringtone", "display_name"),
)
DATA_COLUMNS = Columns(
    ("raw_contact_id", "is_primary", "is_super_primary"),
    (),
    ("mimetype", *(f"data{number}" for number in range(1, 15))),
    ("data15",),
)
_GROUP_COLUMNS = Columns(
    ("group_visible", "favorites", "auto_add"),
    (),
    ("title", "system_id", "account_type", "account_name", "data_set", "sourceid"),
)
_VERSIONS = Columns(("raw_contact_id", "data_version"))
_NOT_KEPT = ("version", "display_name", "raw_contact_is_user_profile")
"""What tells that a contact has changed, and is no part of it."""
_AT_ONCE = 250


class Contacts:
    """The contacts of one user; raises `KindRefused` and `KindUnsupported`."""

    def __init__(self, source: Source) -> None:
        """Read from `source`."""
        self._source = source

    def items(self, task: Task, reading: Reading) -> Iterator[Item]:
        """Yield every raw contact; its data are read when the first of its batch is opened."""
        reading.how = HOW
        with asking(Kind.CONTACTS):
            where = f"deleted=0 AND (sync1 IS NULL OR NOT {UNFINISHED})"
            raws = list(self._source.table(RAW, _RAW_COLUMNS, where).rows(task))
            reading.announced = len(raws)
            groups = self._groups(task)
            versions = self._versions(raws, task)
        for start in range(0, len(raws), _AT_ONCE):
            batch = _Batch(self._source, raws[start : start + _AT_ONCE], groups, task)
            for raw in batch.raws:
                task.check()
                mark = self._mark(raw, versions.get(raw.id, ()), groups)
                yield item_of(Kind.CONTACTS, str(raw.id), mark, ".vcf", batch.maker(raw))

    def _groups(self, task: Task) -> dict[int, ReadRow]:
        rows = self._source.table(GROUPS, _GROUP_COLUMNS, "deleted=0").rows(task)
        return {row.id: row for row in rows}

    def _versions(
        self, raws: Sequence[ReadRow], task: Task
    ) -> dict[int, list[tuple[int, int | None]]]:
        """Of each raw contact the numbers and versions of its data, which hold no text."""
        found: dict[int, list[tuple[int, int | None]]] = {}
        for row in self._source.table(DATA, _VERSIONS).rows(task) if raws else ():
            owner = number(row.values, "raw_contact_id")
            if owner is not None:
                found.setdefault(owner, []).append((row.id, number(row.values, "data_version")))
        return found

    def _mark(self, raw: ReadRow, data: Sequence[object], groups: Mapping[int, ReadRow]) -> str:
        """A mark that also changes when the phone was reset and counts its rows anew."""
        titles = sorted((one, text(row.values, "title")) for one, row in groups.items())
        return mark_of(self._source.stamp, sorted(raw.values.items()), data, titles)


class _Batch:
    """Some raw contacts whose data are read together."""

    def __init__(
        self, source: Source, raws: Sequence[ReadRow], groups: Mapping[int, ReadRow], task: Task
    ) -> None:
        self.raws = raws
        self._source = source
        self._groups = groups
        self._task = task
        self._data: dict[int, list[ReadRow]] | None = None

    def maker(self, raw: ReadRow) -> Callable[[], tuple[bytes, ProviderRows]]:
        """What makes the parts of one of them."""
        return lambda: self._made(raw)

    def _made(self, raw: ReadRow) -> tuple[bytes, ProviderRows]:
        with asking(Kind.CONTACTS):
            rows = self._rows(raw)
        try:
            return card_of(rows), rows
        except ValueError as error:
            raise ItemRefused(Kind.CONTACTS, str(raw.id), str(error)) from error

    def _rows(self, raw: ReadRow) -> ProviderRows:
        if self._data is None:
            self._data = self._read()
        data = self._data.get(raw.id, [])
        need_read(Kind.CONTACTS, str(raw.id), [raw, *data])
        member = {
            int(said)
            for row in data
            if row.values.get("mimetype") == MEMBERSHIP
            and (said := text(row.values, "data1")).isdigit()
        }
        tables = {
            "raw_contacts": [_plain(raw)],
            "data": data,
            "groups": [self._groups[one] for one in sorted(member) if one in self._groups],
        }
        return rows_of("contacts", tables, self._source.release)

    def _read(self) -> dict[int, list[ReadRow]]:
        first, last = self.raws[0].id, self.raws[-1].id
        where = f"raw_contact_id>={first} AND raw_contact_id<={last}"
        found: dict[int, list[ReadRow]] = {}
        for row in self._source.table(DATA, DATA_COLUMNS, where).rows(self._task):
            found.setdefault(number(row.values, "raw_contact_id") or 0, []).append(row)
        return found


def _plain(raw: ReadRow) -> ReadRow:
    kept = {name: value for name, value in raw.values.items() if name not in _NOT_KEPT}
    return ReadRow(raw.id, kept, raw.lost)
