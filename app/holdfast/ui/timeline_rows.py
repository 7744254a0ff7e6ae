"""Makes the timeline's rows: grouped by time, quiet runs folded, every special one named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import Tag, TimelineEntry
from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning
from holdfast.ui.tables.rows import Badge, Dot, Row, SectionRow, TimelineRow
from holdfast.wording import controls, rehearsals, times, window
from holdfast.wording.controls import Label
from holdfast.wording.digests import digest_forms

RUN = 2
"""From how many quiet backups on they are folded into one row."""


def timeline_rows(
    entries: Sequence[TimelineEntry],
    now: datetime,
    *,
    connected: bool,
    unfolded: frozenset[str] = frozenset(),
) -> tuple[Row, ...]:
    """Rows of `entries` (newest first); `unfolded` names runs by their newest backup's id."""
    rows: list[Row] = [_now_row()] if connected else []
    for title, group in groupby(entries, key=lambda e: times.group(e.snapshot.time, now)):
        rows.append(SectionRow(title))
        rows.extend(_group_rows(list(group), entries, now, unfolded))
    return tuple(rows)


def _now_row() -> TimelineRow:
    title, digest = controls.label(Label.NOW), window.now_digest()
    return TimelineRow("", Dot.NOW, title, (digest,), spoken=f"{title}. {digest}")


def _group_rows(
    group: list[TimelineEntry],
    entries: Sequence[TimelineEntry],
    now: datetime,
    unfolded: frozenset[str],
) -> Iterator[Row]:
    def foldable(entry: TimelineEntry) -> bool:
        return entry is not entries[0] and is_quiet(entry)

    for quiet, run in groupby(group, key=foldable):
        found = list(run)
        if quiet and len(found) >= RUN and found[0].snapshot.id not in unfolded:
            yield _folded_row(found)
        else:
            yield from (_entry_row(entry, now) for entry in found)


def is_quiet(entry: TimelineEntry) -> bool:
    """Whether a backup found nothing new and has nothing else to tell."""
    plain = not entry.first and not any(entry.digest)
    return plain and not is_extra(entry) and not _badges(entry)


def is_extra(entry: TimelineEntry) -> bool:
    """Whether it was made by a restore or a rehearsal rather than by a backup."""
    return bool({Tag.SAFETY, Tag.READ_BACK, Tag.REHEARSAL} & entry.snapshot.tags)


def is_alarmed(entry: TimelineEntry) -> bool:
    """Whether the loss guard spoke and nobody accepted the loss."""
    return any(entry.snapshot.alarmed(kind) for kind in Kind)


def _folded_row(run: list[TimelineEntry]) -> TimelineRow:
    title, hint = window.folded(len(run)), window.unfold_hint()
    folded = tuple(entry.snapshot.id for entry in run)
    return TimelineRow(
        folded[0], Dot.QUIET, title, (hint,), folded=folded, spoken=f"{title}. {hint}"
    )


def _entry_row(entry: TimelineEntry, now: datetime) -> TimelineRow:
    when = times.moment(entry.snapshot.time, now)
    title = when[:1].upper() + when[1:]
    digests, badges = _digests(entry, now), _badges(entry)
    spoken = ". ".join((title, digests[0], *(badge.text for badge in badges)))
    return TimelineRow(entry.snapshot.id, _dot(entry), title, digests, badges, spoken=spoken)


def _dot(entry: TimelineEntry) -> Dot:
    if is_alarmed(entry):
        return Dot.ALARM
    return Dot.EXTRA if is_extra(entry) else Dot.BACKUP


def _digests(entry: TimelineEntry, now: datetime) -> tuple[str, ...]:
    if Tag.SAFETY in entry.snapshot.tags:
        return (window.safety_digest(),)
    if Tag.READ_BACK in entry.snapshot.tags:
        return (window.read_back_digest(),)
    if Tag.REHEARSAL in entry.snapshot.tags:
        return (rehearsals.on_timeline(entry.snapshot, now),)
    return digest_forms(entry.digest, first=entry.first)


def _badges(entry: TimelineEntry) -> tuple[Badge, ...]:
    tags, badges = entry.snapshot.tags, []
    if is_alarmed(entry):
        badges.append(Badge(window.loss_badge(), Icon.ALERT, Meaning.DANGER))
    if not all(coverage.complete for coverage in entry.snapshot.coverage):
        badges.append(Badge(window.partial_badge(entry), Icon.ALERT, Meaning.ATTENTION))
    if Tag.SAFETY in tags:
        badges.append(Badge(controls.label(Label.SAFETY), Icon.PIN, Meaning.CALM))
    if Tag.READ_BACK in tags:
        badges.append(Badge(controls.label(Label.READ_BACK), Icon.DONE, Meaning.SAFE))
    return tuple(badges)
