"""Who the phone in a folder is: its card `sample.json`, read and written."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from holdfast.errors import Problem
from holdfast.phones.virtual.android.profiles import PROFILES
from holdfast.phones.virtual.irmc.switches import SWITCHES

CARD = "sample.json"
USB = ("wmc", "acm")
"""How a sample phone may hang on the cable."""
_LEVELS = range(1, 5)
_TYPES = {"int": int, "str": str, "bool": bool}
_MOST_SECONDS = 3_000_000_000
_PART = ".part"


@dataclass(eq=False)
class NotASample(Problem):
    """The folder holds no sample phone, or its card cannot be read; `detail` says what."""

    path: Path
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SampleInfo:
    """Who the phone in a folder is.

    `usb` is how it hangs on the cable ("wmc" or "acm"), `max_packet` the longest OBEX packet
    it takes in bytes, `next_luid` the number its next new item gets. `level` is the highest
    information exchange level of IrMC it knows (1 pushed objects, 2 whole stores, 3 indexes,
    4 LUIDs), `hard_delete` whether it offers to delete for good, `log_length` how many changes
    its logs hold, `switch` the command that turns a modem into OBEX, `clock_ahead` the seconds
    by which its clock was set ahead. `android` is its release of Android ("6", "11" or "16"), if
    it is of that family, and `work_profile` says that it has a second user for work.
    """

    serial: str
    family: str = "irmc"
    manufacturer: str = "Holdfast"
    model: str = "Sample Phone"
    firmware: str = "R1A001"
    usb: str = "wmc"
    max_packet: int = 32768
    next_luid: int = 1
    level: int = 4
    hard_delete: bool = True
    log_length: int = 1000
    switch: str = "AT+CPROT=0"
    clock_ahead: int = 0
    android: str = "16"
    work_profile: bool = False


def read_card(path: Path) -> SampleInfo:
    """Read the card in the folder `path`; raises `NotASample`. What is unknown is passed over."""
    try:
        card = json.loads((path / CARD).read_text(encoding="utf-8"))
        known = {field.name for field in fields(SampleInfo)}
        info = SampleInfo(**{name: value for name, value in card.items() if name in known})
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise NotASample(path, str(error)) from error
    if not _sound(info):
        raise NotASample(path, "a value of the wrong type")
    return info


def _sound(info: SampleInfo) -> bool:
    right = all(
        type(getattr(info, field.name)) is _TYPES[str(field.type)] for field in fields(SampleInfo)
    )
    if not right or not info.serial:
        return False
    known = info.usb in USB and info.switch in SWITCHES and info.level in _LEVELS
    known = known and info.android in PROFILES
    sane = info.log_length >= 0 and abs(info.clock_ahead) <= _MOST_SECONDS
    return known and sane and info.max_packet in range(255, 65536)


def write_card(path: Path, info: SampleInfo) -> None:
    """Put the card of `info` into the folder `path` at once, never in part.

    Raises `ValueError` when no phone can be that.
    """
    if not _sound(info):
        raise ValueError(info)
    part = path / f".{CARD}{_PART}"
    part.write_text(json.dumps(asdict(info), indent=2) + os.linesep, encoding="utf-8")
    part.replace(path / CARD)
