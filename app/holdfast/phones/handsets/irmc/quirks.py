"""What single makers' phones do otherwise than the specifications: one table, by named device."""

from __future__ import annotations

import re
from dataclasses import dataclass

CPROT = "AT+CPROT=0"  # 3GPP 27.007
SONY_ERICSSON = "AT*EOBEX"
SIEMENS = "AT^SQWE=3"
MOTOROLA = "AT+MODE=22"
SHARP = "AT+XLNK"
SAMSUNG = "AT+SYNCML=MOBEXSTART"

SWITCHES = (CPROT, SONY_ERICSSON, SIEMENS, MOTOROLA)
"""What turns a modem into an OBEX pipe, tried in turn where nothing is known of the phone."""


@dataclass(frozen=True, slots=True)
class Quirks:
    """A phone's manners, as far as they are none of the usual ones.

    `switches` turn its modem into an OBEX pipe, `back` is what it must hear to be a modem again
    beside the disconnect, `rest` the seconds it needs after either. With `one_packet` it takes
    a record in a single packet only.
    """

    device: str = ""
    switches: tuple[str, ...] = SWITCHES
    back: bytes = b""
    rest: float = 0.0
    one_packet: bool = False


USUAL = Quirks()

_TABLE: tuple[tuple[int, str, Quirks], ...] = (
    # USB vendor, maker as it calls itself; sources: gammu's atobex.c, opensync's irmc plugin,
    # obexftp's notes on cables, floAt's Mobile Agent.
    (0x0FCE, r"sony ?ericsson|ericsson", Quirks("Sony Ericsson", (SONY_ERICSSON, CPROT))),
    (
        0x11F5,
        r"siemens|benq",
        Quirks("Siemens", (SIEMENS, CPROT), back=b"+++", rest=1.0),
    ),
    (0x22B8, r"motorola", Quirks("Motorola", (MOTOROLA, CPROT))),
    (0x04DD, r"sharp", Quirks("Sharp", (CPROT, SHARP))),
    (0x04E8, r"samsung", Quirks("Samsung", (CPROT, SAMSUNG), rest=2.0, one_packet=True)),
)


def quirks_of(vendor: int, manufacturer: str, model: str = "") -> Quirks:
    """Return the manners of a phone, by its USB `vendor` or else by what it calls itself."""
    for number, _, quirks in _TABLE:
        if vendor == number:
            return quirks
    called = f"{manufacturer} {model}".lower()
    found = (quirks for _, pattern, quirks in _TABLE if re.search(pattern, called))
    return next(found, USUAL)
