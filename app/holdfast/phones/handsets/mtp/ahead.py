"""Reads ahead of whoever uses the bytes, so that the cable, hashing and the disk work at once."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from typing import Self

_PIECES = 4
_WAIT = 0.1

_Pieces = Callable[[], Generator[bytes, None, None]]


class ReadAhead(Iterator[bytes]):
    """Yields what `pieces` yields, up to four pieces ahead, read in a thread of its own.

    The thread begins with the first piece that is asked for. What it raises is raised here.
    """

    def __init__(self, pieces: _Pieces) -> None:
        """Read `pieces()`."""
        self._lane = _Lane()
        self._is_over = False
        # It must not hold `self`: who drops this iterator ends the thread.
        self._thread = threading.Thread(
            target=_read, args=(self._lane, pieces), name="mtp ahead", daemon=True
        )

    def __iter__(self) -> Self:
        """Return itself."""
        return self

    def __next__(self) -> bytes:
        """Return the next piece; raises `RuntimeError` once it was closed before its end."""
        if self._lane.left.is_set():
            if self._is_over:
                raise StopIteration
            raise RuntimeError("this reading was ended")
        if self._thread.ident is None:
            self._thread.start()
        piece = self._lane.waiting.get()
        if piece is not None:
            return piece
        self._is_over = True
        self.close()
        if self._lane.error is not None:
            raise self._lane.error
        raise StopIteration

    def close(self) -> None:
        """End the thread, and wait for it: the link behind it has one user at a time."""
        self._lane.left.set()
        begun = self._thread.ident is not None
        if begun and self._thread is not threading.current_thread():
            self._thread.join()

    def __del__(self) -> None:
        """Leave no thread behind."""
        self.close()


class _Lane:
    """What goes from the thread to whoever uses the bytes."""

    def __init__(self) -> None:
        self.waiting: queue.Queue[bytes | None] = queue.Queue(_PIECES)
        self.left = threading.Event()
        self.error: BaseException | None = None

    def put(self, piece: bytes | None) -> bool:
        """Hand a piece over, None for the end; whether anybody still wants it."""
        while not self.left.is_set():
            with suppress(queue.Full):
                self.waiting.put(piece, timeout=_WAIT)
                return True
        return False


def _read(lane: _Lane, pieces: _Pieces) -> None:
    source = pieces()
    try:
        for piece in source:
            if not lane.put(piece):
                break
    except BaseException as error:  # noqa: BLE001 - raised again in the thread that asked
        lane.error = error
    finally:
        with suppress(Exception):
            source.close()
        lane.put(None)
