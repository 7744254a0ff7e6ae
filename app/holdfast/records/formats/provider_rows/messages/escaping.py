"""Any text as the value of an XML attribute, and such a value as the very same text."""

from __future__ import annotations

import re

from holdfast.records.formats.xml.values import Attribute, read_text

_SPECIAL = re.compile('[&<>"\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]')
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_HALF = re.compile(rb"&#(5[567]\d{3});")
_UNKNOWN = "\ufffd"


def escaped(text: str) -> str:
    """`text` as it stands between double quotes.

    Characters that XML cannot hold, and halves of letters that lack their other half, are
    written as references, as the Android app has them.
    """
    return _SPECIAL.sub(_reference, _joined(text))


def exact(attribute: Attribute) -> str:
    """The text that was escaped: as `Attribute.text` gives it, and halves of letters as well."""
    text = attribute.text()
    if _UNKNOWN not in text:
        return text
    pieces = _HALF.split(attribute.raw)
    said = (
        chr(int(piece)) if number % 2 else read_text(piece, attribute.source)
        for number, piece in enumerate(pieces)
    )
    return _joined("".join(said))


def _reference(match: re.Match[str]) -> str:
    letter = match[0]
    return _NAMED.get(letter) or f"&#{ord(letter)};"


def _joined(text: str) -> str:
    """The same with each letter whole whose two halves stand side by side."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
