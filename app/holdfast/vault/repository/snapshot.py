"""Snapshot files: a root tree, a time, a host, tags."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from holdfast.vault.repository import gojson


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One snapshot. `id` is the file's own name (64 hex digits); `time` is UTC.

    `original` is the id it had before its tags were changed, or None.
    """

    id: str
    time: datetime
    tree: str
    paths: tuple[str, ...]
    hostname: str
    username: str = ""
    tags: tuple[str, ...] = ()
    parent: str | None = None
    program_version: str = ""
    original: str | None = None


def encode_snapshot(snapshot: Snapshot) -> bytes:
    """Write a snapshot file's JSON (its `id` is not part of it)."""
    fields: dict[str, Any] = {
        "time": gojson.format_time(snapshot.time),
        "parent": snapshot.parent,
        "tree": snapshot.tree,
        "paths": list(snapshot.paths),
        "hostname": snapshot.hostname,
        "username": snapshot.username,
        "tags": list(snapshot.tags),
        "original": snapshot.original,
        "program_version": snapshot.program_version,
    }
    always = ("time", "tree", "paths")
    return gojson.encode({key: value for key, value in fields.items() if value or key in always})


def decode_snapshot(name: str, data: bytes) -> Snapshot:
    """Read the snapshot file called `name`; raises ValueError."""
    fields = json.loads(data)
    try:
        return Snapshot(
            id=name,
            time=gojson.parse_time(fields["time"]),
            tree=str(fields["tree"]),
            paths=tuple(map(str, fields.get("paths") or ())),
            hostname=str(fields.get("hostname") or ""),
            username=str(fields.get("username") or ""),
            tags=tuple(map(str, fields.get("tags") or ())),
            parent=fields.get("parent"),
            program_version=str(fields.get("program_version") or ""),
            original=fields.get("original"),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("snapshot") from error
