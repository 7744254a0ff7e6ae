"""What one backup kept, and what history says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from holdfast.records.model.coverage import Coverage
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind


class Tag(StrEnum):
    """Tags Holdfast puts on snapshots; `loss:` and `accepted:` are followed by a kind.

    A rehearsal's own snapshot is tagged `rehearsal`, and `rehearsal:6/7` where 6 of 7 parts came
    back.
    """

    PINNED = "pinned"
    SAFETY = "safety"
    READ_BACK = "read-back"
    LOSS = "loss"
    ACCEPTED = "accepted"
    KEEPSAKE = "keepsake"
    REHEARSAL = "rehearsal"


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """One snapshot: `id` is the full 64 hex digits, `time` is UTC."""

    id: str
    time: datetime
    handset: HandsetInfo
    coverage: tuple[Coverage, ...]
    tags: frozenset[str] = frozenset()

    @property
    def short(self) -> str:
        """The first eight digits, as restic shows it."""
        return self.id[:8]

    def of(self, kind: Kind) -> Coverage | None:
        """Coverage of `kind`, or None when the backup did not touch it."""
        return next((entry for entry in self.coverage if entry.kind is kind), None)

    def complete(self, kind: Kind) -> bool:
        """Whether `kind` was read whole."""
        entry = self.of(kind)
        return entry is not None and entry.complete

    def alarmed(self, kind: Kind) -> bool:
        """Whether the loss guard spoke for `kind` and its owner did not accept the loss."""
        return f"{Tag.LOSS}:{kind}" in self.tags

    @property
    def rehearsed(self) -> tuple[int, int] | None:
        """How many parts came back, of how many, where this is a rehearsal's result."""
        for tag in self.tags:
            back, _, held = tag.removeprefix(f"{Tag.REHEARSAL}:").partition("/")
            if tag.startswith(f"{Tag.REHEARSAL}:") and back.isdecimal() and held.isdecimal():
                return int(back), int(held)
        return None

    def trusted(self, kind: Kind) -> bool:
        """Whether a restore may offer this snapshot for `kind`."""
        return self.complete(kind) and not self.alarmed(kind)


@dataclass(frozen=True, slots=True)
class StoredPart:
    """One file of an item in the vault: `content` lists blob ids (hex), `size` is bytes."""

    suffix: str
    path: str
    content: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class StoredItem:
    """One version of an item as history lists it.

    `digest` is equal for versions that differ in transport only. `title`, `subtitle` and
    `when` come from the summary; `readable` is False for *kept, not readable*. `key`,
    `mark`, `path` and `modified` are as on `Item`. `uid` is the item's own worldwide
    identity (UID), empty when it has none. `main` is the digest of the standard file alone,
    told of items on a handset where rows beside it make `digest` another.
    """

    handset: str
    kind: Kind
    key: str
    parts: tuple[StoredPart, ...]
    digest: str
    title: str
    subtitle: str = ""
    when: datetime | None = None
    sort_key: str = ""
    readable: bool = True
    mark: str | None = None
    path: tuple[str, ...] = ()
    modified: datetime | None = None
    uid: str = ""
    main: str = ""

    @property
    def digests(self) -> tuple[str, ...]:
        """What it can be known by: in other words it comes without the rows beside it."""
        return tuple(each for each in (self.digest, self.main) if each)

    @property
    def size(self) -> int:
        """Bytes of all parts together."""
        return sum(part.size for part in self.parts)


@dataclass(frozen=True, slots=True)
class KindChanges:
    """What became of one kind between two snapshots; `changed` pairs are (before, after)."""

    kind: Kind
    added: Sequence[StoredItem] = ()
    removed: Sequence[StoredItem] = ()
    changed: Sequence[tuple[StoredItem, StoredItem]] = ()

    def __bool__(self) -> bool:
        """Whether anything changed at all."""
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class Seen:
    """When a handset was seen `first` and `last` (UTC); `held` counts what is kept of it.

    That are the items of its newest snapshot that holds any; 0 if none does.
    """

    first: datetime
    last: datetime
    held: int


@dataclass(frozen=True, slots=True)
class KindDigest:
    """Counts of the changes of one kind."""

    kind: Kind
    added: int = 0
    removed: int = 0
    changed: int = 0

    def __bool__(self) -> bool:
        """Whether anything changed at all."""
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A snapshot on the timeline with the counts of what changed since the one before.

    `counts` holds the number of items per kind in the snapshot. `first` marks the handset's
    first backup, whose digest is everything it holds.
    """

    snapshot: SnapshotInfo
    digest: tuple[KindDigest, ...]
    counts: dict[Kind, int] = field(default_factory=dict)
    first: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an item and the snapshots it lived in, first to last, by id.

    `count` is in how many snapshots it was seen. `gone` tells that a later complete snapshot
    no longer holds the item (then `gone_since` is that snapshot's time, UTC).
    """

    item: StoredItem
    first: SnapshotInfo
    last: SnapshotInfo
    count: int
    gone_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One item found by search, in its newest version, over all time."""

    version: Version
    excerpt: str = ""

    @property
    def gone(self) -> bool:
        """Whether the newest complete snapshot no longer holds it."""
        return self.version.gone_since is not None
