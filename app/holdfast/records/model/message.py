"""Messages and calls, however a phone wrote them: vMessage, XML backup, provider rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Direction(StrEnum):
    """Which way a message went, seen from the phone."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    UNKNOWN = ""


class Box(StrEnum):
    """The folder a message lies in; OTHER for a folder of the owner's own, or none named."""

    INBOX = "inbox"
    SENT = "sent"
    DRAFTS = "drafts"
    OUTBOX = "outbox"
    FAILED = "failed"
    QUEUED = "queued"
    OTHER = ""


class Role(StrEnum):
    """What an address is to a message."""

    FROM = "from"
    TO = "to"
    CC = "cc"
    BCC = "bcc"


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody a message came from or goes to: number or mail address, and name if told."""

    role: Role
    number: str
    name: str = ""

    @property
    def shown(self) -> str:
        """The name, or else the number."""
        return self.name or self.number


@dataclass(frozen=True, slots=True)
class MessagePart:
    """One part of a multimedia message.

    Text parts fill `text`; others have the `size` and `sha256` (hex) of their decoded bytes,
    None and empty where the bytes are missing or damaged.
    """

    content_type: str
    name: str = ""
    text: str = ""
    size: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    `when` is the time the phone lists it under, `sent` the time its sender's network gave it;
    both are aware (UTC) where the moment is known and naive where it is wall time wherever the
    phone is. `read` is None where the phone did not say. `group` is what the phone called the
    people of a conversation where it named them together. `service` is "sms", "mms", "mail" or
    empty.
    """

    direction: Direction = Direction.UNKNOWN
    box: Box = Box.OTHER
    addresses: tuple[Address, ...] = ()
    when: datetime | None = None
    sent: datetime | None = None
    text: str = ""
    subject: str = ""
    parts: tuple[MessagePart, ...] = ()
    read: bool | None = None
    group: str = ""
    service: str = ""

    @property
    def others(self) -> tuple[Address, ...]:
        """The other side: who wrote an incoming message, whom any other one is for."""
        writes = self.direction is Direction.INCOMING
        theirs = tuple(one for one in self.addresses if (one.role is Role.FROM) == writes)
        return theirs or self.addresses

    @property
    def who(self) -> str:
        """The other side by name or number, for a list; empty when nobody is told."""
        return self.group or ", ".join(dict.fromkeys(one.shown for one in self.others))


class CallType(StrEnum):
    """How a call went."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    MISSED = "missed"
    VOICEMAIL = "voicemail"
    REJECTED = "rejected"
    BLOCKED = "blocked"
    ELSEWHERE = "elsewhere"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One call; `number` is empty where it was withheld, `duration` is in seconds.

    `when` is as in `Message`.
    """

    type: CallType = CallType.UNKNOWN
    number: str = ""
    name: str = ""
    when: datetime | None = None
    duration: int | None = None

    @property
    def who(self) -> str:
        """The other side by name or number; empty when nobody is told."""
        return self.name or self.number
