"""What a phone takes of messages and calls without an app of its own, and shows of them."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

from holdfast.records.formats.provider_rows.messages.columns import whole
from holdfast.records.formats.provider_rows.messages.reading import rows_of
from holdfast.records.formats.provider_rows.messages.writing import file_of
from holdfast.records.formats.provider_rows.rows import ProviderRows, Row, text

_INBOX, _SENT = 1, 2
_VOICEMAIL = 4
# No command line has a place for NUL, and no UTF-8 for half a letter.
_UNSPEAKABLE = re.compile("[\x00\ud800-\udfff]")


def can_write(rows: ProviderRows) -> bool:
    """Whether a phone takes the message or call, and gives it back afterwards."""
    return not why_not(rows)


def why_not(rows: ProviderRows) -> str:
    """Why a phone cannot hold it, in a few words; empty where it can."""
    row = rows.first(rows.provider)
    if any(_UNSPEAKABLE.search(value) for value in row.values() if isinstance(value, str)):
        return "it has characters that cannot be handed over"
    match rows.provider:
        case "sms":
            return _not_a_message(row)
        case "calls":
            return _not_a_call(row)
        case "mms":
            return "the phone takes multimedia messages from its own app alone"
    return "no message or call"


def shape(file: bytes) -> bytes:
    """What a phone gives back of `file` once it is restored; shaping that changes nothing more.

    Raises `ValueError`, with why, for what it does not take, or never shows again.
    """
    rows = rows_of(file)
    why = why_not(rows)
    if why:
        raise ValueError(why)
    row = rows.first("sms")
    if rows.provider != "sms" or whole(row, "type") == _INBOX:
        return file_of(rows)
    # Only what was received can be unread.
    return file_of(replace(rows, tables=MappingProxyType({"sms": ({**row, "read": 1},)})))


def _not_a_message(row: Row) -> str:
    if whole(row, "type") not in (_INBOX, _SENT):
        return "the phone shows drafts and unsent messages to its own app alone"
    return "" if text(row, "address") else "it has no address"


def _not_a_call(row: Row) -> str:
    kind = whole(row, "type")
    if kind is None:
        return "it does not say whether the call was made or received"
    return "the phone takes voicemail from its own app alone" if kind == _VOICEMAIL else ""
