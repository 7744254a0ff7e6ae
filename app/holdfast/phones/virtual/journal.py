"""What changed in a phone's stores, found by comparing its folder with what lay there last.

Nobody tells the phone when its owner edits a file, so each store is looked at whenever the
phone is asked about changes. What it saw is kept in the folder, in a file that no store shows.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from holdfast.phones.virtual.folder import JOURNAL, PhoneFolder, stem_of

MODIFIED, DELETED, GONE = "M", "D", "H"
"""What happened to an item (IrMC 1.1, 5.6): new or another, deleted, deleted for good."""

# A file that was written this shortly ago may be written again without another time.
_SETTLED_NS = 100_000_000
_DIGITS = 16
_DATABASE_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Seen:
    """An item as it lay there: its index (IrMC level 3), size in bytes, time in ns, digest."""

    index: int
    size: int
    modified: int
    digest: str

    def told(self) -> tuple[int, int, int, str]:
        """Its fields in order, as the journal has them."""
        return self.index, self.size, self.modified, self.digest


@dataclass(frozen=True, slots=True)
class Change:
    """The last thing that happened to the item `luid`: `M`, `D` or `H`, and as which change."""

    counter: int
    what: str
    luid: str


@dataclass(slots=True)
class StoreState:
    """One store: its `database` id, change `counter`, items and changes by LUID.

    The log answers for anchors from `reach` on.
    """

    database: str
    counter: int = 0
    reach: int = 0
    items: dict[str, Seen] = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)

    def since(self, anchor: int) -> Sequence[Change] | None:
        """The changes after `anchor`; None when the log does not tell of that time."""
        if not self.reach <= anchor <= self.counter:
            return None
        return [change for change in self.changes.values() if change.counter > anchor]

    def luid_at(self, index: int) -> str | None:
        """The item that has an index (IrMC level 3)."""
        return next((luid for luid, seen in self.items.items() if seen.index == index), None)

    def note(self, what: str, luid: str, length: int) -> None:
        """Count a change; of the log only the last `length` lines are kept."""
        self.counter += 1
        self.changes.pop(luid, None)
        self.changes[luid] = Change(self.counter, what, luid)
        while len(self.changes) > length:
            oldest = next(iter(self.changes))
            self.reach = self.changes.pop(oldest).counter


class Journal:
    """The states of a phone's stores, by the stores' names."""

    def __init__(self, folder: PhoneFolder) -> None:
        """Keep the journal of the phone in `folder`."""
        self._folder = folder
        self._path = folder.path / JOURNAL
        self._read_as: tuple[int, int] | None = None
        self._states: dict[str, StoreState] = {}

    def look(
        self,
        store: str,
        places: Sequence[str],
        *,
        soft: str = "",
        indexes: Mapping[str, int] | None = None,
    ) -> StoreState:
        """Bring `store`, whose items lie in `places`, up to date and return its state.

        `soft` is a LUID that was deleted but not for good, `indexes` where new items belong. A
        store that was never looked at begins with counter 0 and a database id of its own.
        """
        self._load()
        state = self._states.get(store)
        begun = state is None
        if state is None:
            state = StoreState(uuid.uuid4().hex[:_DATABASE_DIGITS].upper())
            self._states[store] = state
        found = _found(self._folder.folder(place) for place in places)
        changed = self._take(state, found, indexes or {})
        changed |= self._miss(state, found, soft)
        if begun:
            state.counter = state.reach = 0
            state.changes.clear()
        if begun or changed:
            self._save()
        return state

    def _take(
        self, state: StoreState, found: Mapping[str, os.DirEntry[str]], indexes: Mapping[str, int]
    ) -> bool:
        used = {seen.index for seen in state.items.values()} | set(indexes.values())
        free = (index for index in count(1) if index not in used)
        changed = False
        for luid, entry in found.items():
            before = state.items.get(luid)
            try:
                about = entry.stat()
            except FileNotFoundError:
                continue
            if before and (before.size, before.modified) == (about.st_size, about.st_mtime_ns):
                continue
            index = before.index if before else indexes.get(luid) or next(free)
            now = _seen(entry, about, index)
            if now is None or now == before:
                continue
            state.items[luid] = now
            changed = True
            if before is None or before.digest != now.digest:
                state.note(MODIFIED, luid, self._folder.info.log_length)
        return changed

    def _miss(self, state: StoreState, found: Mapping[str, object], soft: str) -> bool:
        gone = [luid for luid in state.items if luid not in found]
        for luid in gone:
            del state.items[luid]
            what = DELETED if luid == soft else GONE
            state.note(what, luid, self._folder.info.log_length)
        return bool(gone)

    def _load(self) -> None:
        try:
            about = self._path.stat()
            known = about.st_mtime_ns, about.st_ino
            if known != self._read_as:
                self._states = _states(self._path.read_bytes())
                self._read_as = known
        except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
            # Wiped, or spoilt by hand: the phone remembers nothing.
            self._states, self._read_as = {}, None

    def _save(self) -> None:
        told = {
            name: {
                "database": state.database,
                "counter": state.counter,
                "reach": state.reach,
                "items": {luid: seen.told() for luid, seen in state.items.items()},
                "changes": [[c.counter, c.what, c.luid] for c in state.changes.values()],
            }
            for name, state in self._states.items()
        }
        self._folder.write(self._path, json.dumps(told, separators=(",", ":")).encode())
        about = self._path.stat()
        self._read_as = about.st_mtime_ns, about.st_ino


def _found(folders: Iterator[Path]) -> dict[str, os.DirEntry[str]]:
    """The files of some folders by LUID, in the order of their names."""
    files: list[os.DirEntry[str]] = []
    for folder in folders:
        try:
            with os.scandir(folder) as entries:
                files += (each for each in entries if each.name[0] != "." and each.is_file())
        except (FileNotFoundError, NotADirectoryError):
            continue
    return {stem_of(entry.name): entry for entry in sorted(files, key=lambda each: each.name)}


def _seen(entry: os.DirEntry[str], about: os.stat_result, index: int) -> Seen | None:
    """The item as it is now; None when it has just gone."""
    settled = time.time_ns() - about.st_mtime_ns > _SETTLED_NS
    try:
        digest = hashlib.sha256(Path(entry.path).read_bytes()).hexdigest()[:_DIGITS]
    except FileNotFoundError:
        return None
    return Seen(index, about.st_size, about.st_mtime_ns if settled else 0, digest)


def _states(data: bytes) -> dict[str, StoreState]:
    return {
        name: StoreState(
            str(told["database"]),
            int(told["counter"]),
            int(told["reach"]),
            {luid: Seen(*seen) for luid, seen in told["items"].items()},
            {change[2]: Change(*change) for change in told["changes"]},
        )
        for name, told in json.loads(data).items()
    }
