"""Whether an item can go back as it was, byte for byte."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from holdfast.records.formats.components import Component, Document, Property
from holdfast.records.formats.converting.cards.names import ONCE
from holdfast.records.formats.converting.cards.reading import read_card
from holdfast.records.formats.converting.cards.writing import shape_card
from holdfast.records.formats.converting.contents import HOW_WRITTEN
from holdfast.records.formats.converting.dialects import Dialect
from holdfast.records.formats.converting.events.names import ITEMS
from holdfast.records.formats.converting.events.reading import read_event
from holdfast.records.formats.converting.events.writing import write_event
from holdfast.records.formats.converting.messages.between import has_form, records_fit
from holdfast.records.formats.converting.notes import read_note, write_notes
from holdfast.records.formats.decoding import codecs_for
from holdfast.records.formats.digest import TRANSPORT
from holdfast.records.formats.heads import Transfer, colon_in
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.summary import items_of
from holdfast.records.model.kinds import Kind

_UNINDENTED = re.compile(rb"\n(?=[^ \t])")
_BARE = re.compile(rb";[^=;:]*(?=[;:]|\Z)")
_PARAMETER = re.compile(rb';((?:[^";]++|"[^"]*+"|")*+)')
_ENCODINGS_21 = ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT")
_REQUIRED = {"2.1": ("N",), "3.0": ("N", "FN"), "4.0": ("FN",)}


def fits(kind: Kind, data: bytes, dialect: Dialect) -> bool:
    """Whether `data`, one item's bytes, is already what a target of `dialect` takes.

    It must be of that block and version and keep its line rules and charset; every property
    must be one the target keeps, and no value longer or more frequent than its limits allow.
    Photos and files always fit, and messages and calls where the dialect has no form for them.
    """
    return document_fits(kind, data, read_components(data), dialect)


def document_fits(kind: Kind, data: bytes, document: Document, dialect: Dialect) -> bool:
    """The same for data that was read already."""
    if has_form(kind, dialect):
        return records_fit(kind, data, document, dialect)
    if kind not in (Kind.CONTACTS, Kind.CALENDAR, Kind.TODOS, Kind.NOTES):
        return True
    items = written_items(kind, document)
    if not dialect.block:
        return not items and _is_plain(data, dialect)
    return (
        bool(items)
        and not document.problems
        and not document.stray
        and all(_is_of(part, dialect) for part in document.components)
        and _line_ends_fit(data, dialect)
        and all(_lines_fit(part, data, dialect) for part in document.components)
        and all(_item_fits(item, document, dialect) for item in items)
    )


def written_items(kind: Kind, document: Document) -> Sequence[Component]:
    """The items of `kind`; what a calendar holds beside events or to-dos goes with them."""
    items = items_of(kind, document)
    return document.items(*ITEMS) if items and kind in (Kind.CALENDAR, Kind.TODOS) else items


def _is_plain(data: bytes, dialect: Dialect) -> bool:
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return False
    try:
        data.decode(dialect.charset)
    except (LookupError, UnicodeDecodeError):
        return False
    return True


def _is_of(part: Component, dialect: Dialect) -> bool:
    versions = [entry.text().strip() for entry in part.all("VERSION")]
    return part.name == dialect.block and versions == [dialect.version]


def _line_ends_fit(data: bytes, dialect: Dialect) -> bool:
    """All lines end in CR LF; programs of this century take LF alone too. No byte order mark."""
    both = data.count(b"\r\n")
    fits_old = data.count(b"\n") == both or not dialect.old
    return fits_old and data.count(b"\r") == both and data[:1].isalpha()


def _lines_fit(part: Component, data: bytes, dialect: Dialect) -> bool:
    return all(
        _line_fits(entry, data, dialect) for block in part.walk() for entry in block.properties
    )


def _line_fits(entry: Property, data: bytes, dialect: Dialect) -> bool:
    params = entry.head.params
    if not dialect.old and _UNINDENTED.search(data, entry.start, entry.end):
        return False
    if params and not _head_fits(entry, data, dialect):
        return False
    return _text_fits(entry, dialect)


def _head_fits(entry: Property, data: bytes, dialect: Dialect) -> bool:
    """Whether parameters are written as the version writes them."""
    line = data[entry.start : entry.end]
    head = line[: colon_in(line)]
    encodings = [word.upper() for word in entry.head.params.get("ENCODING", ())]
    if dialect.old:
        known = all(word in _ENCODINGS_21 for word in encodings)
        listed = dialect.block == "VCARD" and b"," in head
        return known and not (listed and any(map(_is_type_list, _PARAMETER.findall(head))))
    if "CHARSET" in entry.head.params or (b'"' not in head and _BARE.search(head)):
        return False
    if dialect.block != "VCARD":
        return "QUOTED-PRINTABLE" not in encodings
    return encodings in ([], ["B"]) if dialect.version == "3.0" else not encodings


def _is_type_list(parameter: bytes) -> bool:
    return parameter[:5].upper() == b"TYPE=" and b"," in parameter


def _text_fits(entry: Property, dialect: Dialect) -> bool:
    """Whether the text is in the target's charset, or in UTF-8 where that lacks its letters."""
    if entry.head.transfer is Transfer.BASE64:
        return True
    data = entry.data()
    if data.isascii():
        return True
    wanted = dialect.charset if dialect.old else "utf-8"
    declared = entry.head.charset
    if declared and codecs_for(declared)[:1] != codecs_for(wanted)[:1]:
        return codecs_for(declared)[:1] == ("utf-8",) and not _encodable(entry.decoded(), wanted)
    try:
        return data.decode(codecs_for(wanted)[0] if codecs_for(wanted) else wanted) == (
            entry.decoded()
        )
    except (LookupError, UnicodeDecodeError):
        return False


def _encodable(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def _item_fits(item: Component, document: Document, dialect: Dialect) -> bool:
    names = {entry.head.name for entry in item.properties}
    required = _REQUIRED.get(dialect.version, ()) if item.name == "VCARD" else ()
    if any(name not in names for name in required):
        return False
    if dialect.version == "4.0" and item.name == "VCARD" and _repeats(item):
        return False
    limited = dialect.properties is not None or dialect.params is not None or dialect.limits
    if not limited and dialect.yearless:
        return True
    kept = dialect.properties
    if kept is not None and (item.unread or not names <= kept | TRANSPORT):
        return False
    if dialect.params is not None and set(_params(item)) - dialect.params - HOW_WRITTEN - {"TYPE"}:
        return False
    return not any(_losses(item, document, dialect))


def _repeats(card: Component) -> bool:
    told = (entry.head for entry in card.properties if "ALTID" not in entry.head.params)
    counts = Counter(head.name for head in told)
    return any(counts[name] > 1 for name in ONCE)


def _params(item: Component) -> Iterator[str]:
    for entry in item.properties:
        yield from entry.head.params


def _losses(item: Component, document: Document, dialect: Dialect) -> Iterator[object]:
    """What the target would not hold of the item if it were written anew."""
    if item.name == "VCARD":
        if any(entry.group for entry in item.properties) and not dialect.keeps("X-ABLABEL"):
            yield "group"
        yield from shape_card(read_card(item), dialect).unheld
    elif item.name in ("VNOTE", "VJOURNAL"):
        yield from write_notes((read_note(item),), dialect).unheld
    else:
        yield from write_event((read_event(item, document),), dialect).unheld
