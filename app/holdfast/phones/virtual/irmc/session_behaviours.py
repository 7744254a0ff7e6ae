"""Bad manners about sessions and whole stores, to wrap around a phone."""

from __future__ import annotations

import itertools
import re
from collections import deque
from dataclasses import replace
from enum import Enum, auto
from typing import BinaryIO

from holdfast.phones.protocols.irmc.stores import (
    INCOMING,
    MISSED,
    OUTGOING,
    STORES,
    SYNC_TARGET,
)
from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.irmc.behaviours import Wrapped
from holdfast.phones.virtual.irmc.service import FellBackError, Reply, Service, SilentError

_WHOLE = frozenset(store.whole for store in (*STORES, INCOMING, OUTGOING, MISSED))
_LUID_LINE = re.compile(rb"^X-IRMC-LUID:[^\n]*\n", re.MULTILINE | re.IGNORECASE)


class OnePacket(Wrapped):
    """Refuses objects called `prefix…` that come in more than one packet, as Samsungs do."""

    def __init__(self, inner: Service, prefix: str, code: int = Code.BAD_REQUEST) -> None:
        """Refuse them with `code`."""
        super().__init__(inner)
        self._prefix = prefix
        self._code = code

    def pieces(self, name: str) -> Reply | None:
        """Refuse, or answer as inside."""
        return Reply(self._code) if name.startswith(self._prefix) else super().pieces(name)


class LuidsForSyncOnly(Wrapped):
    """Tells LUIDs in whole stores only to whoever asked for IRMC-SYNC by name."""

    def __init__(self, inner: Service) -> None:
        """Begin as if nobody had connected."""
        super().__init__(inner)
        self._target: bytes | None = None

    def connect(self, target: bytes | None) -> bool:
        """As inside."""
        self._target = target
        return super().connect(target)

    def get(self, name: str, kind: bytes) -> Reply:
        """Answer as inside, the LUID lines taken out where they are not due."""
        reply = super().get(name, kind)
        if reply.body is None or name not in _WHOLE or self._target == SYNC_TARGET:
            return reply
        return replace(reply, body=(_LUID_LINE.sub(b"", b"".join(reply.body)),), length=None)


class EmptyRefused(Wrapped):
    """Answers `code` when a whole store is asked for that is empty, as Siemens phones do."""

    def __init__(self, inner: Service, code: int = Code.NOT_FOUND) -> None:
        """Refuse empty stores with `code`."""
        super().__init__(inner)
        self._code = code

    def get(self, name: str, kind: bytes) -> Reply:
        """Refuse, or answer as inside."""
        reply = super().get(name, kind)
        if reply.body is None or name not in _WHOLE:
            return reply
        body = iter(reply.body)
        first = next((chunk for chunk in body if chunk), None)
        if first is None:
            return Reply(self._code)
        return replace(reply, body=itertools.chain((first,), body))


class Mute(Wrapped):
    """Says nothing to whatever is done with objects whose name begins with `prefix`."""

    def __init__(self, inner: Service, prefix: str) -> None:
        """Be silent about `prefix…`."""
        super().__init__(inner)
        self._prefix = prefix

    def get(self, name: str, kind: bytes) -> Reply:
        """Say nothing, or answer as inside."""
        self._fall_silent(name)
        return super().get(name, kind)

    def put(self, name: str, data: BinaryIO) -> Reply:
        """Say nothing, or answer as inside."""
        self._fall_silent(name)
        return super().put(name, data)

    def delete(self, name: str, *, hard: bool = False) -> Reply:
        """Say nothing, or answer as inside."""
        self._fall_silent(name)
        return super().delete(name, hard=hard)

    def _fall_silent(self, name: str) -> None:
        if name.startswith(self._prefix):
            raise SilentError


class Rings:
    """When the phone rings: each time after so many requests more, in whatever session."""

    def __init__(self, *after: int) -> None:
        """Ring first after `after[0]` requests, then after `after[1]` more, and so on."""
        self._after = deque(after)

    def now(self) -> bool:
        """Count a request; tell whether the phone rings instead of answering it."""
        if self._after and self._after[0] <= 0:
            self._after.popleft()
            return True
        if self._after:
            self._after[0] -= 1
        return False


class Loss(Enum):
    """What becomes of a session when the phone rings."""

    SILENCE = auto()
    REFUSAL = auto()
    MODEM = auto()


class SessionLost(Wrapped):
    """Loses its session when it rings: all that follows is lost until the client connects anew.

    It says nothing any more, answers "Unavailable", or is a modem again. `rings` is kept by
    whoever plugs the phone in: a new session is a new phone of this class.
    """

    def __init__(self, inner: Service, rings: Rings, loss: Loss = Loss.SILENCE) -> None:
        """Lose the session as `loss` says when one of `rings` comes."""
        super().__init__(inner)
        self._rings = rings
        self._loss = loss
        self._lost = False

    def connect(self, target: bytes | None) -> bool:
        """Begin anew."""
        self._lost = False
        return super().connect(target)

    def set_path(self, name: str | None, *, create: bool) -> Reply:
        """Answer as inside, until it rings."""
        return self._interruption() or super().set_path(name, create=create)

    def get(self, name: str, kind: bytes) -> Reply:
        """Answer as inside, until it rings."""
        return self._interruption() or super().get(name, kind)

    def put(self, name: str, data: BinaryIO) -> Reply:
        """Answer as inside, until it rings."""
        return self._interruption() or super().put(name, data)

    def delete(self, name: str, *, hard: bool = False) -> Reply:
        """Answer as inside, until it rings."""
        return self._interruption() or super().delete(name, hard=hard)

    def _interruption(self) -> Reply | None:
        self._lost = self._lost or self._rings.now()
        if not self._lost:
            return None
        if self._loss is Loss.SILENCE:
            raise SilentError
        if self._loss is Loss.MODEM:
            raise FellBackError
        return Reply(Code.UNAVAILABLE)
