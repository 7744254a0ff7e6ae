"""JSON as Go writes it: restic compares trees byte for byte when it rewrites them."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any

_HTML = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_NEEDS_ESCAPE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_SHORT = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SHORT |= {"\v": "\\v", "\\": "\\\\", '"': '\\"'}
_UNQUOTE = re.compile(
    rb"\\(?:([abfnrtv\\'\"])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|)"
)
_UNQUOTED = dict(zip(b"abfnrtv\\'\"", b"\a\b\f\n\r\t\v\\'\"", strict=True))
_PRINTABLE = re.compile(r"[ !#-\[\]-~]*")
_BMP = 0x10000
_EARLIEST = datetime(1, 1, 1, tzinfo=UTC)
_LATEST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)"
)


def encode(value: Any) -> bytes:
    """Write `value` without blanks, keys in the order given, with Go's HTML escapes.

    Lone surrogates, which no UTF-8 can hold, become U+FFFD as they do in Go.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _NEEDS_ESCAPE.sub(lambda match: _HTML.get(match[0], "\\ufffd"), text).encode()


def quote(name: str) -> str:
    """Quote a file name as `strconv.Quote` does, without the quotes around it.

    Lone surrogates of `name` stand for bytes that are not UTF-8 (PEP 383); raises ValueError
    for those that stand for nothing.
    """
    if _PRINTABLE.fullmatch(name):
        return name
    return "".join(map(_quoted, canonical(name)))


def canonical(name: str) -> str:
    """Return the one spelling of a file name: what is UTF-8 in its bytes is not escaped.

    Raises ValueError for a name that is not the PEP 383 form of any bytes.
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


def _quoted(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # noqa: PLR2004 - PEP 383's range for single bytes
        return f"\\x{code - 0xDC00:02x}"
    if char == " " or _is_printable(char):
        return char
    if code < ord(" ") or code == 0x7F:  # noqa: PLR2004 - DEL
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < _BMP else f"\\U{code:08x}"


def _is_printable(char: str) -> bool:
    # Go: letters, marks, numbers, punctuation, symbols.
    return unicodedata.category(char)[0] in "LMNPS"


def unquote(text: str) -> str:
    """Turn a quoted name back; bytes that are not UTF-8 become lone surrogates (PEP 383).

    Raises ValueError for an escape that Go does not know.
    """
    if "\\" not in text:
        return text
    raw = text.encode("utf-8")
    return _UNQUOTE.sub(_unquoted, raw).decode("utf-8", "surrogateescape")


def _unquoted(match: re.Match[bytes]) -> bytes:
    short, byte, small, large, octal = match.groups()
    if short:
        return bytes((_UNQUOTED[short[0]],))
    if byte:
        return bytes((int(byte, 16),))
    if octal:
        return bytes((int(octal, 8),))
    if not (small or large):
        raise ValueError("unknown escape")
    return chr(int(small or large, 16)).encode("utf-8", "surrogatepass")


def format_time(moment: datetime) -> str:
    """Write a UTC time as RFC3339Nano: no trailing zeros, "Z"."""
    moment = moment.astimezone(UTC)
    text = moment.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
    fraction = f".{moment.microsecond:06d}".rstrip("0") if moment.microsecond else ""
    return f"{text}{fraction}Z"


def parse_time(text: str) -> datetime:
    """Read an RFC3339Nano time into UTC, cut to microseconds; raises ValueError.

    Times outside the years 1 to 9999 become the nearest that Python can hold.
    """
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = map(int, match.groups()[:6])
    micro = int((match[7] or "").ljust(6, "0")[:6])
    if year == 0:
        return _EARLIEST
    moment = datetime(year, month, day, hour, minute, second, micro, tzinfo=UTC)
    try:
        return moment - _offset(match[8])
    except OverflowError:
        return _EARLIEST if year == 1 else _LATEST


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta()
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    return timedelta(hours=hours, minutes=minutes) * (1 if zone[0] == "+" else -1)
