"""What a phone is told over its modem, and what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

OK = b"OK"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its lines, and the result that ends it; an empty one is never sent.

    With `prompt` there are no lines: the phone waits for data.
    """

    lines: tuple[bytes, ...] = ()
    final: bytes = OK
    prompt: bool = False


SILENCE = Reply(final=b"")
"""The phone says nothing."""


class Commands(Protocol):
    """A phone behind its modem."""

    @property
    def echo(self) -> bool:
        """Whether commands are sent back."""
        ...

    def frame(self, line: bytes) -> bytes:
        """A line of an answer with its line ends."""
        ...

    def obey(self, command: bytes) -> Reply:
        """Do what a command says; it comes without its CR."""
        ...

    def take(self, command: bytes, data: bytes) -> Reply:
        """Take the data that `command` asked for with a prompt."""
        ...


class Peer(Protocol):
    """What the line is handed over to by a command: OBEX, say."""

    def receive(self, data: bytes) -> Iterator[bytes]:
        """Take bytes and yield what goes back."""
        ...

    def close(self) -> None:
        """The host hung up."""
        ...
