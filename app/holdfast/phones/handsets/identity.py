"""Who a handset is: by its serial, never by its model."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from holdfast.phones.handsets.handset import HandsetProblem

# Fewer characters cannot tell the phones of one household apart.
_SHORTEST = 4
_LONGEST_ID = 48

# Serials that makers left in from samples, and words that stand for "none".
_PLACEHOLDERS = frozenset(
    {
        "android",
        "default",
        "empty",
        "none",
        "null",
        "n/a",
        "serial",
        "serialnumber",
        "serial number",
        "unknown",
        "unavailable",
        "1234567890abcdef",
        "004999010640000",  # the IMEI of test boards
    }
)
# Makers count up from 0 or 1, in decimal or hexadecimal ("0123456789ABCDEF" is the one that
# Linux's Android gadget driver had in its sample).
_COUNTED_UP = "0123456789abcdef"
_UNSAFE = re.compile(r"[^a-z0-9]+")


@dataclass(eq=False)
class NoIdentity(HandsetProblem):
    """The handset has no serial to know it by: its owner must say which one it is."""

    manufacturer: str = ""
    model: str = ""


@dataclass(eq=False)
class NotConnected(HandsetProblem):
    """The handset that was asked for is not plugged in, or not recognised yet."""

    handset: str


def is_usable(serial: str) -> bool:
    """Tell whether a serial can tell one phone from all others."""
    plain = serial.strip().lower()
    if len(plain) < _SHORTEST or plain in _PLACEHOLDERS:
        return False
    digits = re.sub(r"[^a-z0-9]", "", plain)
    return len(set(digits)) > 1 and not _counts_up(digits)


def choose_serial(usb: str, *own: str, manufacturer: str = "", model: str = "") -> str:
    """Return the first usable serial: the USB one, else the protocol's `own` in order.

    Raises `NoIdentity` when none is usable. The finder empties a USB serial that was seen on
    two phones at once, so that it is passed over here.
    """
    for serial in (usb, *own):
        if is_usable(serial):
            return serial.strip()
    raise NoIdentity(manufacturer, model)


def handset_id(serial: str) -> str:
    """Return the stable id of a serial: its lower-case slug.

    Where the slug alone would not keep two serials apart (characters lost, or too long), a
    few digits of the serial's hash follow.
    """
    plain = serial.strip().lower()
    slug = _UNSAFE.sub("-", plain).strip("-")[:_LONGEST_ID]
    if slug and slug == plain:
        return slug
    digest = hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{slug}-{digest}" if slug else digest


def _counts_up(digits: str) -> bool:
    return any(
        digits in (sequence * 2) and digits.startswith(("01", "12"))
        for sequence in (_COUNTED_UP, _COUNTED_UP[:10], _COUNTED_UP[1:10], _COUNTED_UP[1:])
    )
