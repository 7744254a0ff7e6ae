"""The few device files that scripts use: /dev/null, /dev/zero and /dev/random."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import BinaryIO


class _Endless(io.BufferedIOBase):
    """A file that gives what `make` makes for a size, and swallows everything."""

    def __init__(self, make: Callable[[int], bytes]) -> None:
        super().__init__()
        self._make = make

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        return self._make(1 << 16 if size is None or size < 0 else size)

    def read1(self, size: int = -1, /) -> bytes:
        return self.read(size)

    def readline(self, size: int | None = -1, /) -> bytes:
        return self.read(size)

    def write(self, data: object, /) -> int:
        return len(data)  # type: ignore[arg-type]  # bytes of one kind or another


def _device(make: Callable[[int], bytes]) -> Callable[[], BinaryIO]:
    return lambda: _Endless(make)  # type: ignore[return-value]  # all a reader or writer uses is there


DEVICES: Mapping[bytes, Callable[[], BinaryIO]] = MappingProxyType(
    {
        b"null": _device(lambda _size: b""),
        b"zero": _device(bytes),
        b"random": _device(os.urandom),
    }
)
