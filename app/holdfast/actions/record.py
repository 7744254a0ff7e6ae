"""One record as it comes from a handset: enough of it in memory to compare it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.records.model.item import Part

RECORD_LIMIT = 16 * 1024 * 1024
"""Bytes of a record held in memory to compare or show it; a larger one is streamed like a photo."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record's part: `data` in memory, and of an oversized one the rest still to come."""

    suffix: str
    data: bytes
    rest: Iterator[bytes]

    @classmethod
    def load(cls, part: Part) -> Record:
        """Read `part` up to the limit; raises what the handset raises."""
        stream = iter(part.open())
        data = bytearray()
        for chunk in stream:
            data += chunk
            if len(data) > RECORD_LIMIT:
                break
        return cls(part.suffix, bytes(data), stream)

    @property
    def whole(self) -> bool:
        """Whether `data` is all of it."""
        return len(self.data) <= RECORD_LIMIT

    def chunks(self) -> Iterator[bytes]:
        """Stream all of it; once."""
        yield self.data
        yield from self.rest
