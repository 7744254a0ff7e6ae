"""Bad manners to wrap around a phone, one a class; they can be wrapped around each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO

from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.irmc.service import BrokeOffError, Reply, Service, SilentError


class Wrapped:
    """A phone that behaves as the one inside it; the base of all behaviours."""

    def __init__(self, inner: Service) -> None:
        """Wrap `inner`."""
        self.inner = inner

    def connect(self, target: bytes | None) -> bool:
        """As inside."""
        return self.inner.connect(target)

    def set_path(self, name: str | None, *, create: bool) -> Reply:
        """As inside."""
        return self.inner.set_path(name, create=create)

    def get(self, name: str, kind: bytes) -> Reply:
        """As inside."""
        return self.inner.get(name, kind)

    def put(self, name: str, data: BinaryIO) -> Reply:
        """As inside."""
        return self.inner.put(name, data)

    def pieces(self, name: str) -> Reply | None:
        """As inside."""
        return self.inner.pieces(name)

    def delete(self, name: str, *, hard: bool = False) -> Reply:
        """As inside."""
        return self.inner.delete(name, hard=hard)


class Refusing(Wrapped):
    """Answers `code` to all that is asked of objects whose name begins with `prefix`."""

    def __init__(self, inner: Service, prefix: str, code: int = Code.FORBIDDEN) -> None:
        """Refuse `prefix…` with `code`."""
        super().__init__(inner)
        self._prefix = prefix
        self._code = code

    def get(self, name: str, kind: bytes) -> Reply:
        """Refuse, or answer as inside."""
        return self._refusal(name) or super().get(name, kind)

    def put(self, name: str, data: BinaryIO) -> Reply:
        """Refuse, or answer as inside."""
        return self._refusal(name) or super().put(name, data)

    def delete(self, name: str, *, hard: bool = False) -> Reply:
        """Refuse, or answer as inside."""
        return self._refusal(name) or super().delete(name, hard=hard)

    def _refusal(self, name: str) -> Reply | None:
        return Reply(self._code) if name.startswith(self._prefix) else None


class RefusingTarget(Wrapped):
    """Has no service behind `target`."""

    def __init__(self, inner: Service, target: bytes | None) -> None:
        """Refuse CONNECT to `target`."""
        super().__init__(inner)
        self._target = target

    def connect(self, target: bytes | None) -> bool:
        """Refuse, or answer as inside."""
        return target != self._target and super().connect(target)


class Silent(Wrapped):
    """Says nothing when it is asked for an object whose name begins with `prefix`."""

    def __init__(self, inner: Service, prefix: str) -> None:
        """Be silent about `prefix…`."""
        super().__init__(inner)
        self._prefix = prefix

    def get(self, name: str, kind: bytes) -> Reply:
        """Say nothing, or answer as inside."""
        if name.startswith(self._prefix):
            raise SilentError
        return super().get(name, kind)


class Slow(Wrapped):
    """Takes `seconds` of its clock for every object it gives."""

    def __init__(self, inner: Service, wait: Callable[[float], None], seconds: float) -> None:
        """Call `wait(seconds)` before each answer."""
        super().__init__(inner)
        self._wait = wait
        self._seconds = seconds

    def get(self, name: str, kind: bytes) -> Reply:
        """Answer as inside, later."""
        self._wait(self._seconds)
        return super().get(name, kind)


class BreakingOff(Wrapped):
    """Gives `size` bytes of the object called `name`, then answers `code`."""

    def __init__(
        self, inner: Service, name: str, size: int, code: int = Code.INTERNAL_ERROR
    ) -> None:
        """Break off `name` after `size` bytes."""
        super().__init__(inner)
        self._name = name
        self._size = size
        self._code = code

    def get(self, name: str, kind: bytes) -> Reply:
        """Answer as inside, but not to the end."""
        reply = super().get(name, kind)
        if name != self._name or reply.body is None:
            return reply
        return replace(reply, body=self._begin_of(reply.body))

    def _begin_of(self, body: Iterable[bytes]) -> Iterator[bytes]:
        left = self._size
        for chunk in body:
            yield chunk[:left]
            left -= len(chunk)
            if left <= 0:
                break
        raise BrokeOffError(self._code)


class Saying(Wrapped):
    """Gives other bodies than it holds: by object name, "" being the current folder's listing."""

    def __init__(self, inner: Service, instead: Mapping[str, Iterable[bytes]]) -> None:
        """Give `instead[name]` where there is one."""
        super().__init__(inner)
        self._instead = instead

    def get(self, name: str, kind: bytes) -> Reply:
        """Give what is to be said instead, or answer as inside."""
        body = self._instead.get(name)
        return super().get(name, kind) if body is None else Reply(body=body)


class Full(Wrapped):
    """Has room for `room` more items in the store whose new items are called `name`."""

    def __init__(self, inner: Service, name: str, room: int) -> None:
        """Take `room` items as `name`."""
        super().__init__(inner)
        self._name = name
        self._room = room

    def put(self, name: str, data: BinaryIO) -> Reply:
        """Answer as inside while there is room."""
        if name == self._name:
            if self._room <= 0:
                return Reply(Code.DATABASE_FULL)
            self._room -= 1
        return super().put(name, data)
