"""MTP's containers over USB: a header of twelve bytes, then parameters or data, in any cut."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

HEADER = struct.Struct("<IHHI")
UNKNOWN_LENGTH = 0xFFFFFFFF
"""The length of a container of 4 GiB and more: a short packet ends it."""
_WORD = 0xFFFFFFFF
_MOST_PARAMS = 5
# Five parameters take 20 bytes; phones that send more send zeros.
_LONGEST_PARAMS = 256


class BrokenMtpError(ValueError):
    """The other end sent what MTP does not allow; what follows cannot be understood."""


class ContainerKind(IntEnum):
    """What a container is for."""

    COMMAND = 1
    DATA = 2
    RESPONSE = 3
    EVENT = 4


@dataclass(frozen=True, slots=True)
class Header:
    """How a container begins; `size` is that of its payload in bytes, None if unknown."""

    kind: ContainerKind
    code: int
    transaction: int
    size: int | None = 0


@dataclass(frozen=True, slots=True)
class Container:
    """A whole container: `params` of a command, response or event, or the `payload` of data."""

    kind: ContainerKind
    code: int
    transaction: int
    params: tuple[int, ...] = ()
    payload: bytes = b""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a container's payload, in order; with `last` the container is whole."""

    header: Header
    payload: bytes
    last: bool

    def container(self) -> Container:
        """The container of a part that is all of it, as those with parameters always are."""
        header = self.header
        if header.kind is ContainerKind.DATA:
            return Container(header.kind, header.code, header.transaction, (), self.payload)
        return Container(header.kind, header.code, header.transaction, params(self.payload))


def encode_header(header: Header) -> bytes:
    """Return the twelve bytes of `header`; a size that they cannot tell becomes unknown."""
    size = _WORD if header.size is None else header.size
    length = min(size + HEADER.size, UNKNOWN_LENGTH)
    return HEADER.pack(length, header.kind, header.code, header.transaction)


def encode(container: Container) -> bytes:
    """Return the bytes of `container`; raises `ValueError` for more than five parameters."""
    if len(container.params) > _MOST_PARAMS:
        raise ValueError("a container has at most five parameters")
    words = struct.pack(f"<{len(container.params)}I", *container.params)
    body = words + container.payload
    header = Header(container.kind, container.code, container.transaction, len(body))
    return encode_header(header) + body


def encode_command(code: int, transaction: int, params: tuple[int, ...]) -> bytes:
    """Return the bytes of a command; raises `struct.error` for what is no 32-bit number."""
    size = HEADER.size + 4 * len(params)
    head = HEADER.pack(size, ContainerKind.COMMAND, code, transaction)
    return head + struct.pack(f"<{len(params)}I", *params)


def decode_header(data: bytes | bytearray, at: int = 0) -> Header:
    """Return the header that `data` holds from byte `at` on; raises `BrokenMtpError`."""
    if len(data) - at < HEADER.size:
        raise BrokenMtpError(f"a header of {len(data) - at} bytes")
    length, kind, code, transaction = HEADER.unpack_from(data, at)
    if length < HEADER.size or kind not in _KINDS:
        raise BrokenMtpError(f"a header of kind {kind:#06x}, {length} bytes")
    size = None if length == UNKNOWN_LENGTH else length - HEADER.size
    if kind != ContainerKind.DATA and (size is None or size > _LONGEST_PARAMS):
        raise BrokenMtpError(f"parameters in a container of {length} bytes")
    return Header(_KINDS[kind], code, transaction, size)


def params(payload: bytes) -> tuple[int, ...]:
    """Return the parameters in a payload; what is no whole one, or beyond five, is dropped."""
    count = min(len(payload) // 4, _MOST_PARAMS)
    return struct.unpack_from(f"<{count}I", payload)


class ContainerReader:
    """Cuts transfers, which may hold less or more than a container, into `Part`s.

    Only one transfer's bytes are held at a time, except those of a container with parameters.
    """

    def __init__(self) -> None:
        self._head = bytearray()
        self._header: Header | None = None
        self._lacks: int | None = 0
        self._is_bare = True

    @property
    def missing(self) -> int | None:
        """How many bytes the header or the payload that comes lacks; None if unknown."""
        if self._header is None:
            return HEADER.size - len(self._head)
        return self._lacks

    @property
    def between(self) -> bool:
        """Whether no part of a container is waiting for the rest."""
        return self._header is None and not self._head

    def feed(self, data: bytes, *, short: bool) -> Iterator[Part]:
        """Add the bytes of a transfer and yield what they hold.

        `short` tells that a short or zero-length packet ended the transfer. That ends data of
        an unknown length, unless it was only their header, sent apart. What is too little to
        be a header is passed over: some phones send a single byte in place of a zero-length
        packet. Raises `BrokenMtpError`; then the next feed begins anew.
        """
        at = 0
        while at < len(data):
            if self._header is None:
                whole = self._whole(data, at)
                if whole is None:
                    at = self._begin(data, at)
                    yield from self._empty()
                else:
                    at += HEADER.size + len(whole.payload)
                    yield whole
            elif self._header.kind is ContainerKind.DATA:
                piece = self._cut(data, at)
                at += len(piece)
                yield self._add(self._header, piece)
            else:
                at = self._collect(self._header, data, at)
                yield from self._empty()
        if short:
            yield from self._end(is_empty=not data)

    def reset(self) -> None:
        """Forget the part of a container that has come."""
        self._head.clear()
        self._header = None
        self._lacks = 0
        self._is_bare = True

    def _whole(self, data: bytes, at: int) -> Part | None:
        """The container that `data` holds from its first byte to its last, as most do."""
        if self._head or len(data) - at < HEADER.size:
            return None
        header = decode_header(data, at)
        start = at + HEADER.size
        if header.size is None or header.size > len(data) - start:
            return None
        return Part(header, data[start : start + header.size], last=True)

    def _begin(self, data: bytes, at: int) -> int:
        wanted = HEADER.size - len(self._head)
        self._head += data[at : at + wanted]
        if len(self._head) == HEADER.size:
            head = bytes(self._head)
            self.reset()
            self._header = decode_header(head)
            self._lacks = self._header.size
        return at + wanted

    def _collect(self, header: Header, data: bytes, at: int) -> int:
        """Gather parameters in the place of a header: they are only told whole."""
        wanted = (header.size or 0) - len(self._head)
        self._head += data[at : at + wanted]
        self._lacks = max(wanted - (len(data) - at), 0)
        return at + wanted

    def _empty(self) -> Iterator[Part]:
        """Yield a container that is whole without any more bytes."""
        if self._header is not None and self._lacks == 0:
            header, payload = self._header, bytes(self._head)
            self.reset()
            yield Part(header, payload, last=True)

    def _cut(self, data: bytes, at: int) -> bytes:
        """What of `data` belongs to the container; not copied where that is all of it."""
        end = len(data) if self._lacks is None else min(at + self._lacks, len(data))
        return data if (at, end) == (0, len(data)) else data[at:end]

    def _add(self, header: Header, piece: bytes) -> Part:
        self._is_bare = False
        if self._lacks is not None:
            self._lacks -= len(piece)
            if not self._lacks:
                self.reset()
        return Part(header, piece, last=self._header is None)

    def _end(self, *, is_empty: bool) -> Iterator[Part]:
        header = self._header
        if header is None:
            self._head.clear()
        elif self._lacks is None and (is_empty or not self._is_bare):
            self.reset()
            yield Part(header, b"", last=True)


_KINDS = {int(kind): kind for kind in ContainerKind}
