"""The files that may hold records: what each is, what is in it, and cutting some of it out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from holdfast.phones.handsets.folder.files import Files, Place
from holdfast.phones.handsets.folder.walking import Spot
from holdfast.records.formats.cutting.pieces import MAX_CUT, Contents, Piece, contents
from holdfast.records.model.kinds import Kind

CACHE = 64 << 20
"""Bytes of cut records that are kept in memory from one kind to the next."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What a file is: one record of `kind`, a collection of records of `kinds`, or neither.

    `size` is in bytes, `digest` over all of it; both empty for a file too long to be read.
    """

    kind: Kind | None = None
    kinds: frozenset[Kind] = frozenset()
    size: int = 0
    digest: bytes = b""


class _TooLong(OSError):  # noqa: N818 - an OSError like the others that reading meets
    """A file is longer than is looked into."""


class Collections:
    """Looks into files, at each once a walk; what fits into memory is cut only once."""

    def __init__(self, files: Files) -> None:
        """Read from `files`."""
        self._files = files
        self._glances: dict[Place, tuple[str, Glance]] = {}
        self._cut: dict[Place, tuple[Piece, ...]] = {}
        self._room = CACHE

    def glance(self, spot: Spot) -> Glance:
        """What the file is; raises OSError. One too long to be cut is a plain file."""
        mark, found = self._glances.get(spot.path, ("", None))
        if found is None or mark != spot.entry.mark:
            self.drop(spot.path)
            try:
                data = self._load(spot.path)
            except _TooLong:
                found = Glance()
            else:
                inside = self._look(spot.path, data)
                kinds = frozenset(piece.kind for piece in inside.pieces)
                found = Glance(inside.kind, kinds, len(data), digest(data))
            self._glances[spot.path] = (spot.entry.mark, found)
        return found

    def pieces(self, spot: Spot) -> tuple[Piece, ...]:
        """The records of a collection; raises OSError."""
        known = self._cut.get(spot.path)
        return known if known is not None else self._look(spot.path, self._load(spot.path)).pieces

    def forget(self) -> None:
        """Read anew whatever is asked for next."""
        self._glances.clear()
        self._cut.clear()
        self._room = CACHE

    def drop(self, path: Place) -> None:
        """Read one file anew, which was written: its size and time may be as they were."""
        self._glances.pop(path, None)
        self._room += sum(len(p.data) + len(p.rows) for p in self._cut.pop(path, ()))

    def cut_out(self, path: Place, is_meant: Callable[[Piece], bool]) -> bool:
        """Take pieces out of their file for good; return whether any could be. Raises OSError."""
        data = self._load(path)
        pieces = contents(path, data).pieces
        spans = [span for piece in pieces if is_meant(piece) for span in piece.spans]
        if spans:
            self._files.replace(path, _without(data, spans), None)
            self.drop(path)
        return bool(spans)

    def _look(self, path: Place, data: bytes) -> Contents:
        found = contents(path, data)
        size = sum(len(piece.data) + len(piece.rows) for piece in found.pieces)
        if found.pieces and size <= self._room and path not in self._cut:
            self._room -= size
            self._cut[path] = found.pieces
        return found

    def _load(self, path: Place) -> bytes:
        data = bytearray()
        for chunk in self._files.read(path):
            data += chunk
            if len(data) > MAX_CUT:
                raise _TooLong
        return bytes(data)


def digest(data: bytes) -> bytes:
    """By which two equal records are known."""
    return hashlib.sha256(data).digest()


def _without(data: bytes, spans: Iterable[tuple[int, int]]) -> list[bytes]:
    left, at = [], 0
    for start, end in sorted(spans):
        left.append(data[at:start])
        at = max(at, end)
    return [*left, data[at:]]
