"""What the host learns from a phone's messages."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.phones.protocols.adb.banner import Banner
from holdfast.phones.protocols.adb.messages import Message


@dataclass(frozen=True, slots=True)
class Connected:
    """The phone lets us in; streams of an earlier session are gone.

    `version` is the lower one of both ends, `max_payload` what one message may carry, in bytes.
    """

    banner: Banner
    version: int
    max_payload: int


@dataclass(frozen=True, slots=True)
class AuthWanted:
    """The phone wants `token` signed, or a public key; what was said before was not enough.

    Streams that were open are gone: adbd was started again.
    """

    token: bytes


@dataclass(frozen=True, slots=True)
class TlsWanted:
    """The phone only speaks encrypted, as after pairing over Wi-Fi."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The service on `stream` is there."""

    stream: int


@dataclass(frozen=True, slots=True)
class Refused:
    """There is no such service, or not now; `stream` is gone."""

    stream: int


@dataclass(frozen=True, slots=True)
class Data:
    """Bytes came on `stream`; `take` tells the phone when they were used."""

    stream: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Acked:
    """The phone has taken what was written on `stream`: there may be room for more."""

    stream: int


@dataclass(frozen=True, slots=True)
class Closed:
    """The phone ended `stream`; nothing more comes, and nothing may be written."""

    stream: int


@dataclass(frozen=True, slots=True)
class Owed:
    """`message` is to be sent now."""

    message: Message


Event = Connected | AuthWanted | TlsWanted | Opened | Refused | Data | Acked | Closed | Owed
