"""A door on this computer's own network by which Google's adb reaches a phone in software."""

from __future__ import annotations

import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from holdfast.phones.protocols.adb.messages import BrokenAdbError
from holdfast.phones.virtual.android.adbd import Adbd

_READ = 1 << 20
_ASK_AGAIN = 0.02
_SHORTEST = 0.0005
_SMALL = 1 << 14
_ENOUGH = 4 << 20
"""No more than this waits to be written, in bytes, before programs run on."""


class AdbTcpDoor:
    """Listens on 127.0.0.1; each computer that connects gets a daemon of its own.

    What comes in is held back for `delay` seconds, which stands for a round trip. Programs of
    all computers run one at a time.
    """

    def __init__(self, begin: Callable[[], Adbd], *, delay: float = 0.0, port: int = 0) -> None:
        """Open the door at once, on any free port or on `port`."""
        self._begin = begin
        self._delay = delay
        self._lock = threading.RLock()
        self._guests: set[_Guest] = set()
        self._listener = socket.create_server(("127.0.0.1", port))
        self._port = int(self._listener.getsockname()[1])
        self._open = True
        self._thread = threading.Thread(target=self._welcome, daemon=True, name="adb door")
        self._thread.start()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._port

    @property
    def address(self) -> str:
        """What `adb connect` takes."""
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        """Stay open for a block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close behind a block."""
        self.close()

    def hang_up(self) -> None:
        """Throw every computer out; the door stays open."""
        for guest in list(self._guests):
            guest.leave()

    def close(self) -> None:
        """Throw every computer out and shut the door."""
        self._open = False
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()
        self.hang_up()

    def _welcome(self) -> None:
        while self._open:
            try:
                connected, _ = self._listener.accept()
            except OSError:
                return
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            guest = _Guest(connected, self._begin(), self._lock, self._delay, self._guests.discard)
            self._guests.add(guest)
            guest.start()


class _Guest:
    """One computer at the door."""

    def __init__(
        self,
        connected: socket.socket,
        adbd: Adbd,
        lock: threading.RLock,
        delay: float,
        over: Callable[[_Guest], None],
    ) -> None:
        self._socket = connected
        self._adbd = adbd
        self._lock = lock
        self._delay = delay
        self._over = over
        self._came: deque[tuple[float, bytes]] = deque()
        self._going: deque[memoryview] = deque()
        self._left = False
        self._thread = threading.Thread(target=self._serve, daemon=True, name="adb guest")

    def start(self) -> None:
        """Begin to serve it."""
        self._thread.start()

    def leave(self) -> None:
        """Throw it out, and wait until it is gone."""
        self._left = True
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _serve(self) -> None:
        self._socket.setblocking(False)
        with selectors.DefaultSelector() as selector, self._socket:
            selector.register(self._socket, selectors.EVENT_READ)
            try:
                while not self._left:
                    self._work()
                    events = selectors.EVENT_READ
                    if self._going:
                        events |= selectors.EVENT_WRITE
                    selector.modify(self._socket, events)
                    self._move(sum(event for _, event in selector.select(self._patience())))
            except (OSError, BrokenAdbError):
                pass
            finally:
                with self._lock:
                    self._adbd.close()
                self._over(self)

    def _work(self) -> None:
        """Hand on what is due, and let programs run until enough waits to be written."""
        with self._lock:
            now = time.monotonic()
            while self._came and self._came[0][0] <= now:
                self._adbd.receive(self._came.popleft()[1])
            waiting = sum(map(len, self._going))
            while waiting < _ENOUGH and (message := self._adbd.take()) is not None:
                waiting += self._queue(*message)

    def _queue(self, header: bytes, payload: bytes) -> int:
        # One piece on the wire for what is small; no copy of what is not.
        parts = (header + payload,) if len(payload) < _SMALL else (header, payload)
        self._going.extend(memoryview(part) for part in parts)
        return len(header) + len(payload)

    def _patience(self) -> float | None:
        """How long the wire may stay silent before something else is to be done, in seconds."""
        if self._came:
            return max(_SHORTEST, self._came[0][0] - time.monotonic())
        return _ASK_AGAIN if self._adbd.asking else None

    def _move(self, events: int) -> None:
        if events & selectors.EVENT_READ:
            data = self._socket.recv(_READ)
            if not data:
                raise ConnectionResetError
            self._came.append((time.monotonic() + self._delay, data))
        while events & selectors.EVENT_WRITE and self._going:
            try:
                sent = self._socket.send(self._going[0])
            except BlockingIOError:
                return
            rest = self._going.popleft()[sent:]
            if rest:
                self._going.appendleft(rest)
