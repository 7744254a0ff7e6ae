"""The whole phone behind its OBEX server: the services, and which one a client talks to."""

from __future__ import annotations

from typing import BinaryIO

from holdfast.phones.virtual.irmc.service import Reply, Service


class IrmcPhone:
    """A service made of services: the first that takes a target answers until the next CONNECT."""

    def __init__(self, *services: Service) -> None:
        """Offer `services`; the first one answers clients that never connect."""
        self._services = services
        self._current = services[0]

    def connect(self, target: bytes | None) -> bool:
        """Choose the service that a client wants."""
        for service in self._services:
            if service.connect(target):
                self._current = service
                return True
        return False

    def set_path(self, name: str | None, *, create: bool) -> Reply:
        """Pass on to the current service."""
        return self._current.set_path(name, create=create)

    def get(self, name: str, kind: bytes) -> Reply:
        """Pass on to the current service."""
        return self._current.get(name, kind)

    def put(self, name: str, data: BinaryIO) -> Reply:
        """Pass on to the current service."""
        return self._current.put(name, data)

    def pieces(self, name: str) -> Reply | None:
        """Pass on to the current service."""
        return self._current.pieces(name)

    def delete(self, name: str, *, hard: bool = False) -> Reply:
        """Pass on to the current service."""
        return self._current.delete(name, hard=hard)
