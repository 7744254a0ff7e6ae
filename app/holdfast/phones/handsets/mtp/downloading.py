"""Fetches a file of a phone in file-transfer mode, and goes on inside it where it must."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import partial
from weakref import ref

from holdfast.phones.handsets.handset import Garbled, ItemRefused
from holdfast.phones.handsets.mtp.ahead import ReadAhead
from holdfast.phones.handsets.mtp.listing import Lister, Object
from holdfast.phones.handsets.mtp.talk import MtpTalk, Refusal
from holdfast.phones.links.link import NoAnswer, PipeStalled
from holdfast.phones.protocols.mtp.codes import Op
from holdfast.records.model.kinds import Kind

_log = logging.getLogger(__name__)

_AHEAD_FROM = 1 << 20
_PART = 1 << 22
_MOST_RESUMES = 5
_MOST_GARBLED = 5
_MOST_GROWN = 1 << 26
_CHANGED = "it changed while it was read"
_NO_END = "it does not end"
_LOW = 0xFFFFFFFF


@dataclass(slots=True)
class Spot:
    """A file with the storage's name and the folders that lead to it."""

    path: tuple[str, ...]
    object: Object

    @property
    def key(self) -> str:
        """What the item is known by."""
        return "/".join(self.path)


class Downloads:
    """Fetches files one at a time; remembers how the phone behaved in it."""

    def __init__(self, talk: MtpTalk, lister: Lister, operations: frozenset[int]) -> None:
        """`operations` are those the phone says it knows."""
        self._talk = talk
        self._lister = lister
        self._operations = operations
        self._garbled = 0
        self._ahead: ref[ReadAhead] | None = None
        self.met_refusal = False
        """Whether a file that was listed was refused: it may be gone, and its storage with it."""

    def leave_off(self) -> None:
        """End what is still read ahead: the link is wanted for something else."""
        ahead = self._ahead() if self._ahead is not None else None
        self._ahead = None
        if ahead is not None:
            ahead.close()

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
                self.met_refusal = True
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
