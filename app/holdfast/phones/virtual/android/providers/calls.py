"""The call log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import BinaryIO

from holdfast.phones.virtual.android.providers import asking
from holdfast.phones.virtual.android.providers.asking import Source, strict
from holdfast.phones.virtual.android.providers.context import Context
from holdfast.phones.virtual.android.providers.errors import UNSUPPORTED, ProviderError, illegal
from holdfast.phones.virtual.android.providers.names import regular_number
from holdfast.phones.virtual.android.providers.provider import Rows, Values
from holdfast.phones.virtual.android.providers.store import Store, change, put
from holdfast.phones.virtual.android.providers.uris import Uri

_VOICEMAIL = "4"
SCHEMA = """
CREATE TABLE calls (
  _id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT, presentation INTEGER NOT NULL DEFAULT 1,
  post_dial_digits TEXT NOT NULL DEFAULT '', via_number TEXT NOT NULL DEFAULT '', date INTEGER,
  duration INTEGER, data_usage INTEGER, type INTEGER, features INTEGER NOT NULL DEFAULT 0,
  subscription_component_name TEXT, subscription_id TEXT, phone_account_address TEXT,
  phone_account_hidden INTEGER NOT NULL DEFAULT 0, new INTEGER, name TEXT, numbertype INTEGER,
  numberlabel TEXT, countryiso TEXT, voicemail_uri TEXT, is_read INTEGER, geocoded_location TEXT,
  lookup_uri TEXT, matched_number TEXT, normalized_number TEXT,
  photo_id INTEGER NOT NULL DEFAULT 0, photo_uri TEXT, formatted_number TEXT,
  add_for_all_users INTEGER NOT NULL DEFAULT 1, last_modified INTEGER DEFAULT 0,
  call_screening_component_name TEXT, call_screening_app_name TEXT,
  block_reason INTEGER NOT NULL DEFAULT 0, missed_reason INTEGER NOT NULL DEFAULT 0,
  priority INTEGER NOT NULL DEFAULT 0, subject TEXT, location TEXT, composer_photo_uri TEXT,
  is_call_log_phone_account_migration_pending INTEGER NOT NULL DEFAULT 0,
  is_business_call INTEGER NOT NULL DEFAULT 0, asserted_display_name TEXT, transcription TEXT,
  transcription_state INTEGER NOT NULL DEFAULT 0);
"""
_COLUMNS = strict(
    "_id",
    "number",
    "post_dial_digits",
    "via_number",
    "presentation",
    "date",
    "duration",
    "data_usage",
    "type",
    "features",
    "subscription_component_name",
    "subscription_id",
    "phone_account_hidden",
    "phone_account_address",
    "new",
    "voicemail_uri",
    "transcription",
    "transcription_state",
    "is_read",
    "name",
    "numbertype",
    "numberlabel",
    "countryiso",
    "geocoded_location",
    "lookup_uri",
    "matched_number",
    "normalized_number",
    "photo_id",
    "photo_uri",
    "formatted_number",
    "add_for_all_users",
    "last_modified",
    "call_screening_component_name",
    "call_screening_app_name",
    "block_reason",
    "missed_reason",
    "priority",
    "composer_photo_uri",
    "subject",
    "location",
    "is_call_log_phone_account_migration_pending",
    "is_business_call",
    "asserted_display_name",
)


class CallLogProvider:
    """`call_log`: calls, without voicemail."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.store = Store(context.folder / "calllog.db", SCHEMA)

    def query(
        self, uri: Uri, projection: Sequence[str] | None, where: str | None, sort: str | None
    ) -> Rows:
        """The rows at `uri`; strict about columns."""
        grammar = self._context.profile.strict_grammar
        return asking.ask(self.store, _source(uri), projection, where, sort, grammar=grammar)

    def insert(self, uri: Uri, values: Values) -> str | None:
        """Keep a call; raises `ProviderError` for a column that calls do not have."""
        _source(uri)
        self._check(uri, values)
        own = {**values, "last_modified": self._context.now()}
        own.setdefault("countryiso", "US")
        regular = regular_number(str(own.get("number") or ""))
        if regular:
            own.setdefault("normalized_number", regular)
        with self.store.writing() as db:
            made = put(db, "calls", own)
        return None if made is None else f"{uri.text.partition('?')[0]}/{made}"

    def update(self, uri: Uri, values: Values, where: str | None) -> int:
        """Change calls."""
        self._check(uri, values)
        rows = self.store.matching("calls", where, _source(uri).base)
        with self.store.writing() as db:
            for row in rows:
                change(db, "calls", values, row)
        return len(rows)

    def delete(self, uri: Uri, where: str | None) -> int:
        """Remove calls."""
        rows = self.store.matching("calls", where, _source(uri).base)
        with self.store.writing() as db:
            db.executemany("DELETE FROM calls WHERE _id = ?", [(row,) for row in rows])
        return len(rows)

    def _check(self, uri: Uri, values: Values) -> None:
        for column in values:
            if column not in _COLUMNS:
                raise illegal(f"Column '{column}'. Is invalid.")
        if str(values.get("type")) == _VOICEMAIL or "voicemail_uri" in values:
            raise illegal(
                f"Uri {uri.text} cannot be used for voicemail record."
                " Please set 'allow_voicemails=true' in the uri."
            )

    def call(self, uri: Uri, method: str, arg: str | None) -> Mapping[str, str] | None:
        """Methods are for the call log itself."""
        del uri, method, arg
        raise ProviderError(
            "java.lang.SecurityException",
            "call() functionality reserved for internal use by the call log.",
        )

    def open(self, uri: Uri, *, writing: bool = False) -> BinaryIO:
        """Nothing: a call has no file."""
        del uri, writing
        raise ProviderError(
            UNSUPPORTED, "The call log provider only supports opening call composer pictures."
        )

    def kind_of(self, uri: Uri) -> str | None:
        """The media type of what lies at `uri`."""
        _source(uri)
        kind = "item" if uri.number >= 0 else "dir"
        return f"vnd.android.cursor.{kind}/calls"


def _source(uri: Uri) -> Source:
    if uri.pattern == "calls":
        return Source("calls", _COLUMNS, "type != 4 OR type IS NULL")
    if uri.pattern == "calls/#":
        return Source("calls", _COLUMNS, f"_id = {uri.number}")
    raise illegal(f"Unknown URL {uri.text}")
