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


OWNER_CARD = "telecom/pb/0.vcf"
"""The card of the phone's owner, beside the phone book (IrMC 1.1, 5.4: index 0)."""


@dataclass(frozen=True, slots=True)
class Store:
    """One store: its `folder`, the `ending` of its objects and the block an item is.

    A store that is `whole_only` is read as the one object that holds all of it.
    """

    folder: str
    ending: str
    block: bytes
    whole_only: bool = False

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

    @property
    def counter(self) -> str:
        """The change counter (level 4)."""
        return f"{self.luids}cc.log"

    def changes(self, counter: int) -> str:
        """What changed since the counter stood at `counter` (level 4)."""
        return f"{self.luids}{counter}.log"

    def by_luid(self, luid: str) -> str:
        """One item (level 4); an empty LUID stands for an item that is to be added."""
        return f"{self.luids}{luid}{self.ending}"

    def by_index(self, index: int) -> str:
        """One item (level 3); the indexes of items stay theirs until they are deleted."""
        return f"{self.folder}/{index}{self.ending}"


PHONE_BOOK = Store("telecom/pb", ".vcf", b"VCARD")
CALENDAR = Store("telecom/cal", ".vcs", b"VCALENDAR")
NOTES = Store("telecom/nt", ".vnt", b"VNOTE")
INBOX = Store("telecom/msg/in", ".vmg", b"VMSG")
OUTBOX = Store("telecom/msg/out", ".vmg", b"VMSG")
SENT = Store("telecom/msg/sent", ".vmg", b"VMSG")
INCOMING = Store("telecom/pb/ich", ".vcf", b"VCARD", whole_only=True)
OUTGOING = Store("telecom/pb/och", ".vcf", b"VCARD", whole_only=True)
MISSED = Store("telecom/pb/mch", ".vcf", b"VCARD", whole_only=True)
"""The three call histories: the last calls, each as a card."""
BOOKMARKS = Store("telecom/bm", ".vbm", b"VBKM", whole_only=True)
"""Bookmarks: small files that nobody edits in place, so that only all of them are read."""
STORES = (PHONE_BOOK, CALENDAR, NOTES, INBOX, OUTBOX, SENT, BOOKMARKS)
"""The stores that can be written to."""


def is_todo(data: bytes) -> bool:
    """Whether an item of the calendar store is a to-do: it holds a VTODO and no VEVENT."""
    return _TODO.search(data) is not None and _EVENT.search(data) is None
