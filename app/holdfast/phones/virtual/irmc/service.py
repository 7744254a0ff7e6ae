"""What a service of the phone is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from holdfast.phones.protocols.obex.packets import Code


class BrokeOffError(Exception):
    """Raised while a body is being sent: the phone gives up with an answer `code`."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class SilentError(Exception):
    """Raised instead of an answer: the phone says nothing."""


class FellBackError(Exception):
    """Raised instead of an answer: the phone has left OBEX and is a modem again."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: `body` streams out in as many packets as it takes.

    `length` is announced before the body, `parameters` are IrMC's application parameters.
    """

    code: int = Code.OK
    body: Iterable[bytes] | None = None
    length: int | None = None
    parameters: bytes = b""


class Service(Protocol):
    """The objects behind one OBEX target; every answer may be any `Code`."""

    def connect(self, target: bytes | None) -> bool:
        """Begin a connection to `target`; False when there is no such service."""
        ...

    def set_path(self, name: str | None, *, create: bool) -> Reply:
        """Go to a folder: empty is the root, None the one above."""
        ...

    def get(self, name: str, kind: bytes) -> Reply:
        """Give the object `name`; `kind` is the Type that was asked for, or empty."""
        ...

    def put(self, name: str, data: BinaryIO) -> Reply:
        """Take the object `name`."""
        ...

    def pieces(self, name: str) -> Reply | None:
        """Refuse the object `name` because it comes in several packets; None takes it."""
        ...

    def delete(self, name: str, *, hard: bool = False) -> Reply:
        """Take the object `name` away; `hard` is for good (IrMC's application parameter)."""
        ...
