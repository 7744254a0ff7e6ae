"""Runs a program only while somebody waits for it, so that phones in software never race.

A program reads and prints as if its streams were pipes. It has a thread of its own, but that
runs only inside of `Program.step`: until the program waits for input, has printed enough, or
has ended.
"""

from __future__ import annotations

import io
import threading
from collections import deque
from collections.abc import Callable
from typing import BinaryIO

from holdfast.phones.virtual.android.tool import Sink

OUT, ERR = 1, 2
_ENOUGH = 1 << 18
_MUCH_INPUT = 1 << 18

Work = Callable[[BinaryIO, Sink, Sink], int]
"""A program: reads from the first, prints to the others, returns its exit status."""


class HungUpError(BaseException):
    """Raised inside of a program whose stream was closed; no program should catch it."""


class Program:
    """One running program."""

    def __init__(self, work: Work) -> None:
        """Start `work` at the first `step`."""
        self.status: int | None = None
        self._work = work
        self._printed: deque[tuple[int, bytearray]] = deque()
        self._held = 0
        self._input: deque[bytes] = deque()
        self._backlog = 0
        self._ended = False
        self._killed = False
        self._error: BaseException | None = None
        self._go = threading.Semaphore(0)
        self._back = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._live, daemon=True, name="virtual program")

    @property
    def hungry(self) -> bool:
        """Whether it should get more input now."""
        return self._backlog < _MUCH_INPUT

    def feed(self, data: bytes) -> None:
        """Give it input; dropped once it has ended."""
        if self.status is None and data:
            self._input.append(data)
            self._backlog += len(data)

    def end_input(self) -> None:
        """Let its input end behind what was given."""
        self._ended = True

    def step(self) -> None:
        """Let it run until it waits, has printed enough, or has ended; raises what it raised."""
        if self.status is not None:
            return
        if not self._thread.is_alive():
            self._thread.start()
        self._go.release()
        self._back.acquire()
        if self._error is not None:
            error, self._error = self._error, None
            raise error

    def printed(self) -> tuple[int, bytes] | None:
        """Take the next run of bytes it printed, with where to: `OUT` or `ERR`."""
        if not self._printed:
            return None
        where, data = self._printed.popleft()
        self._held -= len(data)
        return where, bytes(data)

    def kill(self) -> None:
        """End it: it learns so at its next read or write."""
        self._killed = True
        if self.status is None and self._thread.is_alive():
            self.step()
        self.status = self.status if self.status is not None else 129

    # The rest runs in the program's own thread.

    def _live(self) -> None:
        self._go.acquire()
        status = 129
        try:
            stdin = io.BufferedReader(_Input(self._take), 1 << 16)
            status = self._work(stdin, _Output(self, OUT), _Output(self, ERR))
        except HungUpError:
            pass
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            self._error = error
        self.status = status
        self._back.release()

    def _wait(self) -> None:
        self._back.release()
        self._go.acquire()
        if self._killed:
            raise HungUpError

    def _take(self, room: int) -> bytes:
        while not self._input:
            if self._ended:
                return b""
            self._wait()
        data = self._input.popleft()
        if len(data) > room:
            self._input.appendleft(data[room:])
            data = data[:room]
        self._backlog -= len(data)
        return data

    def put(self, where: int, data: bytes) -> None:
        """Take what the program prints."""
        if self._killed:
            raise HungUpError
        if self._printed and self._printed[-1][0] == where:
            self._printed[-1][1].extend(data)
        else:
            self._printed.append((where, bytearray(data)))
        self._held += len(data)
        while self._held >= _ENOUGH:
            self._wait()


class _Input(io.RawIOBase):
    def __init__(self, take: Callable[[int], bytes]) -> None:
        super().__init__()
        self._take = take

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]  # whatever has bytes to fill
        data = self._take(len(view))
        view[: len(data)] = data
        return len(data)


class _Output:
    def __init__(self, program: Program, where: int) -> None:
        self._program = program
        self._where = where

    def write(self, data: bytes, /) -> int:
        if data:
            self._program.put(self._where, data)
        return len(data)
