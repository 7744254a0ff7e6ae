"""What a responder is to the pipes before it: requests in, replies, uploads and events out."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from typing import Protocol

from holdfast.phones.protocols.mtp.codes import Op, Response
from holdfast.phones.virtual.mtp.objects import Objects


class SilentError(Exception):
    """The phone does not answer this, nor anything else: it hangs until it is plugged in anew."""


class Readable(Protocol):
    """Where the bytes of an answer come from; `OSError` means that no more will come."""

    def read(self, size: int, /) -> bytes:
        """Return the next `size` bytes; fewer only at the end."""
        ...

    def close(self) -> None:
        """Let go of what is behind it."""
        ...


@dataclass(frozen=True, slots=True)
class Manners:
    """How a phone puts containers on the wire.

    With `split_header` the header of data is a transfer of its own; `end` is what it sends
    after a transfer of whole packets (b"" is the zero-length packet that USB wants). With
    `leftover` a packet that was under way is still there after a transaction was cancelled.
    """

    split_header: bool = False
    end: bytes = b""
    leftover: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """A command and, for those that bring a small dataset, its bytes."""

    op: int
    params: tuple[int, ...] = ()
    transaction: int = 0
    data: bytes = b""

    def param(self, place: int) -> int:
        """The parameter at `place`, counted from 0; 0 when it was left out."""
        return self.params[place] if place < len(self.params) else 0

    def asked(self, count: int) -> Request:
        """The same with `count` parameters, those left out being 0."""
        return replace(self, params=(*self.params, *(0,) * count)[:count])


@dataclass(slots=True)
class Reply:
    """A response and the data before it.

    `size` is how many bytes of `body` are sent, None for all there are. A phone that lies puts
    `announced` into the header instead.
    """

    code: int = Response.OK
    params: tuple[int, ...] = ()
    body: Readable | None = None
    size: int | None = 0
    announced: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """An event: its code and parameters."""

    code: int
    params: tuple[int, ...] = ()


class Upload(Protocol):
    """Takes the data of a request that may be of any size."""

    def write(self, piece: bytes) -> None:
        """Take the next bytes."""
        ...

    def end(self, *, whole: bool) -> Reply:
        """Answer; what was not `whole` (cancelled, cut off) is undone."""
        ...


class Service(Protocol):
    """One life of the server on the phone: from plugging in to pulling the cable."""

    @property
    def manners(self) -> Manners:
        """How it puts containers on the wire."""
        ...

    @property
    def objects(self) -> Objects:
        """What it shows."""
        ...

    def answer(self, request: Request) -> Reply:
        """Answer what brings no data or a small dataset; may raise `SilentError`."""
        ...

    def receive(self, request: Request) -> Upload:
        """Begin to take the data of SendObject or SendPartialObject."""
        ...

    def notices(self) -> list[Notice]:
        """What happened since this was last asked."""
        ...


WITH_DATASET = frozenset(
    {
        Op.SendObjectInfo,
        Op.SetDevicePropValue,
        Op.SetObjectPropValue,
        Op.SetObjectPropList,
        Op.SendObjectPropList,
        Op.SetObjectReferences,
    }
)
"""The operations whose request brings a dataset."""
WITH_OBJECT = frozenset({Op.SendObject, Op.SendPartialObject})
"""The operations whose request brings what may be of any size."""


def told(data: bytes, *params: int) -> Reply:
    """Return the answer that brings `data`."""
    return Reply(params=params, body=io.BytesIO(data), size=len(data))


@dataclass(slots=True)
class Swallowed:
    """An upload that nobody wants: its data is read, then `reply` is the answer."""

    reply: Reply = field(default_factory=lambda: Reply(Response.GeneralError))

    def write(self, piece: bytes) -> None:
        """Drop it."""

    def end(self, *, whole: bool) -> Reply:  # noqa: ARG002 - it was refused before
        """Refuse."""
        return self.reply
