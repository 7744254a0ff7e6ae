"""Names for items to which a phone gives none (IrMC below level 3)."""

from __future__ import annotations

import hashlib
from collections import Counter

from holdfast.phones.protocols.irmc.stores import CALENDAR, NOTES, PHONE_BOOK, Store
from holdfast.records.formats.summary import summarise
from holdfast.records.model.kinds import Kind

_KINDS = {PHONE_BOOK: Kind.CONTACTS, CALENDAR: Kind.CALENDAR, NOTES: Kind.NOTES}
_DIGITS = 16


class Namer:
    """Names the items of one store, in the order in which the phone gives them.

    A contact is known by its name, an event by its title and time, so that another number
    makes another version of the same item; the second of one name is "…#2". Messages, calls
    and bookmarks never change: they are known by all they say.
    """

    def __init__(self, store: Store) -> None:
        """Begin with no names given."""
        self._store = store
        self._given: Counter[str] = Counter()

    def name(self, data: bytes) -> str:
        """The next item's name."""
        digest = hashlib.sha256(self._said(data)).hexdigest()[:_DIGITS]
        self._given[digest] += 1
        count = self._given[digest]
        return digest if count == 1 else f"{digest}#{count}"

    def _said(self, data: bytes) -> bytes:
        kind = _KINDS.get(self._store)
        summary = summarise(kind, self._store.ending, data) if kind is not None else None
        if summary is None or not summary.title:
            return data
        when = summary.when.isoformat() if summary.when else ""
        return f"{summary.title}\0{when}".encode("utf-8", "replace")
