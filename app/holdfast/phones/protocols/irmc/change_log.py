"""The change counter and the change log of a store (IrMC 1.1, 5.6): what happened since when.

`telecom/pb/luid/cc.log` holds the counter, which goes up with each change of the store;
`telecom/pb/luid/<counter>.log` lists what changed since it stood there:

    SN:<serial>  DID:<database id>  Total-Records:…  Maximum-Records:…
    M|D|H:<counter>:<time>:<LUID>     modified or new, deleted, deleted for good
    *                                 the log does not reach back that far
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.phones.protocols.irmc.logs import count_of, read_fields
from holdfast.phones.protocols.irmc.luid_lines import MAX_LUID

MAX_LOG = 4 * 1024 * 1024
"""Bytes of a change log that are read at most: some 100,000 changes."""

_COUNTER = re.compile(r"\s*(\d{1,10})\s*\0*\s*")
# Phones leave the time out, and with it sometimes its colon.
_CHANGE = re.compile(r"([MDH]):(\d{1,10}):(?:([^:]*):)?([^:]+)", re.IGNORECASE)
_OVERFLOW = "*"
_HEADERS = ("SN", "DID", "TOTAL-RECORDS", "MAXIMUM-RECORDS")


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a log: the item `luid` was `removed`, or else is new or another now."""

    counter: int
    luid: str
    removed: bool


@dataclass(frozen=True, slots=True)
class ChangeLog:
    """What a log says; `whole` is False where it does not reach back, or cannot be understood.

    `total` is how many items the store holds, None where the log is silent.
    """

    serial: str = ""
    database: str = ""
    total: int | None = None
    changes: tuple[Change, ...] = ()
    whole: bool = True

    def counter(self, asked: int) -> int:
        """The store's counter now, given the one that was `asked` about."""
        return max((change.counter for change in self.changes), default=asked)

    def touched(self) -> dict[str, bool]:
        """What became of each LUID in the end: whether it was removed, in order of the log."""
        fates: dict[str, bool] = {}
        for change in self.changes:
            fates.pop(change.luid, None)
            fates[change.luid] = change.removed
        return fates


def read_counter(data: bytes) -> int | None:
    """Read cc.log; None when it is no counter."""
    found = _COUNTER.fullmatch(data[:64].decode("ascii", "replace"))
    return int(found[1]) if found else None


def read_change_log(data: bytes) -> ChangeLog:
    """Read a change log; never raises. A line that makes no sense makes the log not whole."""
    text = data.decode("utf-8", "replace").replace("\0", "")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    fields = read_fields(data)
    changes: list[Change] = []
    whole = bool(lines)
    for line in lines:
        change = _change(line)
        if change is not None:
            changes.append(change)
        elif line.partition(":")[0].strip().upper() not in _HEADERS:
            whole = False  # the overflow mark, or something nobody knows
    return ChangeLog(
        serial=fields.get("SN", ""),
        database=fields.get("DID", ""),
        total=count_of(fields.get("TOTAL-RECORDS", "")),
        changes=tuple(changes),
        whole=whole,
    )


def write_change_log(log: ChangeLog, maximum: int, time: str = "") -> bytes:
    """Return `log` as a phone writes it; `time` is put on each line (`20091001T120000Z`)."""
    lines = [f"SN:{log.serial}", f"DID:{log.database}"]
    if log.total is not None:
        lines.append(f"Total-Records:{log.total}")
    lines.append(f"Maximum-Records:{maximum}")
    lines += _written(log.changes, time) if log.whole else [_OVERFLOW]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _written(changes: Iterable[Change], time: str) -> list[str]:
    return [f"{'D' if c.removed else 'M'}:{c.counter}:{time}:{c.luid}" for c in changes]


def _change(line: str) -> Change | None:
    found = _CHANGE.fullmatch(line)
    if found is None:
        return None
    luid = found[4].strip()
    if not 0 < len(luid) <= MAX_LUID or "\ufffd" in luid:
        return None
    return Change(int(found[2]), luid, removed=found[1] in "DdHh")
