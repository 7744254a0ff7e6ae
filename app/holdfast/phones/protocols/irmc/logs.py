"""The short `Name: value` texts of IrMC: info.log, devinfo.txt and rtc.txt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

MAX_TEXT = 64 * 1024
"""Bytes of such a text that are read at most; a phone's own are a few hundred."""

_LEVELS = {0x01: (1,), 0x02: (1, 2), 0x04: (1, 2, 3), 0x08: (1, 2, 4), 0x10: (1, 2, 3, 4)}
_IEL_DECIMAL = {"3": (1, 2, 3), "4": (1, 2, 3, 4)}
_COUNT = re.compile(r"\d{1,9}")
_TIME = re.compile(r"(\d{8}T\d{6})(Z?)")


def read_fields(data: bytes) -> dict[str, str]:
    """Return the fields of such a text, names in upper case; the first of a name counts."""
    fields: dict[str, str] = {}
    for line in data[:MAX_TEXT].decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().upper(), value.strip())
    return fields


def write_fields(fields: Mapping[str, object]) -> bytes:
    """Return `fields` as such a text."""
    return "".join(f"{name}:{value}\r\n" for name, value in fields.items()).encode()


@dataclass(frozen=True, slots=True)
class InfoLog:
    """What info.log says of a store; None where it says nothing that can be understood.

    `iel` is the information exchange level as it stands there, a bit in hexadecimal;
    `hard_delete` that a deletion can be one for good (`HD:YES`).
    """

    total: int | None = None
    maximum: int | None = None
    iel: str = ""
    hard_delete: bool = False

    @property
    def levels(self) -> frozenset[int] | None:
        """The information exchange levels of the store, 1 to 4; None where it is silent."""
        if self.iel in _IEL_DECIMAL:
            # gammu has seen phones that write the level itself instead of a bit.
            return frozenset(_IEL_DECIMAL[self.iel])
        try:
            bits = int(self.iel, 16)
        except ValueError:
            return None
        found = {level for bit, levels in _LEVELS.items() if bits & bit for level in levels}
        return frozenset(found) or None


def read_info_log(data: bytes) -> InfoLog:
    """Read info.log; never raises."""
    fields = read_fields(data)
    return InfoLog(
        total=count_of(fields.get("TOTAL-RECORDS", "")),
        maximum=count_of(fields.get("MAXIMUM-RECORDS", "")),
        iel=fields.get("IEL", ""),
        hard_delete=fields.get("HD", "").upper() == "YES",
    )


def count_of(text: str) -> int | None:
    """A count as these texts have it; None when it is none, or beyond a phone's means."""
    return int(text) if _COUNT.fullmatch(text) and text.isascii() else None


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """What devinfo.txt says of the phone; empty where it is silent."""

    manufacturer: str = ""
    model: str = ""
    firmware: str = ""
    serial: str = ""


def read_device_info(data: bytes) -> DeviceInfo:
    """Read devinfo.txt; never raises. Values are cut at 200 characters.

    They are shown in terminals, so what is not printable is left out.
    """
    fields = {name: _printable(value[:200]) for name, value in read_fields(data).items()}
    return DeviceInfo(
        manufacturer=fields.get("MANU", ""),
        model=fields.get("MOD", ""),
        firmware=fields.get("SW-VERSION", ""),
        serial=fields.get("SN", ""),
    )


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable()).strip()


def read_clock(data: bytes) -> str:
    """Read rtc.txt or a folder listing's time as ISO 8601; empty when it is no time.

    Only a trailing Z makes it UTC; without it the time is the phone's own, in no known zone.
    """
    found = _TIME.search(data[:MAX_TEXT].decode("ascii", "replace"))
    if found is None:
        return ""
    try:
        time = datetime.strptime(found[1], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - see above
    except ValueError:
        return ""
    return (time.replace(tzinfo=UTC) if found[2] else time).isoformat()


def write_clock(time: datetime) -> bytes:
    """Return an aware `time` as rtc.txt and folder listings have it."""
    return time.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ").encode()
