"""The stores of IrMC and the names of the objects in them (IrMC 1.1, chapters 4 and 5)."""

from __future__ import annotations

import re
from dataclasses import dataclass

SYNC_TARGET = b"IRMC-SYNC"
"""The OBEX target behind which LUIDs are told."""

BROWSING_TARGET = bytes.fromhex("F9EC7BC4953C11D2984E525400DC9E09")
"""The OBEX folder browsing service."""

DEVICE_INFO = "telecom/devinfo.txt"
CLOCK = "telecom/rtc.txt"

_EVENT = re.compile(rb"^BEGIN:VEVENT[ \t]*\r*$", re.IGNORECASE | re.MULTILINE)
_TODO = re.compile(rb"^BEGIN:VTODO[ \t]*\r*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Store:
    """One store: its `folder`, the `ending` of its objects and the block an item is."""

    folder: str
    ending: str
    block: bytes

    @property
    def whole(self) -> str:
        """All items in one object (level 2)."""
        return f"{self.folder}{self.ending}"

    @property
    def info_log(self) -> str:
        """How many items there are and may be."""
        return f"{self.folder}/info.log"

    @property
    def luids(self) -> str:
        """The folder that holds one object a LUID."""
        return f"{self.folder}/luid/"

    def by_luid(self, luid: str) -> str:
        """One item (level 4); an empty LUID stands for an item that is to be added."""
        return f"{self.luids}{luid}{self.ending}"


PHONE_BOOK = Store("telecom/pb", ".vcf", b"VCARD")
CALENDAR = Store("telecom/cal", ".vcs", b"VCALENDAR")
NOTES = Store("telecom/nt", ".vnt", b"VNOTE")
STORES = (PHONE_BOOK, CALENDAR, NOTES)


def is_todo(data: bytes) -> bool:
    """Whether an item of the calendar store is a to-do: it holds a VTODO and no VEVENT."""
    return _TODO.search(data) is not None and _EVENT.search(data) is None
