"""Turning a phone's modem pipe into an OBEX pipe: one AT command and its answer.

After the phone's OK or CONNECT the same pipe speaks OBEX until the session is disconnected.
"""

from __future__ import annotations

_GOOD = (b"OK", b"CONNECT")
_BAD = (b"ERROR", b"NO CARRIER")
_MAX_HELD = 4096


class ModemAnswer:
    """Collects the answer to one AT command; echoes and unsolicited lines are passed over."""

    def __init__(self) -> None:
        self._held = b""

    def receive(self, data: bytes) -> bool | None:
        """Take what came: True for yes, False for no, None while there is no answer yet."""
        self._held = (self._held + data)[-_MAX_HELD:]
        for line in self._held.replace(b"\r", b"\n").split(b"\n")[:-1]:
            if line.startswith(_GOOD):
                return True
            if line.startswith((*_BAD, b"+CME ERROR")):
                return False
        return None


def command(text: str) -> bytes:
    """One AT command as it goes over the wire."""
    return f"{text}\r".encode("ascii")
