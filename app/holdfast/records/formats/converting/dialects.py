"""What targets read: versions, charsets, line rules, limits and property lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a value may be, and how many there may be; None is no limit.

    `length` counts characters; of a structured value or a list it holds for each field or
    entry, of bytes it counts bytes.
    """

    length: int | None = None
    count: int | None = None


_NO_LIMITS: Mapping[str, Limit] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one target wants its items; a phone's own is a `dataclasses.replace` of one below.

    `block` is the outermost block ("VCARD", "VCALENDAR"), "SMSES" for messages in XML.
    `old` means the rules of vCard 2.1 and vCalendar 1.0: quoted-printable for what is not
    plain, bare types, no escapes but a semicolon's. `charset` is what text is written in (old
    dialects name it on each value). `width` is the longest line in bytes. `properties` lists
    all names the target keeps; None is any. `params` lists the parameters it keeps beside TYPE;
    None is any. `limits` are by name, or by name and type ("TEL;cell"), upper and lower case
    so; types that are named this way are the only ones the target tells apart, and where a
    value has two of them the first named counts. "TO" limits the people a message goes to,
    "DATE;outgoing" the dates of those that were sent.
    `yearless` tells whether it takes a birthday without its year.
    `zone` is the zone a phone lives in ("Europe/Berlin"), where local times are written for it.
    """

    block: str
    version: str
    old: bool = False
    charset: str = "UTF-8"
    width: int = 75
    properties: frozenset[str] | None = None
    params: frozenset[str] | None = None
    limits: Mapping[str, Limit] = field(default_factory=lambda: _NO_LIMITS)
    zone: str = ""
    yearless: bool = True

    def keeps(self, name: str) -> bool:
        """Whether the target keeps a property called `name` (upper case)."""
        return self.properties is None or name in self.properties


VCARD_21 = Dialect("VCARD", "2.1", old=True, width=76)
VCARD_30 = Dialect("VCARD", "3.0")
VCARD_40 = Dialect("VCARD", "4.0")
VCALENDAR_10 = Dialect("VCALENDAR", "1.0", old=True, width=76)
ICALENDAR = Dialect("VCALENDAR", "2.0")
VNOTE_11 = Dialect("VNOTE", "1.1", old=True, width=76)
PLAIN_TEXT = Dialect("", "")
"""A note that is its text and nothing else."""

_ONE = Limit(count=1)
VMESSAGE = Dialect("VMSG", "1.1", old=True)
"""Messages of phones with message stores; calls of theirs are of `VCARD_21`."""
SMS_XML = Dialect("SMSES", "", limits=MappingProxyType({"TO": _ONE}))
"""Messages and calls in XML, as of Android phones: a text message has one person to go to."""
FEATURE_PHONE = replace(
    VCARD_21,
    properties=frozenset(
        ("N", "FN", "TEL", "EMAIL", "URL", "TITLE", "ORG", "ADR", "BDAY", "NOTE", "PHOTO")
    ),
    params=frozenset(),
    limits=MappingProxyType(
        {
            **{f"TEL;{kind}": _ONE for kind in ("fax", "cell", "home", "work", "voice")},
            "N": Limit(length=40),
            "FN": Limit(length=40),
            "EMAIL": Limit(count=3),
            **dict.fromkeys(("URL", "TITLE", "ORG", "ADR", "BDAY", "NOTE", "PHOTO"), _ONE),
        }
    ),
    yearless=False,
)
"""An example of a phone's own: IrMC phones of the class of Sony Ericsson's K770 (2007)."""
