"""A link over a TCP connection, for phones that are bridged or emulated on a network."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from holdfast.phones.links.link import NoAnswer, Unplugged

_LONGEST_READ = 1 << 20


class TcpLink:
    """A connected socket as a `Link`; the peer closing it counts as unplugged."""

    def __init__(self, connected: socket.socket) -> None:
        """Take over a socket that is already connected."""
        self._socket = connected

    @classmethod
    def connect(cls, host: str, port: int, timeout: float) -> TcpLink:
        """Connect within `timeout` seconds; raises `NoAnswer` or `Unplugged`."""
        with _translated(f"{host}:{port}", timeout):
            return cls(socket.create_connection((host, port), timeout))

    def write(self, data: bytes, timeout: float) -> None:
        """Send all of `data` within `timeout` seconds."""
        with _translated("", timeout):
            self._socket.settimeout(timeout)
            self._socket.sendall(data)

    def read(self, size: int, timeout: float) -> bytes:
        """Return what is there, at most `size` bytes, as soon as there is any."""
        with _translated("", timeout):
            self._socket.settimeout(timeout)
            data = self._socket.recv(min(max(size, 1), _LONGEST_READ))
        if not data:
            raise Unplugged
        return data

    def close(self) -> None:
        """Close the connection; never raises, may be called again."""
        with suppress(OSError):
            self._socket.close()


@contextmanager
def _translated(place: str, seconds: float) -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise NoAnswer(seconds) from error
    except OSError as error:
        raise Unplugged(place) from error
