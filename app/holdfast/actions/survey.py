"""What a handset holds at this moment, without keeping any of it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass, field, replace

from holdfast.actions.back_up import wanted
from holdfast.actions.record import Record
from holdfast.errors import Problem
from holdfast.phones.handsets.handset import (
    NOTHING_EARLIER,
    Garbled,
    Handset,
    HandsetProblem,
    Reading,
)
from holdfast.phones.links.link import LinkProblem, Unplugged
from holdfast.progress import Progress, Stage, Task
from holdfast.records.formats.summary import summarise
from holdfast.records.matching.reasons import Trace
from holdfast.records.matching.tracing import trace
from holdfast.records.model.item import Item, Part
from holdfast.records.model.kinds import Kind
from holdfast.records.model.since import Since
from holdfast.records.model.snapshot import StoredItem, StoredPart
from holdfast.vault.history.layout import KeptPart, record_digest
from holdfast.vault.library import Vault

MOST_TRACED = 4_000
"""Items of a kind that are traced; of more, none could be compared in time."""


@dataclass(frozen=True, slots=True)
class Survey:
    """All items of the kinds that could be read whole; `unread` tells why others could not.

    `traces` are those of items to be compared for likeness, by kind and key.
    """

    items: tuple[StoredItem, ...]
    unread: Mapping[Kind, Problem]
    traces: Mapping[tuple[Kind, str], Trace] = field(default_factory=dict)

    def demand(self) -> tuple[StoredItem, ...]:
        """The items; raises the Problem of a kind that could not be read."""
        for problem in self.unread.values():
            raise problem
        return self.items


def survey(
    handset: Handset,
    vault: Vault,
    kinds: Collection[Kind],
    task: Task,
    besides: Container[str] | None = None,
    since: Mapping[Kind, Since] = NOTHING_EARLIER,
) -> Survey:
    """List every item of `kinds` that `handset` holds now.

    Records are read, because only their content tells whether they are the same. Of media
    only names, sizes and times are asked; where the vault knows the very file, its digest is
    filled in. A kind that cannot be read whole gives no items: half an answer would lie. It
    never voids the others. Given the digests `besides`, every record that has none of them is
    traced. What the handset itself knows to be unchanged after the readings `since` is not
    read. Raises `Unplugged`.
    """
    found: list[StoredItem] = []
    unread: dict[Kind, Problem] = {}
    traces: dict[tuple[Kind, str], Trace] = {}
    for kind in wanted(handset, kinds):
        tracer = _Tracer(besides)
        try:
            reading = handset.read(kind, task, since)
            found += _items(handset, vault, kind, reading, task, tracer)
            traces |= tracer.traces
        except Unplugged:
            raise
        except (HandsetProblem, LinkProblem) as problem:
            unread[kind] = problem
    return Survey(tuple(found), unread, traces)


class _Tracer:
    """Traces the records that stand on one side alone."""

    def __init__(self, besides: Container[str] | None) -> None:
        self._besides = besides
        self.traces: dict[tuple[Kind, str], Trace] = {}

    def see(self, item: StoredItem, suffix: str, data: bytes) -> None:
        """Trace one record, if it is to be traced."""
        if self._besides is None or item.digest in self._besides:
            return
        found = trace(item.kind, suffix, data) if len(self.traces) < MOST_TRACED else None
        if found is not None:
            self.traces[item.kind, item.key] = found


def _items(
    handset: Handset, vault: Vault, kind: Kind, reading: Reading, task: Task, tracer: _Tracer
) -> list[StoredItem]:
    known = vault.history.known(handset.info.id, kind)
    found: list[StoredItem] = []
    for item in reading:
        found.append(_described(handset.info.id, item, known, tracer))
        task.report(Progress(Stage.COMPARING, kind, len(found), reading.announced))
    announced = reading.announced or 0
    if len(found) < announced:
        raise Garbled(f"{kind}: {announced} announced, {len(found)} came")
    if reading.lacking is not None:
        raise reading.lacking
    return found


def _described(
    handset: str, item: Item, known: Mapping[str, StoredItem], tracer: _Tracer
) -> StoredItem:
    previous = known.get(item.key)
    if item.unchanged and previous is not None:
        return previous
    if item.kind.is_media:
        return _media(handset, item, previous)
    return _record(handset, item, tracer)


def _media(handset: str, item: Item, previous: StoredItem | None) -> StoredItem:
    unchanged = previous is not None and item.mark is not None and item.mark == previous.mark
    digest = previous.digest if previous is not None and unchanged else ""
    return _stored(handset, item, digest, item.path[-1] if item.path else item.key, ())


def _record(handset: str, item: Item, tracer: _Tracer) -> StoredItem:
    data = Record.load(item.parts[0]).data
    summary = summarise(item.kind, item.parts[0].suffix, data, item.key)
    rows = [KeptPart(part.suffix, (_blob(part),), 0) for part in item.parts[1:]]
    digest = record_digest(summary.digest, rows)
    told = _stored(handset, item, digest, summary.title, (len(data),))
    main = summary.digest if summary.digest != digest else ""
    described = replace(told, uid=summary.uid, when=summary.when, main=main)
    tracer.see(described, item.parts[0].suffix, data)
    return described


def _blob(part: Part) -> str:
    """The id (hex) that the bytes of `part` have in a vault; rows are less than one blob."""
    return hashlib.sha256(Record.load(part).data).hexdigest()


def _stored(
    handset: str, item: Item, digest: str, title: str, sizes: Collection[int]
) -> StoredItem:
    return StoredItem(
        handset=handset,
        kind=item.kind,
        key=item.key,
        parts=tuple(_parts(item, sizes)),
        digest=digest,
        title=title,
        mark=item.mark,
        path=item.path,
        modified=item.modified,
    )


def _parts(item: Item, sizes: Collection[int]) -> Iterator[StoredPart]:
    told = list(sizes) or [part.size or 0 for part in item.parts]
    for part, size in zip(item.parts, told, strict=False):
        yield StoredPart(part.suffix, "", (), size)
