"""What targets read: versions, charsets, line rules, limits and property lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a value may be, in characters, and how many there may be; None is no limit."""

    length: int | None = None
    count: int | None = None


_NO_LIMITS: Mapping[str, Limit] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one target wants its items; a phone's own is a `dataclasses.replace` of one below.

    `block` is the outermost block ("VCARD", "VCALENDAR"). `old` means the rules of vCard 2.1
    and vCalendar 1.0: quoted-printable for what is not plain, bare types, no escapes but a
    semicolon's. `charset` is what text is written in (old dialects name it on each value).
    `width` is the longest line in bytes. `properties` lists all names the target keeps; None
    is any. `limits` are by name, or by name and type ("TEL;cell"), upper and lower case so.
    `zone` is the zone a phone lives in ("Europe/Berlin"), where local times are written for it.
    """

    block: str
    version: str
    old: bool = False
    charset: str = "UTF-8"
    width: int = 75
    properties: frozenset[str] | None = None
    limits: Mapping[str, Limit] = field(default_factory=lambda: _NO_LIMITS)
    zone: str = ""


VCARD_21 = Dialect("VCARD", "2.1", old=True, width=76)
VCARD_30 = Dialect("VCARD", "3.0")
VCARD_40 = Dialect("VCARD", "4.0")
VCALENDAR_10 = Dialect("VCALENDAR", "1.0", old=True, width=76)
ICALENDAR = Dialect("VCALENDAR", "2.0")
