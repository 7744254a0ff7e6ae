"""SMS Backup & Restore XML, read tag by tag, so that a broken end costs only itself.

Its writer puts emoji as two character references, one for each half of a surrogate pair, which
no XML parser accepts; so tags and references are taken apart here.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from tests.records.formats.oracle.said import Blob, Item, Line, Unread
from tests.records.formats.oracle.transport import open_transport

_SKIPPED = r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>"
_ATTRIBUTE = r"""\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*')"""
_TAG = re.compile(
    rf"{_SKIPPED}|</(?P<closed>[\w:.-]+)\s*>|<(?P<name>[\w:.-]+)"
    rf"(?P<attributes>(?:{_ATTRIBUTE})*)(?P<torn>[^<>/]*)(?P<empty>/?)>?",
    re.DOTALL,
)
"""`torn` is what the end of a file leaves of an attribute, or what is none."""
_PAIR = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")
_REFERENCE = re.compile(r"&(?:#[xX](?P<hex>[0-9A-Fa-f]+)|#(?P<decimal>\d+)|(?P<name>\w+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ITEMS = {"sms", "mms", "call"}


def looks_like_xml(data: bytes) -> bool:
    """Whether a file is XML rather than content lines."""
    start = b"".join(line.data for line in open_transport(data[:400]).lines).lstrip()
    return start.startswith((b"<?xml", b"<smses", b"<calls", b"<sms", b"<call"))


def read_backup_xml(data: bytes) -> list[Item]:
    """One item for each message or call; its lines are the attributes in their order."""
    plain = b"\n".join(line.data for line in open_transport(data).lines)
    declared = re.match(rb"""\s*<\?xml[^>]*encoding=["']([\w-]+)["']""", plain)
    charset = declared[1].decode() if declared else "utf-8"
    try:
        return list(_items(plain.decode(charset)))
    except (LookupError, ValueError):
        # UTF-16 was undone with its byte order mark.
        return list(_items(plain.decode("utf-8", "replace")))


def _items(text: str) -> Iterator[Item]:
    """One item for each message or call, and one for what stands around them."""
    item: Item | None = None
    for tag in _TAG.finditer(text):
        ends = tag["closed"] in _ITEMS or tag["name"] in _ITEMS
        if ends and item is not None:
            yield item
            item = None
        if tag["name"]:
            item = item or Item(tag["name"])
            item.lines.extend(_lines(tag, text.count("\n", 0, tag.start()) + 1))
            if tag["empty"] and tag["name"] in _ITEMS:
                yield item
                item = None
    if item is not None:
        yield item


def _lines(tag: re.Match[str], number: int) -> Iterator[Line | Unread]:
    for match in _PAIR.finditer(tag["attributes"]):
        # XML 1.0 3.3.3: breaks and tabs in an attribute are blanks, unless written as references.
        written = re.sub(r"[\n\t\r]", " ", match[2] if match[2] is not None else match[3])
        value = _value(tag["name"], match[1], _resolve(written))
        yield Line("", match[1], {}, value, match[0], number, number)
    if tag["torn"].strip():
        yield Unread(tag["torn"].strip(), number, number)


def _value(element: str, name: str, text: str) -> str | Blob:
    """An attachment is base64; one that is not, is what it is."""
    if (element, name) != ("part", "data"):
        return text
    try:
        return Blob.of(base64.b64decode(text, validate=True))
    except binascii.Error:
        return text


def _resolve(text: str) -> str:
    said = _REFERENCE.sub(_character, text)
    # Halves of one character find together in UTF-16.
    return said.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _character(match: re.Match[str]) -> str:
    if match["name"]:
        return _NAMED.get(match["name"], match[0])
    number = int(match["hex"], 16) if match["hex"] else int(match["decimal"])
    return chr(number) if number < 0x110000 else "\ufffd"
