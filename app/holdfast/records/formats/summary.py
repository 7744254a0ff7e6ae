"""What lists, search and digests need to know of one item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from holdfast.records.model.kinds import Kind


@dataclass(frozen=True, slots=True)
class Summary:
    """One item at a glance.

    `when` is aware (UTC) where the moment is known and naive where it is wall time wherever
    the phone is (floating times, whole days); sort by `sort_key`, not by `when`. `text` is
    for full-text search. `digest` is 64 hex digits, empty for media. `uid` is the item's own
    UID or empty. `count` tells how many items the bytes hold (a phone's file may hold more
    than one; title and subtitle are the first one's).
    """

    title: str
    subtitle: str = ""
    when: datetime | None = None
    sort_key: str = ""
    text: str = ""
    readable: bool = True
    digest: str = ""
    uid: str = ""
    count: int = 1


def summarise(kind: Kind, suffix: str, data: bytes, name: str = "") -> Summary:
    """Summarise one item's bytes; never raises. `name` is a file name or key to fall back on.

    For media `data` may be empty: title is the file name.
    """
    raise NotImplementedError
