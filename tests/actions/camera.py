"""A handset of photos and files alone, which shows just what a test put into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from holdfast.actions.back_up import BackupResult, back_up
from holdfast.phones.handsets.handset import NOTHING_EARLIER, ItemRefused, Reading
from holdfast.phones.links.link import Unplugged
from holdfast.progress import Task
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.item import Item, Part
from holdfast.records.model.kinds import Kind
from holdfast.records.model.since import Since
from holdfast.vault.history.history import History
from holdfast.vault.library import Vault
from holdfast.vault.repository.keyfile import ScryptCost
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.memory import MemoryStore

MEDIA = (Kind.PHOTOS, Kind.FILES)
START = datetime(2026, 10, 1, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Shown:
    """One file that the camera shows; `version` 0 is empty, `modified` None without a date."""

    path: tuple[str, ...]
    version: int = 1
    modified: datetime | None = START
    marked: bool = True
    plain: bool = True
    refused: bool = False
    key: str = ""
    kind: Kind = Kind.PHOTOS

    @property
    def item(self) -> Item:
        key = self.key or "/".join(self.path)
        text = f"{key} {self.version}" if self.version else ""
        data = text.encode("utf-8", "surrogatepass")
        date = f"{self.modified.timestamp():.0f}" if self.modified else ""
        mark = f"{len(data)}:{date}" if self.plain else f"version {self.version}"
        part = Part("", partial(self._opened, key, data))
        return Item(
            self.kind, key, (part,), mark if self.marked else None, self.path, self.modified
        )

    def _opened(self, key: str, data: bytes) -> Iterator[bytes]:
        if self.refused:
            raise ItemRefused(self.kind, key)
        yield data


@dataclass
class Camera:
    """The handset; after `lasts` items it is unplugged."""

    shown: Sequence[Shown] = ()
    lasts: int | None = None
    info: HandsetInfo = field(default_factory=lambda: HandsetInfo("cam-1", "1", "C", "X", "USB"))

    def kinds(self) -> tuple[Kind, ...]:
        return MEDIA

    def read(
        self, kind: Kind, task: Task, since: Mapping[Kind, Since] = NOTHING_EARLIER
    ) -> Reading:
        return Reading(partial(self._items, kind, task))

    def _items(self, kind: Kind, task: Task, reading: Reading) -> Iterator[Item]:
        for count, shown in enumerate(each for each in self.shown if each.kind is kind):
            if count == self.lasts:
                raise Unplugged
            task.check()
            yield shown.item
        if self.lasts is not None:
            raise Unplugged


class Shelf:
    """A vault in memory, and its owner who backs a camera up a day later each time."""

    def __init__(self, store: MemoryStore | None = None) -> None:
        self.now = START
        self.store = store or MemoryStore()
        cheap = ScryptCost(n=2, r=1, p=1)
        made = Repository.create(self.store, "word", cost=cheap, clock=lambda: self.now, settle=0)
        self.vault = Vault(Path("nowhere"), made, History(None, made))

    def open_anew(self) -> None:
        """Forget all that was learned of the vault, and its index too."""
        self.vault.close()
        made = Repository.open(self.store, "word", clock=lambda: self.now, settle=0)
        self.vault = Vault(Path("nowhere"), made, History(None, made))

    def back_up(self, camera: Camera, **options: Any) -> BackupResult:
        self.now += timedelta(days=1)
        chosen: dict[str, Any] = {"task": Task(), "clock": lambda: self.now} | options
        reading: Any = camera  # a backup only reads
        return back_up(reading, self.vault, **chosen)

    def tree(self, result: BackupResult) -> str:
        """The id of the tree of a backup; empty where nothing was kept."""
        if result.snapshot is None:
            return ""
        return self.vault.repository.snapshot(result.snapshot.id).tree


@contextmanager
def shelf() -> Iterator[Shelf]:
    found = Shelf()
    try:
        yield found
    finally:
        found.vault.close()


@contextmanager
def shelves() -> Iterator[tuple[Shelf, Shelf]]:
    with shelf() as first, shelf() as second:
        yield first, second
