"""Readings: plain functions that ask a vault, run in jobs, giving back what pages show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from holdfast.actions.differences import differences, read_bytes
from holdfast.actions.loss import open_alarms
from holdfast.actions.record import RECORD_LIMIT
from holdfast.actions.undo import undoable
from holdfast.errors import Problem
from holdfast.progress import Task
from holdfast.records.formats import view as viewing
from holdfast.records.matching import diff
from holdfast.records.model.coverage import Coverage, LossAlarm
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Receipt
from holdfast.records.model.snapshot import (
    KindChanges,
    Seen,
    SnapshotInfo,
    StoredItem,
    Tag,
    TimelineEntry,
    Version,
)
from holdfast.records.pictures.messages import MAX_PICTURE
from holdfast.records.pictures.thumbnails import ThumbnailWorker
from holdfast.ui import call_rows as call_listing
from holdfast.ui import talk_readings
from holdfast.ui import talks as talking
from holdfast.ui.folders import Folder, folder_tree
from holdfast.ui.item_rows import Faces, item_rows
from holdfast.ui.past import Past, read_past
from holdfast.ui.tables.rows import Change, Row
from holdfast.vault.library import Vault

FACES_LIMIT = 20_000
"""Items of a list whose bytes are looked into for times and ticks."""


class Scope(StrEnum):
    """What of a backup the content shows."""

    CHANGES = "changes"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class HandsetReading:
    """All of a handset's history that the home page stands on."""

    handset: str
    entries: tuple[TimelineEntry, ...] = ()
    alarms: tuple[LossAlarm, ...] = ()
    alarm_times: dict[str, datetime] = field(default_factory=dict)
    undo: Receipt | None = None
    past: Past = field(default_factory=Past)


@dataclass(frozen=True, slots=True)
class Handsets:
    """The handsets that the vault knows, and by id when they were seen and how much is kept."""

    known: tuple[HandsetInfo, ...] = ()
    seen: Mapping[str, Seen] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """One kind of one backup, as rows; `counts` has all kinds, for the tabs."""

    snapshot: SnapshotInfo
    kind: Kind
    scope: Scope
    rows: Sequence[Row]
    counts: dict[Kind, int]
    coverage: Coverage | None = None
    talks: tuple[talking.Talk, ...] = ()
    folder: Folder | None = None
    events: Sequence[StoredItem] = ()


@dataclass(frozen=True, slots=True)
class ItemReading:
    """One item as it was, and all versions of it; `changes[i]` is what version i changed.

    `change` is what became of it since the backup before, `since_before` the fields that changed.
    """

    item: StoredItem
    view: viewing.View
    versions: tuple[Version, ...] = ()
    changes: tuple[tuple[diff.FieldChange, ...], ...] = ()
    change: Change = Change.NONE
    since_before: tuple[diff.FieldChange, ...] = ()


def read_home(vault: Vault, handset: str, task: Task) -> tuple[Handsets, HandsetReading | None]:
    """All handsets, and the history of the chosen one (the newest, if none is chosen)."""
    task.check()
    found = Handsets(vault.history.handsets(), vault.history.seen())
    chosen = handset or (found.known[0].id if found.known else "")
    return found, read_handset(vault, chosen, task) if chosen else None


def read_handset(vault: Vault, handset: str, task: Task) -> HandsetReading:
    """The history of one handset."""
    task.check()
    entries = vault.history.timeline(handset)
    alarms = open_alarms(vault, handset)
    times = {entry.snapshot.id: entry.snapshot.time for entry in entries}
    told = {alarm.snapshot: times[alarm.snapshot] for alarm in alarms if alarm.snapshot in times}
    undo, past = undoable(vault, handset), read_past(vault, handset)
    return HandsetReading(handset, entries, alarms, told, undo, past)


def best_source(vault: Vault, handset: str, task: Task) -> SnapshotInfo | None:
    """The newest backup of a handset that a new phone should get: whole, and no alarm in it.

    A phone that only ever got something put back gives what was read back from it. One that is
    empty gives nothing.
    """
    task.check()
    held = (entry for entry in vault.history.timeline(handset) if any(entry.counts.values()))
    made = [entry.snapshot for entry in held]
    for in_passing in _IN_PASSING:
        fit = [snapshot for snapshot in made if not in_passing & snapshot.tags]
        trusted = (s for s in fit if all(s.trusted(entry.kind) for entry in s.coverage))
        if fit:
            return next(trusted, fit[0])
    return None


_IN_PASSING = (
    {Tag.REHEARSAL, Tag.SAFETY, Tag.READ_BACK},
    {Tag.REHEARSAL, Tag.SAFETY},
    {Tag.REHEARSAL},
)


def read_content(
    vault: Vault, snapshot: SnapshotInfo, kind: Kind | None, scope: Scope, now: datetime, task: Task
) -> Content:
    """One kind of one backup; with `kind` None the first that has something to show."""
    task.check()
    told = vault.history.changes(snapshot.id) if scope is Scope.CHANGES else ()
    changes = {entry.kind: entry for entry in told}
    counts = _counts(vault, snapshot, changes, scope)
    shown = kind if kind in counts else _first_filled(counts)
    content = Content(snapshot, shown, scope, (), counts, snapshot.of(shown))
    if scope is Scope.EVERYTHING and shown in _ARRANGED:
        return _arranged(vault, content, now, task)
    return replace(content, rows=_rows(vault, snapshot, shown, scope, changes, now))


_ARRANGED = (Kind.CALENDAR, Kind.MESSAGES, Kind.CALLS, Kind.FILES)


def _arranged(vault: Vault, content: Content, now: datetime, task: Task) -> Content:
    """Kinds that are no plain list: a calendar, conversations, calls by day, a tree of files."""
    items = vault.history.listing(content.snapshot.id, content.kind)
    if content.kind is Kind.CALENDAR:
        return replace(content, events=items)
    if content.kind is Kind.MESSAGES:
        contacts = vault.history.listing(content.snapshot.id, Kind.CONTACTS)
        talks = talking.talks_of(items, talking.Names(contacts))
        return replace(content, talks=talks, rows=talking.talk_rows(talks, now))
    if content.kind is Kind.CALLS:
        calls = talk_readings.read_calls(vault, items[:FACES_LIMIT], task)
        return replace(content, rows=call_listing.call_rows(items, calls, now))
    return replace(content, folder=folder_tree(items)) if items else content


def _counts(
    vault: Vault, snapshot: SnapshotInfo, changes: dict[Kind, KindChanges], scope: Scope
) -> dict[Kind, int]:
    held = vault.history.counts(snapshot.id)
    covered = {entry.kind for entry in snapshot.coverage}
    kinds = [kind for kind in Kind if kind in covered or held.get(kind)]
    if scope is Scope.EVERYTHING:
        return {kind: held.get(kind, 0) for kind in kinds}
    return {kind: _changed(changes.get(kind)) for kind in kinds}


def _changed(changes: KindChanges | None) -> int:
    if changes is None:
        return 0
    return len(changes.added) + len(changes.removed) + len(changes.changed)


def _first_filled(counts: dict[Kind, int]) -> Kind:
    return next(
        (kind for kind, count in counts.items() if count), next(iter(counts), Kind.CONTACTS)
    )


def _rows(
    vault: Vault,
    snapshot: SnapshotInfo,
    kind: Kind,
    scope: Scope,
    changes: dict[Kind, KindChanges],
    now: datetime,
) -> Sequence[Row]:
    found = changes.get(kind, KindChanges(kind))
    if scope is Scope.EVERYTHING:
        items = vault.history.listing(snapshot.id, kind)
        found = KindChanges(kind)
        return item_rows(kind, items, found, read_faces(vault, kind, items), now)
    touched = (*found.added, *found.removed, *(after for _, after in found.changed))
    return item_rows(kind, (), found, read_faces(vault, kind, touched), now)


def read_faces(vault: Vault, kind: Kind, items: Iterable[StoredItem]) -> Faces:
    """What lists of events and to-dos show beyond the summary, by digest."""
    if kind not in (Kind.CALENDAR, Kind.TODOS):
        return {}
    faces: dict[str, viewing.View] = {}
    for item in list(items)[:FACES_LIMIT]:
        if item.digest not in faces and item.parts:
            faces[item.digest] = viewing.view(kind, item.parts[0].suffix, read_record(vault, item))
    return faces


def read_record(vault: Vault, item: StoredItem) -> bytes:
    """The bytes of a record, up to a limit."""
    return read_bytes(vault, item, RECORD_LIMIT)


def read_item(
    vault: Vault,
    item: StoredItem,
    task: Task,
    change: Change = Change.NONE,
    before: StoredItem | None = None,
) -> ItemReading:
    """One item with its history and what each version changed; a changed one was `before`."""
    task.check()
    shown = read_view(vault, item)
    versions = vault.history.lineage(item.handset, item.kind, item.key, item.digest)
    since = differences(vault, before, item) if before is not None else ()
    return ItemReading(item, shown, versions, _version_changes(vault, versions), change, since)


def read_view(vault: Vault, item: StoredItem) -> viewing.View:
    """What is in the bytes of one item. Raises `VaultProblem`."""
    if item.kind.is_media or not item.parts:
        return viewing.View(title=item.title, readable=item.readable)
    return viewing.view(item.kind, item.parts[0].suffix, read_record(vault, item), item.title)


def _version_changes(
    vault: Vault, versions: tuple[Version, ...]
) -> tuple[tuple[diff.FieldChange, ...], ...]:
    return tuple(
        differences(vault, versions[number + 1].item, version.item)
        if number + 1 < len(versions)
        else ()
        for number, version in enumerate(versions)
    )


def load_picture(
    vault: Vault, worker: ThumbnailWorker, item: StoredItem, size: int
) -> bytes | None:
    """The encoded picture of a photo or the portrait of a contact, scaled; None without one."""
    data: bytes | None = None
    if item.kind.is_media:
        data = read_bytes(vault, item, MAX_PICTURE)
    elif item.parts:
        data = viewing.view(item.kind, item.parts[0].suffix, read_record(vault, item)).photo
    try:
        return worker.thumbnail(data, size).image if data else None
    except Problem:
        return None
