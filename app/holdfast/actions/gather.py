"""Reads what a handset holds into the vault, kind by kind, and says how well that went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from holdfast.actions.loss import Holding
from holdfast.actions.record import Record
from holdfast.errors import Problem
from holdfast.phones.handsets.handset import (
    NOTHING_EARLIER,
    Handset,
    HandsetProblem,
    ItemRefused,
    KindRefused,
    KindUnsupported,
    LockedSinceBoot,
    PicturesOnly,
    Reading,
    SessionRefused,
    StorageGone,
    StoragesHidden,
)
from holdfast.phones.links.link import LinkProblem, NoAnswer, Unplugged
from holdfast.progress import Cancelled, Progress, Stage, Task
from holdfast.records.formats.summary import summarise
from holdfast.records.model.coverage import Coverage, Reason, State
from holdfast.records.model.item import Item, Part
from holdfast.records.model.kinds import Kind
from holdfast.records.model.since import Since
from holdfast.records.model.snapshot import StoredItem
from holdfast.vault.history.layout import Kept, KeptPart, media_digest, record_digest
from holdfast.vault.history.standing import Standing
from holdfast.vault.library import Vault
from holdfast.vault.repository.writer import Writer

_MET_PER_REPORT = 100
_REASONS: tuple[tuple[type[Problem], Reason], ...] = (
    (Unplugged, Reason.UNPLUGGED),
    (NoAnswer, Reason.TIMEOUT),
    (LinkProblem, Reason.GARBLED),
    (KindRefused, Reason.DENIED),
    (SessionRefused, Reason.DENIED),
    (LockedSinceBoot, Reason.LOCKED),
    (StoragesHidden, Reason.LOCKED),
    (StorageGone, Reason.STORAGE_GONE),
    (PicturesOnly, Reason.PICTURES_ONLY),
    (KindUnsupported, Reason.UNSUPPORTED),
    (HandsetProblem, Reason.GARBLED),
)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """One item that was read: its key, its title and the digest of its content.

    `main` is the digest of its standard file alone, without the rows beside it; empty where
    the item was not read anew.
    """

    kind: Kind
    key: str
    title: str
    digest: str
    main: str = ""


@dataclass(slots=True)
class Gathered:
    """Everything one run got: what was kept, how each kind went, and why it ended early.

    Of the kinds in `standing` everything was met again and nothing else: of their items
    nothing is in `kept` and `fingerprints`. `problem` is the trouble that ended the whole run,
    `stopped` that its owner did.
    """

    kept: list[Kept] = field(default_factory=list)
    coverage: list[Coverage] = field(default_factory=list)
    fingerprints: list[Fingerprint] = field(default_factory=list)
    standing: dict[Kind, Standing] = field(default_factory=dict)
    problem: Problem | None = None
    stopped: bool = False

    @property
    def same(self) -> dict[Kind, str]:
        """The kinds that stand as they did in an earlier snapshot, whose id is told."""
        return {kind: standing.snapshot for kind, standing in self.standing.items()}

    def holding(self, kind: Kind) -> Holding:
        """What the phone holds of `kind`, as far as it was read."""
        found = [entry for entry in self.fingerprints if entry.kind is kind]
        return Holding({e.key: e.title for e in found}, frozenset(e.digest for e in found))

    @property
    def ended(self) -> bool:
        """Whether the handset is gone or its owner asked to stop."""
        return self.problem is not None or self.stopped


def gather(
    handset: Handset,
    vault: Vault,
    writer: Writer,
    kinds: Iterable[Kind],
    task: Task,
    since: Mapping[Kind, Since] = NOTHING_EARLIER,
    *,
    whole: bool = False,
) -> Gathered:
    """Read `kinds` from `handset` into `writer`; a kind that fails never voids the others.

    With the earlier readings `since` the handset may be asked for changes only. With `whole`
    a kind without any change is told by `Gathered.standing`, not item by item. A kind that
    the handset does not offer, and of which nothing was ever kept, is not covered. Raises only
    what is wrong with the vault (`VaultProblem`) or a bug: whatever the handset does becomes
    coverage.
    """
    gathered = Gathered()
    lacking: list[Kind] = []
    for kind in kinds:
        reader = _KindReader(handset, vault, writer, kind, task, since)
        reader.whole = whole
        if gathered.ended:
            reader.give_up(_reason_to_end(gathered))
        else:
            _run(reader, gathered)
        gathered.kept += reader.kept
        gathered.fingerprints += reader.fingerprints
        if reader.standing is not None:
            gathered.standing[kind] = reader.standing
        gathered.coverage.append(reader.coverage())
        if reader.never_had:
            lacking.append(kind)
    if any(entry.complete for entry in gathered.coverage):
        # What a phone has not is no fault of a backup that got what it has.
        gathered.coverage = [e for e in gathered.coverage if e.kind not in lacking]
    return gathered


def _run(reader: _KindReader, gathered: Gathered) -> None:
    try:
        reader.read()
    except Cancelled:
        gathered.stopped = True
        reader.give_up(Reason.STOPPED)
    except (LinkProblem, HandsetProblem) as problem:
        reader.give_up(_reason(problem), str(problem))
        if isinstance(problem, Unplugged):
            gathered.problem = problem


def _reason(problem: Problem) -> Reason:
    return next(reason for cls, reason in _REASONS if isinstance(problem, cls))


def _reason_to_end(gathered: Gathered) -> Reason:
    return Reason.STOPPED if gathered.stopped else Reason.UNPLUGGED


class _KindReader:
    """Reads one kind: knows what is unchanged, saves what is not, counts what was refused."""

    def __init__(
        self,
        handset: Handset,
        vault: Vault,
        writer: Writer,
        kind: Kind,
        task: Task,
        since: Mapping[Kind, Since],
    ) -> None:
        self._handset = handset
        self._vault = vault
        self._writer = writer
        self._kind = kind
        self._task = task
        self._since = since
        self._reading = Reading(lambda _: iter(()))
        self._known: Mapping[str, StoredItem] = {}
        self._refused: list[str] = []
        self._moved = 0
        self._stands = False
        self._reason = Reason.NONE
        self._detail = ""
        self.whole = False
        """Whether a kind without any change may be told by `standing`."""
        self.standing: Standing | None = None
        self.kept: list[Kept] = []
        self.fingerprints: list[Fingerprint] = []

    def read(self) -> None:
        """Read every item of the kind; raises what the handset raises."""
        self._look_back()
        self._report()
        self._reading = self._handset.read(self._kind, self._task, self._since)
        try:
            for item in self._unmet():
                try:
                    self.kept.append(self._keep(item))
                except ItemRefused as problem:
                    self._refused.append(problem.key)
                self._report()
        finally:
            if not self._stands:
                self._take_apart()
        if self._reading.lacking is not None:
            raise self._reading.lacking

    def _look_back(self) -> None:
        handset = self._handset.info.id
        if self.whole:
            self.standing = self._vault.history.standing(handset, self._kind, self._writer)
        if self.standing is None:
            self._known = self._vault.history.known(handset, self._kind)

    def _unmet(self) -> Iterator[Item]:
        """The items, from the first on that is not as it was; those before it are kept."""
        standing = self.standing
        for item in self._reading:
            if standing is not None:
                if standing.meets(item):
                    if len(standing.met) % _MET_PER_REPORT == 0:
                        self._report()
                    continue
                self._take_apart()
                standing = None
            yield item
        self._stands = standing is not None and standing.whole

    def _take_apart(self) -> None:
        """Keep what was met so far item by item, and go on like that."""
        standing, self.standing = self.standing, None
        if standing is None:
            return
        before = self._vault.history.items(standing.snapshot, self._kind)
        self._known = {item.key: item for item in before}
        for key in standing.met:
            stored = self._known[key]
            item = Item(self._kind, key, (), stored.mark, stored.path, stored.modified)
            self.kept.append(self._again(item, stored))

    @property
    def never_had(self) -> bool:
        """Whether the handset does not offer the kind, and nothing of it was ever kept."""
        return self._reason is Reason.UNSUPPORTED and not (self._known or self._count)

    def give_up(self, reason: Reason, detail: str = "") -> None:
        """Note why the kind is not complete."""
        self._reason, self._detail = reason, detail

    def coverage(self) -> Coverage:
        """How well the kind was read."""
        reason = self._reason or self._shortfall()
        return Coverage(
            self._kind,
            self._state(reason),
            count=self._count,
            announced=self._reading.announced,
            how=self._reading.how,
            reason=reason,
            detail=self._detail or ", ".join(self._refused[:5]),
            anchor="" if reason else self._reading.anchor,
        )

    @property
    def _count(self) -> int:
        return len(self.kept) if self.standing is None else len(self.standing.met)

    def _shortfall(self) -> Reason:
        announced = self._reading.announced or 0
        return Reason.SOME_ITEMS if self._refused or self._count < announced else Reason.NONE

    def _state(self, reason: Reason) -> State:
        if not reason:
            return State.COMPLETE
        return State.PARTIAL if self._count else State.REFUSED

    def _report(self) -> None:
        done, total = self._count, self._reading.announced
        # A phone may hold more by now than it said.
        total = None if total is None else max(done, total)
        subject = str(self._kind)
        self._task.report(Progress(Stage.READING, subject, done, total, self._moved))

    def _keep(self, item: Item) -> Kept:
        previous = self._known.get(item.key)
        if previous is not None and self._unchanged(item, previous):
            return self._again(item, previous)
        if item.kind.is_media:
            return self._keep_media(item)
        return self._keep_record(item, previous)

    def _again(self, item: Item, previous: StoredItem, main: str = "") -> Kept:
        parts = tuple(KeptPart(p.suffix, p.content, p.size) for p in previous.parts)
        return self._kept(item, parts, previous.title, previous.digest, main)

    def _kept(
        self, item: Item, parts: tuple[KeptPart, ...], name: str, digest: str, main: str = ""
    ) -> Kept:
        self.fingerprints.append(Fingerprint(item.kind, item.key, name, digest, main))
        return Kept(
            kind=item.kind,
            key=item.key,
            parts=parts,
            name=name,
            mark=item.mark,
            path=item.path,
            modified=item.modified,
        )

    def _unchanged(self, item: Item, previous: StoredItem) -> bool:
        told = item.unchanged or (item.mark is not None and item.mark == previous.mark)
        return told and all(self._writer.has(part.content) for part in previous.parts)

    def _keep_media(self, item: Item) -> Kept:
        parts = tuple(self._stream(part) for part in item.parts)
        return self._kept(item, parts, "", media_digest(parts))

    def _stream(self, part: Part) -> KeptPart:
        saved = self._writer.save_content(self._counted(part.open()), compress=False)
        return KeptPart(part.suffix, saved.content, saved.size)

    def _counted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self._moved += len(chunk)
            self._report()
            yield chunk

    def _keep_record(self, item: Item, previous: StoredItem | None) -> Kept:
        records = [Record.load(part) for part in item.parts]
        self._moved += sum(len(record.data) for record in records)
        summary = summarise(item.kind, records[0].suffix, records[0].data, item.key)
        compared = all(record.whole for record in records)
        rows = tuple(self._save(record) for record in records[1:])
        digest = record_digest(summary.digest, rows)
        if previous is not None and compared and self._same(digest, previous):
            return self._again(item, previous, summary.digest)
        parts = (self._save(records[0]), *rows)
        return self._kept(item, parts, summary.title, digest, summary.digest)

    def _same(self, digest: str, previous: StoredItem) -> bool:
        """Whether what was read differs from `previous` in transport at most."""
        return digest == previous.digest and all(
            self._writer.has(part.content) for part in previous.parts
        )

    def _save(self, record: Record) -> KeptPart:
        saved = self._writer.save_content(record.chunks(), compress=True)
        return KeptPart(record.suffix, saved.content, saved.size)
