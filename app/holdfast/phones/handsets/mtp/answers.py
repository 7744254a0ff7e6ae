"""Tells a device's answer to one operation apart from all else that comes out of its pipe."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator

from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.protocols.mtp.codes import Op, Response
from holdfast.phones.protocols.mtp.containers import (
    HEADER,
    BrokenMtpError,
    Container,
    ContainerKind,
    ContainerReader,
    Part,
    decode_header,
)

LONGEST_READ = 1 << 20
_SHORT_READ = 1 << 9
_FIRST_READ = 1 << 14
_FIRST_READ_OF_ONE = 1 << 10
_FIRST_READ_OF_OBJECT = 1 << 18
_MOST_STRAY = 1 << 12
_LONGEST_RESPONSE = 32
_OBJECTS = frozenset({Op.GetObject, Op.GetPartialObject, Op.GetPartialObject64})
_OF_ONE = frozenset({Op.GetStorageIDs, Op.GetStorageInfo, Op.GetObjectInfo, Op.GetObjectPropValue})
_RESPONSES = frozenset(Response)

Answer = Generator[bytes, None, tuple[int, ...]]
"""Yields an operation's data, then returns the parameters of its response."""

Transfer = tuple[bytes, bool]
"""What one transfer brought, and whether a short packet ended it."""


class Refusal(Exception):  # noqa: N818 - the device's word; drivers make a Problem of it
    """The device answered an operation with another response than OK."""

    def __init__(self, code: int, params: tuple[int, ...] = ()) -> None:
        """Carry the response `code` and its `params`."""
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        """Return MTP's name of the code where it has one, for the log."""
        name = Response(self.code).name if self.code in _RESPONSES else "Response"
        return f"{name} 0x{self.code:04X}"


class Hearing:
    """What was heard of one transaction so far; `response` is None until that came.

    With `lenient`, headers are believed whatever transaction they name.
    """

    def __init__(self, transaction: int, first_read: int, *, lenient: bool) -> None:
        """Hear the answer to `transaction`, of which about `first_read` bytes may come first."""
        self.response: Container | None = None
        self._transaction = transaction
        self._first_read = first_read
        self._lenient = lenient
        self._was_short = False
        self._is_whole = False
        self._is_cut_off = False
        self._idle = 0

    def asked(self, reader: ContainerReader) -> int:
        """Return how many bytes to ask for next; raises `BrokenMtpError` where none help."""
        self._idle += 1
        if self._idle > _MOST_STRAY:
            raise BrokenMtpError("no answer in all that was said")
        if not reader.between:
            # One more than is missing, so that a zero-length packet ends the same transfer.
            missing = reader.missing
            return LONGEST_READ if missing is None else min(missing + 1, LONGEST_READ)
        return _SHORT_READ if self._is_whole else self._first_read

    def arrived(self, reader: ContainerReader, data: bytes, *, short: bool) -> None:
        """Look at a transfer before it is read.

        A device that cannot go on sends its response where the rest of the data should be.
        """
        lacks = reader.missing is not None and not reader.between
        if lacks and self._was_short and self._is_response(data):
            reader.reset()
            self._is_whole = self._is_cut_off = True
        self._was_short = short

    def takes(self, part: Part) -> bool:
        """Take `part`; whether its payload is data of the transaction."""
        header = part.header
        if header.kind is ContainerKind.COMMAND:
            raise BrokenMtpError("a command where an answer was expected")
        ours = self._lenient or header.transaction == self._transaction
        if not ours or self.response is not None:
            return False  # what is left of an operation that was given up
        if header.kind is ContainerKind.RESPONSE:
            self.response = part.container()
            return False
        if self._is_whole:
            raise BrokenMtpError("data behind the end of the data")
        self._is_whole = part.last
        self._idle = 0
        return bool(part.payload)

    def outcome(self) -> tuple[int, ...]:
        """Return the parameters of the response; raises `Refusal`, or `BrokenMtpError`."""
        response = self.response
        if response is None:
            raise BrokenMtpError("no response")
        if response.code != Response.OK:
            raise Refusal(response.code, response.params)
        if self._is_cut_off:
            raise BrokenMtpError("data that ended before their end")
        return response.params

    def _is_response(self, data: bytes) -> bool:
        if self._lenient or not HEADER.size <= len(data) <= _LONGEST_RESPONSE:
            return False
        try:
            header = decode_header(data)
        except BrokenMtpError:
            return False
        kind, transaction = header.kind, header.transaction
        whole = header.size == len(data) - HEADER.size
        return whole and kind is ContainerKind.RESPONSE and transaction == self._transaction


def only_payload(transfer: Transfer, transaction: int) -> bytes | None:
    """The payload of a transfer that is all data of `transaction` and nothing else, else None."""
    data, short = transfer
    if not short or len(data) < HEADER.size:
        return None
    length, kind, _, number = HEADER.unpack_from(data)
    is_only = (length, kind, number) == (len(data), ContainerKind.DATA, transaction)
    return data[HEADER.size :] if is_only else None


def is_plain_ok(transfer: Transfer, transaction: int) -> bool:
    """Whether a transfer is one response that says OK to `transaction`, and nothing else."""
    return transfer[0][: HEADER.size] == HEADER.pack(
        len(transfer[0]), ContainerKind.RESPONSE, Response.OK, transaction
    )


def first_read(op: Op) -> int:
    """Return how many bytes of an operation's data to ask for before their size is known."""
    if op in _OBJECTS:
        return _FIRST_READ_OF_OBJECT
    # A longer one costs a system more for each 16 KiB of it, even if little comes.
    return _FIRST_READ_OF_ONE if op in _OF_ONE else _FIRST_READ


def gather(answer: Answer, limit: int) -> tuple[bytes, tuple[int, ...]]:
    """Return all data of an answer, and its parameters; raises `Garbled` beyond `limit` bytes."""
    pieces: list[bytes] = []
    size = 0
    while True:
        try:
            piece = next(answer)
        except StopIteration as end:
            return b"".join(pieces), end.value
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            answer.close()
            raise Garbled(f"more than {limit} bytes")


def checked(pieces: Iterable[bytes], size: int | None) -> Iterator[bytes]:
    """Yield `pieces`; raises `ValueError` when they are not `size` bytes together."""
    sent = 0
    for piece in pieces:
        sent += len(piece)
        if size is not None and sent > size:
            break
        yield piece
    if size is not None and sent != size:
        raise ValueError(f"{sent} bytes to send, {size} announced")
