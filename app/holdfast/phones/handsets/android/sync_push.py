"""Many files onto a phone: small ones go together, on several sync streams that are kept busy."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from holdfast.phones.handsets.android.sync import Files
from holdfast.phones.handsets.android.sync_stream import FileRefused, SyncStream, packed
from holdfast.phones.links.link import Unplugged
from holdfast.phones.protocols.adb import sync

_LANES = 8
_BATCH = 16
_SMALL = 128 * 1024
"""How much of files goes out on one stream before an answer is waited for, in bytes."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to write; `pieces` gives its bytes. `mtime` in seconds."""

    path: bytes
    pieces: Callable[[], Iterable[bytes]]
    mode: int = 0o644
    mtime: int = 0


@dataclass(frozen=True, slots=True)
class Pushed:
    """What came of a file that was to be written: `problem` is None where it was."""

    path: bytes
    problem: FileRefused | None = None


@dataclass(frozen=True, slots=True)
class _Going:
    """A file on its way: `whole` in one message, or with the `pieces` of a large one."""

    file: NewFile
    kind: bytes
    whole: bytes | None = None
    pieces: Iterable[bytes] = ()
    size: int = 0
    problem: FileRefused | None = None


def push_many(files: Files, new: Iterable[NewFile], lanes: int = _LANES) -> Iterator[Pushed]:
    """Write each of `new` and yield, in their order, what came of it.

    Up to 16 files a lane are taken, and their bytes read, before the first is answered for.
    Raises what `Files` raises, but for `FileRefused`.
    """
    idle = deque(_PushLane(files) for _ in range(lanes))
    busy: deque[_PushLane] = deque()
    try:
        for load in _loads(_going(files, file) for file in new):
            if not idle:
                idle.append(busy.popleft())
                yield from idle[-1].finish()
            lane = idle.popleft()
            busy.append(lane)
            lane.start(load)
        while busy:
            idle.append(busy.popleft())
            yield from idle[-1].finish()
    finally:
        for lane in (*idle, *busy):
            lane.close()


class _PushLane:
    """One stream with the files that are on their way on it."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._stream: SyncStream | None = None
        self._load: deque[_Going] = deque()
        self._due = 0

    def start(self, load: Iterable[_Going]) -> None:
        """Send files; nothing may be under way."""
        self._load.extend(load)
        self._send(len(self._load))

    def finish(self) -> Iterator[Pushed]:
        """Yield what came of each file that was sent."""
        lost = False
        while self._load:
            going = self._load[0]
            try:
                problem = going.problem or self._answer(going)
            except Unplugged:
                if lost or going.whole is None:
                    raise
                # Its refusal may have been lost with the stream, so it goes alone.
                lost = True
                self.close()
                self._send(1)
                continue
            lost = False
            self._load.popleft()
            yield Pushed(going.file.path, problem)

    def close(self) -> None:
        """End the stream."""
        self._due = 0
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _answer(self, going: _Going) -> FileRefused | None:
        """What the phone says of the file that is due; what was sent behind a refusal is lost."""
        if not self._due:
            self._send(len(self._load))
        self._due -= 1
        try:
            self._files.finish_push(self._sound(), going.file.path)
        except FileRefused as problem:
            self.close()
            return problem
        return None

    def _send(self, count: int) -> None:
        some = [each for each in tuple(self._load)[:count] if each.problem is None]
        if self._stream is not None and not self._stream.usable:
            self.close()
        self._due = len(some)
        if some and some[0].whole is None:
            file = some[0].file
            self._files.start_push(self._sound(), file.path, some[0].pieces, file.mode, file.mtime)
        elif some:
            self._sound().ask(*((each.kind, each.whole or b"") for each in some))

    def _sound(self) -> SyncStream:
        if self._stream is None:
            self._stream = self._files.opened()
        return self._stream


def _loads(going: Iterable[_Going]) -> Iterator[list[_Going]]:
    """What goes on one stream together: some small files, or a large one alone."""
    load: list[_Going] = []
    size = 0
    for each in going:
        if load and (each.whole is None or size + each.size > _SMALL or len(load) == _BATCH):
            yield load
            load, size = [], 0
        load.append(each)
        size += each.size
    if load:
        yield load


def _going(files: Files, file: NewFile) -> _Going:
    """Read a file as far as shows whether it is a small one."""
    try:
        kind, request = files.writing(file.path, file.mode)
    except FileRefused as problem:
        return _Going(file, b"", b"", problem=problem)
    held: list[bytes] = []
    size = 0
    pieces = iter(file.pieces())
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size > _SMALL:
            return _Going(file, kind, pieces=chain(held, pieces), size=size)
    packed_up = packed(request, iter(held), sync.done(file.mtime), sync.PREFIX.size + sync.MAX_DATA)
    return _Going(file, kind, b"".join(packed_up), size=size)
