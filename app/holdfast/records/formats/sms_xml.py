"""Messages and calls as the Android app "SMS Backup & Restore" writes them, in XML.

`SmsBackup` streams the entries of a file, `message_of` and `call_of` say what one means. Values
that the app had none for are written "null"; times are milliseconds; the addresses of a group
are joined by "~"; an `addr` of type 137 is the sender's, 151, 130 and 129 are To, Cc and Bcc.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from holdfast.records.formats.message_dates import parse_unix
from holdfast.records.formats.xml.elements import Element, ElementReader
from holdfast.records.formats.xml.values import Attribute
from holdfast.records.model.message import (
    Address,
    Box,
    Call,
    CallType,
    Direction,
    Message,
    MessagePart,
    Role,
)

MESSAGES = frozenset(("sms", "mms"))
CALLS = frozenset(("call",))
ENTRIES = MESSAGES | CALLS

_STREAMED = frozenset(("data",))
_BOXES = {
    "1": Box.INBOX,
    "2": Box.SENT,
    "3": Box.DRAFTS,
    "4": Box.OUTBOX,
    "5": Box.FAILED,
    "6": Box.QUEUED,
}
_ROLES = {"137": Role.FROM, "151": Role.TO, "130": Role.CC, "129": Role.BCC}
_CALL_TYPES = {
    "1": CallType.INCOMING,
    "2": CallType.OUTGOING,
    "3": CallType.MISSED,
    "4": CallType.VOICEMAIL,
    "5": CallType.REJECTED,
    "6": CallType.BLOCKED,
    "7": CallType.ELSEWHERE,
}
_READ = {"1": True, "0": False}
_NOBODY = frozenset(("", "null", "(unknown)", "unknown"))
_BETWEEN = "~"
# Android writes this where the phone's own number belongs.
_OWN = "insert-address-token"
# The numbers Android gave withheld, unknown and pay-phone callers before it had `presentation`.
_WITHHELD = frozenset(("-1", "-2", "-3"))
_MAX_ADDRESSES = 500
_MAX_ADDRESS = 300
_MAX_NUMBER = 20
_MAX_PICTURE = 16 * 1024 * 1024


class SmsBackup:
    """One file of messages or calls, read as it is walked through; never raises.

    `problems` and `wrappers` are complete once `entries` has run out. Problems are those of
    `ElementReader` and "wrong-count" (the file announces another number of entries).
    """

    def __init__(self, data: bytes) -> None:
        """Read `data`, the bytes of the file."""
        self._reader = ElementReader(data, ENTRIES, streamed=_STREAMED)
        self._wrong_count = False

    def entries(self) -> Iterator[Element]:
        """Yield each sms, mms and call element, in file order."""
        count = 0
        for element in self._reader.elements():
            count += 1
            yield element
        announced = [_said(one.texts(), "count") for one in self._reader.outer[:1]]
        self._wrong_count = any(one and one != str(count) for one in announced)

    @property
    def wrappers(self) -> tuple[Element, ...]:
        """What stands around the entries (smses, calls), attributes only, in file order."""
        return tuple(self._reader.outer)

    @property
    def stray(self) -> tuple[str, ...]:
        """Text outside of every entry, in file order."""
        return tuple(self._reader.stray)

    @property
    def problems(self) -> tuple[str, ...]:
        """What went wrong, as keys."""
        return (*self._reader.problems, *(("wrong-count",) if self._wrong_count else ()))


def read_messages(data: bytes) -> Iterator[Message | Call]:
    """Yield every message and call of a file, in file order; never raises."""
    for entry in SmsBackup(data).entries():
        yield record_of(entry)


def record_of(entry: Element) -> Message | Call:
    """What one entry says."""
    return call_of(entry) if entry.name.lower() in CALLS else message_of(entry)


def call_of(entry: Element) -> Call:
    """Read one call element; never raises."""
    said = entry.texts()
    number = _said(said, "number")
    duration = _said(said, "duration")
    is_number = duration.isascii() and duration.isdigit() and len(duration) < _MAX_NUMBER
    return Call(
        _CALL_TYPES.get(_said(said, "type"), CallType.UNKNOWN),
        "" if number in _WITHHELD else number,
        _name(said),
        when=parse_unix(_said(said, "date")),
        duration=int(duration) if is_number else None,
    )


def message_of(entry: Element) -> Message:
    """Read one sms or mms element; never raises."""
    said = entry.texts()
    is_mms = entry.name.lower() == "mms"
    box = _BOXES.get(_said(said, "msg_box" if is_mms else "type"), Box.OTHER)
    direction = _direction(box)
    addresses = _addresses(entry, said, direction)
    name = _name(said)
    others = Message(direction, addresses=addresses).others
    # The name of a group is the names of all in it, so it names no single sender.
    is_group = len(others) != 1 or _BETWEEN in said.get("address", "")
    if name and not is_group:
        named = Address(others[0].role, others[0].number, name)
        addresses = tuple(named if one is others[0] else one for one in addresses)
    parts = tuple(_part(one) for one in _inside(entry, "part"))
    texts = [part.text for part in parts if part.content_type == "text/plain" and part.text]
    return Message(
        direction,
        box,
        addresses,
        when=parse_unix(_said(said, "date")),
        sent=parse_unix(_said(said, "date_sent")),
        text="\n".join(texts) if is_mms else said.get("body", ""),
        subject=_said(said, "sub" if is_mms else "subject"),
        parts=parts,
        read=_READ.get(_said(said, "read")),
        group=name if is_group else "",
        service=entry.name.lower(),
    )


def leftovers(entry: Element) -> Iterator[tuple[str, str]]:
    """Name and text of the attributes of an entry itself that its record does not hold."""
    for name, text in entry.pairs(besides=_TOLD):
        if text.strip() not in ("", "null", _USUAL.get(name)):
            yield name, text


_USUAL = {"protocol": "0", "status": "-1", "locked": "0", "seen": "1", "sub_id": "-1"}
_TOLD = frozenset(
    ("address", "body", "contact_name", "date", "date_sent", "duration", "msg_box", "number",
     "read", "readable_date", "sub", "subject", "type")
)  # fmt: skip


def picture_of(entry: Element) -> bytes | None:
    """Bytes of the first picture that a multimedia message carries; None without one."""
    for part in _inside(entry, "part"):
        said, data = _of_part(part)
        is_picture = _said(said, "ct").lower().startswith("image/")
        if data is None or not is_picture or data.end - data.start > _MAX_PICTURE:
            continue
        if data.is_base64():
            return b"".join(data.chunks())
    return None


def carried(element: Element, attribute: Attribute) -> bool:
    """Whether the attribute carries bytes: the base64 `data` of a part."""
    return element.name.lower() == "part" and attribute.name in _STREAMED and attribute.is_base64()


def _direction(box: Box) -> Direction:
    if box is Box.OTHER:
        return Direction.UNKNOWN
    return Direction.INCOMING if box is Box.INBOX else Direction.OUTGOING


def _addresses(
    entry: Element, said: Mapping[str, str], direction: Direction
) -> tuple[Address, ...]:
    found = [
        Address(_ROLES.get(_said(of, "type"), Role.TO), number)
        for of in (one.texts() for one in _inside(entry, "addr")[:_MAX_ADDRESSES])
        if (number := _said(of, "address")[:_MAX_ADDRESS]) and number != _OWN
    ]
    if any((one.role is Role.FROM) == (direction is Direction.INCOMING) for one in found):
        return tuple(found)
    role = Role.FROM if direction is Direction.INCOMING else Role.TO
    numbers = _said(said, "address").split(_BETWEEN)[:_MAX_ADDRESSES]
    told = [number.strip()[:_MAX_ADDRESS] for number in numbers]
    return (*found, *(Address(role, number) for number in told if number and number != _OWN))


def _part(element: Element) -> MessagePart:
    said, data = _of_part(element)
    name = _said(said, "cl") or _said(said, "name") or _said(said, "fn")
    content_type = _said(said, "ct").lower()
    blob = data.blob() if data is not None else None
    text = said.get("text", "")
    if text == "null" and content_type != "text/plain":
        text = ""
    return MessagePart(
        content_type,
        name[:_MAX_ADDRESS],
        text,
        blob.size if blob else None,
        blob.sha256 if blob else "",
    )


def _of_part(element: Element) -> tuple[dict[str, str], Attribute | None]:
    """The attributes of a part as text, and apart from them the one that carries bytes."""
    attributes = list(reversed(element.attributes))
    data = [one for one in attributes if one.name in _STREAMED]
    said = {one.name: one.text() for one in attributes if one.name not in _STREAMED}
    return said, data[-1] if data else None


def _inside(entry: Element, name: str) -> list[Element]:
    return [one for one in entry.walk() if one.name.lower() == name]


def _said(said: Mapping[str, str], name: str) -> str:
    """A value that a phone wrote, no person; empty where it had none."""
    text = said.get(name, "").strip()
    return "" if text == "null" else text


def _name(said: Mapping[str, str]) -> str:
    name = _said(said, "contact_name")[:_MAX_ADDRESS]
    return "" if name.lower() in _NOBODY else name
