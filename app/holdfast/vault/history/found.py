"""From the files of one folder to the items that lie in them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from holdfast.records.model.kinds import Kind
from holdfast.vault.history.layout import ItemPath, parse
from holdfast.vault.history.marks import KindMarks
from holdfast.vault.history.summaries import Piece, main_first
from holdfast.vault.history.trees import File

_encode = json.JSONEncoder(check_circular=False).encode


@dataclass(frozen=True, slots=True)
class Place:
    """A folder being read: its path from the root, and what holds for its kind.

    `marks_id` is equal as long as `marks` says the same.
    """

    path: tuple[str, ...]
    marks: KindMarks
    marks_id: str

    @property
    def name(self) -> bytes:
        """The path as the index holds it."""
        return "/".join(self.path).encode("utf-8", "surrogatepass")

    def inside(self, name: str) -> Place:
        """A folder in this one."""
        return Place((*self.path, name), self.marks, self.marks_id)


@dataclass(frozen=True, slots=True)
class Item:
    """All files of one item, and what they and `marks.json` say of it; dates are ISO 8601."""

    kind: Kind
    key: str
    path: tuple[str, ...]
    pieces: tuple[Piece, ...]
    mark: str | None
    modified: str | None
    mtime: str

    @property
    def sign(self) -> bytes:
        """Equal for items that are alike to the last detail."""
        told = (self.kind, self.key, self.path, self.mark, self.modified, self.mtime)
        pieces = [(piece.suffix, piece.path, piece.content, piece.size) for piece in self.pieces]
        return hashlib.sha256(_encode((told, pieces)).encode()).digest()


def items_in(place: Place, files: Iterable[File]) -> list[Item]:
    """Put the files of a folder together to items; what is no item's is passed over."""
    groups: dict[str, list[tuple[ItemPath, File]]] = {}
    for file in files:
        parsed = parse((*place.path, file.name))
        if parsed is not None:
            groups.setdefault(parsed.stem, []).append((parsed, file))
    return [_item(place, stem, found) for stem, found in groups.items()]


def _item(place: Place, stem: str, found: Sequence[tuple[ItemPath, File]]) -> Item:
    parsed = found[0][0]
    key, path = place.marks.name(stem, parsed.key, parsed.path)
    mtime = max([file.mtime for _, file in found])
    modified = place.marks.modified(key, mtime)
    above = "/".join(place.path)
    pieces = [
        Piece(part.suffix, f"{above}/{file.name}", file.content, file.size) for part, file in found
    ]
    if len(pieces) > 1:
        pieces.sort(key=main_first)
    return Item(
        kind=parsed.kind,
        key=key,
        path=path,
        pieces=tuple(pieces),
        mark=place.marks.mark(key, sum([file.size for _, file in found]), modified),
        modified=modified.isoformat() if modified else None,
        mtime=mtime.isoformat(),
    )
