"""Which of a phone's stores hold which kind, and what the items in them are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from holdfast.phones.protocols.irmc.stores import (
    BOOKMARKS,
    CALENDAR,
    INBOX,
    INCOMING,
    MISSED,
    NOTES,
    OUTBOX,
    OUTGOING,
    PHONE_BOOK,
    SENT,
    Store,
    is_todo,
)
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.vmessage import BLOCKS, message_of
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Box

BOOKMARK_FOLDER = "Web bookmarks"
"""What stands for the storage of bookmarks, which are files as far as Holdfast is concerned."""
OWNER = "owner"
"""The key of the owner's own card."""


@dataclass(frozen=True, slots=True)
class Source:
    """One store of a kind: `prefix` and `suffix` stand around a record's key in its item's."""

    store: Store
    prefix: str = ""
    suffix: str = ""

    def key(self, record: str) -> str:
        """The item's key of a record's."""
        return f"{self.prefix}{record}{self.suffix}"

    def record(self, key: str) -> str:
        """The record's key of an item's."""
        return key.removeprefix(self.prefix).removesuffix(self.suffix)

    def holds(self, key: str) -> bool:
        """Whether an item that has `key` lies here."""
        return key.startswith(self.prefix) and key != OWNER


SOURCES: Mapping[Kind, tuple[Source, ...]] = {
    Kind.CONTACTS: (Source(PHONE_BOOK),),
    Kind.CALENDAR: (Source(CALENDAR),),
    Kind.TODOS: (Source(CALENDAR),),
    Kind.NOTES: (Source(NOTES),),
    Kind.MESSAGES: (Source(INBOX, "in/"), Source(OUTBOX, "out/"), Source(SENT, "sent/")),
    Kind.CALLS: (Source(INCOMING, "in/"), Source(OUTGOING, "out/"), Source(MISSED, "missed/")),
    Kind.FILES: (Source(BOOKMARKS, f"{BOOKMARK_FOLDER}/", BOOKMARKS.ending),),
}


def sharing(store: Store) -> tuple[Kind, ...]:
    """The kinds that lie in `store`."""
    return tuple(
        kind for kind, sources in SOURCES.items() if any(s.store is store for s in sources)
    )


def is_of(kind: Kind, store: Store, data: bytes) -> bool:
    """Whether a record of `store` is of `kind`: events and to-dos lie in one store."""
    return store is not CALENDAR or is_todo(data) == (kind is Kind.TODOS)


def source_of(kind: Kind, key: str) -> Source | None:
    """Where the item that has `key` lies; None when it lies in none of these stores."""
    return next((source for source in SOURCES.get(kind, ()) if source.holds(key)), None)


def source_for(item: NewItem) -> Source | None:
    """Where a new item belongs; None when it belongs in none of these stores.

    A message keeps its box: the one it had on a phone of this kind, else what it says itself.
    """
    source = source_of(item.kind, item.key)
    if source is not None or item.kind is not Kind.MESSAGES:
        return source
    found = read_components(b"".join(item.open())).items(*BLOCKS)
    box = message_of(next(iter(found))).box if found else Box.OTHER
    inbox, outbox, sent = SOURCES[Kind.MESSAGES]
    return {Box.SENT: sent, Box.INBOX: inbox, Box.OTHER: inbox}.get(box, outbox)
