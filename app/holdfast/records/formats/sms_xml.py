"""Messages and calls as the Android app "SMS Backup & Restore" writes them, in XML.

`SmsBackup` streams the entries of a file, `message_of` and `call_of` say what one means. Values
that the app had none for are written "null"; times are milliseconds; the addresses of a group
are joined by "~"; an `addr` of type 137 is the sender's, 151, 130 and 129 are To, Cc and Bcc.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from holdfast.records.formats.message_dates import parse_unix
from holdfast.records.formats.xml_elements import Element, ElementReader
from holdfast.records.formats.xml_values import Attribute
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
        announced = [one.values().get("count") for one in self._reader.outer[:1]]
        self._wrong_count = any(one and _plain(one) != str(count) for one in announced)

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
    values = entry.values()
    number = _said(values, "number")
    duration = _said(values, "duration")
    is_number = duration.isascii() and duration.isdigit() and len(duration) < _MAX_NUMBER
    return Call(
        _CALL_TYPES.get(_said(values, "type"), CallType.UNKNOWN),
        "" if number in _WITHHELD else number,
        _name(values),
        when=parse_unix(_said(values, "date")),
        duration=int(duration) if is_number else None,
    )


def message_of(entry: Element) -> Message:
    """Read one sms or mms element; never raises."""
    values = entry.values()
    is_mms = entry.name.lower() == "mms"
    box = _BOXES.get(_said(values, "msg_box" if is_mms else "type"), Box.OTHER)
    direction = _direction(box)
    addresses = _addresses(entry, values, direction)
    name = _name(values)
    others = Message(direction, addresses=addresses).others
    if name and len(others) == 1:
        named = Address(others[0].role, others[0].number, name)
        addresses = tuple(named if one is others[0] else one for one in addresses)
    parts = tuple(_part(one) for one in _inside(entry, "part"))
    texts = [part.text for part in parts if part.content_type == "text/plain" and part.text]
    return Message(
        direction,
        box,
        addresses,
        when=parse_unix(_said(values, "date")),
        sent=parse_unix(_said(values, "date_sent")),
        text="\n".join(texts) if is_mms else _text(values, "body"),
        subject=_said(values, "sub" if is_mms else "subject"),
        parts=parts,
        read=_READ.get(_said(values, "read")),
        group=name if len(others) != 1 else "",
        service=entry.name.lower(),
    )


def leftovers(entry: Element) -> Iterator[tuple[str, str]]:
    """Name and text of the attributes of an entry itself that its record does not hold."""
    for attribute in entry.attributes:
        if attribute.name not in _TOLD:
            text = _plain(attribute)
            if text:
                yield attribute.name, text


_TOLD = frozenset(
    ("address", "body", "contact_name", "date", "date_sent", "duration", "msg_box", "number",
     "read", "readable_date", "sub", "subject", "type")
)  # fmt: skip


def picture_of(entry: Element) -> bytes | None:
    """Bytes of the first picture that a multimedia message carries; None without one."""
    for part in _inside(entry, "part"):
        values = part.values()
        data = values.get("data")
        is_picture = _said(values, "ct").lower().startswith("image/")
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
    entry: Element, values: Mapping[str, Attribute], direction: Direction
) -> tuple[Address, ...]:
    found = [
        Address(_ROLES.get(_said(of, "type"), Role.TO), number)
        for of in (one.values() for one in _inside(entry, "addr")[:_MAX_ADDRESSES])
        if (number := _said(of, "address")[:_MAX_ADDRESS]) and number != _OWN
    ]
    if any((one.role is Role.FROM) == (direction is Direction.INCOMING) for one in found):
        return tuple(found)
    role = Role.FROM if direction is Direction.INCOMING else Role.TO
    numbers = _said(values, "address").split("~")[:_MAX_ADDRESSES]
    told = [number.strip()[:_MAX_ADDRESS] for number in numbers]
    return (*found, *(Address(role, number) for number in told if number and number != _OWN))


def _part(element: Element) -> MessagePart:
    values = element.values()
    name = next((said for key in ("cl", "name", "fn") if (said := _said(values, key))), "")
    content_type = _said(values, "ct").lower()
    data = values.get("data", None)
    blob = data.blob() if data is not None else None
    text = _text(values, "text")
    if text == "null" and content_type != "text/plain":
        text = ""
    return MessagePart(
        content_type,
        name[:_MAX_ADDRESS],
        text,
        blob.size if blob else None,
        blob.sha256 if blob else "",
    )


def _inside(entry: Element, name: str) -> list[Element]:
    return [one for one in entry.walk() if one.name.lower() == name]


def _text(values: Mapping[str, Attribute], name: str) -> str:
    """A value that a person wrote, and may have written "null" into."""
    attribute = values.get(name)
    return attribute.text() if attribute is not None else ""


def _said(values: Mapping[str, Attribute], name: str) -> str:
    """A value that a phone wrote; empty where it had none."""
    attribute = values.get(name)
    return _plain(attribute) if attribute is not None else ""


def _plain(attribute: Attribute) -> str:
    text = attribute.text().strip()
    return "" if text == "null" else text


def _name(values: Mapping[str, Attribute]) -> str:
    name = _said(values, "contact_name")[:_MAX_ADDRESS]
    return "" if name.lower() in _NOBODY else name
