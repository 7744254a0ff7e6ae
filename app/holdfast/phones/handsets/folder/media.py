"""Photos and files in a folder: whatever is no record, as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from holdfast.phones.handsets.folder.files import Files
from holdfast.phones.handsets.folder.naming import free_paths, media_path, real_path, wanted_path
from holdfast.phones.handsets.folder.troubles import reading, said
from holdfast.phones.handsets.folder.walking import Spot
from holdfast.phones.handsets.handset import ItemRefused
from holdfast.progress import Task
from holdfast.records.model.item import Item, NewItem, Part
from holdfast.records.model.kinds import Kind, media_kind


class Media:
    """The photos and files of one folder. Calls that write raise OSError, or say what else."""

    def __init__(self, files: Files) -> None:
        """Read and write `files`."""
        self._files = files

    def items(
        self, kind: Kind, spots: Iterable[Spot], is_plain: Callable[[Spot], bool], task: Task
    ) -> Iterator[Item]:
        """Yield every file of `kind` that `is_plain`, and each folder nobody can look into."""
        for spot in spots:
            task.check()
            if spot.problem is not None or (media_kind(spot.path[-1]) is kind and is_plain(spot)):
                yield self._item(kind, spot)

    def add(self, item: NewItem, task: Task) -> str:
        """Put a new file at its path, beside what is already there; return its key."""
        for path in free_paths(wanted_path(item, b"")):
            try:
                self._files.write(path, _checked(item, task), item.modified)
            except FileExistsError:
                continue
            return "/".join(media_path(path))
        raise AssertionError(item.key)  # names never run out

    def update(self, key: str, item: NewItem, task: Task) -> str:
        """Put other bytes in the place of a file; return its key."""
        self._files.replace(real_path(tuple(key.split("/"))), _checked(item, task), item.modified)
        return key

    def remove(self, key: str) -> None:
        """Take a file away."""
        self._files.remove(real_path(tuple(key.split("/"))))

    def _item(self, kind: Kind, spot: Spot) -> Item:
        path = media_path(spot.path)
        key = "/".join(path)
        if spot.problem is not None:
            why = said(spot.problem)
            return Item(kind, key, (Part("", lambda: _refuse(kind, key, why)),), path=path)
        return Item(
            kind,
            key,
            (Part("", lambda: self._read(kind, key, spot), spot.entry.size),),
            mark=spot.entry.mark,
            path=path,
            modified=spot.entry.modified,
        )

    def _read(self, kind: Kind, key: str, spot: Spot) -> Iterator[bytes]:
        """Stream one file; it must be as long as it was when it was found."""
        with reading(self._files, kind, key):
            got = 0
            for chunk in self._files.read(spot.path):
                got += len(chunk)
                yield chunk
        if got != spot.entry.size:
            raise ItemRefused(kind, key, f"{got} bytes came of {spot.entry.size}")


def _refuse(kind: Kind, key: str, why: str) -> Iterator[bytes]:
    raise ItemRefused(kind, key, why)


def _checked(item: NewItem, task: Task) -> Iterator[bytes]:
    for chunk in item.open():
        task.check()
        yield chunk
