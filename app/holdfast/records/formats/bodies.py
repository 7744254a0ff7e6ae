"""The lines of a vMessage's VBODY: a few headers, then text exactly as it was sent.

IrMC 1.1 puts a mail into a VBODY; phones put there what they like:

- Nokia: ``Date:22.10.2009 06:48:25`` and then the text, without a blank line between
- Samsung, LG: ``X-IRMC-BOX``, ``Date:2013.4.3.23.5.9``, ``TEXT;ENCODING=QUOTED-PRINTABLE:…``
- phones on MediaTek chips (ZTE, Lenovo, Lumia's exporter): ``X-BOX``, ``X-READ``, ``Date:``
  and the text as ``Subject;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:…``; some "Date 1451393917000"
- Tizen: ``X-BODY-SUBJECT`` and the text as ``X-BODY-CONTENTS;ENCODING=BASE64:…``
- Sharp, Fujitsu, NEC: a whole mail, its headers ended by a blank line

A header is only what one of these writes. So a text may begin with "Hello: world", "To: mum"
or "BEGIN:something" and comes back as it was: each of its lines is a line named TEXT.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from holdfast.records.formats.heads import Head, Transfer, parse_head

TEXT = "TEXT"
"""Name of the lines that make up the text."""

# A text may quote "END:VBODY"; the real one is followed by the end of what is around it. Where
# it is missing, the end of the message or the next one ends the body.
_END = re.compile(
    rb"(?<=[\r\n])(?:"
    rb"END:VBODY[ \t]*+(?:\Z|[\r\n]\s*+(?:END:V(?:ENV|MSG)|BEGIN:V(?:MSG|ENV|BODY|CARD)|\Z))"
    rb"|END:VENV[ \t]*+[\r\n]\s*+END:V(?:ENV|MSG)"
    rb"|END:VMSG[ \t]*+(?:\Z|[\r\n]\s*+(?:BEGIN:VMSG|\Z))"
    rb"|BEGIN:VMSG[ \t]*+[\r\n]\s*+(?:VERSION|X-|BEGIN:V))",
    re.IGNORECASE,
)
_DATE = re.compile(
    rb"Date(?::[ \t]*+(?:|[\d./:T+Z -]++|[A-Z][a-z]{2},? [\w,:+() -]{10,40}+)|[: ] *\d{10,13})\s*"
)
_NAMES = (
    rb"X-(?:BOX|READ|SEEN|SIMID|SIM-ID|LOCKED|TYPE|MESSAGE-TYPE|MA-TYPE|"
    rb"(?:IRMC|NOK|BODY|SS|FJ|SMS|MMS|SAMSUNG|SONYERICSSON|SIEMENS|LG|MTK)-[A-Z0-9-]++)|FROMTEL"
)
_DATE_IN_DIGITS = re.compile(rb"Date[: ][ \t]*+(?:\d[\d./:T+Z -]*+)?\s*\Z")
_OWN = re.compile(rb"(?:" + _NAMES + rb")(?:;[^:]*+)?:|TEXT[;:]|Subject;[^:]++:")
_MAIL_NAMES = re.compile(
    rb"(?:Date|From|To|Cc|Bcc|Subject|Sender|Reply-To|Return-Path|Received|Message-I[Dd]|"
    rb"In-Reply-To|References|Importance|Priority|MIME-Version|Content-[A-Za-z-]++|X-[A-Za-z-]++):",
    re.IGNORECASE,
)
_PROOF_OF_MAIL = frozenset(("MIME-VERSION", "CONTENT-TYPE", "MESSAGE-ID"))
_LIKE_A_MAIL = frozenset(("DATE", "FROM"))
_CHARSET = re.compile(rb'charset\s*=\s*"?([\w.:-]{1,40})', re.IGNORECASE)
_BASE64 = re.compile(rb"[ \t]*+[A-Za-z0-9+/=]++[ \t]*+")
_MAX_HEADERS = 64
_MAX_HEADER = 8 * 1024


class Row(NamedTuple):
    """One physical line: its text without line end, and where it lies."""

    raw: bytes
    start: int
    end: int


class BodyLine(NamedTuple):
    """One line of a body as a content line; long ones of quoted-printable joined."""

    head: Head
    value: bytes
    start: int
    end: int


class Bodies:
    """Finds and reads the bodies of one document, front to back."""

    def __init__(self, data: bytes, line_end: bytes) -> None:
        """Read bodies of `data`, whose lines end with `line_end`."""
        self._data = data
        self._line_end = line_end
        self._next_end = -1

    def lines(self, start: int) -> Iterator[BodyLine]:
        """Yield the lines of the body whose first line begins at `start`."""
        end = self.end(start)
        headers, at = self._headers(start, end)
        yield from headers
        head = _text_head(_declared(headers))
        for row in self._rows(at, end):
            yield BodyLine(head, row.raw, row.start, row.end)

    def end(self, start: int) -> int:
        """Where the body that begins at `start` ends: before its END line, or at the end."""
        # Each search starts behind the last hit, so that all of them together are linear.
        if self._next_end < start:
            match = _END.search(self._data, max(start, 0))
            self._next_end = match.start() if match else len(self._data)
        return self._next_end

    def _rows(self, at: int, end: int) -> Iterator[Row]:
        while at < end:
            found = self._data.find(self._line_end, at, end)
            stop = end if found < 0 else found + 1
            yield Row(self._data[at : end if found < 0 else found].rstrip(b"\r"), at, stop)
            at = stop

    def _headers(self, start: int, end: int) -> tuple[list[BodyLine], int]:
        mail = self._mail_headers(start, end)
        return mail or self._own_headers(start, end)

    def _mail_headers(self, start: int, end: int) -> tuple[list[BodyLine], int] | None:
        """Headers of a mail; None unless a blank line ends them and one is proof of a mail.

        A date in digits is a phone's own: what follows it is text, though it begins "From: me".
        """
        found: list[BodyLine] = []
        for row in self._rows(start, end):
            if not row.raw.strip():
                names = {line.head.name for line in found}
                is_mail = names & _PROOF_OF_MAIL or names >= _LIKE_A_MAIL
                return (found, row.end) if is_mail else None
            if found and row.raw[:1] in b" \t":
                last = found[-1]
                value = last.value + b" " + row.raw.strip()
                found[-1] = last._replace(value=value, end=row.end)
            elif _MAIL_NAMES.match(row.raw) and not _DATE_IN_DIGITS.match(row.raw):
                found.append(_header(row))
            else:
                return None
            if len(found) > _MAX_HEADERS or len(found[-1].value) > _MAX_HEADER:
                return None
        return None

    def _own_headers(self, start: int, end: int) -> tuple[list[BodyLine], int]:
        """Headers as phones write them without a blank line behind them."""
        found: dict[str, BodyLine] = {}
        at = start
        while len(found) < _MAX_HEADERS:
            line = self._own_header(at, end)
            if line is None or line.head.name in found:
                break
            found[line.head.name] = line
            at = line.end
        return list(found.values()), at

    def _own_header(self, at: int, end: int) -> BodyLine | None:
        row = next(self._rows(at, end), None)
        if row is None:
            return None
        if len(row.raw) <= _MAX_HEADER and _DATE.fullmatch(row.raw):
            return BodyLine(_DATE_HEAD, row.raw[4:].lstrip(b": \t"), row.start, row.end)
        if not _OWN.match(row.raw):
            return None
        line = _header(row)
        return line if line.head.transfer is Transfer.PLAIN else self._joined(line, end)

    def _joined(self, line: BodyLine, end: int) -> BodyLine:
        """The line with what its soft breaks, or a base64 block, go on with."""
        pieces, at = [line.value], line.end
        quoted = line.head.transfer is Transfer.QUOTED_PRINTABLE
        for row in self._rows(line.end, end):
            last = pieces[-1].rstrip(b" \t")
            if not (last.endswith(b"=") if quoted else _BASE64.fullmatch(row.raw)):
                break
            if quoted:
                pieces[-1] = last[:-1]
            pieces.append(row.raw)
            at = row.end
        return line._replace(value=b"".join(pieces), end=at)


@lru_cache(maxsize=64)
def _text_head(charset: str) -> Head:
    return Head("", TEXT, MappingProxyType({}), charset=charset, verbatim=True)


_DATE_HEAD = Head("", "DATE", MappingProxyType({}), verbatim=True)


def _header(row: Row) -> BodyLine:
    name, _, value = row.raw.partition(b":")
    head = parse_head(name)
    if head is None:
        return BodyLine(_text_head(""), row.raw, row.start, row.end)
    value = value if head.params else value.strip()
    return BodyLine(replace(head, verbatim=True), value, row.start, row.end)


def _declared(headers: list[BodyLine]) -> str:
    """The charset that a mail's Content-Type names."""
    for line in headers:
        if line.head.name == "CONTENT-TYPE":
            match = _CHARSET.search(line.value)
            return match[1].decode("ascii") if match else ""
    return ""
