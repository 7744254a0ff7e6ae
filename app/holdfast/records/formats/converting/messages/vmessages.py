"""One message to a vMessage (IrMC 1.1), as phones with message stores take it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from holdfast.records.formats.converting.contents import (
    Content,
    Converted,
    Exact,
    Fields,
    Loss,
    Unheld,
)
from holdfast.records.formats.converting.dialects import VCARD_21, Dialect
from holdfast.records.formats.converting.messages import told
from holdfast.records.formats.converting.messages.clock import basic, wall
from holdfast.records.formats.converting.writing import write_content
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.vmessage import message_of
from holdfast.records.model.message import Address, Box, Direction, Message, Role

_BOXES = {
    Box.INBOX: "INBOX",
    Box.SENT: "SENT",
    Box.DRAFTS: "DRAFT",
    Box.OUTBOX: "OUTBOX",
    Box.FAILED: "OUTBOX",
    Box.QUEUED: "OUTBOX",
}
_TYPES = {Direction.INCOMING: "DELIVER", Direction.OUTGOING: "SUBMIT"}
_DIALLED = re.compile(r"[-+*#0-9 ()./pw,;]+", re.IGNORECASE)
_LINE = 72
_PLAIN = frozenset(range(0x21, 0x7F)) - {0x3D}
_BLANK = 0x20


def write_vmessage(message: Message, dialect: Dialect) -> Converted:
    """`message` as a vMessage, and what of it that cannot hold."""
    held, left = told.within(message, dialect)
    meant = replace(held, addresses=_placed(held), subject="")
    data = b"".join(_lines(meant, dialect))
    blocks = read_components(data).items("VMSG")
    back = message_of(blocks[0]) if blocks else Message()
    losses = (*_losses(message), *left, *told.changed(_to_the_second(meant), back))
    return Converted(data, losses)


def _placed(message: Message) -> tuple[Address, ...]:
    role = Role.TO if message.direction is Direction.OUTGOING else Role.FROM
    return tuple(replace(one, role=role) for one in message.addresses)


def _losses(message: Message) -> Iterator[Unheld]:
    yield from told.attachments(message)
    yield from told.sent_apart(message)
    if message.subject:
        yield Unheld("SUMMARY", message.subject, Loss.NO_PROPERTY)
    if message.box in (Box.FAILED, Box.QUEUED):
        yield Unheld("X-IRMC-BOX", message.box.value, Loss.NO_FORM, "OUTBOX")


def _to_the_second(message: Message) -> Message:
    when = message.when
    return replace(message, when=when.replace(microsecond=0) if when else None)


def _lines(message: Message, dialect: Dialect) -> Iterator[bytes]:
    yield from _ended("BEGIN:VMSG", f"VERSION:{dialect.version}", *_states(message))
    outgoing = message.direction is Direction.OUTGOING
    # Outside is the sender's card, in the envelope are the recipients' (IrMC 1.1).
    outside = (Address(Role.FROM, ""),) if outgoing else message.addresses
    yield from _cards(outside or (Address(Role.FROM, ""),))
    yield from _ended("BEGIN:VENV")
    yield from _cards(message.addresses if outgoing else ())
    yield from _ended("BEGIN:VBODY", *_date(message, dialect))
    yield from _ended(*_quoted("TEXT", message.text, dialect))
    yield from _ended("END:VBODY", "END:VENV", "END:VMSG")


def _states(message: Message) -> Iterator[str]:
    """Read or sent, in which box, when exactly, and which way."""
    if message.direction is Direction.OUTGOING:
        yield f"X-IRMC-STATUS:{'SENT' if message.box is Box.SENT else 'UNSENT'}"
    elif message.direction is Direction.INCOMING:
        yield f"X-IRMC-STATUS:{'UNREAD' if message.read is False else 'READ'}"
    yield "X-IRMC-TYPE:SMS"
    if message.box in _BOXES:
        yield f"X-IRMC-BOX:{_BOXES[message.box]}"
    if message.when is not None and message.when.tzinfo is not None:
        yield f"X-NOK-DT:{basic(message.when)}"
    if message.direction in _TYPES:
        yield f"X-MESSAGE-TYPE:{_TYPES[message.direction]}"


def _date(message: Message, dialect: Dialect) -> Iterator[str]:
    if message.when is not None:
        local = wall(message.when, dialect.zone)
        clock = f"{local.hour:02}:{local.minute:02}:{local.second:02}"
        yield f"Date:{local.day:02}.{local.month:02}.{local.year:04} {clock}"


def _cards(people: Iterable[Address]) -> Iterator[bytes]:
    for one in people:
        yield from _ended("BEGIN:VCARD", "VERSION:2.1")
        dialled = _DIALLED.fullmatch(one.number)
        by_mail = "@" in one.number
        name = one.name or ("" if dialled or by_mail else one.number)
        yield write_content(Content("N", Fields(((name,),))), VCARD_21)
        if dialled or not one.number:
            yield write_content(Content("TEL", Exact(one.number)), VCARD_21)
        elif by_mail:
            yield write_content(Content("EMAIL", Exact(one.number)), VCARD_21)
        yield from _ended("END:VCARD")


def _ended(*lines: str) -> Iterator[bytes]:
    return (f"{line}\r\n".encode("utf-8", "replace") for line in lines)


def _quoted(name: str, text: str, dialect: Dialect) -> Iterator[str]:
    """A text in quoted-printable, whatever letters and line ends it has."""
    charset, octets = _encoded(text, dialect)
    line = f"{name};CHARSET={charset};ENCODING=QUOTED-PRINTABLE:"
    for place, octet in enumerate(octets):
        blank = octet == _BLANK and place + 1 < len(octets)
        atom = chr(octet) if octet in _PLAIN or blank else f"={octet:02X}"
        if len(line) + len(atom) > _LINE:
            yield line + "="
            # What opens a line must not pass for a fold, or for the end of the text.
            line, atom = "", f"={octet:02X}"
        line += atom
    yield line


def _encoded(text: str, dialect: Dialect) -> tuple[str, bytes]:
    try:
        return dialect.charset, text.encode(dialect.charset)
    except (LookupError, UnicodeEncodeError):
        return "UTF-8", text.encode("utf-8", "replace")
