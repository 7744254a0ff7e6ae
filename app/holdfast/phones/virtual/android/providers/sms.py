"""The SMS provider, as an app that is not the phone's messaging app sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import BinaryIO

from holdfast.phones.virtual.android.providers import asking
from holdfast.phones.virtual.android.providers.asking import Source
from holdfast.phones.virtual.android.providers.context import Context
from holdfast.phones.virtual.android.providers.errors import NOT_FOUND, ProviderError, illegal
from holdfast.phones.virtual.android.providers.event_rules import whole
from holdfast.phones.virtual.android.providers.provider import Rows, Value, Values
from holdfast.phones.virtual.android.providers.store import Store, change, has_subquery, put
from holdfast.phones.virtual.android.providers.telephony_tables import BOXES, DRAFT, INBOX
from holdfast.phones.virtual.android.providers.threads import thread_for
from holdfast.phones.virtual.android.providers.uris import Uri

_SHELL = "com.android.shell"
_REFUSED = "0"
_ORDER = "date DESC"


class SmsProvider:
    """`sms`: received and sent messages alone are shown; writing depends on an app-op."""

    def __init__(self, context: Context, store: Store) -> None:
        self._context = context
        self.store = store

    def query(
        self, uri: Uri, projection: Sequence[str] | None, where: str | None, sort: str | None
    ) -> Rows | None:
        """The rows at `uri`; expressions may be asked for, subqueries are answered by nothing."""
        grammar = self._context.profile.strict_grammar
        if grammar and has_subquery([*(projection or ()), where, sort]):
            return None
        return asking.ask(self.store, _source(uri), projection, where, sort, grammar=grammar)

    def insert(self, uri: Uri, values: Values) -> str | None:
        """Keep a message; where that is not allowed nothing is kept and nothing said."""
        if not self._context.may_write_sms():
            return f"{uri.text.partition('?')[0]}/{_REFUSED}"
        box = _box(uri)
        if box is None and uri.pattern:
            return None
        own = self._filled(values, box)
        with self.store.writing() as db:
            address = own.get("address")
            if not whole(own, "thread_id") and address:
                own["thread_id"] = thread_for(db, [str(address)])
            if whole(own, "type") == DRAFT:
                db.execute(
                    "DELETE FROM sms WHERE thread_id = ? AND type = ?",
                    (own.get("thread_id"), DRAFT),
                )
            made = put(db, "sms", own)
        return None if made is None else f"content://sms/{made}"

    def _filled(self, values: Values, box: int | None) -> dict[str, Value]:
        own = dict(values)
        own.setdefault("date", self._context.now())
        kind = box or whole(own, "type") or INBOX
        own.setdefault("type", kind)
        if kind != INBOX:
            own["read"] = 1
        own["creator"] = _SHELL
        own.setdefault("sub_id", 1)
        return own

    def update(self, uri: Uri, values: Values, where: str | None) -> int:
        """Change messages, where that is allowed."""
        rows = self._chosen(uri, where)
        with self.store.writing() as db:
            for row in rows:
                change(db, "sms", values, row)
        return len(rows)

    def delete(self, uri: Uri, where: str | None) -> int:
        """Remove messages, where that is allowed."""
        rows = self._chosen(uri, where)
        with self.store.writing() as db:
            db.executemany("DELETE FROM sms WHERE _id = ?", [(row,) for row in rows])
        return len(rows)

    def _chosen(self, uri: Uri, where: str | None) -> list[int]:
        if not self._context.may_write_sms():
            return []
        box = _box(uri)
        base = f"_id = {uri.number}" if uri.number >= 0 else f"type = {box}" if box else "1"
        return self.store.matching("sms", where, base)

    def call(self, uri: Uri, method: str, arg: str | None) -> Mapping[str, str] | None:
        """There is no method for the shell."""
        del uri, method, arg
        return None

    def open(self, uri: Uri, *, writing: bool = False) -> BinaryIO:
        """Nothing: an SMS has no files."""
        del writing
        raise ProviderError(NOT_FOUND, f"No files supported by provider at {uri.text}")

    def kind_of(self, uri: Uri) -> str | None:
        """The media type of what lies at `uri`."""
        return "vnd.android.cursor.item/sms" if uri.number >= 0 else "vnd.android.cursor.dir/sms"


def _source(uri: Uri) -> Source:
    if uri.pattern == "conversations":
        return Source(
            "(SELECT sms.thread_id AS thread_id, count(*) AS msg_count, sms.body AS snippet,"
            " max(date) AS date FROM sms_restricted AS sms GROUP BY sms.thread_id)",
            None,
            order=_ORDER,
        )
    box = _box(uri)
    if uri.pattern not in ("", "#") and box is None:
        raise illegal(f"Unknown URL {uri.text}")
    base = f"_id = {uri.number}" if uri.number >= 0 else f"type = {box}" if box else "1"
    return Source("sms_restricted", None, base, _ORDER)


def _box(uri: Uri) -> int | None:
    return BOXES.get(uri.segments[0]) if len(uri.segments) == 1 else None
