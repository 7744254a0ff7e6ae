"""A desk with a vault in the lab's machine, and the journey of a phone's files over it."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from holdfast.actions.back_up import BackupResult, back_up
from holdfast.actions.desk import Desk
from holdfast.actions.restore import plan, restore
from holdfast.actions.settings import Settings
from holdfast.phones.handsets.handset import Handset
from holdfast.progress import Task
from holdfast.records.model.plan import Outcome, Receipt
from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.vault.keys import Keychain
from holdfast.vault.library import Vault
from holdfast.vault.repository.keyfile import ScryptCost
from tests.lab.contents import Picture, dates, empty, files, fill, picture
from tests.lab.gadget import check, until
from tests.lab.tapping import tapped

_PASSWORD = "correct horse"  # noqa: S105 - opens the vault of this run only


@dataclass(frozen=True, slots=True)
class Visit:
    """A desk whose bus is the real one, and a vault."""

    desk: Desk
    vault: Vault

    def phone(self) -> str:
        """Wait for a phone that can be used; return its id."""
        until("the phone is recognised", self.is_met, 90)
        return self._known()[0]

    def is_met(self) -> bool:
        """Look once; whether a phone is there that can be used."""
        return bool(self._known())

    @contextmanager
    def session(self) -> Iterator[Handset]:
        """A session with the phone that is there."""
        handset = self.desk.connect(self.phone())
        try:
            yield handset
        finally:
            handset.close()

    def back_up(self, task: Task | None = None) -> BackupResult:
        """Back the phone up."""
        with self.session() as handset:
            return back_up(handset, self.vault, task=task or Task(), clock=self.desk.clock)

    def restore(self, snapshot: SnapshotInfo) -> Receipt:
        """Put all that a snapshot holds onto the phone."""
        with self.session() as handset:
            made = plan(self.vault, handset, snapshot, task=Task())
            return restore(made, self.vault, handset, task=Task(), clock=self.desk.clock)

    def _known(self) -> list[str]:
        self.desk.look()
        return [found.info.id for found in self.desk.finder.present() if found.info]


@contextmanager
def visit() -> Iterator[Visit]:
    """A new desk with a new vault, for the time of the block."""
    with TemporaryDirectory(prefix="visit-") as name:
        folder = Path(name)
        desk = Desk(
            settings=Settings(folder / "settings"),
            keychain=Keychain(backend=None),
            cache=folder / "cache",
            cost=ScryptCost(n=2, r=8, p=1),
            settle=0.0,
        )
        vault, _ = desk.create_vault(folder / "vault", _PASSWORD)
        try:
            yield Visit(desk, vault)
        finally:
            vault.close()
            desk.close()


def journey(
    root: Path,
    place: Callable[[], tuple[int, int]],
    anew: Callable[[], None],
    *,
    count: int | None = None,
    huge: bool,
    plain: bool = False,
) -> None:
    """Back up the files below `root` twice, empty the phone, put all back, and compare.

    They are as many as this run is to have, or `count`; a long one comes with them.
    `place` tells bus and address of the phone; `anew` makes it notice what was done behind it.
    """
    fill(root, files() if count is None else count, huge=huge, plain=plain)
    before, when = picture(root), dates(root)
    anew()
    with visit() as here:
        here.phone()
        snapshot = _backed_up(here, place, before)
        _backed_up_again(here, place)
        empty(root)
        anew()
        _restored(here, snapshot, place)
    after = dates(root)
    _same(before, picture(root))
    kept = sum(after.get(path) == date for path, date in when.items())
    print(f"  dates kept: {kept} of {len(when)}", flush=True)


def whole(result: BackupResult) -> SnapshotInfo:
    """The snapshot of a backup that must have been whole."""
    if result.snapshot is None or not result.whole or result.unsound:
        raise AssertionError(f"{result.coverage} {result.problem!r} {result.unsound}")
    return result.snapshot


def stored(here: Visit, snapshot: SnapshotInfo) -> int:
    """How many items a snapshot holds."""
    kinds = [entry.kind for entry in snapshot.coverage]
    return sum(len(here.vault.history.items(snapshot.id, kind)) for kind in kinds)


def compared(here: Visit, snapshot: SnapshotInfo, held: Picture) -> list[str]:
    """The paths of files of which the vault holds something else than the phone."""
    kinds = [entry.kind for entry in snapshot.coverage]
    found = {}
    for item in (each for kind in kinds for each in here.vault.history.items(snapshot.id, kind)):
        digest, size = hashlib.sha256(), 0
        for piece in here.vault.history.read(item, item.parts[0].suffix):
            digest.update(piece)
            size += len(piece)
        found["/".join(item.path[1:])] = (size, digest.hexdigest())
    return [path for path in sorted({*held, *found}) if held.get(path) != found.get(path)]


def _backed_up(here: Visit, place: Callable[[], tuple[int, int]], before: Picture) -> SnapshotInfo:
    started = time.monotonic()
    with tapped(place()) as traffic:
        snapshot = whole(here.back_up())
    seconds = time.monotonic() - started
    size = sum(size for size, _ in before.values())
    print(f"  first: {traffic}", flush=True)
    rate = f"{seconds:.1f} s, {size / seconds / 1e6:.1f} MB/s"
    count = stored(here, snapshot)
    check(f"{count} files, {size:,} B backed up in {rate}", holds=count == len(before))
    amiss = compared(here, snapshot, before)
    check(f"the vault holds the phone's own bytes {amiss[:3]}", holds=not amiss)
    return snapshot


def _backed_up_again(here: Visit, place: Callable[[], tuple[int, int]]) -> None:
    started = time.monotonic()
    with tapped(place()) as traffic:
        whole(here.back_up())
    print(f"  again: {traffic}", flush=True)
    seconds = time.monotonic() - started
    check(f"nothing is fetched again, in {seconds:.1f} s", holds=traffic.fetched == 0)


def _restored(here: Visit, snapshot: SnapshotInfo, place: Callable[[], tuple[int, int]]) -> None:
    started = time.monotonic()
    here.phone()
    with tapped(place()) as traffic:
        receipt = here.restore(snapshot)
    print(f"  restore: {traffic}", flush=True)
    seconds = time.monotonic() - started
    outcomes = Counter(line.outcome for line in receipt.lines)
    told = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items())
    amiss = [line for line in receipt.lines if line.outcome is not Outcome.CONFIRMED]
    for line in amiss[:5]:
        print(f"  {line}", flush=True)
    check(f"restored in {seconds:.1f} s: {told}", holds=not amiss)


def _same(before: Picture, after: Picture) -> None:
    for path in [path for path in {*before, *after} if before.get(path) != after.get(path)][:5]:
        print(f"  {path}: {before.get(path)} is now {after.get(path)}", flush=True)
    check(f"{len(after)} files on the phone, byte for byte as before", holds=after == before)
