"""A vault of one phone backed up for years: 100,000 items, 1,000 snapshots, always the same.

Each backup changes twenty items and brings five new ones. The trees are those a backup would
write, but of each only the folders that differ are made anew: so the vault is there in a
minute or two, and history meets it as it meets any other.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from benches.password import PASSWORD
from holdfast.records.model.coverage import Coverage, State
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.vault.history import sidecars
from holdfast.vault.history.layout import Kept, KeptPart, Located, locate
from holdfast.vault.repository.keyfile import ScryptCost
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.memory import MemoryStore
from holdfast.vault.repository.stores.store import Store
from holdfast.vault.repository.tree import Node, encode_tree
from holdfast.vault.repository.writer import Writer

START = datetime(2009, 10, 1, 12, 0, tzinfo=UTC)
HANDSET = HandsetInfo("bench-0001", "BENCH0001", "Danger", "Sidekick LX", "IrMC over OBEX")
CONTACTS, PHOTOS = Kind.CONTACTS, Kind.PHOTOS
CHANGED, NEW = 20, 5
_CHEAP = ScryptCost(n=2, r=1, p=1)
_SYLLABLES = ("an", "ber", "go", "ka", "li", "mo", "na", "ri", "so", "ta", "ul", "ve")


@dataclass(frozen=True, slots=True)
class Size:
    """How much a phone held at first, and how often it was backed up."""

    contacts: int = 70_000
    photos: int = 30_000
    snapshots: int = 1_000


@dataclass(slots=True)
class _Folder:
    files: dict[str, Node] = field(default_factory=dict)
    folders: dict[str, _Folder] = field(default_factory=dict)
    tree: str = ""

    def put(self, path: tuple[str, ...], node: Node) -> None:
        self.tree = ""
        if len(path) == 1:
            self.files[path[0]] = node
        else:
            self.folders.setdefault(path[0], _Folder()).put(path[1:], node)

    def remove(self, path: tuple[str, ...]) -> None:
        self.tree = ""
        if len(path) == 1:
            del self.files[path[0]]
        else:
            self.folders[path[0]].remove(path[1:])

    def save(self, writer: Writer) -> str:
        """Store this folder and those in it that changed; return its tree's id."""
        if not self.tree:
            below = [
                Node(name, "dir", START, subtree=folder.save(writer))
                for name, folder in self.folders.items()
            ]
            data = encode_tree([*self.files.values(), *below])
            self.tree = writer._save_tree_blob(data)  # noqa: SLF001 - one folder, not all of them
        return self.tree


class Phone:
    """The phone and its owner's vault, which `fill` fills."""

    def __init__(
        self,
        size: Size,
        store: Store | None = None,
        pictures: Sequence[bytes] = (b"photo",),
        cost: ScryptCost = _CHEAP,
    ) -> None:
        """Make an empty vault in `store`, by default in memory; photos look like `pictures`."""
        self._size = size
        self._pictures = pictures
        self._chance = random.Random(2009)  # noqa: S311 - the same phone each time
        self._root = _Folder()
        self._keys: list[str] = []
        self._paths: dict[str, tuple[str, ...]] = {}
        self.repository = Repository.create(
            store or MemoryStore(), PASSWORD, cost=cost, clock=lambda: START, settle=0
        )

    def fill(self) -> None:
        """Write every snapshot."""
        with self.repository.writer() as writer:
            self._write_sidecars(writer)
            self._like = self._add([self._contact(writer, n) for n in range(self._size.contacts)])
            self._add([self._photo(writer, n) for n in range(self._size.photos)])
            for number in range(self._size.snapshots):
                if number:
                    self._live_on(writer, number)
                writer.save_snapshot(
                    tree=self._root.save(writer),
                    time=START + timedelta(hours=number),
                    hostname=HANDSET.id,
                    paths=(f"/{HANDSET.id}",),
                )

    def _write_sidecars(self, writer: Writer) -> None:
        size = self._size
        coverage = [
            Coverage(kind, State.COMPLETE, count, how="each LUID")
            for kind, count in ((CONTACTS, size.contacts), (PHOTOS, size.photos))
        ]
        for name, data in (
            (sidecars.HANDSET, sidecars.encode_handset(HANDSET)),
            (sidecars.COVERAGE, sidecars.encode_coverage(coverage)),
        ):
            saved = writer.save_content([data], compress=True)
            self._root.put((name,), Node(name, "file", START, saved.size, saved.content))

    def _live_on(self, writer: Writer, number: int) -> None:
        changed = self._chance.sample(range(len(self._keys)), CHANGED)
        fresh = range(len(self._keys), len(self._keys) + NEW)
        for place in changed:
            self._root.remove(self._paths[self._keys[place]])
        moment = START + timedelta(hours=number)
        for place in (*changed, *fresh):
            self._put(_deeper(self._contact(writer, place), self._like), moment)

    def _add(self, entries: list[Kept]) -> Located:
        placed = locate(entries)
        for located in placed:
            self._put(located, START)
        return placed[0]

    def _put(self, located: Located, moment: datetime) -> None:
        (part,) = located.kept.parts
        path = located.path(part)
        self._root.put(path, Node(path[-1], "file", moment, part.size, part.content))
        if located.kept.kind is CONTACTS:
            if located.key not in self._paths:
                self._keys.append(located.key)
            self._paths[located.key] = path

    def _contact(self, writer: Writer, number: int) -> Kept:
        chance = self._chance
        first, last = ("".join(chance.choices(_SYLLABLES, k=3)).title() for _ in range(2))
        note = " ".join("".join(chance.choices(_SYLLABLES, k=2)) for _ in range(6))
        lines = (
            "BEGIN:VCARD",
            "VERSION:2.1",
            f"N:{last};{first}",
            f"TEL;CELL:+49 170 {chance.randrange(10**7):07}",
            f"NOTE:{note}",
            f"EMAIL:{first}.{last}@example.com",
            "END:VCARD",
            "",
        )
        saved = writer.save_content(["\r\n".join(lines).encode()], compress=True)
        part = KeptPart(".vcf", saved.content, saved.size)
        return Kept(CONTACTS, f"{number:012X}", (part,), f"{first} {last}")

    def _photo(self, writer: Writer, number: int) -> Kept:
        path = ("Phone", "DCIM", f"{number // 100:03}", f"IMG_{number:05}.JPG")
        picture = self._pictures[number % len(self._pictures)]
        # What follows a picture's end changes nothing but makes it another file.
        saved = writer.save_content([picture + b" %d" % number], compress=False)
        part = KeptPart("", saved.content, saved.size)
        return Kept(PHOTOS, "/".join(path), (part,), path[-1], None, path, START)


def _deeper(kept: Kept, like: Located) -> Located:
    """Place one more contact as deep as those that were placed together."""
    (alone,) = locate([kept])
    shard = hashlib.sha256(kept.key.encode()).hexdigest()[: len(like.folder) - 1]
    return replace(alone, folder=(alone.folder[0], *shard))
