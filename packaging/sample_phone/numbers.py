"""Tells the numbers of the sample phone's people as the network tells them."""

from __future__ import annotations

import re

_FIRST_NUMBER = re.compile(rb"^TEL[^:]*:([^\r\n]+)", re.MULTILINE)
_LOCAL_DIGITS = 10


def dialled(card: bytes) -> str:
    """Return the first number of `card` with its country code and nothing but digits."""
    found = _FIRST_NUMBER.search(card)
    digits = re.sub(r"\D", "", found[1].decode()) if found else ""
    return f"+1{digits[-_LOCAL_DIGITS:]}"
