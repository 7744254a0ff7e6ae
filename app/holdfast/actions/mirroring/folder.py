"""The files of a mirror folder: written whole, never over what its owner changed, never lost."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePosixPath

from holdfast.actions.mirroring.manifest import NAME, Entry, Manifest, save
from holdfast.actions.plain_files import date, half_file, is_taken, numbered

LEFT = "Left the phone"
"""The folder that holds, by day, what is no longer on the phone."""

_BLOCK = 1 << 20
_SAVE_EVERY = 500


@dataclass(slots=True)
class Tally:
    """What became of the files: `kept_changes` are names that their owner changed by hand."""

    written: int = 0
    moved: int = 0
    current: int = 0
    kept_changes: list[str] = field(default_factory=list)


class State(StrEnum):
    """What became of a file since the mirror wrote it."""

    AS_WRITTEN = "as-written"
    CHANGED = "changed"
    DELETED = "deleted"


class MirrorFolder:
    """The folder `root` as its manifest knows it, on one day.

    Names are kept apart without regard to case or composition, as Windows and macOS compare
    them. Every method that touches the disk raises OSError.
    """

    def __init__(self, root: Path, manifest: Manifest, day: str) -> None:
        """`day` is the ISO date that names the folder for what left the phone."""
        self.root = root
        self.tally = Tally()
        self._handset = manifest.handset
        self._day = day
        self._entries = {entry.name: entry for entry in manifest.entries}
        self._names = {_folded(name) for name in (*self._entries, NAME, LEFT)}
        self._read = dict(manifest.read)
        self._unsaved = 0
        self._sweep()

    def _sweep(self) -> None:
        """Take away the half files of a run that was cut off."""
        for left in self.root.glob(".holdfast-*"):
            if left.name != NAME and left.is_file():
                left.unlink()

    def read(self, kind: str) -> str:
        """The digest of all that was read when the pages of a kind were last made."""
        return self._read.get(kind, "")

    def note_read(self, kind: str, version: str) -> None:
        """Remember what the pages of a kind were made of."""
        if self._read.get(kind) != version:
            self._read[kind] = version
            self._unsaved += 1

    def entries(self, kind: str, *, pages: bool) -> list[Entry]:
        """The files of one kind, either those of single items or the pages."""
        found = self._entries.values()
        return [entry for entry in found if entry.kind == kind and entry.page == pages]

    def state(self, entry: Entry) -> State:
        """Whether the file is as it was written; its bytes are read only where its date differs."""
        path = self.root / entry.name
        if path.is_symlink() or (path.exists() and not path.is_file()):
            return State.CHANGED
        try:
            seen = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return State.DELETED
        if seen.st_size != entry.size:
            return State.CHANGED
        if seen.st_mtime_ns != entry.mtime_ns:
            if _sha256(path) != entry.sha256:
                return State.CHANGED
            self._note(replace(entry, mtime_ns=seen.st_mtime_ns))
        return State.AS_WRITTEN

    def is_current(self, entry: Entry) -> bool:
        """Whether the file needs no writing; counts it if so."""
        current = self.state(entry) is State.AS_WRITTEN
        self.tally.current += current
        return current

    def write(
        self,
        made: Entry,
        suffix: str,
        chunks: Iterable[bytes],
        *,
        modified: datetime | None = None,
        instead_of: Entry | None = None,
        avoid: Collection[str] = (),
    ) -> None:
        """Write a file as `made` tells (its name, size, date and digest are filled in here).

        It goes to the base's name and `suffix`, with a number where that is taken, or takes the
        place of `instead_of` where the owner left that alone. `avoid` are names of folders.
        """
        place = self._old_place(instead_of)
        base = self.root / (place or made.base + suffix)
        with half_file(self.root) as part:
            digest = hashlib.sha256()
            with part.open("wb") as file:
                for chunk in chunks:
                    digest.update(chunk)
                    file.write(chunk)
            date(part, modified)
            base.parent.mkdir(parents=True, exist_ok=True)
            if place is None:
                base = self._free(base, part, digest.hexdigest(), avoid)
            part.replace(base)
        seen = base.stat()
        name = base.relative_to(self.root).as_posix()
        if instead_of is not None and instead_of.name != name:
            self.tally.kept_changes.append(instead_of.name)
        self._note(
            replace(
                made,
                name=name,
                size=seen.st_size,
                mtime_ns=seen.st_mtime_ns,
                sha256=digest.hexdigest(),
            )
        )
        self.tally.written += 1
        self._unsaved += 1
        if self._unsaved >= _SAVE_EVERY:
            self.save()

    def _old_place(self, entry: Entry | None) -> str | None:
        """The name that may be overwritten or written again; None where it is its owner's now."""
        if entry is None:
            return None
        state = self.state(entry)
        if state is State.CHANGED:
            self.release(entry)
            return None
        return entry.name

    def _free(self, base: Path, part: Path, sha256: str, avoid: Collection[str]) -> Path:
        """The first name that nothing of ours or of anybody has, or where these bytes lie."""
        for number in itertools.count(1):
            place = numbered(base, number)
            folded = _folded(place.relative_to(self.root).as_posix())
            if folded in self._names or folded in avoid:
                continue
            if not is_taken(place) or _is_same(place, part, sha256):
                return place
        raise AssertionError

    def take_over(self, entry: Entry, made: Entry) -> None:
        """Let a file that needs no writing be that of `made` from now on."""
        seen = self._entries.get(entry.name, entry)
        taken = replace(
            made,
            name=seen.name,
            size=seen.size,
            mtime_ns=seen.mtime_ns,
            sha256=seen.sha256,
        )
        if taken != seen:
            self._note(taken)

    def put_away(self, entry: Entry) -> None:
        """Move a file into the folder of what left the phone; what its owner changed stays."""
        state = self.state(entry)
        if state is State.AS_WRITTEN:
            wanted = self.root / LEFT / self._day / entry.name
            wanted.parent.mkdir(parents=True, exist_ok=True)
            places = (numbered(wanted, number) for number in itertools.count(1))
            (self.root / entry.name).rename(next(place for place in places if not is_taken(place)))
            self.tally.moved += 1
            self._drop_bare_folders((self.root / entry.name).parent)
        elif state is State.CHANGED:
            self.tally.kept_changes.append(entry.name)
        self.release(entry)

    def remove(self, entry: Entry) -> None:
        """Take away a file whose content stands elsewhere now; what its owner changed stays."""
        state = self.state(entry)
        if state is State.AS_WRITTEN:
            (self.root / entry.name).unlink()
            self._drop_bare_folders((self.root / entry.name).parent)
        elif state is State.CHANGED:
            self.tally.kept_changes.append(entry.name)
        self.release(entry)

    def release(self, entry: Entry) -> None:
        """Know no more of a file; it stays where it is."""
        if self._entries.pop(entry.name, None) is not None:
            self._names.discard(_folded(entry.name))
            self._unsaved += 1

    def save(self) -> None:
        """Write the manifest, if anything changed since it was read or written."""
        if self._unsaved:
            save(self.root, Manifest(self._handset, tuple(self._entries.values()), self._read))
            self._unsaved = 0

    def _note(self, entry: Entry) -> None:
        self._entries[entry.name] = entry
        self._names.add(_folded(entry.name))
        self._unsaved += 1

    def _drop_bare_folders(self, folder: Path) -> None:
        with contextlib.suppress(OSError):
            while folder != self.root:
                folder.rmdir()
                folder = folder.parent


def folded_folders(paths: Iterable[PurePosixPath]) -> frozenset[str]:
    """The folders above `paths`, as names are compared: no file may have such a name."""
    return frozenset(
        _folded(parent.as_posix()) for path in paths for parent in path.parents if parent.name
    )


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _is_same(place: Path, part: Path, sha256: str) -> bool:
    """Whether a file that lies there has these very bytes: left by a run that was cut off."""
    if place.is_symlink() or not place.is_file():
        return False
    return place.stat().st_size == part.stat().st_size and _sha256(place) == sha256
