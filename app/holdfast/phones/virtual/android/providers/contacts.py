"""The contacts provider: raw contacts in accounts, their rows of data, groups, and contacts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO

from holdfast.phones.virtual.android.providers import aggregating, asking
from holdfast.phones.virtual.android.providers import contacts_tables as tables
from holdfast.phones.virtual.android.providers.accounts import with_account
from holdfast.phones.virtual.android.providers.asking import Source
from holdfast.phones.virtual.android.providers.context import Context
from holdfast.phones.virtual.android.providers.errors import (
    NOT_FOUND,
    UNSUPPORTED,
    ProviderError,
    illegal,
)
from holdfast.phones.virtual.android.providers.names import completed
from holdfast.phones.virtual.android.providers.provider import Rows, Value, Values
from holdfast.phones.virtual.android.providers.store import Store, change, put
from holdfast.phones.virtual.android.providers.uris import Uri

_WITHOUT_CARRIERS = 23
_TYPES = {
    "contacts": "vnd.android.cursor.dir/contact",
    "raw_contacts": "vnd.android.cursor.dir/raw_contact",
    "data": "vnd.android.cursor.dir/data",
    "groups": "vnd.android.cursor.dir/group",
}


class ContactsProvider:
    """`com.android.contacts`."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.store = Store(context.folder / "contacts2.db", tables.SCHEMA)
        old = context.profile.sdk <= _WITHOUT_CARRIERS
        self._raw, self._data, self._contacts, self._groups = (
            {name: sql for name, sql in each.items() if not (old and name in tables.NOT_YET)}
            for each in (tables.RAW_CONTACTS, tables.DATA, tables.CONTACTS, tables.GROUPS)
        )

    def query(
        self, uri: Uri, projection: Sequence[str] | None, where: str | None, sort: str | None
    ) -> Rows:
        """The rows at `uri`; strict about columns."""
        grammar = self._context.profile.strict_grammar
        return asking.ask(self.store, self._source(uri), projection, where, sort, grammar=grammar)

    def _source(self, uri: Uri) -> Source:
        raw, data, contacts = "view_raw_contacts", "view_data", "view_contacts"
        asked = uri.segments[1] if len(uri.segments) > 1 else ""
        sources: Mapping[str, Source] = {
            "raw_contacts": Source(raw, self._raw, _of_account(uri)),
            "raw_contacts/#": Source(raw, self._raw, f"_id = {uri.number}"),
            "raw_contacts/#/data": Source(data, self._data, f"raw_contact_id = {asked}"),
            "data": Source(data, self._data, _of_account(uri)),
            "data/#": Source(data, self._data, f"_id = {uri.number}"),
            "data/phones": Source(data, self._data, f"mimetype = '{tables.PHONE}'"),
            "data/emails": Source(data, self._data, f"mimetype = '{tables.EMAIL}'"),
            "contacts": Source(contacts, self._contacts),
            "contacts/#": Source(contacts, self._contacts, f"_id = {uri.number}"),
            "contacts/#/data": Source(data, self._data, f"contact_id = {asked}"),
            "groups": Source("view_groups", self._groups, _of_account(uri)),
            "groups/#": Source("view_groups", self._groups, f"_id = {uri.number}"),
            "deleted_contacts": Source("deleted_contacts", tables.DELETED_CONTACTS),
            "profile": Source(contacts, self._contacts, "0"),
            "profile/raw_contacts": Source(raw, self._raw, "0"),
            "profile/data": Source(data, self._data, "0"),
        }
        if uri.pattern not in sources:
            raise _unknown(uri)
        return sources[uri.pattern]

    def insert(self, uri: Uri, values: Values) -> str | None:
        """Add a raw contact, a row of data, or a group."""
        adders: Mapping[str, Callable[[Uri, Values], int | None]] = {
            "raw_contacts": self._add_raw,
            "raw_contacts/#/data": self._add_data,
            "data": self._add_data,
            "groups": self._add_group,
        }
        if uri.pattern not in adders:
            raise _unknown(uri)
        if len(uri.segments) > 1:
            values = {**values, "raw_contact_id": uri.segments[1]}
        made = adders[uri.pattern](uri, values)
        return None if made is None else f"{uri.text.partition('?')[0]}/{made}"

    def _add_raw(self, uri: Uri, values: Values) -> int | None:
        own = with_account(self._context, uri, values)
        own["contact_id"] = None
        own.setdefault("dirty", 0 if _by_adapter(uri) else 1)
        with self.store.writing() as db:
            raw = put(db, "raw_contacts", own)
            if raw is not None and not own.get("deleted"):
                aggregating.new_contact(db, raw, self._context.now())
            return raw

    def _add_data(self, uri: Uri, values: Values) -> int | None:
        raw, mimetype = _number(values, "raw_contact_id"), values.get("mimetype")
        if raw is None:
            raise illegal("raw_contact_id is required")
        if not mimetype:
            raise illegal("mimetype is required")
        own = completed(str(mimetype), values)
        with self.store.writing() as db:
            if str(mimetype) == tables.GROUP and not _name_group(db, raw, own):
                raise illegal("Inserting a group membership requires a group")
            made = put(db, "data", own)
            if made is not None:
                self._touched(db, raw, by_adapter=_by_adapter(uri))
            return made

    def _add_group(self, uri: Uri, values: Values) -> int | None:
        own = with_account(self._context, uri, values)
        own.setdefault("dirty", 0 if _by_adapter(uri) else 1)
        with self.store.writing() as db:
            return put(db, "groups", own)

    def _touched(self, db: sqlite3.Connection, raw: int, *, by_adapter: bool) -> None:
        db.execute(
            "UPDATE raw_contacts SET version = version + 1, dirty = max(dirty, ?) WHERE _id = ?",
            (int(not by_adapter), raw),
        )
        if db.execute("SELECT 1 FROM raw_contacts WHERE _id = ? AND contact_id", (raw,)).fetchone():
            aggregating.named(db, raw)
            self._refreshed(db, raw)

    def _refreshed(self, db: sqlite3.Connection, raw: int) -> None:
        found = db.execute("SELECT contact_id FROM raw_contacts WHERE _id = ?", (raw,)).fetchone()
        if found is not None and found[0] is not None:
            aggregating.refresh(db, found[0], self._context.now())

    def update(self, uri: Uri, values: Values, where: str | None) -> int:
        """Change rows; each change counts a version up."""
        base = uri.segments[0] if uri.segments else ""
        if base not in ("raw_contacts", "data", "groups"):
            raise _unknown(uri)
        rows = self._chosen(uri, where)
        with self.store.writing() as db:
            for row in rows:
                change(db, base, values, row)
                self._changed(db, base, row, by_adapter=_by_adapter(uri))
        return len(rows)

    def _changed(self, db: sqlite3.Connection, base: str, row: int, *, by_adapter: bool) -> None:
        if base == "data":
            raw = db.execute("SELECT raw_contact_id FROM data WHERE _id = ?", (row,)).fetchone()[0]
            # The trigger has counted the version already.
            db.execute("UPDATE raw_contacts SET version = version - 1 WHERE _id = ?", (raw,))
            self._touched(db, raw, by_adapter=by_adapter)
            return
        db.execute(
            f"UPDATE {base} SET version = version + 1, dirty = max(dirty, ?) WHERE _id = ?",  # noqa: S608 - ours
            (int(not by_adapter), row),
        )
        if base == "raw_contacts":
            self._refreshed(db, row)

    def delete(self, uri: Uri, where: str | None) -> int:
        """Remove rows; what an account synchronises is marked as deleted only."""
        base = uri.segments[0] if uri.segments else ""
        if base not in ("raw_contacts", "data", "groups", "contacts"):
            raise _unknown(uri)
        rows = self._chosen(uri, where)
        with self.store.writing() as db:
            for row in rows:
                self._remove(db, base, row, by_adapter=_by_adapter(uri))
        return len(rows)

    def _remove(self, db: sqlite3.Connection, base: str, row: int, *, by_adapter: bool) -> None:
        if base == "data":
            raw = db.execute("SELECT raw_contact_id FROM data WHERE _id = ?", (row,)).fetchone()
            db.execute("DELETE FROM data WHERE _id = ?", (row,))
            db.execute("UPDATE raw_contacts SET version = version - 1 WHERE _id = ?", raw)
            self._touched(db, raw[0], by_adapter=by_adapter)
        elif base == "groups":
            self._remove_group(db, row, by_adapter=by_adapter)
        elif base == "contacts":
            for raw in db.execute(
                "SELECT _id FROM raw_contacts WHERE contact_id = ?", (row,)
            ).fetchall():
                self._remove_raw(db, raw[0], by_adapter=by_adapter)
        else:
            self._remove_raw(db, row, by_adapter=by_adapter)

    def _remove_raw(self, db: sqlite3.Connection, raw: int, *, by_adapter: bool) -> None:
        contact, account = db.execute(
            "SELECT contact_id, account_type FROM raw_contacts WHERE _id = ?", (raw,)
        ).fetchone()
        if by_adapter or account is None:
            db.execute("DELETE FROM raw_contacts WHERE _id = ?", (raw,))
        else:
            db.execute(
                "UPDATE raw_contacts SET deleted = 1, aggregation_mode = 3, contact_id = NULL,"
                " dirty = 1, version = version + 1 WHERE _id = ?",
                (raw,),
            )
        if contact is not None:
            aggregating.refresh(db, contact, self._context.now())

    def _remove_group(self, db: sqlite3.Connection, row: int, *, by_adapter: bool) -> None:
        account = db.execute("SELECT account_type FROM groups WHERE _id = ?", (row,)).fetchone()[0]
        db.execute("DELETE FROM data WHERE mimetype = ? AND data1 = ?", (tables.GROUP, str(row)))
        if by_adapter or account is None:
            db.execute("DELETE FROM groups WHERE _id = ?", (row,))
        else:
            db.execute(
                "UPDATE groups SET deleted = 1, dirty = 1, version = version + 1 WHERE _id = ?",
                (row,),
            )

    def _chosen(self, uri: Uri, where: str | None) -> list[int]:
        source = self._source(uri)
        return self.store.matching(source.table, where, source.base)

    def call(self, uri: Uri, method: str, arg: str | None) -> Mapping[str, str] | None:
        """There is no method for the shell."""
        del uri, method, arg
        return None

    def open(self, uri: Uri, *, writing: bool = False) -> BinaryIO:
        """Nothing: cards and photos need another way in than the shell's tool has."""
        del writing
        raise ProviderError(NOT_FOUND, f"No files supported by provider at {uri.text}")

    def kind_of(self, uri: Uri) -> str | None:
        """The media type of what lies at `uri`."""
        kind = _TYPES.get(uri.segments[0]) if uri.segments else None
        return kind.replace("dir", "item") if kind and uri.number >= 0 else kind


def _name_group(db: sqlite3.Connection, raw: int, own: dict[str, Value]) -> bool:
    """Turn a group's own name at its account into its number on the phone."""
    name = own.pop("group_sourceid", None)
    if name is not None and own.get("data1") is None:
        found = db.execute(
            "SELECT groups._id FROM groups, raw_contacts AS raw WHERE groups.sourceid = ?"
            " AND raw._id = ? AND groups.account_name IS raw.account_name"
            " AND groups.account_type IS raw.account_type",
            (name, raw),
        ).fetchone()
        own["data1"] = None if found is None else str(found[0])
    return own.get("data1") is not None


def _of_account(uri: Uri) -> str:
    name, kind = uri.parameters.get("account_name"), uri.parameters.get("account_type")
    if not name or not kind:
        return "1"
    quoted = (name.replace("'", "''"), kind.replace("'", "''"))
    return "account_name = '{}' AND account_type = '{}'".format(*quoted)


def _by_adapter(uri: Uri) -> bool:
    return uri.says("caller_is_syncadapter")


def _number(values: Values, column: str) -> int | None:
    try:
        return int(str(values.get(column)))
    except ValueError:
        return None


def _unknown(uri: Uri) -> ProviderError:
    return ProviderError(UNSUPPORTED, f"Unknown uri: {uri.text}")
