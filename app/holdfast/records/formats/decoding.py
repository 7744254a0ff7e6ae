"""Bytes to text: transfer encodings, character sets and backslash escapes."""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote_to_bytes

# Codecs that stand for a way of writing text. Python knows others ("punycode",
# "unicode_escape") that a hostile CHARSET could name to burn time or to raise warnings.
_TEXT_CODEC = re.compile(r"(?:utf|iso|cp|latin|shift|euc|gb|big5|koi8|mac|ascii|johab|hz|tis|kz)")
_MAX_CHARSET_NAME = 40

MAX_PARTS = 100_000
"""Most fields or entries a value is cut into; what follows stays in the last one, uncut."""

# Phones name the small standard set and write the vendor's larger one.
_SUPERSETS = {
    "shift_jis": ("shift_jis", "cp932"),
    "gb2312": ("gb18030",),
    "gbk": ("gb18030",),
    "euc_kr": ("cp949",),
    "big5": ("big5", "cp950"),
    "ascii": (),
}
_SEVEN_BIT = ("iso2022", "utf-7", "hz", "utf-16", "utf-32")
_C1_CONTROLS = re.compile(rb"[\x80-\x9f]")

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_PADDED = re.compile(
    rb"(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)*+(?:[A-Za-z0-9+/]{2,3})?"
)
_QUOTED = re.compile(rb"=([0-9A-Fa-f]{2})")
_TEXT_ESCAPES = (("\\n", "\n"), ("\\N", "\n"), ("\\,", ","), ("\\;", ";"))
_ESCAPES = (*_TEXT_ESCAPES, ("\\:", ":"))
_MEDIA_TYPE = re.compile(rb"[\w.+-]+/[\w.+-]+(?:;|\Z)")
_MAX_DECLARED = 8
_MAX_URI_HEAD = 256


@lru_cache(maxsize=64)
def codecs_for(charset: str) -> tuple[str, ...]:
    """Python codecs to try for a declared `charset`, best first; empty when unknown."""
    if not charset or len(charset) > _MAX_CHARSET_NAME or not charset.isascii():
        return ()
    try:
        name = codecs.lookup(charset.strip().replace("\0", "")).name
    except LookupError:
        return ()
    if not _TEXT_CODEC.match(name):
        return ()
    return _SUPERSETS.get(name, (name,))


def guess(raw: bytes) -> str:
    """Text of bytes that nobody declared: UTF-8, or else a single-byte guess. Never fails."""
    for codec in ("utf-8", "cp1252"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


class Codec:
    """How the bytes of one document become text.

    `recoded` tells that the document was turned into UTF-8 by its byte order mark, so a
    CHARSET that still stands in it speaks of its past. `declare` collects the charsets named
    anywhere in the document; they serve a property that names none and is not UTF-8.
    """

    __slots__ = ("_declared", "recoded")

    def __init__(self, *, recoded: bool = False) -> None:
        """Start with nothing declared."""
        self.recoded = recoded
        self._declared: dict[str, None] = {}

    def declare(self, charset: str) -> None:
        """Remember a charset that some property named."""
        if charset and len(self._declared) < _MAX_DECLARED:
            self._declared[charset.lower()] = None

    def decode(self, raw: bytes, charset: str = "") -> str:
        """Text of `raw`: declared charset, UTF-8, charsets declared nearby, a guess."""
        own = codecs_for(charset) if charset else ()
        if raw.isascii() and not (own and own[0].startswith(_SEVEN_BIT)):
            return raw.decode("ascii")
        nearby = [codec for name in self._declared for codec in codecs_for(name)]
        order = ("utf-8", *own) if self.recoded else (*own, "utf-8")
        for codec in (*order, *nearby):
            text = _strictly(raw, codec)
            if text is not None:
                return text
        return guess(raw)


def _strictly(raw: bytes, codec: str) -> str | None:
    if codec == "iso8859-1" and _C1_CONTROLS.search(raw):
        codec = "cp1252"
    try:
        text = raw.decode(codec)
        if codec == "utf-7":
            text.encode("utf-8")  # Python's UTF-7 lets half letters through, which nobody can keep
    except (UnicodeError, ValueError):
        return None
    return text


def unquote(raw: bytes) -> bytes:
    """Decode quoted-printable whose soft breaks were joined before; keeps what is not QP."""
    if b"==" not in raw:
        return binascii.a2b_qp(raw)
    # binascii makes one of two; both stay (RFC 2045, 6.7), as in a sloppy writer's URL.
    return _QUOTED.sub(lambda match: binascii.unhexlify(match[1]), raw)


def unbase64(raw: bytes) -> bytes | None:
    """Decode base64, blanks and missing padding forgiven; None when it is not base64.

    A picture cut short decodes to its whole bytes so far; raw bytes labelled BASE64
    (KAddressBook's 2.1 export) do not, nor does base64 in quoted-printable.
    """
    letters = raw.translate(None, b" \t\r\n").rstrip(b"=")
    plain = _NOT_BASE64.sub(b"", letters)
    if len(letters) - len(plain) > len(plain) // 16:
        return None
    if b"=" in plain:
        return _blocks(plain)
    plain = plain[:-1] if len(plain) % 4 == 1 else plain
    return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4))


def _blocks(letters: bytes) -> bytes | None:
    """Base64 that was padded piece by piece; None where padding stands elsewhere."""
    if not _PADDED.fullmatch(letters):
        return None
    fours = (letters[at : at + 4] for at in range(0, len(letters), 4))
    return b"".join(binascii.a2b_base64(four + b"=" * (-len(four) % 4)) for four in fours)


def data_uri(raw: bytes, *, sure: bool = True) -> bytes | None:
    """The bytes that a ``data:`` URI carries (RFC 2397); None when they cannot be had.

    Unless it is `sure` to be one, it must name a media type or base64: a note may well begin
    with "data:".
    """
    comma = raw.find(b",", 0, _MAX_URI_HEAD)
    # Writers of 3.0 escape the separators.
    kind = raw[len("data:") : max(comma, 0)].lower().replace(b"\\", b"")
    encoded = kind.endswith(b";base64")
    if comma < 0 or not (sure or encoded or _MEDIA_TYPE.match(kind)):
        return None
    value = raw[comma + 1 :]
    return unbase64(value) if encoded else unquote_to_bytes(value)


def unescape(text: str) -> str:
    r"""Undo ``\n \, \; \: \\``; any other backslash stays, as 2.1 writers mean it."""
    return _unescaped(text, _ESCAPES) if "\\" in text else text


def unescape_text(text: str) -> str:
    r"""Undo the escapes of RFC 5545, 3.3.11, and no others: ``\n \, \; \\``."""
    return _unescaped(text, _TEXT_ESCAPES) if "\\" in text else text


def _unescaped(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    # Cut at the backslashes that stand for themselves, and every other one is alone. A call for
    # each escape would be plainer, but 30 MB may hold 15 million of them.
    parts = text.split("\\\\")
    for number, part in enumerate(parts):
        if "\\" in part:
            for escaped, plain in escapes:
                part = part.replace(escaped, plain)  # noqa: PLW2901 - five steps to one value
            parts[number] = part
    return "\\".join(parts)


def split_fields(text: str) -> list[str]:
    """Cut a structured value at its bare semicolons, `MAX_PARTS` at most; unescape each field."""
    return _split(text, ";")


def split_list(text: str) -> list[str]:
    """Cut a list value at its bare commas, `MAX_PARTS` at most, and unescape each entry."""
    return _split(text, ",")


def _split(text: str, separator: str) -> list[str]:
    pieces = text.split(separator, MAX_PARTS - 1)
    if "\\" not in text:
        return pieces
    return [unescape(part) for part in _whole_parts(pieces, separator)]


def _whole_parts(pieces: list[str], separator: str) -> Iterator[str]:
    """Join again what was cut at an escaped separator: behind an odd number of backslashes."""
    held: list[str] = []
    for piece in pieces:
        held.append(piece)
        if not piece.endswith("\\") or (len(piece) - len(piece.rstrip("\\"))) % 2 == 0:
            yield separator.join(held)
            held = []
    if held:
        yield separator.join(held)
