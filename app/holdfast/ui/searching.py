"""Searches over all time: what was asked, and what a vault answers; run in jobs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import Hit, Tag
from holdfast.ui.tables import hits
from holdfast.ui.tables.rows import Row
from holdfast.vault.library import Vault
from holdfast.wording.searches import When

HITS = 200
"""Results of a search that are shown at most."""
_CANDIDATES = 1_000
"""Results looked at where only those of a time are wanted."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is held to: one kind, one phone (its id), and a time; each may be open.

    With `year` only what lived in that year counts.
    """

    kind: Kind | None = None
    phone: str = ""
    when: When = When.ANY
    year: int | None = None

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return self != Filters()

    @property
    def timed(self) -> bool:
        """Whether it matters when something lived."""
        return self.when is not When.ANY or self.year is not None

    def takes(self, hit: Hit, newest: str, zone: tzinfo | None = None) -> bool:
        """Whether a hit lived when it was wanted; `newest` is its phone's newest backup."""
        version = hit.version
        if self.when is When.THERE:
            return version.last.id == newest
        if self.when is When.GONE:
            return hit.gone
        if self.year is None:
            return True
        end = version.gone_since or version.last.time
        first, last = version.first.time.astimezone(zone).year, end.astimezone(zone).year
        return first <= self.year <= last


@dataclass(frozen=True, slots=True)
class Query:
    """One search: the words, what it is held to, and the names of phones if there are several."""

    text: str
    filters: Filters = field(default_factory=Filters)
    phones: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of one search; `more` tells that there were more than are shown.

    `years` are those in which there were backups, newest first.
    """

    query: Query
    rows: tuple[Row, ...]
    count: int = 0
    more: bool = False
    years: tuple[int, ...] = ()


def read_search(vault: Vault, query: Query, now: datetime, task: Task) -> Found:
    """Everything that matches, in every version of everything."""
    task.check()
    filters = query.filters
    limit = HITS
    asked = _CANDIDATES if filters.timed else limit + 1
    found = vault.history.search(
        query.text,
        asked,
        None if filters.kind is None else (filters.kind,),
        filters.phone or None,
    )
    task.check()
    newest = {of: _newest_backup(vault, of) for of in {hit.version.item.handset for hit in found}}
    fitting = [hit for hit in found if filters.takes(hit, newest[hit.version.item.handset])]
    shown = fitting[:limit]
    task.check()
    rows = hits.hit_rows(shown, query.text, hits.Around(now, newest, query.phones))
    more = len(fitting) > limit or (filters.timed and len(found) == asked)
    return Found(query, rows, len(shown), more, _years(vault))


def _newest_backup(vault: Vault, handset: str) -> str:
    """Its id; a rehearsal's result stands on the timeline, too, but is none."""
    made = (entry.snapshot for entry in vault.history.timeline(handset))
    return next((s.id for s in made if Tag.REHEARSAL not in s.tags), "")


def _years(vault: Vault) -> tuple[int, ...]:
    entries = vault.history.timeline()
    found: Sequence[int] = [entry.snapshot.time.astimezone().year for entry in entries]
    return tuple(sorted(set(found), reverse=True))
