"""The table of all blobs in memory: where each lies, at some 200 bytes a blob."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from holdfast.vault.repository.pack import BlobType, PackedBlob, pack_size

_NOT_COMPRESSED = -1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a blob lies: the pack's id, and its entry there."""

    pack: str
    blob: PackedBlob


class BlobTable:
    """Where the blobs lie; of several copies, the one in the pack that was learned first.

    A row is a blob in a pack; the rows of a pack follow each other. What the rows hold lies in
    columns, and ids are bytes, each one object for all who name it: a phone's ten years are
    half a million blobs. Ids and packs are told and asked for in hex.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._rows: dict[BlobType, dict[bytes, int]] = {kind: {} for kind in BlobType}
        self._ids: list[bytes] = []
        self._kinds = bytearray()
        self._pack_of = array("I")
        self._offsets = array("Q")
        self._lengths = array("I")
        self._plain_lengths = array("q")
        self._pack_ids: list[bytes] = []
        self._packs: dict[bytes, int] = {}
        self._starts = array("Q")
        self._sizes = array("Q")

    def add(self, pack: str, blobs: list[PackedBlob]) -> None:
        """Learn what lies in a pack; what was known of it gives way."""
        name, number = bytes.fromhex(pack), len(self._pack_ids)
        if name in self._packs and self._blobs_of(self._packs[name]) == blobs:
            return  # two indexes may name it
        self._pack_ids.append(name)
        self._starts.append(len(self._ids))
        self._sizes.append(pack_size(blobs))
        self._packs[name] = number
        for blob in blobs:
            self._add_row(number, blob)

    def _add_row(self, pack: int, blob: PackedBlob) -> None:
        row, rows = len(self._ids), self._rows[blob.type]
        name = bytes.fromhex(blob.id)
        first = rows.setdefault(name, row)
        self._ids.append(name if first == row else self._ids[first])
        self._kinds.append(blob.type)
        self._pack_of.append(pack)
        self._offsets.append(blob.offset)
        self._lengths.append(blob.length)
        plain = _NOT_COMPRESSED if blob.plain_length is None else blob.plain_length
        self._plain_lengths.append(plain)

    def find(self, kind: BlobType, blob: str) -> Place | None:
        """Tell where a blob lies."""
        row = self._row(kind, blob)
        if row is None:
            return None
        return Place(self._pack_ids[self._pack_of[row]].hex(), self._blob(row))

    def has(self, kind: BlobType, blob: str) -> bool:
        """Whether the blob lies in any pack."""
        return self._row(kind, blob) is not None

    def lacking(self, kind: BlobType, blobs: Sequence[str]) -> list[str]:
        """Those of the blobs that lie in no pack."""
        rows = self._rows[kind]
        try:
            return [blob for blob in blobs if bytes.fromhex(blob) not in rows]
        except ValueError:
            return [blob for blob in blobs if not self.has(kind, blob)]

    def _row(self, kind: BlobType, blob: str) -> int | None:
        try:
            return self._rows[kind].get(bytes.fromhex(blob))
        except ValueError:
            return None  # a tree that another program wrote may name anything

    def copies(self, kind: BlobType, blob: str) -> Iterator[Place]:
        """Yield every place of a blob; slow, for when the first place failed."""
        first = self._row(kind, blob)
        if first is None:
            return
        name = self._ids[first]
        for row in range(first, len(self._ids)):
            if self._ids[row] == name and self._kinds[row] == kind:
                pack = self._pack_of[row]
                if self._packs[self._pack_ids[pack]] == pack:
                    yield Place(self._pack_ids[pack].hex(), self._blob(row))

    def has_pack(self, pack: str) -> bool:
        """Whether the pack is known."""
        return bytes.fromhex(pack) in self._packs

    def packs(self) -> Packs:
        """All packs, and what lies in them, as it is at this moment."""
        return Packs(self, dict(self._packs))

    def size_of(self, pack: str) -> int:
        """Bytes of the pack as its blobs make it; raises KeyError for one that is not known."""
        return self._sizes[self._packs[bytes.fromhex(pack)]]

    def __len__(self) -> int:
        """How many different blobs there are."""
        return sum(map(len, self._rows.values()))

    def _blobs_of(self, number: int) -> list[PackedBlob]:
        last = number + 1 == len(self._starts)
        end = len(self._ids) if last else self._starts[number + 1]
        return [self._blob(row) for row in range(self._starts[number], end)]

    def _blob(self, row: int) -> PackedBlob:
        plain = self._plain_lengths[row]
        return PackedBlob(
            self._ids[row].hex(),
            BlobType(self._kinds[row]),
            self._offsets[row],
            self._lengths[row],
            None if plain == _NOT_COMPRESSED else plain,
        )


class Packs(Mapping[str, list[PackedBlob]]):
    """The packs of a table; the list of a pack's blobs is made when it is asked for."""

    def __init__(self, table: BlobTable, numbers: Mapping[bytes, int]) -> None:
        """Show the packs of `table` that have these numbers."""
        self._table = table
        self._numbers = numbers

    def __getitem__(self, pack: str) -> list[PackedBlob]:
        """What lies in the pack; raises KeyError."""
        return self._table._blobs_of(self._numbers[bytes.fromhex(pack)])  # noqa: SLF001

    def __contains__(self, pack: object) -> bool:
        """Whether there is such a pack."""
        return isinstance(pack, str) and bytes.fromhex(pack) in self._numbers

    def __iter__(self) -> Iterator[str]:
        """Every pack, in the order they were learned."""
        return (name.hex() for name in self._numbers)

    def __len__(self) -> int:
        """How many packs there are."""
        return len(self._numbers)
