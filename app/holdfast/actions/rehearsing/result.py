"""What came of a rehearsal, part by part, and how it is written into the vault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from holdfast.records.model.kinds import Kind
from holdfast.vault.history.sidecars import SidecarUnreadable, decode_json, encode_json

REHEARSAL = "rehearsal.json"
"""Name of the result in the root of a rehearsal's own tree."""
MOST_NAMED = 200
"""How many lost items of a kind are named; the counts tell of all."""


class Fate(StrEnum):
    """Why an item did not come back."""

    DAMAGED = "damaged"
    """Its bytes are not in the vault as they were when they were written."""
    MISSING = "missing"
    """It was put back, and was not there when it was read."""
    DIFFERENT = "different"
    """It was there, but with other content."""
    REFUSED = "refused"
    """Neither the phone nor a plain folder took it."""


@dataclass(frozen=True, slots=True)
class Lost:
    """One item that did not come back: its place in the backup's tree, and its title if known."""

    path: str
    fate: Fate
    title: str = ""


@dataclass(frozen=True, slots=True)
class KindRehearsal:
    """How one kind fared: `held` items by the record, `back` of them came back the same.

    `lost` names up to `MOST_NAMED` that did not; what lies in a folder whose record is damaged
    has no name any more, and is only counted.
    """

    kind: Kind
    held: int
    back: int
    lost: tuple[Lost, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all of it came back, and nothing else."""
        return self.held == self.back and not self.lost


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What one rehearsal of the backup `snapshot` (full id) of a handset came to.

    `time` is when it began, UTC. `broken` are folders and files of the backup's own record that
    are damaged. `size` is the bytes that were read. `by_sheet` tells whether the recovery sheet
    opened the vault.
    """

    snapshot: str
    handset: str
    time: datetime
    kinds: tuple[KindRehearsal, ...]
    broken: tuple[str, ...] = ()
    size: int = 0
    seconds: float = 0.0
    by_sheet: bool = False

    @property
    def parts_back(self) -> int:
        """How many kinds came back whole."""
        return sum(entry.whole for entry in self.kinds)

    @property
    def whole(self) -> bool:
        """Whether everything came back."""
        return not self.broken and self.parts_back == len(self.kinds)


def encode_rehearsal(rehearsal: Rehearsal) -> bytes:
    """Write `rehearsal.json`."""
    return encode_json(asdict(rehearsal) | {"time": rehearsal.time.isoformat()})


def decode_rehearsal(data: bytes) -> Rehearsal:
    """Read `rehearsal.json`; raises `SidecarUnreadable`. Kinds that are unknown are left out."""
    told = decode_json(data)
    try:
        kinds = [_kind(entry) for entry in told["kinds"] if entry["kind"] in list(Kind)]
        return Rehearsal(
            snapshot=str(told["snapshot"]),
            handset=str(told["handset"]),
            time=datetime.fromisoformat(told["time"]).astimezone(UTC),
            kinds=tuple(kinds),
            broken=tuple(map(str, told["broken"])),
            size=int(told["size"]),
            seconds=float(told["seconds"]),
            by_sheet=told["by_sheet"] is True,
        )
    except (ValueError, TypeError, LookupError, OverflowError) as error:
        raise SidecarUnreadable(REHEARSAL) from error


def _kind(told: Mapping[str, Any]) -> KindRehearsal:
    lost = tuple(
        Lost(str(each["path"]), Fate(each["fate"]), str(each["title"])) for each in told["lost"]
    )
    return KindRehearsal(Kind(told["kind"]), int(told["held"]), int(told["back"]), lost)
