"""Where a reading of a store left off, as a text that outlives the session."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

MOST_READINGS = 20
"""Readings by change log before everything is read again: phones' logs have been wrong."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A store's counter in one database of one phone (IrMC 1.1, 5.6).

    LUIDs mean something inside one `serial` and `database` only. `readings` counts those made
    by change log since everything was last read.
    """

    serial: str
    database: str
    counter: int
    readings: int = 0


def write_anchors(anchors: Mapping[str, Anchor]) -> str:
    """Return the anchors of several stores, by their folders; empty when there are none."""
    told = {
        folder: [anchor.serial, anchor.database, anchor.counter, anchor.readings]
        for folder, anchor in anchors.items()
    }
    return json.dumps(told, separators=(",", ":"), sort_keys=True) if told else ""


def read_anchors(text: str) -> dict[str, Anchor]:
    """Read what `write_anchors` wrote; anything else gives none."""
    try:
        told = json.loads(text)
        return {str(folder): _anchor(*fields) for folder, fields in told.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _anchor(serial: str, database: str, counter: int, readings: int) -> Anchor:
    return Anchor(str(serial), str(database), int(counter), int(readings))
