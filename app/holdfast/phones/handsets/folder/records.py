"""Contacts, events, notes, messages and calls in a folder: one a file, or many in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from holdfast.phones.handsets.folder.contained import Collections, Glance, digest
from holdfast.phones.handsets.folder.files import Files, Place
from holdfast.phones.handsets.folder.naming import free_paths, key_of, parts_of, wanted_path
from holdfast.phones.handsets.folder.troubles import disk_trouble, reading, said
from holdfast.phones.handsets.folder.walking import Spot, rows_beside
from holdfast.phones.handsets.handset import ItemRefused
from holdfast.progress import Task
from holdfast.records.formats.cutting.pieces import (
    ROWS_SUFFIX,
    Piece,
    may_be,
    may_hold_records,
    suffix_of,
)
from holdfast.records.model.item import Item, NewItem, Part
from holdfast.records.model.kinds import Kind

Spots = Iterable[Spot]
_DIGITS = 32


class Records:
    """The records among the files of one folder. Calls raise OSError, or say what else."""

    def __init__(self, files: Files) -> None:
        """Read and write `files`."""
        self._files = files
        self._collections = Collections(files)

    def forget(self) -> None:
        """Look into every file anew."""
        self._collections.forget()

    def items(self, kind: Kind, spots: Spots, task: Task) -> Iterator[Item]:
        """Yield every record of `kind`.

        A record that stands in a collection and as a file of its own is one record: what was
        put back beside an export is not a second copy of it.
        """
        alone: set[bytes] = set()
        collections: list[Spot] = []
        for spot in spots:
            task.check()
            glance = self._glance(kind, spot)
            if isinstance(glance, str):
                yield _refused(kind, spot, glance)
            elif kind in glance.kinds:
                collections.append(spot)
            elif glance.kind is kind:
                alone.add(glance.digest)
                yield self._alone(kind, spot, glance)
        for spot in collections:
            task.check()
            for piece in self._collections.pieces(spot):
                if piece.kind is kind and digest(piece.data) not in alone:
                    yield _contained(spot, piece)

    def is_plain(self, spot: Spot) -> bool:
        """Whether the file counts as a file: it is no record, though it may hold some.

        One that cannot be read is told with the records that it may hold.
        """
        if not may_hold_records(spot.path):
            return True
        try:
            return self._collections.glance(spot).kind is None
        except OSError as error:
            self._demand_disk(error)
            return False

    def add(self, item: NewItem, data: bytes) -> str:
        """Put a record into a file of its own; return its key."""
        for path in free_paths(wanted_path(item, data)):
            try:
                self._files.write(path, (data,), item.modified)
            except FileExistsError:
                continue
            self._collections.drop(path)
            if item.rows:
                self._files.write(rows_beside(path), (item.rows,), None)
            return key_of(path)
        raise AssertionError(item.key)  # names never run out

    def update(self, key: str, item: NewItem, data: bytes, spots: Spots) -> str:
        """Replace a record; one of a collection moves into a file of its own."""
        before = self._demand(item.kind, key, spots)
        if parts_of(key)[1]:
            new = self.add(item, data)
            self.remove(item.kind, key, spots)
            return new
        if before.has_rows:
            # Old rows beside a new record would put back what it no longer says.
            self._files.remove(before.rows_path)
        self._files.replace(before.path, (data,), item.modified)
        self._collections.drop(before.path)
        if item.rows:
            self._files.write(before.rows_path, (item.rows,), None)
        return key

    def remove(self, kind: Kind, key: str, spots: Spots) -> None:
        """Take a record away, wherever else in the folder it stands in a collection."""
        spot = self._demand(kind, key, spots)
        ident = parts_of(key)[1]
        if ident:
            if not self._collections.cut_out(
                spot.path, lambda piece: (piece.kind, piece.ident) == (kind, ident)
            ):
                raise ItemRefused(kind, key, "it cannot be cut out of its file")
            return
        twin = self._collections.glance(spot).digest
        self._files.remove(spot.path)
        self._collections.drop(spot.path)
        if spot.has_rows:
            self._files.remove(spot.rows_path)
        self._cut_twins(kind, twin, (each for each in spots if each != spot))

    def _cut_twins(self, kind: Kind, twin: bytes, spots: Spots) -> None:
        def is_twin(piece: Piece) -> bool:
            return piece.kind is kind and digest(piece.data) == twin

        for spot in spots:
            glance = self._glance(kind, spot)
            if isinstance(glance, Glance) and kind in glance.kinds:
                self._collections.cut_out(spot.path, is_twin)

    def _glance(self, kind: Kind, spot: Spot) -> Glance | str:
        """What a file is, as far as `kind` goes; or why nobody can tell."""
        if spot.problem is not None:
            return said(spot.problem)
        if not may_hold_records(spot.path) or not may_be(kind, spot.path):
            return Glance()
        try:
            return self._collections.glance(spot)
        except OSError as error:
            self._demand_disk(error)
            return said(error)

    def _demand_disk(self, error: OSError) -> None:
        """Raise what is wrong with the whole folder, if it is that."""
        trouble = disk_trouble(self._files, error)
        if trouble is not None:
            raise trouble from error

    def _demand(self, kind: Kind, key: str, spots: Spots) -> Spot:
        """Where the record of that key is; raises `ItemRefused` where it is not."""
        path, ident = parts_of(key)
        for spot in spots:
            if spot.path == path and may_hold_records(path) and spot.problem is None:
                glance = self._collections.glance(spot)
                if glance.kind is kind and not ident:
                    return spot
                pieces = self._collections.pieces(spot) if kind in glance.kinds else ()
                if any((piece.kind, piece.ident) == (kind, ident) for piece in pieces):
                    return spot
        raise ItemRefused(kind, key, "no such record")

    def _alone(self, kind: Kind, spot: Spot, glance: Glance) -> Item:
        key = key_of(spot.path)
        suffix = suffix_of(spot.path)
        parts = [Part(suffix, lambda: self._read(kind, key, spot.path), glance.size)]
        if spot.has_rows:
            parts.append(Part(ROWS_SUFFIX, lambda: self._read(kind, key, spot.rows_path)))
        # The mark tells nothing of rows.
        mark = None if spot.has_rows else spot.entry.mark
        return Item(kind, key, tuple(parts), mark, modified=spot.entry.modified)

    def _read(self, kind: Kind, key: str, path: Place) -> Iterator[bytes]:
        with reading(self._files, kind, key):
            yield from self._files.read(path)


def _refused(kind: Kind, spot: Spot, why: str) -> Item:
    key = key_of(spot.path)

    def refuse() -> Iterator[bytes]:
        raise ItemRefused(kind, key, why)

    return Item(kind, key, (Part(suffix_of(spot.path), refuse),))


def _contained(spot: Spot, piece: Piece) -> Item:
    parts = [Part(piece.suffix, lambda: (piece.data,), len(piece.data))]
    if piece.rows:
        parts.append(Part(ROWS_SUFFIX, lambda: (piece.rows,), len(piece.rows)))
    key = key_of(spot.path, piece.ident)
    # The file's own mark changes with every other piece of it.
    mark = digest(piece.data + piece.rows).hex()[:_DIGITS]
    return Item(piece.kind, key, tuple(parts), mark, modified=spot.entry.modified)
