"""Hears what a device tells unasked, and keeps it until somebody wants to know."""

from __future__ import annotations

from collections import deque
from contextlib import suppress

from holdfast.phones.handsets.mtp.pipes import ImagePipe
from holdfast.phones.protocols.mtp.codes import Event
from holdfast.phones.protocols.mtp.containers import (
    BrokenMtpError,
    Container,
    ContainerKind,
    ContainerReader,
    Part,
)

_MOST = 1 << 8


class Unasked:
    """The events of one session, oldest first; of very many only the last are kept."""

    def __init__(self, pipe: ImagePipe) -> None:
        """Hear them on `pipe`."""
        self._pipe = pipe
        self._told: deque[Container] = deque(maxlen=_MOST)

    def listen(self) -> bool:
        """Hear what is told now, without waiting for more; whether that was anything."""
        reader = ContainerReader()
        for number in range(_MOST):
            data = self._pipe.event()
            if not data:
                return number > 0
            with suppress(BrokenMtpError):
                for part in reader.feed(data, short=True):
                    self.note(part)
        return True

    def note(self, part: Part) -> None:
        """Keep an event, wherever it was met; what is none is passed over."""
        if part.header.kind is ContainerKind.EVENT:
            self._told.append(part.container())

    def forget(self, code: Event) -> None:
        """Drop the events of one kind, which were our own doing."""
        self._told = deque((each for each in self._told if each.code != code), _MOST)

    def take(self) -> tuple[Container, ...]:
        """Give out what is kept, once."""
        told = tuple(self._told)
        self._told.clear()
        return told
