"""What the test of any order acts on: three targets, and what each of them holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from holdfast.actions.desk import Desk
from holdfast.phones.handsets.folder.opening import open_folder
from holdfast.phones.virtual.folder import PhoneFolder
from holdfast.phones.virtual.store import create_sample, wipe_sample
from holdfast.records.formats.summary import summarise
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Plan, Step
from holdfast.vault.library import Vault

KINDS = (Kind.CONTACTS, Kind.NOTES)
ENDINGS = {Kind.CONTACTS: ".vcf", Kind.NOTES: ".vnt"}
NAMES = ("Ann", "Ben", "Cleo")

Bytes = Counter[tuple[Kind, bytes]]
Digests = Counter[tuple[Kind, str]]


def record(kind: Kind, name: str, n: int) -> bytes:
    """One of the few things the owner writes down; those of one name differ by `n`."""
    if kind is Kind.NOTES:
        text = f"BEGIN:VNOTE\r\nVERSION:1.1\r\nBODY;ENCODING=QUOTED-PRINTABLE:{name}=0D=0A{n}\r\n"
        return f"{text}END:VNOTE\r\n".encode()
    number = f"TEL;CELL;VOICE:+1555010{n}\r\n" if n else ""
    text = f"BEGIN:VCARD\r\nVERSION:2.1\r\nN:{name};;;;\r\nFN:{name}\r\n{number}"
    return f"{text}END:VCARD\r\n".encode()


def digest(kind: Kind, data: bytes) -> str:
    return summarise(kind, ENDINGS[kind], data).digest


def digests(held: Bytes) -> Digests:
    found: Digests = Counter()
    for (kind, data), count in held.items():
        found[kind, digest(kind, data)] += count
    return found


class Target:
    """A phone or a folder: what its owner does with it, and what it holds."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self._desk, self.folder = desk, folder
        self.id = ""

    def files(self, kind: Kind) -> list[Path]:
        ending = ENDINGS[kind]
        return sorted(path for path in self.folder.rglob(f"*{ending}") if path.is_file())

    def held(self) -> Bytes:
        return Counter((kind, path.read_bytes()) for kind in KINDS for path in self.files(kind))

    def change(self, place: int, kind: Kind, data: bytes) -> None:
        files = self.files(kind)
        if files:
            files[place % len(files)].write_bytes(data)

    def remove(self, place: int, kind: Kind) -> None:
        files = self.files(kind)
        if files:
            files[place % len(files)].unlink()

    def wipe(self) -> None:
        for kind in KINDS:
            for path in self.files(kind):
                path.unlink()

    def add(self, kind: Kind, data: bytes) -> None:
        raise NotImplementedError

    @contextmanager
    def connected(self) -> Iterator:
        raise NotImplementedError

    def mend(self) -> None:
        """Plug it in again, if it was pulled out."""


class Phone(Target):
    """A virtual phone on the desk's bus."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        super().__init__(desk, folder)
        create_sample(folder, small=True)
        wipe_sample(folder)
        self._plug()

    def _plug(self) -> None:
        before = {found.info.id for found in self._desk.look().present if found.info}
        self._desk.hang_sample(self.folder)
        present = {found.info.id for found in self._desk.look().present if found.info}
        [self.id] = present - before

    def add(self, kind: Kind, data: bytes) -> None:
        PhoneFolder(self.folder).add(kind, ENDINGS[kind], data)

    def wipe(self) -> None:
        wipe_sample(self.folder)

    @contextmanager
    def connected(self) -> Iterator:
        handset = self._desk.connect(self.id)
        try:
            yield handset
        finally:
            handset.close()

    def mend(self) -> None:
        self._desk.virtual.forget_faults()
        self._desk.unhang_sample(self.folder)
        self._desk.look()
        self._plug()


class Shelf(Target):
    """A folder of files."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        super().__init__(desk, folder)
        folder.mkdir()
        self.id = open_folder(folder).info.id
        self._made = 0

    def add(self, kind: Kind, data: bytes) -> None:
        self._made += 1
        (self.folder / f"own {self._made}{ENDINGS[kind]}").write_bytes(data)

    @contextmanager
    def connected(self) -> Iterator:
        handset = open_folder(self.folder)
        try:
            yield handset
        finally:
            handset.close()


class Ended(BaseException):
    """The program ended."""


class Dying:
    """A handset whose program ends before or after its n-th write."""

    def __init__(self, handset, n: int, *, after: bool) -> None:
        self._handset, self._left, self._after = handset, n, after

    def __getattr__(self, name):
        return getattr(self._handset, name)

    def add(self, item, task):
        return self._write(lambda: self._handset.add(item, task))

    def update(self, key, item, task):
        return self._write(lambda: self._handset.update(key, item, task))

    def remove(self, kind, key, task):
        return self._write(lambda: self._handset.remove(kind, key, task))

    def _write(self, do: Callable):
        self._left -= 1
        if self._left == 0 and not self._after:
            raise Ended
        done = do()
        if self._left == 0:
            raise Ended
        return done


def steps(plan: Plan) -> list[tuple[Digests, Digests]]:
    """For each writing step what it takes from the target, and what it puts there."""
    found = []
    for entry in plan.steps:
        item, there = entry.item, entry.present
        new: Digests = Counter({(item.kind, entry.carried or item.digest): 1})
        old: Digests = Counter({(there.kind, there.digest): 1} if there else {})
        if entry.step is Step.ADD:
            found.append((Counter(), new))
        elif entry.step is Step.UPDATE:
            found.append((old, new))
        elif entry.step is Step.REMOVE:
            found.append((old, Counter()))
    return found


def after(before: Digests, plan: Plan) -> Digests:
    """What the target holds when all of `plan` was done."""
    held = Counter(before)
    for gone, come in steps(plan):
        held.subtract(gone)
        held.update(come)
    return +held


@dataclass(frozen=True)
class Done:
    """A restore that was done or begun: the safety backup, and the target around it."""

    safety: str
    before: Bytes
    after: Bytes


def reachable(vault: Vault, handset: str, keys: set[tuple[Kind, str]]) -> set[tuple]:
    """Every version of the items by `keys` that can be read."""
    history = vault.history
    return {
        (handset, kind, key, b"".join(history.read(version.item)))
        for kind, key in keys
        for version in history.versions(handset, kind, key)
    }
