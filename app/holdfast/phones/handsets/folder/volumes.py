"""Which disk a folder lies on, and where in it: what stays the same when a card is moved."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_BY_UUID = Path("/dev/disk/by-uuid")
_MOUNT_POINT, _SOURCE_AFTER = 4, 2
_OCTAL = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Volume:
    """A file system: its UUID ("1A2B-3C4D" on a card), and the folder's place in it.

    `inside` is that place with "/" between, empty for the volume as a whole.
    """

    uuid: str
    inside: str


def volume_of(folder: Path, mounts: Path = _MOUNTS, by_uuid: Path = _BY_UUID) -> Volume | None:
    """The volume of a folder; None where the system does not tell (proc(5), udev's links).

    On Windows the serial number of the volume takes the place of the UUID.
    """
    folder = folder.resolve()
    if os.name == "nt":
        return Volume(f"{folder.stat().st_dev:X}", folder.as_posix().partition(":")[2].strip("/"))
    try:
        mount, source = _mount_of(folder, mounts.read_text("utf-8", "surrogateescape"))
        uuid = _uuid_of(Path(source), by_uuid)
    except (OSError, LookupError):
        return None
    return Volume(uuid, folder.relative_to(mount).as_posix().removeprefix("."))


def _mount_of(folder: Path, table: str) -> tuple[Path, str]:
    """Where the file system of `folder` is mounted, and from what; raises LookupError."""
    found: tuple[Path, str] | None = None
    for line in table.splitlines():
        fields = line.split(" ")
        if "-" not in fields[_MOUNT_POINT:]:
            continue
        mount = Path(_plain(fields[_MOUNT_POINT]))
        # A later mount on the same place hides an earlier one.
        nearer = found is None or len(mount.parts) >= len(found[0].parts)
        if nearer and folder.is_relative_to(mount):
            dash = fields.index("-", _MOUNT_POINT)
            found = mount, _plain(fields[dash + _SOURCE_AFTER])
    if found is None:
        raise LookupError(folder)
    return found


def _uuid_of(source: Path, by_uuid: Path) -> str:
    device = source.resolve()
    for link in sorted(by_uuid.iterdir()):
        if link.resolve() == device:
            return link.name
    raise LookupError(source)


def _plain(field: str) -> str:
    return _OCTAL.sub(lambda match: chr(int(match[1], 8)), field)
