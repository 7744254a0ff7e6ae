"""The MMS provider with its addresses and parts, and the list of everybody written to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from holdfast.phones.virtual.android.providers import asking
from holdfast.phones.virtual.android.providers.asking import Source, strict
from holdfast.phones.virtual.android.providers.context import Context
from holdfast.phones.virtual.android.providers.errors import (
    NOT_FOUND,
    SQLITE,
    ProviderError,
    illegal,
)
from holdfast.phones.virtual.android.providers.provider import Rows, Values
from holdfast.phones.virtual.android.providers.store import Store, change, has_subquery, put
from holdfast.phones.virtual.android.providers.telephony_tables import BOXES, INBOX
from holdfast.phones.virtual.android.providers.uris import Uri

PARTS = "mms_parts"
"""The folder, beside the databases, that the parts of MMS lie in."""
_PHONE_PARTS = "/data/user_de/0/com.android.providers.telephony/app_parts/"
_SHELL = "com.android.shell"
_FILE = re.compile(r"PART_\d+", re.ASCII)


class MmsProvider:
    """`mms`: messages in received and sent, their addresses, and their parts."""

    def __init__(self, context: Context, store: Store) -> None:
        self._context = context
        self.store = store

    def query(
        self, uri: Uri, projection: Sequence[str] | None, where: str | None, sort: str | None
    ) -> Rows | None:
        """The rows at `uri`; what SQLite cannot follow is answered by nothing."""
        grammar = self._context.profile.strict_grammar
        if grammar and has_subquery([*(projection or ()), where, sort]):
            return None
        try:
            return asking.ask(self.store, _source(uri), projection, where, sort, grammar=grammar)
        except ProviderError as error:
            if error.kind == SQLITE:
                return None
            raise

    def insert(self, uri: Uri, values: Values) -> str | None:
        """Keep a message, an address or a part, where writing is allowed."""
        if not self._context.may_write_sms():
            return f"{uri.text.partition('?')[0]}/0"
        own = dict(values)
        with self.store.writing() as db:
            if uri.pattern == "#/addr":
                own["msg_id"] = int(uri.segments[0])
                made = put(db, "addr", own)
                return f"content://mms/addr/{made}"
            if uri.pattern == "#/part":
                own["mid"] = int(uri.segments[0])
                own.pop("_data", None)
                made = put(db, "part", own)
                if made is not None and not str(own.get("ct", "")).startswith("text/"):
                    change(db, "part", {"_data": part_path(made)}, made)
                return f"content://mms/part/{made}"
            box = BOXES.get(uri.segments[0]) if uri.segments else own.get("msg_box", INBOX)
            own |= {"msg_box": box, "creator": _SHELL}
            own.setdefault("date", self._context.now() // 1000)
            made = put(db, "pdu", own)
        return None if made is None else f"content://mms/{made}"

    def update(self, uri: Uri, values: Values, where: str | None) -> int:
        """Change messages or parts, where that is allowed."""
        if not self._context.may_write_sms() or "_data" in values:
            return 0
        source = _source(uri)
        table = source.table.removesuffix("_restricted")
        rows = self.store.matching(table, where, source.base)
        with self.store.writing() as db:
            for row in rows:
                change(db, table, values, row)
        return len(rows)

    def delete(self, uri: Uri, where: str | None) -> int:
        """Remove messages or parts, where that is allowed."""
        if not self._context.may_write_sms():
            return 0
        source = _source(uri)
        table = source.table.removesuffix("_restricted")
        rows = self.store.matching(table, where, source.base)
        with self.store.writing() as db:
            db.executemany(f"DELETE FROM {table} WHERE _id = ?", [(row,) for row in rows])  # noqa: S608 - ours
        return len(rows)

    def call(self, uri: Uri, method: str, arg: str | None) -> Mapping[str, str] | None:
        """There is no method for the shell."""
        del uri, method, arg
        return None

    def open(self, uri: Uri, *, writing: bool = False) -> BinaryIO:
        """The bytes of a part; raises `ProviderError` where it has no file."""
        if uri.pattern != "part/#":
            raise ProviderError(NOT_FOUND, f"No files supported by provider at {uri.text}")
        found = self.store.value("SELECT _data FROM part WHERE _id = ?", (uri.number,))
        path = self._file(str(found or ""))
        if path is None or not (writing or path.is_file()):
            raise ProviderError(NOT_FOUND, f"Column _data not found for {uri.text}")
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb" if writing else "rb")

    def _file(self, path: str) -> Path | None:
        """Where the part with this path lies here; None where the path leads elsewhere."""
        name = path.removeprefix(_PHONE_PARTS)
        if not path.startswith(_PHONE_PARTS) or not _FILE.fullmatch(name):
            return None
        return self._context.folder / PARTS / name

    def kind_of(self, uri: Uri) -> str | None:
        """The media type of what lies at `uri`."""
        if uri.pattern == "part/#":
            found = self.store.value("SELECT ct FROM part WHERE _id = ?", (uri.number,))
            return str(found) if found else "*/*"
        kinds = {"": "vnd.android-dir/mms", "#": "vnd.android/mms"}
        return kinds.get(uri.pattern, "*/*")


class ConversationsProvider:
    """`mms-sms`: conversations and everybody's address in them; to be read alone."""

    def __init__(self, context: Context, store: Store) -> None:
        self._context = context
        self.store = store

    def query(
        self, uri: Uri, projection: Sequence[str] | None, where: str | None, sort: str | None
    ) -> Rows | None:
        """The rows at `uri`."""
        sources = {
            "canonical-addresses": Source("canonical_addresses", None),
            "canonical-address/#": Source("canonical_addresses", None, f"_id = {uri.number}"),
            "conversations": Source("threads", None, order="date DESC"),
            "threadID": Source("threads", strict("_id"), "0"),
        }
        if uri.pattern not in sources:
            raise ProviderError("java.lang.IllegalStateException", f"Unrecognized URI:{uri.text}")
        grammar = self._context.profile.strict_grammar
        return asking.ask(
            self.store, sources[uri.pattern], projection, where, sort, grammar=grammar
        )

    def insert(self, uri: Uri, values: Values) -> str | None:
        """Nothing may be added here."""
        del values
        raise ProviderError(
            "java.lang.UnsupportedOperationException",
            f"MmsSmsProvider does not support deletes, inserts, or updates for this URI.{uri.text}",
        )

    def update(self, uri: Uri, values: Values, where: str | None) -> int:
        """Nothing may be changed here."""
        del where
        self.insert(uri, values)
        return 0

    def delete(self, uri: Uri, where: str | None) -> int:
        """Nothing may be removed here."""
        del where
        self.insert(uri, {})
        return 0

    def call(self, uri: Uri, method: str, arg: str | None) -> Mapping[str, str] | None:
        """There is no method for the shell."""
        del uri, method, arg
        return None

    def open(self, uri: Uri, *, writing: bool = False) -> BinaryIO:
        """Nothing: there are no files here."""
        del writing
        raise ProviderError(NOT_FOUND, f"No files supported by provider at {uri.text}")

    def kind_of(self, uri: Uri) -> str | None:
        """The media type of what lies at `uri`."""
        del uri
        return "vnd.android-dir/mms-sms"


def part_path(number: int) -> str:
    """The path, as the phone names it, of the file of part `number`."""
    return f"{_PHONE_PARTS}PART_{number}"


def _source(uri: Uri) -> Source:
    asked = uri.segments[0] if uri.segments else ""
    sources = {
        "": Source("pdu_restricted", None, order="date DESC"),
        "#": Source("pdu_restricted", None, f"_id = {uri.number}"),
        "part": Source("part", None),
        "part/#": Source("part", None, f"_id = {uri.number}"),
        "#/part": Source("part", None, f"mid = {asked}"),
        "#/addr": Source("addr", None, f"msg_id = {asked}"),
    }
    if uri.pattern in sources:
        return sources[uri.pattern]
    if uri.pattern in BOXES:
        return Source("pdu_restricted", None, f"msg_box = {BOXES[uri.pattern]}", "date DESC")
    raise illegal(f"Unknown URL {uri.text}")
