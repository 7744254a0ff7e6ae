"""The manifest of a mirror folder: which files are ours, and what each looked like as written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from holdfast.actions.plain_files import half_file
from holdfast.records.model.kinds import Kind

NAME = ".holdfast-mirror.json"
_FORMAT = 1
_MAX_MANIFEST = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One file as the mirror wrote it.

    `kind` is a kind's value, or empty; `key` the item's key, or what the page is of. `base` is
    the path it asked for, without ending or number; `version` the digest of what it was made
    from. A `page` shows several items: `members`. Once written, `name` is its path in the
    folder, with slashes, and `sha256` the digest of its bytes.
    """

    kind: str
    key: str
    base: str
    version: str
    page: bool = False
    members: tuple[str, ...] = ()
    name: str = ""
    size: int = 0
    mtime_ns: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Whose mirror a folder is, its files, and by kind the digest of all that was last read."""

    handset: str
    entries: tuple[Entry, ...] = ()
    read: Mapping[str, str] = field(default_factory=dict)


def load(folder: Path) -> Manifest | None:
    """Read the manifest of `folder`; None without one. Raises OSError.

    A damaged one knows no file and no handset (""): nothing is then taken for the mirror's own
    but what has the very bytes that would be written.
    """
    place = folder / NAME
    try:
        if place.stat().st_size > _MAX_MANIFEST:
            return Manifest("")
        data = place.read_bytes()
    except FileNotFoundError:
        return None
    try:
        raw = json.loads(data)
        read = {str(kind): str(version) for kind, version in raw["read"].items()}
        return Manifest(str(raw["handset"]), tuple(_entries(raw["files"])), read)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Manifest("")


def _entries(files: Mapping[str, Mapping[str, Any]]) -> Iterable[Entry]:
    for name, told in files.items():
        if _is_inside(name):
            yield Entry(
                kind=_kind(told["kind"]),
                key=str(told["key"]),
                base=str(told["base"]),
                version=str(told["version"]),
                page=bool(told["page"]),
                members=tuple(str(member) for member in told["members"]),
                name=name,
                size=int(told["size"]),
                mtime_ns=int(told["mtime_ns"]),
                sha256=str(told["sha256"]),
            )


def _is_inside(name: str) -> bool:
    """Whether a path stays in the folder; anybody may have written the manifest."""
    path = PurePosixPath(name)
    bad = "\\" in name or "\0" in name or ":" in name
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and not bad


def _kind(text: object) -> str:
    return str(Kind(str(text))) if text else ""


def save(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, whole or not at all; raises OSError."""
    files = {entry.name: _told(entry) for entry in sorted(manifest.entries, key=_name)}
    told = {
        "format": _FORMAT,
        "handset": manifest.handset,
        "read": dict(manifest.read),
        "files": files,
    }
    with half_file(folder) as part:
        part.write_text(json.dumps(told, indent=0), encoding="utf-8")
        part.replace(folder / NAME)


def _told(entry: Entry) -> dict[str, Any]:
    told = asdict(entry)
    del told["name"]
    return told


def _name(entry: Entry) -> str:
    return entry.name
