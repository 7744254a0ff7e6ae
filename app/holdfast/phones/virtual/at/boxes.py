"""The message memories of a phone in a folder: files of lines, each ``index,status,PDU``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from holdfast.phones.protocols.at.stored_messages import READ, SENT, UNREAD, UNSENT
from holdfast.phones.protocols.at.values import number, split
from holdfast.phones.virtual.at.books import lines_of, save_lines

_PDU = re.compile(rb"(?:[0-9A-Fa-f]{2}){2,255}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A message: its status (27.005, 3.1) and its PDU in hexadecimal digits."""

    status: int
    pdu: bytes

    @property
    def length(self) -> int:
        """Octets behind the service centre's address."""
        return len(self.pdu) // 2 - 1 - int(self.pdu[:2], 16)


class Box:
    """One memory; indexes begin with 1."""

    def __init__(self, path: Path, capacity: int) -> None:
        """Read and write the file at `path`, which need not be there."""
        self._path = path
        self.capacity = capacity

    def messages(self) -> dict[int, Kept]:
        """All that is in it, by index; lines that make no sense are passed over."""
        found = {}
        for line in lines_of(self._path):
            values = [*split(line), None, None, None][:3]
            index, status, pdu = number(values[0]), number(values[1]), values[2] or b""
            sound = _PDU.fullmatch(pdu) and status in (UNREAD, READ, UNSENT, SENT)
            if index is not None and status is not None and sound and index <= self.capacity:
                found[index] = Kept(status, pdu.upper())
        return dict(sorted(found.items()))

    def put(self, index: int, kept: Kept) -> None:
        """Write a message."""
        self._save(self.messages() | {index: kept})

    def drop(self, index: int) -> None:
        """Take a message away."""
        self._save({at: kept for at, kept in self.messages().items() if at != index})

    def free(self) -> int | None:
        """The first free index, None when there is none."""
        taken = self.messages()
        return next((at for at in range(1, self.capacity + 1) if at not in taken), None)

    def _save(self, messages: dict[int, Kept]) -> None:
        rows = sorted(messages.items())
        save_lines(self._path, (b"%d,%d,%s" % (at, kept.status, kept.pdu) for at, kept in rows))
