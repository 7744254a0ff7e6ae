"""What an XML attribute's value says: references, characters XML forbids, base64."""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from holdfast.records.formats.decoding import Codec

MAX_TEXT = 32 * 1024 * 1024
"""Longest value that is given as text, in bytes; base64 is streamed whatever its length."""

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|lt|gt|amp|quot|apos);")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_LINE_ENDS = re.compile(r"\r\n|[\r\n\t]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LAST_CODE = 0x10FFFF
_NULL = b"null"
_CHUNK = 256 * 1024
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NO_LETTERS = bytes(set(range(256)) - set(_LETTERS))


class Source(NamedTuple):
    """The bytes of one document and how they become text."""

    data: bytes
    codec: Codec
    charset: str = ""


class Blob(NamedTuple):
    """What a base64 value carries, decoded piece by piece and never whole."""

    size: int
    sha256: str


class Attribute(NamedTuple):
    """One attribute: its name, and where its value lies between the quotes."""

    name: str
    start: int
    end: int
    source: Source

    @property
    def raw(self) -> bytes:
        """The value as it was written."""
        return self.source.data[self.start : self.end]

    def text(self) -> str:
        """The value as text, as an XML 1.0 processor gives it; cut at `MAX_TEXT` bytes.

        Tolerated: a letter beyond U+FFFF written as two references, one for each half, as the
        Android app writes it (half a letter alone becomes U+FFFD); references to characters
        that XML forbids, and those characters themselves. A reference to an entity nobody
        declared stays as it was written.
        """
        raw = self.source.data[self.start : min(self.end, self.start + MAX_TEXT)]
        return read_text(raw, self.source)

    def blob(self) -> Blob | None:
        """Size and SHA-256 of the bytes that a base64 value carries; None when it is none."""
        if not self.is_base64():
            return None
        digest, size = hashlib.sha256(), 0
        for piece in self.chunks():
            digest.update(piece)
            size += len(piece)
        return Blob(size, digest.hexdigest())

    def chunks(self) -> Iterator[bytes]:
        """The decoded bytes of a base64 value, in pieces; damage is passed over."""
        rest = b""
        for piece in self._pieces():
            letters = rest + piece.translate(None, _NO_LETTERS)
            whole = len(letters) - len(letters) % 4
            rest = letters[whole:]
            yield binascii.a2b_base64(letters[:whole])
        if len(rest) > 1:
            yield binascii.a2b_base64(rest + b"=" * (-len(rest) % 4))

    def is_base64(self) -> bool:
        """Whether the value can be base64; a few stray characters are forgiven."""
        if self.end - self.start <= len(_NULL) and self.raw in (b"", _NULL):
            return False
        letters = strays = 0
        for piece in self._pieces():
            letters += len(piece.translate(None, _NO_LETTERS))
            strays += len(piece.translate(None, _LETTERS + b" \t\r\n="))
        return strays <= letters // 16

    def _pieces(self) -> Iterator[bytes]:
        for at in range(self.start, self.end, _CHUNK):
            yield self.source.data[at : min(at + _CHUNK, self.end)]


def read_text(raw: bytes, source: Source) -> str:
    """Text of a value's bytes: charset, white space and references as XML has them."""
    return finish_text(_decoded(raw, source))


def finish_text(text: str) -> str:
    """Text of a value that was decoded: white space and references as XML has them."""
    if "\n" in text or "\r" in text or "\t" in text:
        text = _LINE_ENDS.sub(" ", text)
    if "&" in text:
        text = _REFERENCE.sub(lambda match: _character(match[0]), text)
    if not text.isascii() and _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _decoded(raw: bytes, source: Source) -> str:
    if not source.charset:
        try:
            # Some writers encode each half of a letter by itself (CESU-8).
            return raw.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            pass
    return source.codec.decode(raw, source.charset)


@lru_cache(maxsize=4096)
def _character(reference: str) -> str:
    name = reference[1:-1]
    if name in _NAMED:
        return _NAMED[name]
    code = int(name.lstrip("#xX"), 16 if name[1] in "xX" else 10)
    return chr(code) if code <= _LAST_CODE else reference
