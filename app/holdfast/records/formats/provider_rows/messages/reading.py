"""A file of one message or call to rows with the provider's own columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType

from holdfast.records.formats.provider_rows.messages import columns
from holdfast.records.formats.provider_rows.messages.columns import NONE, PLAIN
from holdfast.records.formats.provider_rows.messages.escaping import exact
from holdfast.records.formats.provider_rows.rows import ProviderRows, Row, Value
from holdfast.records.formats.sms_xml import CALLS, SmsBackup, carried
from holdfast.records.formats.xml.elements import Element

_MAX_DIGITS = 19
_DATES = ("date", "date_sent")


def rows_of(file: bytes) -> ProviderRows:
    """The one message or call of `file`, its columns ready to be inserted.

    Read is what the file says, seen is everything: a phone must not ring for it. Defaults are
    left out. Raises `ValueError` where there is no message or call, or more than one.
    """
    entry = _only(file)
    if entry.name.lower() in CALLS:
        return _rows("calls", {"calls": (_call(_said(entry)),)})
    if entry.name.lower() == "sms":
        return _rows("sms", {"sms": (_sms(_said(entry)),)})
    row = _mms(_said(entry))
    tables = {
        "mms": (row,),
        "addr": tuple(_addresses(entry, row)),
        "part": tuple(
            {"_id": number, **_part(_said(one))}
            for number, one in enumerate(_inside(entry, "part"), 1)
        ),
    }
    return _rows("mms", tables)


def parts_of(file: bytes) -> dict[int, bytes]:
    """Bytes of the parts of a multimedia message, by the `_id` that `rows_of` gives them."""
    found = {}
    for number, part in enumerate(_inside(_only(file), "part"), 1):
        for one in part.attributes:
            if carried(part, one):
                found[number] = b"".join(one.chunks())
    return found


def _only(file: bytes) -> Element:
    entries = list(islice(SmsBackup(file).entries(), 2))
    if not entries:
        raise ValueError("no message or call")
    if len(entries) > 1:
        raise ValueError("more than one message or call")
    return entries[0]


def _rows(provider: str, tables: Mapping[str, tuple[Row, ...]]) -> ProviderRows:
    return ProviderRows(provider, MappingProxyType(dict(tables)))


def _said(element: Element) -> dict[str, str]:
    """The attributes as text, of several with one name the first, without carried bytes."""
    attributes = reversed(element.attributes)
    return {one.name: exact(one) for one in attributes if not carried(element, one)}


def _sms(said: Mapping[str, str]) -> Row:
    row = _texts(said, columns.SMS_TEXTS)
    if "body" in said:
        row["body"] = said["body"]
    row |= _numbers(said, ("type", *columns.SMS_NUMBERS))
    for name in ("protocol", "status", "locked"):
        if row.get(name) == columns.SMS_NUMBERS[name]:
            del row[name]
    defaults = {name: columns.SMS_NUMBERS[name] for name in (*_DATES, "read")}
    return {**defaults, **row, "seen": 1}


def _call(said: Mapping[str, str]) -> Row:
    number = said.get("number", "")
    row = _numbers(said, ("type", *columns.CALL_NUMBERS)) | _texts(said, columns.CALL_TEXTS)
    if not row.get("features"):
        row.pop("features", None)
    defaults = {name: columns.CALL_NUMBERS[name] for name in ("date", "duration", "presentation")}
    told = {"number": "" if number == NONE else number}
    return {**told, **defaults, **row, "new": 0, "is_read": 1}


def _mms(said: Mapping[str, str]) -> Row:
    row = _texts(said, ("sub", *columns.MMS_TEXTS))
    row |= _numbers(said, (*_DATES, "msg_box", "read", *columns.MMS_NUMBERS))
    for name in _DATES:
        told = row.get(name)
        row[name] = columns.seconds(told) if isinstance(told, int) else 0
    if "sub" in row:
        charset = row.get("sub_cs")
        known = charset if isinstance(charset, int) else None
        row["sub"] = columns.kept_subject(str(row["sub"]), known)
    return {**row, "seen": 1}


def _part(said: Mapping[str, str]) -> Row:
    row = _numbers(said, columns.PART_NUMBERS) | _texts(said, columns.PART_TEXTS)
    text = said.get("text", "")
    if text and (text != NONE or row.get("ct") == PLAIN):
        row["text"] = text
    return row


def _addr(said: Mapping[str, str]) -> Row:
    return _texts(said, ("address",)) | _numbers(said, columns.ADDR_NUMBERS)


def _addresses(entry: Element, row: Row) -> Iterator[Row]:
    """The people of a multimedia message; of a backup without them those it is listed under."""
    found = [_addr(_said(one)) for one in _inside(entry, "addr")]
    yield from found
    if not any(columns.others(row, found)):
        kind = columns.FROM if row.get("msg_box") == columns.INBOX else columns.TO
        for number in _said(entry).get("address", "").split("~"):
            if number.strip() not in ("", NONE, columns.OWN):
                yield {"address": number.strip(), "type": kind}


def _texts(said: Mapping[str, str], names: Iterable[str]) -> dict[str, Value]:
    return {name: said[name] for name in names if said.get(name, "") not in ("", NONE)}


def _numbers(said: Mapping[str, str], names: Iterable[str]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name in names:
        text = said.get(name, "").strip()
        digits = text.removeprefix("-")
        if digits.isascii() and digits.isdigit() and len(digits) <= _MAX_DIGITS:
            found[name] = int(text)
    return found


def _inside(entry: Element, name: str) -> list[Element]:
    return [one for one in entry.walk() if one.name.lower() == name]
