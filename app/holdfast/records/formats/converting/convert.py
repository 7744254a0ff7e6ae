"""The door: one item's bytes in, the bytes its target takes out, and what was unheld."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from holdfast.records.formats.components import Component, Document
from holdfast.records.formats.converting.calendars import write_calendar
from holdfast.records.formats.converting.cards.reading import read_card
from holdfast.records.formats.converting.cards.writing import write_card
from holdfast.records.formats.converting.contents import Converted, Loss, Unheld
from holdfast.records.formats.converting.dialects import Dialect
from holdfast.records.formats.converting.events.names import ITEMS
from holdfast.records.formats.converting.fitting import document_fits, fits, written_items
from holdfast.records.formats.converting.messages.between import (
    convert_backup,
    convert_items,
    has_form,
    record_items,
)
from holdfast.records.formats.converting.notes import read_note, read_text_note, write_notes
from holdfast.records.formats.heads import Transfer
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.summary import items_of
from holdfast.records.formats.xml.elements import looks_like_xml
from holdfast.records.model.kinds import Kind

__all__ = ["convert", "fits"]

_ITEMS = ("VCARD", "VNOTE", "VMSG", *ITEMS)


def convert(kind: Kind, data: bytes, dialect: Dialect) -> Converted:
    """Turn one item's bytes into what a target of `dialect` takes; never raises.

    Data that fits already is given back as it is, the very same bytes. Of an item that holds
    several, all are written. What could not be read (UNREAD) and what the target cannot hold
    is named in `unheld`; data that holds nothing readable of its kind becomes no bytes at all.
    The same data gives the same bytes each time, and those fit.
    """
    in_xml = has_form(kind, dialect) and looks_like_xml(data)
    document = Document(()) if in_xml else read_components(data)
    if document_fits(kind, data, document, dialect):
        return Converted(data)
    if in_xml:
        return convert_backup(kind, data, dialect)
    if has_form(kind, dialect):
        records = record_items(kind, document)
        made = convert_items(kind, records, dialect)
        return Converted(made.data, (*_unread(document, records), *made.unheld))
    items = written_items(kind, document)
    if kind is Kind.NOTES and not items and not document.components:
        return write_notes([read_text_note(data)], dialect)
    written = _written(kind, items, document, dialect) if items else Converted(b"")
    return Converted(written.data, (*_unread(document, items), *written.unheld))


def _written(
    kind: Kind, items: Sequence[Component], document: Document, dialect: Dialect
) -> Converted:
    if kind is Kind.NOTES:
        return write_notes([read_note(item) for item in items], dialect)
    if kind is Kind.CONTACTS:
        cards = [write_card(read_card(item), dialect) for item in items]
        unheld = tuple(loss for card in cards for loss in card.unheld)
        return Converted(b"".join(card.data for card in cards), unheld)
    written = write_calendar(items, document, dialect)
    # A calendar whose last event has no form there is no item any more.
    left = items_of(kind, read_components(written.data))
    return Converted(written.data if left else b"", written.unheld)


def _unread(document: Document, items: Sequence[Component]) -> Iterator[Unheld]:
    """Everything the reader could make nothing of, and what is no item of its kind."""
    for line in document.stray:
        yield Unheld("", line.text(), Loss.UNREAD)
    known = {id(part) for item in items for part in item.walk()}
    for component in document.components:
        for part in component.walk():
            for line in part.unread:
                yield Unheld("", line.text(), Loss.UNREAD)
            if id(part) in known:
                yield from _undecodable(part)
    for other in document.items(*_ITEMS):
        if id(other) not in known and other.properties:
            yield Unheld(other.name, other.text("FN") or other.text("SUMMARY"), Loss.NO_FORM)


def _undecodable(part: Component) -> Iterator[Unheld]:
    """Pictures whose base64 is none."""
    for entry in part.properties:
        if entry.head.transfer is Transfer.BASE64 and entry.raw and entry.blob() is None:
            yield Unheld(entry.head.name, "", Loss.UNREAD)
