"""The loss guard: a phone that suddenly holds far less is an alarm, not a sync."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from holdfast.records.formats import summary
from holdfast.records.model.coverage import Coverage, LossAlarm
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem, Tag, TimelineEntry
from holdfast.vault.library import Vault


@dataclass(frozen=True, slots=True)
class Threshold:
    """When a kind has suffered a loss.

    Up to `few` items people do delete by hand; only an empty kind is then an alarm. Of more,
    an alarm is due when less than the share `kept` of the items known before is still there.
    """

    few: int = 5
    kept: float = 0.5


USUAL = Threshold()
THRESHOLDS: Mapping[Kind, Threshold] = MappingProxyType(
    {
        # People add contacts and seldom delete them: a third gone is no tidying up.
        Kind.CONTACTS: Threshold(kept=0.67),
        # Phones drop the oldest calls by themselves, after a busy day nearly all of them.
        Kind.CALLS: Threshold(kept=0.0),
        # Whole conversations are deleted at a time, and phones make room on their own.
        Kind.MESSAGES: Threshold(few=20, kept=0.34),
        # A camera is emptied onto a computer and begins anew.
        Kind.PHOTOS: Threshold(kept=0.34),
    }
)
"""The kinds for which another measure holds than the usual one."""


def is_sudden_loss(kind: Kind, before: int, still_there: int, now: int) -> bool:
    """Tell whether a kind that held `before` items and now holds `now` suffered a loss.

    `still_there` counts the items of before that the phone still holds. Counting them, rather
    than only `now`, catches a phone that was emptied and then filled with other things.
    """
    if before == 0:
        return False
    if now == 0:
        return True
    threshold = THRESHOLDS.get(kind, USUAL)
    return before > threshold.few and still_there < before * threshold.kept


@dataclass(frozen=True, slots=True)
class Holding:
    """What a phone holds of one kind: its items' titles by key, and the digests of them all."""

    titles: Mapping[str, str]
    digests: frozenset[str]

    @classmethod
    def of(cls, items: Iterable[StoredItem]) -> Holding:
        """Holding just these items."""
        told = [(item.key, item.title, item.digest) for item in items]
        return cls({key: title for key, title, _ in told}, frozenset(digest for *_, digest in told))

    def has(self, item: StoredItem) -> bool:
        """Whether `item` is there, if need be under another key, or edited under its own.

        A key alone proves nothing: after a reset a phone hands its numbers out anew, and a
        camera counts from 0001 again.
        """
        if item.digest in self.digests:
            return True
        title = self.titles.get(item.key)
        return (
            not item.kind.is_media
            and title is not None
            and summary.fold(title) == summary.fold(item.title)
        )


def find_alarms(
    vault: Vault,
    handset: str,
    coverage: Iterable[Coverage],
    holding: Callable[[Kind], Holding],
    same: Mapping[Kind, str] = MappingProxyType({}),
) -> tuple[LossAlarm, ...]:
    """Compare what a backup just read with the newest snapshot that may be trusted.

    A kind that is not complete raises no alarm: it removes nothing anyway. `same` are the
    kinds that are just as in an earlier snapshot (its full id); for those `holding` is not asked.
    """
    found = (
        _alarm(vault, handset, entry.kind, holding, same.get(entry.kind))
        for entry in coverage
        if entry.complete
    )
    return tuple(alarm for alarm in found if alarm is not None)


def _alarm(
    vault: Vault,
    handset: str,
    kind: Kind,
    ask: Callable[[Kind], Holding],
    same: str | None,
) -> LossAlarm | None:
    reference = vault.history.newest_trusted(handset, kind)
    if reference is None or reference.id == same:
        return None
    holding = Holding.of(vault.history.items(same, kind)) if same is not None else ask(kind)
    before = vault.history.items(reference.id, kind)
    still_there = sum(holding.has(item) for item in before)
    now = len(holding.titles)
    if not is_sudden_loss(kind, len(before), still_there, now):
        return None
    return LossAlarm(kind, before=len(before), now=now, snapshot=reference.id)


def loss_tags(alarms: Iterable[LossAlarm]) -> set[str]:
    """The tags by which a snapshot remembers its alarms."""
    return {f"{Tag.LOSS}:{alarm.kind}" for alarm in alarms}


def open_alarms(vault: Vault, handset: str) -> tuple[LossAlarm, ...]:
    """The alarms of the handset's newest snapshot of each kind that nobody accepted yet."""
    entries = vault.history.timeline(handset)
    told = {tag for entry in entries for tag in entry.snapshot.tags}
    # Of a kind that never raised an alarm nothing need be looked for among a thousand backups.
    suspected = [kind for kind in Kind if f"{Tag.LOSS}:{kind}" in told]
    found = (_open_alarm(vault, handset, kind, entries) for kind in suspected)
    return tuple(alarm for alarm in found if alarm is not None)


def _open_alarm(
    vault: Vault, handset: str, kind: Kind, entries: Sequence[TimelineEntry]
) -> LossAlarm | None:
    newest = _newest_complete(entries, kind)
    reference = vault.history.newest_trusted(handset, kind)
    if newest is None or reference is None or not newest.alarmed(kind):
        return None
    before = vault.history.counts(reference.id).get(kind, 0)
    now = vault.history.counts(newest.id).get(kind, 0)
    return LossAlarm(kind, before=before, now=now, snapshot=reference.id)


def _newest_complete(entries: Sequence[TimelineEntry], kind: Kind) -> SnapshotInfo | None:
    return next((e.snapshot for e in entries if e.snapshot.complete(kind)), None)


def accept_loss(vault: Vault, handset: str, kind: Kind) -> bool:
    """Take the emptiness of `kind` as meant: its newest snapshot becomes trusted again.

    Nothing leaves the history. Returns whether there was an alarm to accept.
    """
    newest = _newest_complete(vault.history.timeline(handset), kind)
    if newest is None or not newest.alarmed(kind):
        return False
    with vault.writing:
        vault.repository.retag(
            newest.id, add=[f"{Tag.ACCEPTED}:{kind}"], remove=[f"{Tag.LOSS}:{kind}"]
        )
        vault.history.refresh()
    return True
