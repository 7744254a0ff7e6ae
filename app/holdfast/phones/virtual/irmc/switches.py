"""How modems of different makers are turned into OBEX pipes, and back (gammu, `atobex.c`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Switch:
    """One maker's way: the `command`, and the `answer` after which the pipe speaks OBEX.

    The question for it (`…=?`) is answered with the line `told`, if any, and OK. An OBEX
    DISCONNECT leads back to the modem, after `deaf` seconds in which nothing is heard; where
    there is an `escape` only those bytes, on their own, lead back.
    """

    command: bytes
    answer: bytes = b"CONNECT"
    told: bytes = b""
    deaf: float = 0.0
    escape: bytes = b""

    @property
    def question(self) -> bytes:
        """The command that asks whether there is such a way."""
        return self.command.partition(b"=")[0] + b"=?"


SWITCHES: Mapping[str, Switch] = MappingProxyType(
    {
        switch.command.decode("ascii"): switch
        for switch in (
            Switch(b"AT+CPROT=0", told=b'+CPROT: 0,"V1.0",1'),  # 3GPP 27.007, 8.42
            Switch(b"AT*EOBEX"),  # Sony Ericsson
            Switch(b"AT^SQWE=3", answer=b"OK", escape=b"+++"),  # Siemens
            Switch(b"AT+MODE=22", answer=b"OK"),  # Motorola
            Switch(b"AT+SYNCML=MOBEXSTART", answer=b"OK", deaf=2.0),  # Samsung
        )
    }
)
"""By the command that a phone's card names."""
