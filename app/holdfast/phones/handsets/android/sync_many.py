"""Many small files from a phone: several sync streams are kept busy, to wait for no answer."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from holdfast.phones.handsets.android.sync import Files
from holdfast.phones.handsets.android.sync_stream import FileRefused, SyncStream
from holdfast.phones.links.link import Unplugged
from holdfast.phones.protocols.adb import sync

_LANES = 8
_BATCH = 16
"""Requests that one stream may be behind with; far below what a phone holds unread."""
_MOST_LOSSES = 2


@dataclass(frozen=True, slots=True)
class Pulled:
    """One file that comes; `pieces` are read, or passed over, before the next file is asked for.

    They raise `FileRefused` where the phone does not give the file; the next one comes
    nevertheless.
    """

    path: bytes
    pieces: Iterator[bytes | memoryview]


def pull_many(files: Files, paths: Iterable[bytes], lanes: int = _LANES) -> Iterator[Pulled]:
    """Yield each of `paths` in their order; raises what `Files` raises, but for `FileRefused`."""
    used = tuple(PullLane(files) for _ in range(lanes))
    coming = iter(paths)
    order: deque[tuple[PullLane, bytes]] = deque()
    try:
        while True:
            if len(order) <= lanes * _BATCH // 2:
                order.extend(_spread(used, tuple(islice(coming, lanes * _BATCH // 2))))
            if not order:
                return
            lane, path = order.popleft()
            with closing(lane.pieces(path)) as pieces:
                yield Pulled(path, pieces)
                _pass_over(pieces)
    finally:
        for lane in used:
            lane.close()


class PullLane:
    """One stream with the files that were asked for on it, the next to come first."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._stream: SyncStream | None = None
        self._asked: deque[bytes] = deque()
        self._unasked: deque[bytes] = deque()

    def ask(self, paths: Iterable[bytes]) -> None:
        """Ask for files, in one message; one whose path no phone takes is left out."""
        self._unasked.extend(path for path in paths if len(path) <= sync.MAX_PATH)
        self._send(len(self._unasked))

    def pieces(self, path: bytes) -> Generator[bytes | memoryview, None, None]:
        """Yield the bytes of the next file, which is `path`."""
        self._files.reading(path)  # refuses a path that was left out
        for losses in range(1, _MOST_LOSSES + 1):
            try:
                yield from self._next(path)
            except _LostError as lost:
                if losses == _MOST_LOSSES:
                    raise lost.problem from lost
                # Its answer may have been lost with those behind it, so it goes alone.
                self._begin_again()
                self._send(1)
            else:
                return

    def close(self) -> None:
        """End the stream."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _next(self, path: bytes) -> Iterator[bytes | memoryview]:
        if not self._asked:
            self._send(len(self._unasked))
        begun = False
        try:
            for piece in self._files.pieces(self._sound(), path):
                begun = True
                yield piece
        except FileRefused:
            # The phone ends the stream with a refusal; what was asked behind it is lost.
            self._asked.popleft()
            self._begin_again()
            raise
        except Unplugged as problem:
            if begun:
                raise
            raise _LostError(problem) from problem
        self._asked.popleft()

    def _begin_again(self) -> None:
        self.close()
        self._unasked.extendleft(reversed(self._asked))
        self._asked.clear()

    def _sound(self) -> SyncStream:
        if self._stream is None:
            self._stream = self._files.opened()
        return self._stream

    def _send(self, count: int) -> None:
        paths = [self._unasked.popleft() for _ in range(min(count, len(self._unasked)))]
        self._asked.extend(paths)
        if paths:
            self._sound().ask(*map(self._files.reading, paths))


class _LostError(Exception):
    """The stream ended before it was said what becomes of a file."""

    def __init__(self, problem: Unplugged) -> None:
        super().__init__(str(problem))
        self.problem = problem


def _spread(
    lanes: tuple[PullLane, ...], paths: tuple[bytes, ...]
) -> Iterator[tuple[PullLane, bytes]]:
    """Give `paths` out in turn; a path goes to its lane in one message with the others."""
    for at, lane in enumerate(lanes):
        mine = paths[at :: len(lanes)]
        if mine:
            lane.ask(mine)
    for at, path in enumerate(paths):
        yield lanes[at % len(lanes)], path


def _pass_over(pieces: Iterator[bytes | memoryview]) -> None:
    try:
        for _ in pieces:
            continue
    except FileRefused:
        return
