"""What is gone from a phone, the last seen first, and when it lived.

An item is gone when the newest reading that can end lives (complete, under no loss alarm), and
all that came after it, hold it no more: not under its key, and not under another it went on
under (`succession`), or was put back under by a restore.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import Version
from holdfast.vault.history.catalogue import Catalogue, Entry, Line
from holdfast.vault.history.lineage import Lineage, Phone
from holdfast.vault.history.rows import told
from holdfast.vault.history.stints import Stint

_MOST = 1_000
"""Earlier stints of one item that are looked at for when it was first seen."""

_COLUMNS = "SELECT versions.key, versions.digest, spans.first, spans.last"
_LATER = (
    "WHERE other.handset = spans.handset AND other.kind = spans.kind"
    " AND other.key = versions.key AND lived.last > spans.last"
)
_LIVED = "FROM versions AS other JOIN spans AS lived ON lived.version = other.id"
ENDS = (
    f"{_COLUMNS}, (SELECT MIN(lived.first) {_LIVED} {_LATER})"  # noqa: S608 - our own constants
    " FROM spans INDEXED BY spans_by_end"
    " CROSS JOIN versions ON versions.id = spans.version"
    " JOIN summaries ON summaries.id = versions.summary"
    " WHERE spans.handset = :handset AND spans.kind = :kind"
    " AND spans.last >= :start AND spans.last < :end"
    f" AND NOT EXISTS (SELECT 1 {_LIVED} JOIN summaries AS told ON told.id = other.summary"
    f" {_LATER} AND told.sort_key = summaries.sort_key)"
    " ORDER BY spans.last DESC, spans.first DESC, spans.version DESC"
)
"""Spans that ended from a number on up to before another, the last first, off the index.

With each the number where its key was held again. Left out is what went on under its key and
name, which is nearly everything that ends.
"""
_ALL = (
    f"{_COLUMNS}, NULL FROM spans JOIN versions ON versions.id = spans.version"
    " WHERE spans.handset = :handset AND spans.kind = :kind"
)
_End = tuple[str, str, int]


def deleted(
    database: sqlite3.Connection,
    catalogue: Catalogue,
    lineage: Lineage,
    handset: str,
    kind: Kind,
    page: tuple[int, int],
) -> Iterator[Version]:
    """Each gone item once, in its newest version, as seen from first to last in any.

    `page` is how many to skip, and how many to tell at most.
    """
    line = catalogue.line(handset)
    newest = lineage.phone(handset).stints.trusted_before(len(line))
    if newest < 0:
        return iter(())
    ends = _ends(database, lineage.phone(handset), kind, newest)
    gone = _apart(_gone(lineage, handset, end, newest) for end in ends)
    skip, limit = max(0, page[0]), max(0, page[1])
    chosen = islice(gone, skip, skip + limit)
    return (_lived(lineage, line, stint) for stint in chosen)


def _ends(database: sqlite3.Connection, phone: Phone, kind: Kind, newest: int) -> Iterator[_End]:
    """Key, digest and last place of what may have ended before `newest`, the last first."""
    line = phone.stints.line
    asked: dict[str, int | str] = {"handset": line[0].handset, "kind": kind}
    places: dict[tuple[int, int], int] = {}

    def place_of(first: int, last: int) -> int:
        if (first, last) not in places:
            lived = line.numbered(first, last)
            places[first, last] = lived[-1].place if lived else newest
        return places[first, last]

    if not all(one.number < later.number for one, later in pairwise(line)):
        # Some came to the index later than younger ones: no number tells which was last.
        rows = database.execute(_ALL, asked)
        found = [(told(key), digest, place_of(*span)) for key, digest, *span, _ in rows]
        yield from sorted(found, key=lambda each: (-each[2], each[0]))
        return
    for start, turn in _turns(phone, kind, newest):
        asked["start"] = line[start].number if start >= 0 else 0
        asked["end"] = line[turn].number
        for key, digest, first, last, again in database.execute(ENDS, asked).fetchall():
            place = place_of(first, last)
            if again is None or not _edited(phone, place, again):
                yield told(key), digest, place


def _turns(phone: Phone, kind: Kind, newest: int) -> Iterator[tuple[int, int]]:
    """From which reading that can end lives to which something may have gone, the last first."""
    turn = newest
    while turn >= 0:
        start = phone.stints.trusted_before(turn)
        if any(_may_lose(entry, kind) for entry in phone.stints.line[start + 1 : turn + 1]):
            yield start, turn
        turn = start


def _may_lose(entry: Entry, kind: Kind) -> bool:
    """Whether a key is gone with a snapshot, or so many changed that they may be others' now."""
    if entry.digest is None:
        return True
    changes = next((each for each in entry.digest if each.kind is kind), None)
    if changes is None:
        return False
    return changes.removed > 0 or changes.changed * 2 >= entry.counts.get(kind, 0)


def _edited(phone: Phone, place: int, again: int) -> bool:
    """Whether a key held until a place, and again from a number on, stands for the same item.

    It does when no reading in between could end a life, and no keys were handed out anew.
    """
    line, turn = phone.stints.line, phone.stints.trusted_after(place)
    at_once = turn == len(line) or again <= line[turn].number
    return at_once and not phone.succession.renumbered(turn)


def _gone(lineage: Lineage, handset: str, end: _End, newest: int) -> Stint | None:
    """The stint that ended there, unless the item went on on the same phone."""
    key, digest, place = end
    phone = lineage.phone(handset)
    held = phone.stints.of_key(key)
    stint = next((each for each in held if each.item.digest == digest and each.at(place)), None)
    if stint is None or stint.last >= newest:
        return None
    if phone.succession.after(stint) is not None:
        return None
    handed = lineage.handed(stint)
    went_on = (each.item.handset == handset and each.last > stint.last for each in handed)
    return None if any(went_on) else stint


def _apart(stints: Iterable[Stint | None]) -> Iterator[Stint]:
    """Each that there is, once."""
    seen = set()
    for stint in stints:
        if stint is not None and stint.id not in seen:
            seen.add(stint.id)
            yield stint


def _lived(lineage: Lineage, line: Line, stint: Stint) -> Version:
    phone = lineage.phone(stint.item.handset)
    first, count = stint, stint.count
    for _ in range(_MOST):
        earlier = phone.succession.before(first)
        if earlier is None:
            break
        first, count = earlier, count + earlier.count
    gone = line[phone.stints.trusted_after(stint.last)].info.time
    return Version(stint.item, line[first.first].info, line[stint.last].info, count, gone)
