"""A phone behind a pseudo-terminal: foreign programs take its slave for a serial port."""

from __future__ import annotations

import os
import pty
import select
import threading
import tty
from collections.abc import Iterator
from contextlib import suppress
from typing import Protocol, Self

_CHUNK = 4096
_JOIN_SECONDS = 30.0


class Peer(Protocol):
    """Whatever answers at the other end of a serial line."""

    def receive(self, data: bytes) -> Iterator[bytes]:
        """Take bytes as they come; yield what goes back."""
        ...


class PtyPhone:
    """Pumps a pty between `peer` and whoever opens `port`, until the `with` block ends.

    What `peer` raises ends the pumping and is raised again where the block ends.
    """

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._trouble: BaseException | None = None
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._master, self._slave = pty.openpty()
        # Held open, so that one client's leaving is not the end of the line for the next.
        tty.setraw(self._slave)
        self.port = os.ttyname(self._slave)
        self._stop, self._stopper = os.pipe()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._stopper)
        self._thread.join(_JOIN_SECONDS)
        for end in (self._slave, self._master, self._stop):
            os.close(end)
        if self._trouble is not None:
            raise self._trouble

    def _run(self) -> None:
        try:
            self._pump()
        except BaseException as trouble:  # noqa: BLE001 - raised again by the thread that waits
            self._trouble = trouble

    def _pump(self) -> None:
        while True:
            ready, _, _ = select.select([self._master, self._stop], [], [])
            if self._stop in ready:
                return
            with suppress(BlockingIOError):
                for answer in self._peer.receive(os.read(self._master, _CHUNK)):
                    self._send(answer)

    def _send(self, data: bytes) -> None:
        """Write all of `data`, unless the block ends before the client has taken it."""
        while data:
            _, ready, _ = select.select([self._stop], [self._master], [])
            if not ready:
                return
            data = data[os.write(self._master, data) :]
