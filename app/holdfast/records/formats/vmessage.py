"""What a vMessage says: who, when, which folder, and the text as it was sent."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime

from holdfast.records.formats import decoding
from holdfast.records.formats.bodies import TEXT
from holdfast.records.formats.components import Component, Property
from holdfast.records.formats.message_dates import parse_sent
from holdfast.records.formats.vcard import display_name
from holdfast.records.model.message import Address, Box, Direction, Message, MessagePart, Role

BLOCKS = ("VMSG",)
_BOXES = {
    "INBOX": Box.INBOX,
    "SENT": Box.SENT,
    "SENTBOX": Box.SENT,
    "SENDBOX": Box.SENT,
    "SENTITEMS": Box.SENT,
    "OUTBOX": Box.OUTBOX,
    "DRAFT": Box.DRAFTS,
    "DRAFTS": Box.DRAFTS,
    "DRAFTBOX": Box.DRAFTS,
    "FAILED": Box.FAILED,
    "QUEUED": Box.QUEUED,
}
_STATUSES = {"DRAFT": Box.DRAFTS, "SENT": Box.SENT, "UNSENT": Box.OUTBOX}
_DIRECTIONS = {"DELIVER": Direction.INCOMING, "SUBMIT": Direction.OUTGOING}
_SERVICES = {"INET": "mail", "EMAIL": "mail", "SMS": "sms", "MSG": "sms", "MMS": "mms"}
_READ = {"READ": True, "1": True, "UNREAD": False, "0": False}
_MAIL_ROLES = (("FROM", Role.FROM), ("TO", Role.TO), ("CC", Role.CC), ("BCC", Role.BCC))
_ENCODED_WORD = re.compile(
    r"=\?([\w.:-]{1,40})(?:\*[\w-]*)?\?([BbQq])\?([^?\s]*)\?=(?:\s+(?==\?))?"
)
_PACKED = "application/vnd.wap.mms-message"
_FIRST_YEAR = 1980
_MAX_WORD = 200
_MAX_HEADER = 4096
_MAX_ADDRESSES = 500


def message_of(vmsg: Component) -> Message:
    """Read one VMSG block; never raises."""
    parts = tuple(vmsg.walk())
    box = _box(parts)
    direction = _direction(parts, box)
    service = _service(parts)
    text, subject = _text(parts)
    packed = _contents(parts) if service == "mms" else None
    return Message(
        direction,
        box,
        _addresses(vmsg, parts, direction),
        when=_when(parts),
        text=text if packed is None else "",
        subject=subject,
        parts=() if packed is None else (_packed(packed),),
        read=_READ.get(_word(parts, "X-IRMC-STATUS") or _word(parts, "X-READ")),
        service=service,
    )


def body_of(vmsg: Component) -> str:
    """The text of a message, its lines joined with newlines."""
    return _text(tuple(vmsg.walk()))[0]


def leftovers(vmsg: Component) -> Iterator[Property]:
    """The properties that `message_of` makes nothing of, in file order."""
    for block in vmsg.walk():
        if block.name != "VCARD":
            yield from (entry for entry in block.properties if entry.name not in _TOLD)


_TOLD = frozenset(
    ("VERSION", "X-IRMC-STATUS", "X-IRMC-BOX", "X-BOX", "X-READ", "X-NOK-DT", "X-SS-DT",
     "X-MESSAGE-TYPE", "X-IRMC-TYPE", "X-TYPE", "X-BODY-SUBJECT", "X-BODY-CONTENTS", "DATE",
     "TEXT", "SUBJECT", "FROM", "TO", "CC", "BCC", "FROMTEL", "X-IRMC-LUID")
)  # fmt: skip


def _found(parts: tuple[Component, ...], name: str) -> str:
    """Text of the first property called `name` in a block that is no card."""
    texts = (part.text(name) for part in parts if part.name != "VCARD")
    return next((text for text in texts if text), "")


def _word(parts: tuple[Component, ...], name: str) -> str:
    return _found(parts, name)[:_MAX_WORD].upper()


def _box(parts: tuple[Component, ...]) -> Box:
    named = _word(parts, "X-IRMC-BOX") or _word(parts, "X-BOX")
    box = _BOXES.get(named.replace(" ", ""))
    return box or _STATUSES.get(_word(parts, "X-IRMC-STATUS"), Box.OTHER)


def _direction(parts: tuple[Component, ...], box: Box) -> Direction:
    told = _DIRECTIONS.get(_word(parts, "X-MESSAGE-TYPE"))
    if told is not None:
        return told
    if box is Box.INBOX:
        return Direction.INCOMING
    if box is not Box.OTHER:
        return Direction.OUTGOING
    return Direction.INCOMING if _word(parts, "X-IRMC-STATUS") in _READ else Direction.UNKNOWN


def _service(parts: tuple[Component, ...]) -> str:
    names = ("X-IRMC-TYPE", "X-TYPE", "X-MESSAGE-TYPE")
    # Tizen says "MMS SEND" and "MMS RETRIEVED".
    words = (_word(parts, name).partition(" ")[0] for name in names)
    return next((_SERVICES[word] for word in words if word in _SERVICES), "")


def _contents(parts: tuple[Component, ...]) -> Property | None:
    """Tizen's X-BODY-CONTENTS: a text, or a whole multimedia message as it was sent."""
    found = (part.first("X-BODY-CONTENTS") for part in parts)
    return next((entry for entry in found if entry is not None), None)


def _packed(contents: Property) -> MessagePart:
    data = contents.data()
    return MessagePart(_PACKED, size=len(data), sha256=hashlib.sha256(data).hexdigest())


def _when(parts: tuple[Component, ...]) -> datetime | None:
    # Nokias that had no date write 1970, or even month 00, as X-NOK-DT and the true one as Date.
    exact = parse_sent(_found(parts, "X-NOK-DT") or _found(parts, "X-SS-DT"))
    if exact is not None and exact.year >= _FIRST_YEAR:
        return exact
    return parse_sent(_found(parts, "DATE")) or exact


def _addresses(
    vmsg: Component, parts: tuple[Component, ...], direction: Direction
) -> tuple[Address, ...]:
    outer = [card for card in vmsg.children if card.name == "VCARD"]
    inner = [
        card
        for part in parts
        if part.name in ("VENV", "VBODY")
        for card in part.children
        if card.name == "VCARD"
    ]
    # The outer card is the sender's, those in envelopes the recipients' (IrMC 1.1). Where
    # a phone sent the message and wrote one card only, it is the recipient's (MediaTek, Nokia).
    to = _from_cards(inner, Role.TO)
    alone = direction is Direction.OUTGOING and not to
    found = [*_from_cards(outer, Role.TO if alone else Role.FROM), *to]
    return tuple([*found, *_from_headers(parts)][:_MAX_ADDRESSES])


def _from_cards(cards: list[Component], role: Role) -> list[Address]:
    found = []
    for card in cards:
        number = (card.text("TEL") or card.text("FROMTEL") or card.text("EMAIL"))[:_MAX_WORD]
        name = display_name(card)[:_MAX_WORD] if card.text("N") or card.text("FN") else ""
        if number or name:
            found.append(Address(role, number, "" if name == number else name))
    return found


def _from_headers(parts: tuple[Component, ...]) -> Iterator[Address]:
    number = _found(parts, "FROMTEL")[:_MAX_WORD]
    if number:
        yield Address(Role.FROM, number)
    for name, role in _MAIL_ROLES:
        for entry in _words(_found(parts, name)[:_MAX_HEADER]).split(","):
            if entry.strip():
                yield Address(role, entry.strip()[:_MAX_WORD])


def _text(parts: tuple[Component, ...]) -> tuple[str, str]:
    """Text and subject. MediaTek's phones write the text as an encoded subject."""
    contents = _contents(parts)
    if contents is not None:
        return contents.text(), _found(parts, "X-BODY-SUBJECT")
    body = next((part for part in parts if part.name == "VBODY"), None)
    if body is None:
        return "", _found(parts, "SUBJECT")
    subject = body.first("SUBJECT")
    text = _decoded(body)
    if subject is None:
        return text, ""
    if not body.first(TEXT) and subject.params:
        return subject.text(), ""
    return text, _words(subject.text()[:_MAX_HEADER])


def _decoded(body: Component) -> str:
    """The lines of the text, the transfer encoding of a mail undone."""
    lines = body.all(TEXT)
    encoding = body.text("CONTENT-TRANSFER-ENCODING")[:_MAX_WORD].lower()
    raw = b"\n".join(line.raw for line in lines)
    if lines and encoding == "quoted-printable":
        return lines[0].codec.decode(decoding.unquote(raw), lines[0].head.charset)
    if lines and encoding == "base64":
        blob = decoding.unbase64(raw)
        if blob is not None:
            text = lines[0].codec.decode(blob, lines[0].head.charset)
            return text.replace("\r\n", "\n")
    return "\n".join(line.text() for line in lines)


def _words(text: str) -> str:
    """Undo the encoded words of a mail's header (RFC 2047)."""
    return _ENCODED_WORD.sub(_decoded_word, text) if "=?" in text else text


def _decoded_word(match: re.Match[str]) -> str:
    raw = match[3].encode("utf-8", "replace")
    quoted = match[2] in "qQ"
    data = decoding.unquote(raw.replace(b"_", b" ")) if quoted else decoding.unbase64(raw)
    return match[0] if data is None else decoding.Codec().decode(data, match[1])
