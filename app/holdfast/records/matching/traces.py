"""What every kind's trace has: keys to be found by, an order, and the digest of its content."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trace:
    """What of one item others may share.

    Items are compared that have one of `keys` in common; of many, those next to each other by
    `order`. `digest` is that of its content (`content.Content`), `uid` its own or empty.
    """

    digest: str
    uid: str
    keys: tuple[Hashable, ...]
    order: tuple[str, ...]
