"""From the bytes after the colon to the text, or the blob, that they stand for."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from tests.records.formats.oracle.heads import Head
from tests.records.formats.oracle.said import Blob

_ESCAPES = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}
_DATA_URI = re.compile(
    r"data:(?P<type>[\w.+-]+/[\w.+-]+)?(?P<params>(?:;[\w.+-]+=[^;,]*)*)(?P<b64>;base64)?,",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Charsets:
    """What a file says of its charsets: by a byte order mark, and in its CHARSET parameters."""

    marked: bool
    named: tuple[str, ...]


class CannotReadError(ValueError):
    """The value is not what its parameters say."""


def read_value(head: Head, raw: bytes, charsets: Charsets) -> str | Blob:
    """The value of a content line; CannotReadError where it is not what `head` declares.

    Under a byte order mark CHARSET can only be about bytes that quoted-printable hides.
    """
    if head.base64:
        uri = _data_uri(raw.decode("ascii", "replace"))
        return uri if uri is not None else Blob.of(_base64(raw))
    if head.quoted_printable:
        text = _decode(_quoted_printable(raw), head.first("CHARSET"), charsets)
    else:
        text = _decode(raw, "" if charsets.marked else head.first("CHARSET"), charsets)
    uri = _data_uri(text)
    return uri if uri is not None else unescape(text)


def unescape(text: str) -> str:
    """Undo the escapes of RFC 6350 3.4 and RFC 5545 3.3.11, and no other."""
    return re.sub(r"\\[nN,;\\]", lambda match: _ESCAPES[match[0]], text)


def guess(raw: bytes) -> str:
    """Text of bytes that nobody declared: UTF-8, else the commonest single-byte set."""
    return _decode(raw, "", Charsets(marked=False, named=()))


def _decode(raw: bytes, charset: str, charsets: Charsets) -> str:
    for candidate in filter(None, (charset, "utf-8", *charsets.named, "cp1252")):
        try:
            return raw.decode(candidate)
        except (LookupError, ValueError):
            continue
    return raw.decode("latin-1")


def _quoted_printable(raw: bytes) -> bytes:
    """RFC 2045 6.7, soft breaks undone already; what is no escape stands for itself.

    An equals sign at the end is a soft break to nothing. Blanks there stay, though a mail gateway
    might have added them: no phone sends its data through one.
    """
    raw = re.sub(rb"=[ \t]*\Z", b"", raw)
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda match: bytes.fromhex(match[1].decode()), raw)


def _base64(raw: bytes) -> bytes:
    """RFC 4648. Padding may be missing; of a value cut short, whole bytes are taken."""
    compact = re.sub(rb"\s+", b"", raw).rstrip(b"=")
    if len(compact) % 4 == 1:
        compact = compact[:-1]
    try:
        return base64.b64decode(compact + b"=" * (-len(compact) % 4), validate=True)
    except binascii.Error as error:
        raise CannotReadError from error


def _data_uri(text: str) -> Blob | None:
    """What a data: URI holds (RFC 2397); writers of vCard 3.0 escape its separators."""
    plain = unescape(text).strip()
    match = _DATA_URI.match(plain)
    if match is None:
        return None
    body = plain[match.end() :]
    if match["b64"]:
        return Blob.of(_base64(unquote_to_bytes(body)))
    return Blob.of(unquote_to_bytes(body))
