"""Reads ahead of whoever uses the bytes, so that the cable, hashing and the disk work at once."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

_PIECES = 4
_WAIT = 0.1

_End = BaseException | None


def read_ahead(pieces: Callable[[], Iterator[bytes]]) -> Iterator[bytes]:
    """Yield what `pieces` yields, up to four pieces ahead, read in a thread of its own.

    Leaving early closes `pieces` in that thread, and waits for it: the link behind it has one
    user at a time. What it raises is raised here.
    """
    waiting: queue.Queue[bytes | None] = queue.Queue(_PIECES)
    left = threading.Event()
    ended: list[_End] = []

    def read() -> None:
        source = pieces()
        try:
            for piece in source:
                if not _put(waiting, piece, left):
                    break
            ended.append(None)
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that asked
            ended.append(error)
        finally:
            with suppress(Exception):
                source.close()  # type: ignore[attr-defined]  # a generator
            _put(waiting, None, left)

    thread = threading.Thread(target=read, name="mtp ahead", daemon=True)
    thread.start()
    try:
        while (piece := waiting.get()) is not None:
            yield piece
    finally:
        left.set()
        thread.join()
    if ended and ended[0] is not None:
        raise ended[0]


def _put(waiting: queue.Queue[bytes | None], piece: bytes | None, left: threading.Event) -> bool:
    while not left.is_set():
        with suppress(queue.Full):
            waiting.put(piece, timeout=_WAIT)
            return True
    return False
