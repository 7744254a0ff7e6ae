"""Connects to adbd or to an adb server over TCP."""

from __future__ import annotations

import select
import socket

from holdfast.phones.links.link import NoAnswer, Unplugged
from holdfast.phones.links.tcp import TcpLink


class AdbSocket(TcpLink):
    """A `TcpLink` that sends at once, and tells whether something has come."""

    def __init__(self, connected: socket.socket) -> None:
        """Take over a socket that is already connected."""
        super().__init__(connected)
        self._connected = connected

    @classmethod
    def to(cls, host: str, port: int, seconds: float) -> AdbSocket:
        """Connect within `seconds`; raises `NoAnswer` or `Unplugged`."""
        try:
            connected = socket.create_connection((host, port), seconds)
            # A header that waits for the acknowledgement of the last one costs 40 ms each.
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except TimeoutError as error:
            raise NoAnswer(seconds) from error
        except OSError as error:
            raise Unplugged(f"{host}:{port}") from error
        return cls(connected)

    def waiting(self) -> bool:
        """Whether bytes or the end can be read without waiting."""
        try:
            return bool(select.select([self._connected], [], [], 0)[0])
        except (OSError, ValueError):
            return True  # closed: a read will say so
