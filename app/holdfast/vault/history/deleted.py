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
from holdfast.vault.history.catalogue import Catalogue, Line
from holdfast.vault.history.lineage import Lineage
from holdfast.vault.history.rows import told
from holdfast.vault.history.stints import Stint

_MOST = 1_000
"""Earlier stints of one item that are looked at for when it was first seen."""

_COLUMNS = "SELECT versions.key, versions.digest, spans.first, spans.last"
ENDS = (
    f"{_COLUMNS} FROM spans INDEXED BY spans_by_end"  # noqa: S608 - our own constants
    " CROSS JOIN versions ON versions.id = spans.version"
    " JOIN summaries ON summaries.id = versions.summary"
    " WHERE spans.handset = :handset AND spans.kind = :kind AND spans.last < :end AND NOT EXISTS ("
    "SELECT 1 FROM versions AS other JOIN spans AS lived ON lived.version = other.id"
    " JOIN summaries AS told ON told.id = other.summary WHERE other.handset = spans.handset"
    " AND other.kind = spans.kind AND other.key = versions.key AND lived.last > spans.last"
    " AND told.sort_key = summaries.sort_key)"
    " ORDER BY spans.last DESC, spans.first DESC, spans.version DESC"
)
"""Spans that ended before a number, the last that ended first, read off the index.

Left out is what went on under its key and name, which is nearly everything that ends.
"""
_ALL = (
    f"{_COLUMNS} FROM spans JOIN versions ON versions.id = spans.version"
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
    ends = _ends(database, line, kind, newest)
    gone = _apart(_gone(lineage, handset, end, newest) for end in ends)
    skip, limit = max(0, page[0]), max(0, page[1])
    chosen = islice(gone, skip, skip + limit)
    return (_lived(lineage, line, stint) for stint in chosen)


def _ends(database: sqlite3.Connection, line: Line, kind: Kind, newest: int) -> Iterator[_End]:
    """Key, digest and last place of what ended before the place `newest`, the last first."""
    asked = {"handset": line[0].handset, "kind": kind, "end": line[newest].number}
    in_order = all(one.number < later.number for one, later in pairwise(line))
    places: dict[tuple[int, int], int] = {}

    def end(key: bytes, digest: str, first: int, last: int) -> _End:
        if (first, last) not in places:
            lived = line.numbered(first, last)
            places[first, last] = lived[-1].place if lived else newest
        return told(key), digest, places[first, last]

    if in_order:
        return (end(*row) for row in database.execute(ENDS, asked))
    # Some snapshots came to the index later than younger ones: no number tells which was last.
    found = [end(*row) for row in database.execute(_ALL, asked)]
    return iter(sorted(found, key=lambda each: (-each[2], each[0])))


def _gone(lineage: Lineage, handset: str, end: _End, newest: int) -> Stint | None:
    """The stint that ended there, unless the item went on on the same phone."""
    key, digest, place = end
    phone = lineage.phone(handset)
    held = phone.stints.of_key(key)
    stint = next((each for each in held if each.item.digest == digest and each.at(place)), None)
    if stint is None or stint.last >= newest or phone.succession.plainly_goes_on(stint):
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
