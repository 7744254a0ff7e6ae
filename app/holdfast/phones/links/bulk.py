"""A pair of bulk endpoints as a link: cuts, rounds and ends transfers as USB wants it."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Protocol

from holdfast.phones.links.descriptors import Endpoint

_LONGEST_READ = 1 << 20
_LONGEST_WRITE = 1 << 18


class Transfers(Protocol):
    """What a pipe needs of its device; each call raises `LinkProblem`.

    After `PipeStalled` the endpoint is usable again.
    """

    def transfer_in(self, endpoint: int, size: int, timeout: float) -> bytes:
        """Read one transfer within `timeout` seconds."""
        ...

    def transfer_out(self, endpoint: int, data: bytes, timeout: float) -> None:
        """Write one transfer within `timeout` seconds."""
        ...


class BulkPipe:
    """A pair of bulk endpoints as a `Link`."""

    def __init__(
        self, device: Transfers, into: Endpoint, out: Endpoint, *, zlp: bool, undo: ExitStack
    ) -> None:
        """Read from `into`, write to `out`; `undo` gives everything back on `close`."""
        self._device = device
        self._into = into
        self._out = out
        self._zlp = zlp
        self._undo = undo
        self._held = b""

    @property
    def max_packet(self) -> int:
        """The size in bytes of a full packet that is written."""
        return self._out.max_packet

    @property
    def unit(self) -> int:
        """The size in bytes of a full packet that is read."""
        return self._into.max_packet

    def write(self, data: bytes, timeout: float) -> None:
        """Send `data`; each transfer of at most 256 KiB has `timeout` seconds."""
        packet = self._out.max_packet
        longest = _LONGEST_WRITE // packet * packet
        for start in range(0, len(data) or 1, longest):
            self._write_one(data[start : start + longest], timeout)
        if self._zlp and data and len(data) % packet == 0:
            self._write_one(b"", timeout)

    def read(self, size: int, timeout: float) -> bytes:
        """Return one transfer of at most `size` bytes; what came beyond waits for the next."""
        if not self._held:
            # Whole packets only: a packet longer than the rest of the buffer is an overflow.
            packet = self._into.max_packet
            asked = -(-min(max(size, 1), _LONGEST_READ) // packet) * packet
            self._held = self._device.transfer_in(self._into.address, asked, timeout)
        data, self._held = self._held[:size], self._held[size:]
        return data

    def close(self) -> None:
        """Put the interface back as it was found; never raises, may be called again."""
        self._held = b""
        self._undo.close()

    def _write_one(self, data: bytes, timeout: float) -> None:
        self._device.transfer_out(self._out.address, data, timeout)
