"""A folder as a handset, as the seam `Handset` wants it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager

from holdfast.phones.handsets.folder.files import Files
from holdfast.phones.handsets.folder.media import Media
from holdfast.phones.handsets.folder.records import Records
from holdfast.phones.handsets.folder.troubles import reading, writing
from holdfast.phones.handsets.folder.walking import Spot, walk
from holdfast.phones.handsets.handset import (
    NOTHING_EARLIER,
    ItemRefused,
    KindRefused,
    KindSupport,
    Reading,
)
from holdfast.progress import Task
from holdfast.records.formats.cutting.pieces import MAX_CUT, RECORDS
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.item import Item, NewItem
from holdfast.records.model.kinds import Kind
from holdfast.records.model.since import Since

HOW = "folders"
_MEDIA = (Kind.PHOTOS, Kind.FILES)


class FolderHandset:
    """One session with a folder; see `Handset` for what every call promises."""

    def __init__(self, files: Files, info: HandsetInfo) -> None:
        """`info` says who it is."""
        self._files = files
        self._info = info
        self._records = Records(files)
        self._media = Media(files)
        self._spots: tuple[Spot, ...] | None = None
        self._served: set[Kind] = set()

    @property
    def info(self) -> HandsetInfo:
        """Who it is."""
        return self._info

    def kinds(self) -> tuple[Kind, ...]:
        """A folder may hold anything."""
        return (*RECORDS, *_MEDIA)

    def support(self) -> tuple[KindSupport, ...]:
        """Everything can be done where one may write at all."""
        may = self._files.can_write
        return tuple(KindSupport(kind, may, may, may) for kind in self.kinds())

    def read(
        self, kind: Kind, task: Task, since: Mapping[Kind, Since] = NOTHING_EARLIER
    ) -> Reading:
        """Yield every item of `kind`; see `Handset.read`. A folder keeps no log of changes."""
        del since
        return Reading(lambda reading: self._items(kind, task, reading))

    def _items(self, kind: Kind, task: Task, told: Reading) -> Iterator[Item]:
        told.how = HOW
        task.check()
        with reading(self._files, kind):
            spots = self._walked_for(kind, task)
            if kind in _MEDIA:
                yield from self._media.items(kind, spots, self._records.is_plain, task)
            else:
                yield from self._records.items(kind, spots, task)

    def _walked_for(self, kind: Kind, task: Task) -> tuple[Spot, ...]:
        """What lies where: one walk serves each kind once."""
        known = self._spots
        if known is None or kind in self._served or any(spot.problem for spot in known):
            self._spots = tuple(walk(self._files, task))
            self._served = set()
            self._records.forget()
        self._served.add(kind)
        return self._spots or ()

    def _walk_again(self, task: Task) -> tuple[Spot, ...]:
        self._spots = None
        return tuple(walk(self._files, task))

    def add(self, item: NewItem, task: Task) -> str:
        """Put a new item into a file of its own; return its key."""
        with self._changing(item.kind, item.key, task):
            if item.kind.is_media:
                return self._media.add(item, task)
            return self._records.add(item, _whole(item, task))

    def update(self, key: str, item: NewItem, task: Task) -> str:
        """Replace the item that has `key`; return its key afterwards."""
        with self._changing(item.kind, key, task):
            if item.kind.is_media:
                return self._media.update(key, item, task)
            data = _whole(item, task)
            return self._records.update(key, item, data, self._walk_again(task))

    def remove(self, kind: Kind, key: str, task: Task) -> None:
        """Take the item that has `key` away."""
        with self._changing(kind, key, task):
            if kind.is_media:
                self._media.remove(key)
            else:
                self._records.remove(kind, key, self._walk_again(task))

    def close(self) -> None:
        """Nothing is held open."""

    def _changing(self, kind: Kind, key: str, task: Task) -> AbstractContextManager[None]:
        task.check()
        self._spots = None
        if not self._files.can_write:
            raise KindRefused(kind, "it can only be read")
        return writing(self._files, kind, key)


def _whole(item: NewItem, task: Task) -> bytes:
    """A record's bytes; raises `ItemRefused` for one that is no record any more."""
    data = bytearray()
    for chunk in item.open():
        task.check()
        data += chunk
        if len(data) > MAX_CUT:
            raise ItemRefused(item.kind, item.key, f"longer than {MAX_CUT} bytes")
    return bytes(data)
