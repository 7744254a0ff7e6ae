"""Photos and files of an Android phone, by the sync service."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from holdfast.phones.handsets.android.batches import Shell
from holdfast.phones.handsets.android.rooms import room_of
from holdfast.phones.handsets.android.sync import LS_V2, Files
from holdfast.phones.handsets.android.sync_many import PullLane
from holdfast.phones.handsets.android.sync_stream import FileRefused
from holdfast.phones.handsets.android.uploading import (
    MODE,
    Uploads,
    checked,
    quoted_place,
    refusal,
    seconds_of,
)
from holdfast.phones.handsets.android.walking import (
    Root,
    Spot,
    bytes_of,
    roots,
    text_of,
    walk,
)
from holdfast.phones.handsets.handset import Added, ItemRefused, KindRefused, Reading
from holdfast.progress import Task
from holdfast.records.model.handset import StorageInfo
from holdfast.records.model.item import Item, NewItem, Part
from holdfast.records.model.kinds import Kind, media_kind

HOW = "folders"
_SMALL = 256 * 1024
_MOST_AHEAD = 64
_AHEAD_BYTES = 4 * 1024 * 1024
_MOST_TOGETHER = 100
_SCANNED_ONE_BY_ONE = 20


class Media:
    """The files of all storages; one walk serves both kinds."""

    def __init__(self, files: Files, shell: Shell, features: frozenset[str]) -> None:
        """Read through `files`; `features` are what the phone can do."""
        self._files = files
        self._shell = shell
        # Before that, sizes are cut to 32 bits.
        self._sizes = LS_V2 in features
        self._left: list[Spot] | None = None
        self._kind = Kind.PHOTOS
        self._uploads = Uploads(files, shell)

    def items(self, kind: Kind, task: Task, reading: Reading) -> Iterator[Item]:
        """Yield every file of `kind`."""
        reading.how = HOW
        ahead = _Ahead(self._files)
        try:
            for spots in self._folders(kind, task):
                for place, spot in enumerate(spots):
                    task.check()
                    yield self._item(kind, spot, spots[place + 1 :], ahead)
        finally:
            ahead.close()

    def _folders(self, kind: Kind, task: Task) -> Iterator[Sequence[Spot]]:
        """The files of `kind`, some at a time; those of the other kind are kept for its turn."""
        if self._left is not None and kind is not self._kind:
            left, self._left = self._left, None
            yield left
            return
        self._kind, self._left = kind, None
        others: list[Spot] = []
        for root in self._roots(kind):
            own: list[Spot] = []
            for spot in walk(self._files, root, task):
                if media_kind(spot.path[-1]) is kind:
                    own.append(spot)
                else:
                    others.append(spot)
                if len(own) >= _MOST_AHEAD:
                    yield own
                    own = []
            yield own
        self._left = others

    def _roots(self, kind: Kind) -> tuple[Root, ...]:
        found = roots(self._files)
        if not found:
            raise KindRefused(kind, "the phone shows no storage")
        return found

    def _item(self, kind: Kind, spot: Spot, following: Sequence[Spot], ahead: _Ahead) -> Item:
        key = "/".join(spot.path)
        opened = partial(_bytes, kind, key, spot, following, ahead)
        part = Part("", opened, spot.size if self._sizes else None)
        return Item(kind, key, (part,), spot.mark, spot.path, spot.modified)

    def room(self) -> tuple[StorageInfo, ...]:
        """How large the storages are, and what of each is free."""
        return tuple(room_of(root, self._shell) for root in roots(self._files))

    def add_all(self, items: Iterable[NewItem], task: Task) -> Iterator[Added]:
        """Put new files on the phone, beside those of their names; yield how each went."""
        waiting = iter(items)
        while some := tuple(islice(waiting, _MOST_TOGETHER)):
            task.check()
            self._left = None
            yield from self._uploads.add(some, task)

    def update(self, key: str, item: NewItem, task: Task) -> str:
        """Replace the file that has `key`."""
        place = self._place(key)
        folder, _, name = place.rpartition(b"/")
        if not self._files.stat(place).there:
            raise ItemRefused(item.kind, key, "not there")
        self._write(item, folder, name, task)
        return key

    def remove(self, kind: Kind, key: str) -> None:
        """Take the file that has `key` off the phone."""
        place = self._place(key)
        if not self._files.lstat(place).there:
            raise ItemRefused(kind, key, "not there")
        self._left = None
        ran = self._shell.run(f"rm -f {quoted_place(place)}")
        if self._files.lstat(place).there:
            raise ItemRefused(kind, key, _said(ran.err or ran.out))
        self._uploads.written.append(place)

    def tell_gallery(self) -> None:
        """Have the phone look at what was written, so that its gallery shows it."""
        written, self._uploads.written = self._uploads.written, []
        if not written:
            return
        commands = [
            f"content call --uri content://media --method scan_file --arg {quoted_place(place)}"
            for place in written[:_SCANNED_ONE_BY_ONE]
        ]
        if len(written) > _SCANNED_ONE_BY_ONE:
            arg = "--method scan_volume --arg external_primary"
            commands = [f"content call --uri content://media {arg}"]
        for command in commands:
            self._shell.run(f"{command} >/dev/null 2>&1")

    def _write(self, item: NewItem, folder: bytes, name: bytes, task: Task) -> None:
        """The bytes first come under another name, so that half a file never has the real one."""
        self._left = None
        part = b"%s/.holdfast-%s.part" % (folder, secrets.token_hex(6).encode())
        try:
            self._files.push(part, checked(item, task), mode=MODE, mtime=seconds_of(item))
            self._rename(part, folder + b"/" + name)
        except FileRefused as refused:
            self._shell.run(f"rm -f {quoted_place(part)}")
            raise refusal(item.kind, item.key, refused.answer) from refused
        self._uploads.written.append(folder + b"/" + name)

    def _rename(self, part: bytes, place: bytes) -> None:
        ran = self._shell.run(f"mv -f {quoted_place(part)} {quoted_place(place)}")
        if self._files.lstat(part).there:
            raise FileRefused(text_of(place), _said(ran.err or ran.out))

    def _place(self, key: str) -> bytes:
        storage, _, rest = key.partition("/")
        for root in roots(self._files):
            if root.name == storage and ".." not in rest.split("/"):
                return root.place + b"/" + bytes_of(rest)
        return b"/storage/" + bytes_of(key)


class _Ahead:
    """Asks for small files before their turn, the more the longer every one was wanted."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._lane: PullLane | None = None
        self._asked: list[bytes] = []
        self._streak = 0

    def pieces(self, spot: Spot, following: Sequence[Spot]) -> Iterator[bytes | memoryview]:
        """The bytes of a file; those of the `following` may be asked for with it."""
        if self._asked[:1] != [spot.place]:
            if self._asked:
                self.close()
                self._streak = 0
            self._ask(spot, following)
        self._asked.pop(0)
        if self._lane is None:
            return
        self._streak += 1
        yield from self._lane.pieces(spot.place)

    def _ask(self, spot: Spot, following: Sequence[Spot]) -> None:
        places, size = [spot.place], spot.size
        for each in following[: min(self._streak, _MOST_AHEAD)]:
            size += each.size
            if each.size > _SMALL or size > _AHEAD_BYTES:
                break
            places.append(each.place)
        if self._lane is None:
            self._lane = PullLane(self._files)
        self._asked = places
        self._lane.ask(places)

    def close(self) -> None:
        """Forget what was asked for and has not come."""
        if self._lane is not None:
            self._lane.close()
        self._lane, self._asked = None, []


def _bytes(
    kind: Kind, key: str, spot: Spot, following: Sequence[Spot], ahead: _Ahead
) -> Iterator[bytes]:
    pieces = ahead.pieces(spot, following)
    finished = False
    try:
        for piece in pieces:
            yield bytes(piece)
        finished = True
    except FileRefused as refused:
        raise ItemRefused(kind, key, refused.answer) from refused
    finally:
        if not finished:
            ahead.close()


def _said(data: bytes) -> str:
    lines = data.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:200] if lines else "the phone did not say why"
