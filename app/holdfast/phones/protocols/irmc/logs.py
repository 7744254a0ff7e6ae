"""The short `Name: value` texts of IrMC: info.log, devinfo.txt and rtc.txt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

MAX_TEXT = 64 * 1024
"""Bytes of such a text that are read at most; a phone's own are a few hundred."""

_LEVEL_FOUR = 0x8 | 0x10
_IEL_DECIMAL = ("3", "4")
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
    """What info.log says of a store; None where it says nothing that can be understood."""

    total: int | None = None
    maximum: int | None = None
    levels: str = ""

    @property
    def by_luid(self) -> bool:
        """Whether items may be written by LUID; taken for granted where the phone is silent."""
        if not self.levels or self.levels in _IEL_DECIMAL:
            # gammu has seen phones that write the level itself instead of a bit.
            return self.levels != "3"
        try:
            return bool(int(self.levels, 16) & _LEVEL_FOUR)
        except ValueError:
            return True


def read_info_log(data: bytes) -> InfoLog:
    """Read info.log; never raises."""
    fields = read_fields(data)
    return InfoLog(
        total=_count(fields.get("TOTAL-RECORDS", "")),
        maximum=_count(fields.get("MAXIMUM-RECORDS", "")),
        levels=fields.get("IEL", ""),
    )


def _count(text: str) -> int | None:
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
