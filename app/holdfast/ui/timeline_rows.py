"""Makes the timeline's rows: grouped by time, quiet runs folded, every special one named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from holdfast.records.model.coverage import LossAlarm
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo, Tag, TimelineEntry
from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning
from holdfast.ui.past import Past
from holdfast.ui.tables.rows import Badge, Dot, Row, SectionRow, TimelineRow
from holdfast.wording import controls, rehearsals, states, timelines, times, window
from holdfast.wording.controls import Label
from holdfast.wording.digests import digest_forms
from holdfast.wording.i18n import capitalised, listed

RUN = 2
"""From how many quiet backups on they are folded into one row."""
FOLDER = "Folder"
"""The protocol of what was imported from files."""


Point = TimelineEntry | SnapshotInfo
"""A backup, or a keepsake."""


@dataclass(frozen=True, slots=True)
class Known:
    """What rows tell beyond their backups.

    `connected` puts the phone as it is now on top. `unfolded` names open runs by their newest
    backup's id. `checked` is when the vault was found whole, UTC. `waiting` counts the changes
    on the phone that are not backed up, None while nobody knows.
    """

    connected: bool = False
    unfolded: frozenset[str] = frozenset()
    past: Past = field(default_factory=Past)
    checked: datetime | None = None
    waiting: int | None = None


def timeline_rows(
    entries: Sequence[TimelineEntry], now: datetime, known: Known | None = None
) -> tuple[Row, ...]:
    """Rows of `entries` (newest first) and of keepsakes, under headings of time."""
    made = _Maker(entries, now, known or Known())
    return tuple(made.rows())


class _Maker:
    """Makes the rows of one timeline."""

    def __init__(self, entries: Sequence[TimelineEntry], now: datetime, known: Known) -> None:
        self._entries = entries
        self._now = now
        self._known = known
        told = known.past.receipts.values()
        self._before_undoing = {each.safety for each in told if each.undoes}
        self._places = {entry.snapshot.id: place for place, entry in enumerate(entries)}

    def rows(self) -> Iterator[Row]:
        if self._known.connected:
            yield _now_row(self._known.waiting)
        points: list[Point] = [*self._entries, *self._known.past.keepsakes]
        points.sort(key=_time, reverse=True)
        for title, group in groupby(points, key=lambda p: times.group(_time(p), self._now)):
            yield SectionRow(title)
            yield from self._group(list(group))

    def _group(self, group: Sequence[Point]) -> Iterator[Row]:
        for quiet, run in groupby(group, key=self._is_foldable):
            found = list(run)
            if quiet and len(found) >= RUN:
                yield from self._run(found)
            else:
                yield from map(self._row, found)

    def _is_foldable(self, point: Point) -> bool:
        if isinstance(point, SnapshotInfo):
            return False
        return point is not self._entries[0] and is_quiet(point)

    def _run(self, run: Sequence[Point]) -> Iterator[Row]:
        ids = tuple(_snapshot(entry).id for entry in run)
        is_open = bool(self._known.unfolded.intersection(ids))
        title = timelines.run(len(run))
        days = timelines.span(_time(run[-1]), _time(run[0]), self._now)
        hint = timelines.close_run(days) if is_open else timelines.open_run(days)
        yield TimelineRow(
            ids[0],
            Dot.QUIET,
            title,
            (hint,),
            folded=ids,
            said=(title, hint),
            open=is_open,
            icon=Icon.DOWN if is_open else Icon.NEXT,
        )
        if is_open:
            yield from map(self._row, run)

    def _row(self, point: Point) -> TimelineRow:
        if isinstance(point, SnapshotInfo):
            return self._keepsake(point)
        special = self._special(point)
        title = capitalised(times.moment(point.snapshot.time, self._now))
        badges = _badges(point)
        if special is not None:
            icon, meaning, words = special
            said = (title, words, *(badge.text for badge in badges))
            dot = Dot.ALARM if is_alarmed(point) else Dot.EXTRA
            # A safety backup of an emptied phone is alarmed, too, but that is not what it is.
            forms = self._loss_forms(point) if meaning is Meaning.DANGER else (words,)
            return TimelineRow(
                point.snapshot.id, dot, title, forms, badges, said=said, icon=icon,
                meaning=meaning, notable=True,
            )  # fmt: skip
        return self._plain(point, title, badges)

    def _plain(self, entry: TimelineEntry, title: str, badges: tuple[Badge, ...]) -> TimelineRow:
        forms = digest_forms(entry.digest, first=entry.first)
        digest = forms[0] if entry.first else timelines.spoken_digest(entry.digest)
        said = (title, digest, *(badge.text for badge in badges), self._checked(entry))
        return TimelineRow(
            entry.snapshot.id,
            Dot.BACKUP,
            title,
            forms,
            badges,
            said=said,
            notable=entry.first or any(entry.digest),
        )

    def _checked(self, entry: TimelineEntry) -> str:
        checked = self._known.checked
        return timelines.checked() if checked and entry.snapshot.time <= checked else ""

    def _special(self, entry: TimelineEntry) -> tuple[Icon, Meaning, str] | None:
        """The icon, meaning and words of what is more than a backup."""
        snapshot = entry.snapshot
        if Tag.SAFETY in snapshot.tags:
            undoing = snapshot.id in self._before_undoing
            return Icon.SHIELD, Meaning.CALM, timelines.safety(undoing=undoing)
        if Tag.READ_BACK in snapshot.tags:
            receipt = self._known.past.receipts.get(snapshot.id)
            icon = Icon.UNDO if receipt is not None and receipt.undoes else Icon.PUT_BACK
            return icon, Meaning.SAFE, timelines.put_back(receipt)
        if Tag.REHEARSAL in snapshot.tags:
            return Icon.SAFE, _outcome(snapshot), rehearsals.on_timeline(snapshot, self._now)
        if is_alarmed(entry):
            return Icon.ALERT, Meaning.DANGER, self._loss(entry)
        if snapshot.handset.protocol == FOLDER:
            digest = digest_forms(entry.digest, first=entry.first)[0]
            return Icon.FOLDER, Meaning.CALM, timelines.imported(digest)
        return None

    def _loss(self, entry: TimelineEntry) -> str:
        """What is lost, kind by kind; "Sudden loss" stands beside it as a badge."""
        return listed(self._lost(entry))

    def _loss_forms(self, entry: TimelineEntry) -> tuple[str, ...]:
        """The same for the eye: of many kinds the first, and how much more."""
        lost = self._lost(entry)
        shorter = digest_forms(entry.digest) if any(entry.digest) else lost[:1]
        return (" · ".join(lost), *shorter) if len(lost) > 1 else lost

    def _lost(self, entry: TimelineEntry) -> tuple[str, ...]:
        before = self._entries[self._places[entry.snapshot.id] + 1 :]
        return tuple(
            timelines.lost(LossAlarm(kind, _held(before, kind), entry.counts.get(kind, 0), ""))
            for kind in Kind
            if entry.snapshot.alarmed(kind)
        )

    def _keepsake(self, snapshot: SnapshotInfo) -> TimelineRow:
        title, words = timelines.keepsake(), timelines.keepsake_holds()
        when = times.moment(snapshot.time, self._now)
        return TimelineRow(
            snapshot.id,
            Dot.EXTRA,
            title,
            (words,),
            said=(title, when, words),
            icon=Icon.ARCHIVE,
            notable=True,
        )


def _now_row(waiting: int | None) -> TimelineRow:
    title, digest = controls.label(Label.NOW), window.now_digest()
    if waiting is not None:
        digest = states.waiting_changes(waiting)
    return TimelineRow("", Dot.NOW, title, (digest,), said=(title, digest), notable=True)


def _snapshot(point: Point) -> SnapshotInfo:
    return point if isinstance(point, SnapshotInfo) else point.snapshot


def _time(point: Point) -> datetime:
    return _snapshot(point).time


def is_quiet(entry: TimelineEntry) -> bool:
    """Whether a backup found nothing new and has nothing else to tell."""
    plain = not entry.first and not any(entry.digest)
    return plain and not is_extra(entry) and not _badges(entry)


def is_extra(entry: TimelineEntry) -> bool:
    """Whether it was made by a restore or a rehearsal rather than by a backup."""
    return bool({Tag.SAFETY, Tag.READ_BACK, Tag.REHEARSAL} & entry.snapshot.tags)


def is_alarmed(entry: TimelineEntry) -> bool:
    """Whether the loss guard spoke and nobody accepted the loss."""
    return bool(entry.snapshot.tags) and any(entry.snapshot.alarmed(kind) for kind in Kind)


def _held(before: Sequence[TimelineEntry], kind: Kind) -> int:
    """How many of a kind the newest backup to be trusted held, of those `before`."""
    whole = (entry for entry in before if entry.snapshot.trusted(kind))
    entry = next(whole, None)
    return entry.counts.get(kind, 0) if entry is not None else 0


def _outcome(snapshot: SnapshotInfo) -> Meaning:
    back, held = snapshot.rehearsed or (0, 0)
    return Meaning.SAFE if held and back == held else Meaning.ATTENTION


def _badges(entry: TimelineEntry) -> tuple[Badge, ...]:
    badges = []
    if is_alarmed(entry):
        badges.append(Badge(window.loss_badge(), Icon.ALERT, Meaning.DANGER))
    if not all(coverage.complete for coverage in entry.snapshot.coverage):
        badges.append(Badge(window.partial_badge(entry), Icon.ALERT, Meaning.ATTENTION))
    if Tag.PINNED in entry.snapshot.tags and not is_extra(entry):
        badges.append(Badge(timelines.pinned(), Icon.PIN, Meaning.CALM))
    return tuple(badges)
