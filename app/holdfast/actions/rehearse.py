"""Rehearse: put a whole backup back without a phone, and compare what came back with the record.

The vault is opened afresh and read without the history's index: what a computer that never saw
it before could do. Records go to a virtual phone by its real driver and are read back; photos
and files, which would need the room, are streamed, hashed and thrown away.
"""

from __future__ import annotations

import errno
import hashlib
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from holdfast.actions.back_up import Clock
from holdfast.actions.record import RECORD_LIMIT
from holdfast.actions.rehearsing import stage as staging
from holdfast.actions.rehearsing.kept_record import LATEST, KeptRecord, find_backup, read_record
from holdfast.actions.rehearsing.result import MOST_NAMED, Fate, KindRehearsal, Lost, Rehearsal
from holdfast.actions.writing import ROWS
from holdfast.errors import Problem
from holdfast.phones.handsets.handset import PhoneFull
from holdfast.progress import Progress, Task
from holdfast.progress import Stage as Doing
from holdfast.records.formats.summary import summarise
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind
from holdfast.vault.history.found import Item
from holdfast.vault.history.summaries import Piece
from holdfast.vault.repository.problems import VaultDamaged
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.folder import FolderStore

"""Ending of what a phone told beside the standard file."""
_BLOCK = 4096
"""Bytes that the smallest file takes on most disks."""
_COPIES = 2
"""A virtual phone writes a file anew before it lets go of the old one."""


@dataclass(eq=False)
class NoRoomToRehearse(Problem):
    """The disk of temporary files, at `path`, has `free` bytes where `needed` are needed."""

    path: str
    needed: int
    free: int


def rehearse(
    place: Path,
    password: str,
    *,
    snapshot: str = LATEST,
    handset: str | None = None,
    by_sheet: bool = False,
    task: Task,
    clock: Clock,
    scratch: Path | None = None,
    room: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free,
) -> Rehearsal:
    """Rehearse a backup of the vault in the folder `place`, which `password` opens.

    `snapshot` is the beginning of its id, or "latest": that of `handset` if given. Nothing in
    the vault is changed; what is put back lies in a private folder in `scratch` and is wiped.
    Damage is in the result. Raises `NoRoomToRehearse` before anything is put back, `Cancelled`,
    what `find_backup` raises, and `VaultProblem` where the vault cannot be opened.
    """
    began, tick = clock(), time.monotonic()
    repository = Repository.open(FolderStore(place), password, clock=clock)
    found = find_backup(repository, snapshot, handset)
    record = read_record(repository, found)
    info = record.handset
    with ExitStack() as closing:
        folder = closing.enter_context(staging.private_place(scratch))
        closing.enter_context(_room(record, folder, room))
        on = closing.enter_context(staging.stage(folder, info))
        run = _Run(repository, on, task)
        kinds = tuple(run.kind(kind, record) for kind in Kind if _is_there(kind, record))
    return Rehearsal(
        snapshot=found.id,
        handset=info.id if info else found.hostname,
        time=began,
        kinds=kinds,
        broken=tuple(record.broken),
        size=run.moved,
        seconds=round(time.monotonic() - tick, 1),
        by_sheet=by_sheet,
    )


def _is_there(kind: Kind, record: KeptRecord) -> bool:
    """Whether the backup touched `kind`."""
    return kind in record.counts or any(item.kind is kind for item in record.items)


@contextmanager
def _room(record: KeptRecord, folder: Path, room: Callable[[Path], int]) -> Iterator[None]:
    """Raise `NoRoomToRehearse` where there is too little, also when it is found out later."""
    sizes = (piece.size for item in record.items if not item.kind.is_media for piece in item.pieces)
    needed = _COPIES * sum(size + _BLOCK for size in sizes)
    free = room(folder)
    if free < needed:
        raise NoRoomToRehearse(str(folder.parent), needed, free)
    try:
        yield
    except PhoneFull as problem:
        raise NoRoomToRehearse(str(folder.parent), needed, room(folder)) from problem
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise NoRoomToRehearse(str(folder.parent), needed, room(folder)) from error


@dataclass(frozen=True, slots=True)
class _Sent:
    """An item that was given to the stage: what it is by the record, and its digest."""

    lost: Lost
    digest: str


@dataclass(frozen=True, slots=True)
class _Expected:
    """An item on the stage, which must come back with the digest it was sent with."""

    sent: _Sent
    spot: staging.Spot


@dataclass(slots=True)
class _Tally:
    """How one kind fares so far."""

    back: int = 0
    lost: list[Lost] = field(default_factory=list)
    sent: deque[_Sent] = field(default_factory=deque)
    expected: list[_Expected] = field(default_factory=list)


class _Run:
    """Puts one backup on the stage, kind by kind, and reads it back; `moved` counts bytes."""

    def __init__(self, repository: Repository, on: staging.Stage, task: Task) -> None:
        self._repository = repository
        self._stage = on
        self._task = task
        self.moved = 0

    def kind(self, kind: Kind, record: KeptRecord) -> KindRehearsal:
        """Rehearse one kind."""
        items, tally = record.of(kind), _Tally()
        for spot in self._stage.put_all(kind, self._read(kind, items, tally), self._task):
            sent = tally.sent.popleft()
            if spot is None:
                tally.lost.append(replace(sent.lost, fate=Fate.REFUSED))
            else:
                tally.expected.append(_Expected(sent, spot))
        if tally.expected:
            self._report(Doing.READING_BACK, kind, 0, len(items))
            self._compare(kind, tally)
        return KindRehearsal(
            kind,
            held=record.counts.get(kind, len(items)),
            back=tally.back,
            lost=tuple(tally.lost[:MOST_NAMED]),
        )

    def _report(self, doing: Doing, kind: Kind, done: int, total: int) -> None:
        self._task.report(Progress(doing, kind, done, total, self.moved))

    def _read(self, kind: Kind, items: Sequence[Item], tally: _Tally) -> Iterator[NewItem]:
        """Yield the records among `items` as the vault holds them; what is no record is hashed."""
        doing = Doing.CHECKING if kind.is_media else Doing.WRITING
        for number, item in enumerate(items):
            self._report(doing, kind, number, len(items))
            lost = Lost(item.pieces[0].path, Fate.DAMAGED)
            try:
                if kind.is_media or any(piece.size > RECORD_LIMIT for piece in item.pieces):
                    for piece in item.pieces:
                        self._throw_away(piece)
                    tally.back += 1
                    continue
                new = self._record(item)
            except VaultDamaged:
                tally.lost.append(lost)
                continue
            summary = summarise(kind, new.suffix, b"".join(new.open()), new.key)
            tally.sent.append(_Sent(replace(lost, title=summary.title), summary.digest))
            yield new

    def _record(self, item: Item) -> NewItem:
        main, *others = item.pieces
        data = b"".join(self._whole(main))
        beside = b""
        for piece in others:
            said = b"".join(self._whole(piece))
            beside = said if piece.suffix.endswith(ROWS) else beside
        return _new(item, data, beside)

    def _compare(self, kind: Kind, tally: _Tally) -> None:
        there = self._stage.digests(kind, self._task)
        for expected in tally.expected:
            came = there.get(expected.spot)
            if came == expected.sent.digest:
                tally.back += 1
            else:
                fate = Fate.MISSING if came is None else Fate.DIFFERENT
                tally.lost.append(replace(expected.sent.lost, fate=fate))

    def _throw_away(self, piece: Piece) -> None:
        for _ in self._whole(piece):
            self._task.check()

    def _whole(self, piece: Piece) -> Iterator[bytes]:
        """The bytes of `piece`; raises `VaultDamaged` unless they are what the record says."""
        size = 0
        for data in _hashed(piece.content, self._repository.open_content(piece.content)):
            size += len(data)
            self.moved += len(data)
            yield data
        if size != piece.size:
            raise VaultDamaged(piece.path)


def _hashed(ids: Sequence[str], content: Iterable[bytes]) -> Iterator[bytes]:
    for name, data in zip(ids, content, strict=True):
        if hashlib.sha256(data).hexdigest() != name:
            raise VaultDamaged(f"blob {name[:8]}")
        yield data


def _new(item: Item, data: bytes, rows: bytes) -> NewItem:
    return NewItem(
        kind=item.kind,
        key=item.key,
        suffix=item.pieces[0].suffix,
        open=lambda: (data,),
        size=len(data),
        path=item.path,
        modified=datetime.fromisoformat(item.modified) if item.modified else None,
        rows=rows,
    )
