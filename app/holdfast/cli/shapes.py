"""What `--json` prints: the nouns as plain dictionaries, times in ISO 8601 and UTC.

An item's "item" ("contacts/2A") is the name every verb takes it by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from holdfast.actions.back_up import BackupResult
from holdfast.actions.choosing import item_name
from holdfast.actions.proposing import Likeness
from holdfast.records.matching.diff import FieldChange
from holdfast.records.matching.fidelity import Fidelity
from holdfast.records.model.coverage import Coverage, LossAlarm
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Plan, PlannedStep, Receipt, ReceiptLine, Step
from holdfast.records.model.snapshot import (
    Hit,
    KindChanges,
    KindDigest,
    SnapshotInfo,
    StoredItem,
    Tag,
    TimelineEntry,
    Version,
)

Shape = dict[str, Any]


def time(when: datetime | None) -> str | None:
    """An ISO 8601 time; a naive one is wall time on the phone and stays so."""
    return None if when is None else when.isoformat()


def handset(info: HandsetInfo, name: str) -> Shape:
    """Who a handset is."""
    return {
        "id": info.id,
        "name": name,
        "manufacturer": info.manufacturer,
        "model": info.model,
        "serial": info.serial,
        "protocol": info.protocol,
        "firmware": info.firmware,
        "storages": [
            {"name": entry.name, "capacity": entry.capacity, "free": entry.free}
            for entry in info.storages
        ],
        "users": list(info.users),
    }


def coverage(entry: Coverage) -> Shape:
    """How well one kind was read."""
    return {
        "kind": str(entry.kind),
        "state": str(entry.state),
        "count": entry.count,
        "announced": entry.announced,
        "how": entry.how,
        "reason": str(entry.reason),
        "detail": entry.detail,
    }


def snapshot(info: SnapshotInfo) -> Shape:
    """One backup."""
    return {
        "snapshot": info.id,
        "time": time(info.time),
        "handset": info.handset.id,
        "tags": sorted(info.tags),
        "pinned": Tag.PINNED in info.tags,
        "coverage": [coverage(entry) for entry in info.coverage],
    }


def counts(by_kind: Mapping[Kind, int]) -> dict[str, int]:
    """Counts per kind."""
    return {str(kind): by_kind[kind] for kind in Kind if kind in by_kind}


def digest(entries: Iterable[KindDigest]) -> list[Shape]:
    """Counts of changes per kind."""
    return [
        {
            "kind": str(entry.kind),
            "added": entry.added,
            "removed": entry.removed,
            "changed": entry.changed,
        }
        for entry in entries
    ]


def timeline_entry(entry: TimelineEntry) -> Shape:
    """One backup on the timeline."""
    return snapshot(entry.snapshot) | {
        "first": entry.first,
        "counts": counts(entry.counts),
        "digest": digest(entry.digest),
    }


def item(stored: StoredItem) -> Shape:
    """One version of an item."""
    return {
        "item": item_name(stored),
        "handset": stored.handset,
        "kind": str(stored.kind),
        "key": stored.key,
        "uid": stored.uid,
        "title": stored.title,
        "subtitle": stored.subtitle,
        "when": time(stored.when),
        "modified": time(stored.modified),
        "readable": stored.readable,
        "size": stored.size,
        "digest": stored.digest,
        "parts": [
            {"suffix": part.suffix, "path": part.path, "size": part.size} for part in stored.parts
        ],
    }


def field_change(change: FieldChange) -> Shape:
    """One field of an item that differs; null on the side where it is not."""
    before, after = (side and side.value for side in (change.before, change.after))
    return {"label": change.label, "before": before, "after": after}


def changes(entry: KindChanges, fields: Mapping[str, Sequence[FieldChange]]) -> Shape:
    """What became of one kind; `fields` are those that differ, by the item's key."""
    return {
        "kind": str(entry.kind),
        "added": [item(added) for added in entry.added],
        "removed": [item(removed) for removed in entry.removed],
        "changed": [
            {
                "before": item(before),
                "after": item(after),
                "fields": [field_change(change) for change in fields.get(after.key, ())],
            }
            for before, after in entry.changed
        ],
    }


def version(entry: Version) -> Shape:
    """One version of an item and where it lived."""
    return {
        "item": item(entry.item),
        "first": {"snapshot": entry.first.id, "time": time(entry.first.time)},
        "last": {"snapshot": entry.last.id, "time": time(entry.last.time)},
        "count": entry.count,
        "gone_since": time(entry.gone_since),
    }


def hit(found: Hit) -> Shape:
    """One thing that was found."""
    return version(found.version) | {"gone": found.gone, "excerpt": found.excerpt}


def alarm(entry: LossAlarm) -> Shape:
    """What the loss guard says of one kind."""
    return {
        "kind": str(entry.kind),
        "before": entry.before,
        "now": entry.now,
        "snapshot": entry.snapshot,
    }


def backup(result: BackupResult) -> Shape:
    """What a backup came to."""
    return {
        "snapshot": None if result.snapshot is None else result.snapshot.id,
        "whole": result.whole,
        "stopped": result.stopped,
        "coverage": [coverage(entry) for entry in result.coverage],
        "digest": digest(result.digest),
        "alarms": [alarm(entry) for entry in result.alarms],
        "problem": None if result.problem is None else type(result.problem).__name__,
    }


def planned(step: PlannedStep) -> Shape:
    """One step of a plan."""
    return {
        "step": str(step.step),
        "item": item_name(step.item),
        "title": step.item.title,
        "why": str(step.why),
        "detail": step.detail,
        "present": None if step.present is None else item_name(step.present),
    }


def plan(made: Plan) -> Shape:
    """What a restore would do."""
    return {
        "snapshot": made.source.id,
        "handset": made.target,
        "mode": str(made.mode),
        "writes": made.writes,
        "counts": {str(step): counts(made.counted(step)) for step in Step},
        "steps": [planned(step) for step in made.steps],
    }


def receipt_line(line: ReceiptLine) -> Shape:
    """What the read-back says of one item."""
    return {
        "kind": str(line.kind),
        "step": str(line.step),
        "outcome": str(line.outcome),
        "title": line.title,
        "source_key": line.source_key,
        "key": line.key,
        "detail": line.detail,
    }


def likeness(one: Likeness) -> Shape:
    """An item that may be there already under other words."""
    return {
        "item": item_name(one.item),
        "title": one.item.title,
        "present": item_name(one.present),
        "score": round(one.score, 3),
        "reasons": [str(reason) for reason in one.reasons],
    }


def receipt(given: Receipt) -> Shape:
    """What a restore did."""
    return {
        "snapshot": given.source,
        "handset": given.target,
        "safety": given.safety,
        "read_back": given.read_back,
        "undoes": given.undoes,
        "seconds": given.seconds,
        "whole": given.whole,
        "skipped": given.skipped,
        "uncarried": [
            {"kind": str(each.kind), "why": str(each.why), "count": each.count}
            for each in given.uncarried
        ],
        "lines": [receipt_line(line) for line in given.lines],
    }


def fidelity(report: Fidelity) -> Shape:
    """What a form cannot hold of the items of one kind."""
    return {
        "kind": None if report.kind is None else str(report.kind),
        "items": report.items,
        "whole": report.whole,
        "shortfalls": [
            {
                "label": entry.label,
                "why": str(entry.why),
                "changed": entry.changed,
                "values": entry.values,
                "items": entry.items,
                "examples": [
                    {"title": one.title, "name": one.name, "text": one.text, "kept": one.kept}
                    for one in entry.examples
                ],
            }
            for entry in report.shortfalls
        ],
    }
