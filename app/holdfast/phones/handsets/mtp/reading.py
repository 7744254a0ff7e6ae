"""Reads the photos and files of a phone in file-transfer mode."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import partial
from weakref import ref

from holdfast.phones.handsets.handset import (
    Garbled,
    ItemRefused,
    Reading,
    StorageGone,
    StoragesHidden,
)
from holdfast.phones.handsets.litter import is_litter
from holdfast.phones.handsets.mtp.ahead import ReadAhead
from holdfast.phones.handsets.mtp.clocks import Clocks, Shift, instant_of
from holdfast.phones.handsets.mtp.listing import Folder, Lister, Object
from holdfast.phones.handsets.mtp.storages import Storage, storages
from holdfast.phones.handsets.mtp.talk import MtpTalk, Refusal
from holdfast.phones.links.link import NoAnswer, PipeStalled
from holdfast.phones.protocols.mtp.codes import Event, Op, Response
from holdfast.progress import Task
from holdfast.records.model.item import Item, Part
from holdfast.records.model.kinds import Kind, media_kind
from holdfast.records.model.since import Since

_log = logging.getLogger(__name__)

HOW_FOLDERS, HOW_OBJECTS = "folders", "each object"
_AHEAD_FROM = 1 << 20
_PART = 1 << 22
_MOST_RESUMES = 5
_MOST_GARBLED = 5
_MOST_GROWN = 1 << 26
_CHANGED = "it changed while it was read"
_NO_END = "it does not end"
_LOW = 0xFFFFFFFF
_KINDS = (Kind.PHOTOS, Kind.FILES)
_GONE = (
    Response.InvalidStorageID,
    Response.InvalidObjectHandle,
    Response.InvalidParentObject,
    Response.StoreNotAvailable,
)


@dataclass(slots=True)
class Spot:
    """A file with the storage's name and the folders that lead to it."""

    path: tuple[str, ...]
    object: Object

    @property
    def key(self) -> str:
        """What the item is known by."""
        return "/".join(self.path)


_Some = tuple[Sequence[Spot], Sequence[Spot]]
"""Files of the kind that is read, and those of both kinds that came with them."""


@dataclass(slots=True)
class Found:
    """All that one walk found, by storage: serves both kinds."""

    spots: dict[str, dict[Kind, list[Spot]]] = field(default_factory=dict)
    served: set[Kind] = field(default_factory=set)


class Reader:
    """Reads both kinds of media in one walk of the phone."""

    def __init__(
        self,
        talk: MtpTalk,
        lister: Lister,
        operations: frozenset[int],
        zone: tzinfo | None,
        title: str,
        shown: tuple[Storage, ...] = (),
    ) -> None:
        """`zone` is where the phone's clock is told, None for this computer's own.

        `shown` are the storages that the phone told just now; the first walk asks for no others.
        """
        self._talk = talk
        self._lister = lister
        self._operations = operations
        self._zone = zone
        self._title = title
        self._told_just_now = shown
        self._found: Found | None = None
        self._shown: dict[int, str] = {}
        self._doubted = False
        self._garbled = 0
        self._ahead: ref[ReadAhead] | None = None

    def leave_off(self) -> None:
        """End what is still read ahead: the link is wanted for something else."""
        ahead = self._ahead() if self._ahead is not None else None
        self._ahead = None
        if ahead is not None:
            ahead.close()

    def forget(self) -> None:
        """Walk anew at the next reading: something was written."""
        self._found = None
        self.leave_off()

    def items(
        self, kind: Kind, task: Task, reading: Reading, since: Mapping[Kind, Since]
    ) -> Iterator[Item]:
        """Yield every file of `kind`; raises `StoragesHidden` where the phone shows none."""
        reading.how = HOW_FOLDERS
        clocks = Clocks.since(since[kind].anchor if kind in since else "")
        for shift, spots in self._settled(kind, clocks, task):
            for spot in spots:
                task.check()
                yield self._item(kind, spot, shift)
                self.leave_off()
        self._check_there(kind)
        reading.anchor = clocks.anchor()

    def _settled(
        self, kind: Kind, clocks: Clocks, task: Task
    ) -> Iterator[tuple[Shift, Sequence[Spot]]]:
        """Some files at a time, once enough were looked at to know the clock of their storage."""
        for storage, found in self._some(kind, task):
            shift = clocks.of(storage)
            held: list[Spot] = []
            for own, both in found:
                for spot in both:
                    shift.learn(spot.key, spot.object.modified)
                held += own
                if shift.is_sure:
                    shift.settle()
                    yield shift, held
                    held = []
            shift.settle()
            yield shift, held

    def _some(self, kind: Kind, task: Task) -> Iterator[tuple[str, Iterator[_Some]]]:
        """The files of each storage; those of the other kind are kept for its turn."""
        known = self._found
        if known is not None and kind not in known.served:
            known.served.add(kind)
            for name, kinds in known.spots.items():
                both = [spot for spots in kinds.values() for spot in spots]
                yield name, iter(((kinds[kind], both),))
            return
        self._found = None
        found = Found(served={kind})
        shown = self._storages()
        self._doubted = self._doubted or not {each.id for each in shown}.issuperset(self._shown)
        for storage in shown:
            kinds = found.spots.setdefault(storage.name, {each: [] for each in _KINDS})
            yield storage.name, self._walked(storage, kind, kinds, task)
        self._found = found

    def _walked(
        self, storage: Storage, kind: Kind, kinds: dict[Kind, list[Spot]], task: Task
    ) -> Iterator[_Some]:
        self._shown[storage.id] = storage.name
        try:
            for folder in self._lister.walk(storage, task):
                came = len(kinds[kind])
                both = list(_files(storage, folder))
                for spot in both:
                    kinds[media_kind(spot.path[-1])].append(spot)
                yield kinds[kind][came:], both
        except Refusal as refusal:
            there = {each.id for each in self._storages()}
            if refusal.code not in _GONE or storage.id in there:
                raise
            self._doubted = True

    def _check_there(self, kind: Kind) -> None:
        """Raise `StorageGone` where one was taken out meanwhile, `StoragesHidden` for all."""
        told = any(event.code == Event.StoreRemoved for event in self._talk.events())
        if not (told or self._doubted or self._lister.met_gone):
            return
        there = {each.id for each in self._storages()}
        gone = [name for number, name in self._shown.items() if number not in there]
        self._doubted = bool(gone)
        if gone:
            raise StorageGone(kind, gone[0])
        self._lister.met_gone = False

    def _storages(self) -> tuple[Storage, ...]:
        found, self._told_just_now = self._told_just_now or storages(self._talk), ()
        if not found:
            raise StoragesHidden(self._title)
        return found

    def _item(self, kind: Kind, spot: Spot, shift: Shift) -> Item:
        told = spot.object
        modified = instant_of(told.modified, self._zone) if told.modified is not None else None
        part = Part("", partial(self.opened, kind, spot), told.size)
        mark = shift.mark(told.size, told.modified)
        return Item(kind, spot.key, (part,), mark, spot.path, modified)

    def opened(self, kind: Kind, spot: Spot) -> Iterator[bytes]:
        """The bytes of a file; goes on inside it where the phone falls silent on the way."""
        self.leave_off()
        pieces = partial(self._pieces, kind, spot)
        size = spot.object.size
        if size is not None and size >= _AHEAD_FROM:
            ahead = ReadAhead(pieces)
            self._ahead = ref(ahead)
            return ahead
        return pieces()

    def _pieces(self, kind: Kind, spot: Spot) -> Generator[bytes, None, None]:
        done = resumes = 0
        size = spot.object.size
        while True:
            try:
                for piece in self._rest(kind, spot, done, size):
                    done += len(piece)
                    yield piece
            except Refusal as refusal:
                self._doubted = True
                raise ItemRefused(kind, spot.key, str(refusal)) from refusal
            except Garbled as problem:
                told, size = size, self._whole_size(spot, done) or size
                if size != told:
                    _log.info("%s has %s bytes, not %s as first told", spot.key, size, told)
                    continue
                self._garbled += 1
                if self._garbled > _MOST_GARBLED:
                    raise
                raise ItemRefused(kind, spot.key, problem.detail) from problem
            except (NoAnswer, PipeStalled) as problem:
                resumes += 1
                if resumes > _MOST_RESUMES:
                    raise
                _log.info("going on at byte %d of %s after %r", done, spot.key, problem)
            else:
                self._garbled = 0
                return

    def _whole_size(self, spot: Spot, done: int) -> int | None:
        """The size of a file that goes on where it should end: some tell its low 32 bits first.

        None where the phone cannot tell it, or not be asked for the rest.
        """
        handle = spot.object.handle
        if not done or done != spot.object.size or not self._gives_parts(done):
            return None
        return self._lister.whole_size(handle)

    def _rest(self, kind: Kind, spot: Spot, done: int, size: int | None) -> Iterator[bytes]:
        """The bytes of a file from `done` on, if it is still the same file and has an end."""
        if done:
            self._check_same(kind, spot)
        most = _most(size)
        for piece in self._from(spot.object.handle, done, size):
            done += len(piece)
            if most is not None and done > most:
                raise ItemRefused(kind, spot.key, _NO_END)
            yield piece

    def _from(self, handle: int, done: int, size: int | None) -> Iterator[bytes]:
        """The bytes of an object from `done` on."""
        if not (done and self._gives_parts(done)):
            yield from _without(self._talk.stream(Op.GetObject, handle), done)
            return
        while size is None or done < size:
            came = 0
            for piece in self._part(handle, done, size):
                came += len(piece)
                yield piece
            if not came:
                return
            done += came

    def _part(self, handle: int, done: int, whole: int | None) -> Iterator[bytes]:
        # What ends the answer is what may hang a phone: near the end of a file, its rest.
        rest = _PART if whole is None else min(_PART, whole - done)
        size = self._talk.quirks.partial(rest)
        if Op.GetPartialObject64 in self._operations:
            words = (handle, done & _LOW, done >> 32, size)
            return self._talk.stream(Op.GetPartialObject64, *words)
        return self._talk.stream(Op.GetPartialObject, handle, done, size)

    def _gives_parts(self, done: int) -> bool:
        """Whether the phone can be asked for the rest of a file alone."""
        if Op.GetPartialObject64 in self._operations:
            return True
        return Op.GetPartialObject in self._operations and done <= _LOW

    def _check_same(self, kind: Kind, spot: Spot) -> None:
        """Raise `ItemRefused` where the rest would be that of another file."""
        told, now = spot.object, self._lister.one(spot.object.handle)
        sizes = set() if self._talk.quirks.distrust_object_info else {told.size, now.size}
        if len(sizes - {None}) > 1 or len({told.modified, now.modified} - {None}) > 1:
            raise ItemRefused(kind, spot.key, _CHANGED)


def _without(pieces: Iterator[bytes], skipped: int) -> Iterator[bytes]:
    """The pieces behind the first `skipped` bytes."""
    for piece in pieces:
        if len(piece) > skipped:
            yield piece[skipped:] if skipped else piece
        skipped = max(skipped - len(piece), 0)


def _most(size: int | None) -> int | None:
    """How many bytes may come of a file: it may grow, or be converted, while it is read."""
    return None if size is None else max(2 * size, size + _MOST_GROWN)


def _files(storage: Storage, folder: Folder) -> Iterator[Spot]:
    """The files of a folder that are its owner's."""
    for each in folder.objects:
        if not each.folder and each.is_named and not is_litter((*folder.place, each.name)):
            yield Spot((storage.name, *folder.place, each.name), each)
