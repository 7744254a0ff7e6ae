"""Provider rows of one message or call to a file in XML."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from holdfast.records.formats.provider_rows.messages import columns
from holdfast.records.formats.provider_rows.messages.columns import NONE, PLAIN, whole
from holdfast.records.formats.provider_rows.messages.escaping import escaped
from holdfast.records.formats.provider_rows.rows import ProviderRows, Row, Why, text

_HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
_NO_PARTS: Mapping[int, bytes] = MappingProxyType({})
_MISSING = frozenset((Why.BLOB, Why.TRUNCATED, Why.UNREAD))

Pair = tuple[str, str]


def file_of(rows: ProviderRows, parts: Mapping[int, bytes] = _NO_PARTS) -> bytes:
    """One message ("sms", "mms") or call ("calls") as a file; the same bytes for the same rows.

    `parts` are the bytes of multimedia parts by their `_id`; those that are missing stay
    without. What was not read as the provider holds it is left out. Raises `ValueError` for
    rows of another provider, and where there are none.
    """
    return wrapped((entry_of(rows, parts),), rows.provider)


def wrapped(entries: Sequence[bytes], provider: str) -> bytes:
    """A file of entries, all of one provider; "sms" and "mms" may stand together."""
    outer = b"calls" if provider == "calls" else b"smses"
    inside = b"".join(b"%s\n" % entry for entry in entries)
    return b'%s<%s count="%d">\n%s</%s>\n' % (_HEAD.encode(), outer, len(entries), inside, outer)


def entry_of(rows: ProviderRows, parts: Mapping[int, bytes] = _NO_PARTS) -> bytes:
    """The element of one message or call; raises as `file_of` does."""
    known = _known(rows)
    if not known.table(known.provider):
        raise ValueError("no rows of a message or call")
    row = known.first(known.provider)
    match known.provider:
        case "sms":
            return _element("sms", _sms(row)).encode()
        case "calls":
            return _element("call", _call(row)).encode()
        case "mms":
            return _element("mms", _mms(row, known), _inside(known, parts)).encode()
    raise ValueError(f"rows of {known.provider}")


def _known(rows: ProviderRows) -> ProviderRows:
    """The rows without the values that are not what the provider holds."""
    lost = {(each.table, each.row, each.column) for each in rows.lost if each.why in _MISSING}
    if not lost:
        return rows
    tables = {
        name: tuple(
            {col: val for col, val in row.items() if (name, row.get("_id"), col) not in lost}
            for row in table
        )
        for name, table in rows.tables.items()
    }
    return replace(rows, tables=MappingProxyType(tables))


def _sms(row: Row) -> Iterator[Pair]:
    yield _numbered(row, "protocol")
    yield from _texts(row, ("address",))
    yield _numbered(row, "date")
    yield from _numbers(row, ("type",))
    yield _or_none(row, "subject")
    if row.get("body") is not None:
        yield "body", text(row, "body")
    yield from (("toa", NONE), ("sc_toa", NONE))
    yield _or_none(row, "service_center")
    yield from (_numbered(row, name) for name in ("read", "status", "locked", "date_sent"))


def _numbered(row: Row, column: str) -> Pair:
    value = whole(row, column)
    return column, str(columns.SMS_NUMBERS[column] if value is None else value)


def _or_none(row: Row, column: str) -> Pair:
    return column, text(row, column) or NONE


def _call(row: Row) -> Iterator[Pair]:
    yield "number", "" if text(row, "number") == NONE else text(row, "number")
    yield from _numbers(row, ("type",))
    for column, default in columns.CALL_NUMBERS.items():
        value = whole(row, column)
        if column != "features" or value:
            yield column, str(default if value is None else value)
    yield from _texts(row, columns.CALL_TEXTS)


def _mms(row: Row, rows: ProviderRows) -> Iterator[Pair]:
    yield from _dates(row, "date")
    yield from _numbers(row, ("msg_box",))
    others = "~".join(dict.fromkeys(columns.others(row, rows.table("addr"))))
    if others:
        yield "address", others
    yield "read", str(whole(row, "read") or 0)
    yield "sub", columns.subject_of(row) or NONE
    yield from _dates(row, "date_sent")
    yield from _numbers(row, columns.MMS_NUMBERS)
    yield from _texts(row, columns.MMS_TEXTS)


def _dates(row: Row, column: str) -> Iterator[Pair]:
    yield column, str(columns.milliseconds(whole(row, column) or 0))


def _inside(rows: ProviderRows, parts: Mapping[int, bytes]) -> str:
    written = (_element("part", _part(row, parts)) for row in rows.table("part"))
    addresses = (_element("addr", _addr(row)) for row in rows.table("addr"))
    return f"{_list('parts', written)}{_list('addrs', addresses)}"


def _part(row: Row, parts: Mapping[int, bytes]) -> Iterator[Pair]:
    yield from _numbers(row, columns.PART_NUMBERS)
    yield from _texts(row, columns.PART_TEXTS)
    said = text(row, "text")
    if said and (said != NONE or text(row, "ct") == PLAIN):
        yield "text", said
    data = parts.get(whole(row, "_id") or 0)
    if data:
        yield "data", base64.b64encode(data).decode("ascii")


def _addr(row: Row) -> Iterator[Pair]:
    yield from _texts(row, ("address",))
    yield from _numbers(row, columns.ADDR_NUMBERS)


def _numbers(row: Row, names: Iterable[str]) -> Iterator[Pair]:
    for name in names:
        value = whole(row, name)
        if value is not None:
            yield name, str(value)


def _texts(row: Row, names: Iterable[str]) -> Iterator[Pair]:
    for name in names:
        said = text(row, name)
        if said not in ("", NONE):
            yield name, said


def _list(name: str, elements: Iterable[str]) -> str:
    inside = "".join(f"\n{element}" for element in elements)
    return f"\n<{name}>{inside}\n</{name}>" if inside else ""


def _element(name: str, pairs: Iterable[Pair], inside: str = "") -> str:
    said = "".join(f' {attribute}="{escaped(value)}"' for attribute, value in pairs)
    return f"<{name}{said}>{inside}\n</{name}>" if inside else f"<{name}{said} />"
