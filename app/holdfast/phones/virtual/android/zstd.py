"""Zstandard as sync uses it: a file squeezed as it is read, or written as it is unpacked."""

from __future__ import annotations

from typing import BinaryIO

import zstandard


class BrokenZstdError(ValueError):
    """What should be squeezed data is none."""


class Squeezed:
    """Squeezes a file piece by piece."""

    def __init__(self) -> None:
        self._squeeze = zstandard.ZstdCompressor(level=1).compressobj()

    def add(self, data: bytes) -> bytes:
        """Return what has come out for now; often nothing."""
        return self._squeeze.compress(data)

    def end(self) -> bytes:
        """Return the rest."""
        return self._squeeze.flush()


class Unsqueezed:
    """Unpacks what is written to it, in pieces, into a file."""

    def __init__(self, stream: BinaryIO) -> None:
        self._writer = zstandard.ZstdDecompressor().stream_writer(stream, closefd=False)

    def write(self, data: bytes | memoryview, /) -> None:
        """Unpack some bytes; raises `BrokenZstdError`, and `OSError` from the file."""
        try:
            self._writer.write(data)
        except zstandard.ZstdError as error:
            raise BrokenZstdError(str(error)) from error
