"""Stored messages as vMessages (IrMC 1.1), and vMessages as PDUs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from types import MappingProxyType

from holdfast.phones.protocols.at.addresses import PduAddress, address_of
from holdfast.phones.protocols.at.pdu import (
    BrokenPduError,
    Deliver,
    Pdu,
    StatusReport,
    Submit,
    read_pdu,
    write_pdu,
)
from holdfast.phones.protocols.at.stored_messages import READ, SENT, UNREAD, UNSENT, Stored
from holdfast.phones.protocols.at.user_data import UserData, coding_for
from holdfast.records.formats.components import Component
from holdfast.records.formats.converting.dialects import VMESSAGE, Limit
from holdfast.records.formats.message_dates import parse_sent
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.vmessage import message_of
from holdfast.records.model.message import Box, Direction, Message

SHORT_MESSAGES = replace(
    VMESSAGE,
    limits=MappingProxyType({"TO": Limit(count=1), "DATE;outgoing": Limit(count=0)}),
)
"""How messages of other phones are to be written: as a PDU holds them.

It has one person at the other side, and that of a sent message has no date (3GPP 23.040).
"""

_STATUS = {UNREAD: "UNREAD", READ: "READ", UNSENT: "UNSENT", SENT: "SENT"}
_BOX = {UNREAD: "INBOX", READ: "INBOX", UNSENT: "OUTBOX", SENT: "SENT"}
_TYPE = {Deliver: "DELIVER", Submit: "SUBMIT", StatusReport: "STATUS-REPORT"}
_LINE = 72
_QUARTER, _FARTHEST = timedelta(minutes=15), timedelta(hours=14)
_PLAIN = frozenset(range(0x21, 0x7F)) - {0x3D}


class NotAShortMessageError(ValueError):
    """A message is more, or other, than one short message holds; says why."""


def pdu_of(stored: Stored) -> Pdu | None:
    """The message that a phone gave; None where its PDU is broken."""
    try:
        return read_pdu(stored.octets, stored.length)
    except BrokenPduError:
        return None


def message_file(stored: Stored) -> bytes:
    """A stored message as a vMessage; of a broken PDU it says the little that is known."""
    return "".join(f"{line}\r\n" for line in _lines(stored)).encode("utf-8", "replace")


def new_message(message_bytes: bytes) -> tuple[bytes, int, int]:
    """The PDU of a vMessage, its length as CMGW counts it, and its status.

    Raises `NotAShortMessageError` for what one short message cannot hold.
    """
    blocks = read_components(message_bytes).items("VMSG")
    if len(blocks) != 1:
        raise NotAShortMessageError("not one message")
    message = message_of(blocks[0])
    if message.service in ("mms", "mail") or message.parts:
        raise NotAShortMessageError("not a short message")
    try:
        octets, length = write_pdu(_pdu(message, _zone(blocks[0], message)))
    except ValueError as error:
        raise NotAShortMessageError(str(error)) from error
    return octets, length, _status(message)


def kept_file(message_bytes: bytes) -> bytes:
    """What a phone gives back of a vMessage that is put on it; raises as `new_message` does."""
    octets, length, status = new_message(message_bytes)
    return message_file(Stored(0, status, octets, length, ()))


def same(one: Pdu | None, other: Pdu | None) -> bool:
    """Whether two messages say the same to the same people; phones fill in what else there is."""
    return one is not None and other is not None and _said(one) == _said(other)


def _lines(stored: Stored) -> Iterator[str]:
    pdu = pdu_of(stored)
    status = stored.status
    yield from ("BEGIN:VMSG", "VERSION:1.1")
    if status is not None:
        yield f"X-IRMC-STATUS:{_STATUS[status]}"
    yield "X-IRMC-TYPE:SMS"
    yield f"X-IRMC-BOX:{_BOX[_known(status, pdu)]}"
    when = _when(pdu)
    if when is not None:
        yield when.astimezone(UTC).strftime("X-NOK-DT:%Y%m%dT%H%M%SZ")
    if pdu is not None:
        yield f"X-MESSAGE-TYPE:{_TYPE[type(pdu)]}"
    yield from _extras(pdu)
    yield from ("BEGIN:VCARD", "VERSION:2.1", *_card(_other(pdu)), "END:VCARD")
    yield from ("BEGIN:VENV", "BEGIN:VBODY")
    if when is not None:
        yield when.strftime("Date:%d.%m.%Y %H:%M:%S")
    yield from _quoted("TEXT", pdu.data.text if isinstance(pdu, Deliver | Submit) else "")
    yield from ("END:VBODY", "END:VENV", "END:VMSG")


def _known(status: int | None, pdu: Pdu | None) -> int:
    if status is not None:
        return status
    return SENT if isinstance(pdu, Submit) else READ


def _extras(pdu: Pdu | None) -> Iterator[str]:
    """What no other vMessage says: which part it is, data instead of a text, a delivery."""
    if isinstance(pdu, StatusReport):
        yield f"X-SMS-DELIVERY-STATUS:{pdu.status}"
        return
    if pdu is None:
        return
    segment = pdu.data.segment
    if segment is not None:
        yield f"X-SMS-PART:{segment.part}/{segment.parts}"
        yield f"X-SMS-REFERENCE:{segment.reference}"
    if pdu.data.octets:
        yield f"X-SMS-DATA:{pdu.data.octets.hex().upper()}"


def _when(pdu: Pdu | None) -> datetime | None:
    if isinstance(pdu, StatusReport):
        return pdu.discharged or pdu.when
    return pdu.when if isinstance(pdu, Deliver) else None


def _other(pdu: Pdu | None) -> PduAddress:
    if pdu is None:
        return PduAddress()
    return pdu.sender if isinstance(pdu, Deliver) else pdu.recipient


def _card(address: PduAddress) -> Iterator[str]:
    if address.alphanumeric:
        yield from _quoted("N", address.shown)
        return
    yield from ("N:", f"TEL:{address.shown}")


def _quoted(name: str, text: str) -> Iterator[str]:
    """A text in quoted-printable, whatever letters and line ends it has."""
    line = f"{name};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
    octets = text.encode("utf-8", "replace")
    for place, octet in enumerate(octets):
        blank = octet == 0x20 and place + 1 < len(octets)  # noqa: PLR2004
        atom = chr(octet) if octet in _PLAIN or blank else f"={octet:02X}"
        if len(line) + len(atom) > _LINE:
            yield line + "="
            # What opens a line must not pass for a fold, or for the end of the text.
            line, atom = "", f"={octet:02X}"
        line += atom
    yield line


def _zone(block: Component, message: Message) -> tzinfo:
    """How far the date in the body, which is wall time, is from the moment; else UTC."""
    told = (part.text("DATE") for part in block.walk() if part.name == "VBODY")
    wall = parse_sent(next(told, ""))
    if wall is None or wall.tzinfo or message.when is None or message.when.tzinfo is None:
        return UTC
    shift = wall - message.when.astimezone(UTC).replace(tzinfo=None)
    known = abs(shift) <= _FARTHEST and shift % _QUARTER == timedelta()
    return timezone(shift) if known else UTC


def _pdu(message: Message, zone: tzinfo) -> Deliver | Submit:
    others = message.others
    if len(others) != 1:
        raise NotAShortMessageError(f"{len(others)} people, a message holds one")
    address = address_of(others[0].number or others[0].name)
    data = UserData(text=message.text)
    coding = coding_for(message.text)
    if message.direction is not Direction.INCOMING:
        return Submit(address, data, coding)
    if message.when is None:
        raise NotAShortMessageError("no date")
    when = message.when if message.when.tzinfo else message.when.replace(tzinfo=UTC)
    return Deliver(address, when.astimezone(zone), data, coding)


def _status(message: Message) -> int:
    if message.direction is Direction.INCOMING:
        return UNREAD if message.read is False else READ
    return SENT if message.box is Box.SENT else UNSENT


def _said(pdu: Pdu) -> tuple[object, ...]:
    if isinstance(pdu, Deliver):
        return Deliver, pdu.sender.shown, pdu.when, pdu.data
    if isinstance(pdu, Submit):
        return Submit, pdu.recipient.shown, pdu.data
    return (pdu,)
