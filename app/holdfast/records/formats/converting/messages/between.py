"""The door for messages and calls: which form a target takes, and each record in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from holdfast.records.formats.components import Component, Document
from holdfast.records.formats.converting.contents import Converted, Loss, Unheld
from holdfast.records.formats.converting.dialects import Dialect
from holdfast.records.formats.converting.messages import told
from holdfast.records.formats.converting.messages.backups import write_call, write_message
from holdfast.records.formats.converting.messages.cards import write_call_card
from holdfast.records.formats.converting.messages.vmessages import write_vmessage
from holdfast.records.formats.messages import other_fields, record_of
from holdfast.records.formats.provider_rows.messages.writing import wrapped
from holdfast.records.formats.sms_xml import CALLS, MESSAGES, SmsBackup
from holdfast.records.formats.sms_xml import record_of as record_of_entry
from holdfast.records.formats.summary import items_of
from holdfast.records.formats.vmessage import message_of
from holdfast.records.formats.xml.elements import Element, looks_like_xml
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Call, Message

_BACKUP, _CARD = "SMSES", "VCARD"
_FORMS = {Kind.MESSAGES: (_BACKUP, "VMSG"), Kind.CALLS: (_BACKUP, _CARD)}


class _Found(NamedTuple):
    """A record, and what its item says besides."""

    record: Message | Call
    besides: tuple[Unheld, ...] = ()


def has_form(kind: Kind, dialect: Dialect) -> bool:
    """Whether `dialect` has a form for this kind; other messages and calls go as they are."""
    return dialect.block in _FORMS.get(kind, ())


def records_fit(kind: Kind, data: bytes, document: Document, dialect: Dialect) -> bool:
    """Whether messages or calls have the form of `dialect` already, and are within its limits.

    `document` is what was read from `data`; of data in XML it is not asked.
    """
    if looks_like_xml(data):
        names = _names(kind)
        entries = (entry.name.lower() in names for entry in SmsBackup(data).entries())
        return dialect.block == _BACKUP and any(entries)
    if dialect.block == _CARD:
        return True
    blocks = document.items("VMSG") if dialect.block != _BACKUP else ()
    fit = not any(told.within(message_of(block), dialect)[1] for block in blocks)
    return bool(blocks) and fit and not document.problems and not document.stray


def record_items(kind: Kind, document: Document) -> Sequence[Component]:
    """The messages, or the call cards, of a document; none of the sister kind."""
    wanted = Call if kind is Kind.CALLS else Message
    return tuple(item for item in items_of(kind, document) if isinstance(record_of(item), wanted))


def convert_items(kind: Kind, items: Sequence[Component], dialect: Dialect) -> Converted:
    """Messages or calls of a phone's own form in that of `dialect`; see `record_items`."""
    found = (
        _Found(record, tuple(_besides(item)))
        for item in items
        if (record := record_of(item)) is not None
    )
    return _joined(kind, found, dialect)


def convert_backup(kind: Kind, data: bytes, dialect: Dialect) -> Converted:
    """Messages or calls of a file in XML in the form of `dialect`; never raises."""
    backup, names = SmsBackup(data), _names(kind)
    found, others = [], []
    for entry in backup.entries():
        if entry.name.lower() in names:
            found.append(_Found(record_of_entry(entry), tuple(_kept_back(entry))))
        else:
            others.append(Unheld(entry.name, "", Loss.NO_FORM))
    written = _joined(kind, found, dialect)
    unread = (Unheld("", text, Loss.UNREAD) for text in backup.stray)
    return Converted(written.data, (*unread, *others, *written.unheld))


def _names(kind: Kind) -> frozenset[str]:
    return CALLS if kind is Kind.CALLS else MESSAGES


def _joined(kind: Kind, found: Iterable[_Found], dialect: Dialect) -> Converted:
    written = [_written(one, dialect) for one in found]
    pieces = [one.data for one in written if one.data]
    unheld = tuple(loss for one in written for loss in one.unheld)
    if dialect.block == _BACKUP and pieces:
        return Converted(wrapped(pieces, "calls" if kind is Kind.CALLS else "sms"), unheld)
    return Converted(b"".join(pieces), unheld)


def _written(found: _Found, dialect: Dialect) -> Converted:
    """One record; no bytes where everything it says has no form there."""
    record = found.record
    if isinstance(record, Call):
        write = write_call if dialect.block == _BACKUP else write_call_card
        made = write(record, dialect)
        return Converted(made.data, (*found.besides, *made.unheld))
    if not record.text and (record.parts or (found.besides and not record.subject)):
        left = (*told.attachments(record), *found.besides)
        return Converted(b"", left or (Unheld("ATTACH", "", Loss.NO_PROPERTY),))
    if dialect.block == _BACKUP:
        written = write_message(record, dialect)
    else:
        titled = replace(record, text=record.subject, subject="")
        written = write_vmessage(record if record.text else titled, dialect)
    return Converted(written.data, (*found.besides, *written.unheld))


def _besides(item: Component) -> Iterator[Unheld]:
    """What a vMessage or a card says beyond its record, under the names it has there."""
    for field in other_fields(item):
        yield Unheld(field.types[0], field.value, Loss.NO_PROPERTY)


def _kept_back(entry: Element) -> Iterator[Unheld]:
    """What of an element its owner set; how it travelled is no part of a message."""
    if entry.texts().get("locked", "").strip() == "1":
        yield Unheld("X-LOCKED", "1", Loss.NO_PROPERTY)
    for part in entry.walk():
        yield from (Unheld("", text, Loss.UNREAD) for text in part.unread)
