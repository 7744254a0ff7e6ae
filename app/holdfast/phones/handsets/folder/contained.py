"""The files that may hold records: what each is, what is in it, and cutting some of it out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from holdfast.phones.handsets.folder.files import Files, Place
from holdfast.phones.handsets.folder.walking import Spot
from holdfast.records.formats.cutting.pieces import MAX_CUT, Contents, Piece, contents
from holdfast.records.model.kinds import Kind


@dataclass(frozen=True, slots=True)
class Glance:
    """What a file is: one record of `kind`, a collection of records, or neither.

    `size` is in bytes, `digest` over all of it; both empty for a file too long to be read.
    """

    kind: Kind | None = None
    is_collection: bool = False
    size: int = 0
    digest: bytes = b""


class _TooLong(OSError):  # noqa: N818 - an OSError like the others that reading meets
    """A file is longer than is looked into."""


class Collections:
    """Looks into files: at each once a walk, and of the last one all is at hand."""

    def __init__(self, files: Files) -> None:
        """Read from `files`."""
        self._files = files
        self._glances: dict[Place, Glance] = {}
        self._last: tuple[Place, Contents] | None = None

    def glance(self, spot: Spot) -> Glance:
        """What the file is; raises OSError. One too long to be cut is a plain file."""
        found = self._glances.get(spot.path)
        if found is None:
            try:
                found = self._looked_at(spot.path, self._load(spot.path))
            except _TooLong:
                found = Glance()
            self._glances[spot.path] = found
        return found

    def pieces(self, spot: Spot) -> tuple[Piece, ...]:
        """The records of a collection; raises OSError."""
        if self._last is None or self._last[0] != spot.path:
            self._looked_at(spot.path, self._load(spot.path))
        return self._last[1].pieces if self._last is not None else ()

    def forget(self) -> None:
        """Read anew whatever is asked for next."""
        self._glances.clear()
        self._last = None

    def cut_out(self, path: Place, is_meant: Callable[[Piece], bool]) -> bool:
        """Take pieces out of their file for good; return whether any could be. Raises OSError."""
        data = self._load(path)
        pieces = contents(path, data).pieces
        spans = [span for piece in pieces if is_meant(piece) for span in piece.spans]
        if spans:
            self._files.replace(path, _without(data, spans), None)
            self.forget()
        return bool(spans)

    def _looked_at(self, path: Place, data: bytes) -> Glance:
        found = contents(path, data)
        self._last = path, found
        return Glance(found.kind, bool(found.pieces), len(data), digest(data))

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
