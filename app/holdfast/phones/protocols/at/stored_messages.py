"""Message memory commands and lines in PDU mode (3GPP 27.005, 3.2.2, 4.1 to 4.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from holdfast.phones.protocols.at.answers import Answer
from holdfast.phones.protocols.at.values import names, number, split

UNREAD, READ, UNSENT, SENT = range(4)
"""Where a message stands (27.005, 3.1, <stat> in PDU mode)."""
_WORDS = {b"REC UNREAD": UNREAD, b"REC READ": READ, b"STO UNSENT": UNSENT, b"STO SENT": SENT}
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2})+")
MAX_INDEX = 10_000
END = b"\x1a"
"""Ctrl-Z, which ends a PDU after its prompt."""
LEAVE = b"\x1b"
"""ESC, which leaves a prompt."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A message as a memory holds it; `octets` are its PDU, `length` what the phone says of it.

    `lines` are the phone's own, `status` one of UNREAD, READ, UNSENT, SENT or None.
    """

    index: int
    status: int | None
    octets: bytes
    length: int | None
    lines: tuple[bytes, ...]


def memories(answer: Answer) -> list[str]:
    """The memories that ``AT+CPMS=?`` says can be read, in the order told."""
    lines = answer.after(b"+CPMS:")
    return list(dict.fromkeys(names(lines[0]))) if lines else []


def room(answer: Answer) -> tuple[int | None, int | None]:
    """Used and total of ``AT+CPMS="ME"``: messages held, and places there are."""
    lines = answer.after(b"+CPMS:")
    values = split(lines[0]) if lines else []
    used, total = [number(value) for value in (*values[:2], None, None)][:2]
    return used, total


def listed(answer: Answer) -> dict[int, int | None]:
    """Indexes that ``AT+CMGL=4`` names, with the status of each; nonsense is left out."""
    found: dict[int, int | None] = {}
    for line in answer.after(b"+CMGL:"):
        values = [*split(line), None, None]
        index = number(values[0])
        if index is not None and 0 <= index <= MAX_INDEX:
            found.setdefault(index, _status(values[1]))
    return found


def read(index: int, answer: Answer) -> Stored | None:
    """The message of ``AT+CMGR``; None where the place is empty."""
    lines = answer.lines
    for at, line in enumerate(lines):
        if line.startswith(b"+CMGR:"):
            values = [*split(line[len(b"+CMGR:") :].strip()), None, None, None]
            told = number(values[2] if values[3] is None else values[-4])
            pdu = b"".join(lines[at + 1 :])
            octets = bytes.fromhex(pdu.decode("ascii")) if _HEX.fullmatch(pdu) else b""
            if not pdu or told == 0:
                return None
            return Stored(index, _status(values[0]), octets, told, tuple(lines[at:]))
    return None


def write_command(length: int, status: int) -> bytes:
    """``AT+CMGW`` for a PDU of `length` octets after the service centre's address."""
    return b"AT+CMGW=%d,%d" % (length, status)


def _status(value: bytes | None) -> int | None:
    if value in _WORDS:
        return _WORDS[value]
    found = number(value)
    return found if found in (UNREAD, READ, UNSENT, SENT) else None
