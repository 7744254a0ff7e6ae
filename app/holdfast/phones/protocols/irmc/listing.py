"""OBEX folder listings (`x-obex/folder-listing`, IrOBEX 1.3, 9.1): read safely, and written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

LISTING_TYPE = b"x-obex/folder-listing\0"
MAX_LISTING = 16 * 1024 * 1024
"""Bytes of one folder's listing that are taken at most."""
MAX_ENTRIES = 50_000
"""Entries of one folder that are taken at most."""

_MAX_SIZE_DIGITS = 18
_MAX_TIME = 64
_UNSAID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class BrokenListingError(ValueError):
    """The listing is no XML, declares entities, or is too long."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file or folder; `size` in bytes and `modified` are None and empty when not told."""

    name: str
    folder: bool
    size: int | None = None
    modified: str = ""


def read_listing(data: bytes) -> tuple[Entry, ...]:
    """Read a listing; names come as they stand, whatever they hold.

    Raises `BrokenListingError`. No entity is ever expanded and nothing is fetched.
    """
    if len(data) > MAX_LISTING:
        raise BrokenListingError(f"{len(data)} bytes")
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.element
    parser.EntityDeclHandler = _refuse_entity
    try:
        # Phones end listings with the NUL of a C string.
        parser.Parse(data.rstrip(b"\0"), True)
    except BrokenListingError:
        raise
    # Besides its own errors expat passes on what Python says of an encoding's name.
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise BrokenListingError(str(error)) from error
    return tuple(reader.entries)


def write_listing(entries: Iterable[Entry]) -> bytes:
    """Return `entries` as a listing; characters that XML cannot hold are lost."""
    lines = "".join(f"{_element(entry)}\r\n" for entry in entries)
    lines = _UNSAID.sub("\ufffd", lines)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\r\n'
        '<!DOCTYPE folder-listing SYSTEM "obex-folder-listing.dtd">\r\n'
        f'<folder-listing version="1.0">\r\n{lines}</folder-listing>\r\n'
    ).encode()


def _element(entry: Entry) -> str:
    size = "" if entry.size is None else f' size="{entry.size}"'
    modified = f" modified={quoteattr(entry.modified)}" if entry.modified else ""
    kind = "folder" if entry.folder else "file"
    return f"<{kind} name={quoteattr(entry.name)}{size}{modified}/>"


def _refuse_entity(name: str, *_: object) -> None:
    raise BrokenListingError(f"declares the entity {name[:40]}")


class _Reader:
    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def element(self, tag: str, attributes: dict[str, str]) -> None:
        name = attributes.get("name", "")
        if tag not in ("file", "folder") or not name:
            return
        if len(self.entries) >= MAX_ENTRIES:
            raise BrokenListingError(f"more than {MAX_ENTRIES} entries")
        modified = attributes.get("modified", "")[:_MAX_TIME]
        self.entries.append(Entry(name, tag == "folder", _size(attributes), modified))


def _size(attributes: dict[str, str]) -> int | None:
    text = attributes.get("size", "").strip()
    plain = text.isascii() and text.isdigit() and len(text) <= _MAX_SIZE_DIGITS
    return int(text) if plain else None
