"""The application parameters of IrMC: tag, length, value (IrMC 1.1, 5.7)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum


class Parameter(IntEnum):
    """The tags Holdfast speaks of."""

    LUID = 0x01
    CHANGE_COUNTER = 0x02
    HARD_DELETE = 0x12


def write_parameters(values: Mapping[int, bytes]) -> bytes:
    """Return `values`, each at most 255 bytes, as one header's value."""
    return b"".join(bytes((tag, len(value))) + value for tag, value in values.items())


def read_parameters(data: bytes) -> dict[int, bytes]:
    """Return the parameters in `data`; one that is cut off ends the reading."""
    values: dict[int, bytes] = {}
    at = 0
    while at + 2 <= len(data) and at + 2 + data[at + 1] <= len(data):
        end = at + 2 + data[at + 1]
        values.setdefault(data[at], data[at + 2 : end])
        at = end
    return values
