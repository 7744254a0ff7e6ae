"""What the vault's bench measures, each in a process of its own: `vault_worker VERB WORD…`."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from holdfast.vault.repository.index import encode_index
from holdfast.vault.repository.keyfile import ScryptCost
from holdfast.vault.repository.pack import BlobType, PackedBlob
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.folder import FolderStore
from holdfast.vault.repository.tree import FileEntry
from holdfast.vault.repository.writer import Writer

PASSWORD = "bench"  # noqa: S105 - opens nothing
HOST = "bench"
_CHUNK = 1 << 20
_VIDEO = 100
"""Megabytes of one video of the phone that is too large for memory."""
_RECORDS = 8000
_BLOBS_IN_PACK = 1000
_PACKS_IN_INDEX = 50
_COMPRESSED = (".vcf", ".ics", ".jsonl")


def _clock() -> datetime:
    return datetime.now(UTC)


def _open(vault: Path) -> Repository:
    return Repository.open(FolderStore(vault), PASSWORD, clock=_clock)


def create(vault: Path) -> Repository:
    """Make a vault as dear to open as any other."""
    return Repository.create(FolderStore(vault), PASSWORD, cost=ScryptCost(), clock=_clock)


def _walk(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        yield from iter(lambda: stream.read(_CHUNK), b"")


def copy(files: str, target: str) -> None:
    """Hash each file and copy it: what any backup at least has to do."""
    for path in _walk(Path(files)):
        digest, place = hashlib.sha256(), Path(target) / path.relative_to(files)
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as written:
            for chunk in _chunks(path):
                digest.update(chunk)
                written.write(chunk)


def backup(files: str, vault: str) -> None:
    """Back a folder up; files of the size and date they had in the last snapshot are not read."""
    repository = _open(Path(vault))
    known = _last(repository)
    with repository.writer() as writer:
        entries = [_entry(writer, Path(files), path, known) for path in _walk(Path(files))]
        _snapshot(writer, entries)


def _last(repository: Repository) -> Mapping[tuple[str, ...], FileEntry]:
    snapshots = repository.snapshots()
    if not snapshots:
        return {}
    return {entry.path: entry for entry in repository.files(snapshots[-1].tree)}


def _entry(
    writer: Writer, folder: Path, path: Path, known: Mapping[tuple[str, ...], FileEntry]
) -> FileEntry:
    place, found = path.relative_to(folder).parts, path.stat()
    modified = datetime.fromtimestamp(found.st_mtime, UTC)
    before = known.get(place)
    same = before and (before.size, before.mtime) == (found.st_size, modified)
    if before and same and writer.has(before.content):
        return before
    saved = writer.save_content(_chunks(path), compress=path.suffix in _COMPRESSED)
    return FileEntry(place, saved.content, saved.size, modified)


def _snapshot(writer: Writer, entries: list[FileEntry]) -> None:
    tree = writer.save_tree(entries)
    writer.save_snapshot(tree=tree, time=_clock(), hostname=HOST, paths=("/bench",))


def stream(megabytes: str, vault: str) -> None:
    """Back up a phone of this size that exists nowhere: records, then videos."""
    repository = create(Path(vault))
    with repository.writer() as writer:
        entries = []
        for number in range(_RECORDS):
            saved = writer.save_content([os.urandom(300)], compress=True)
            entries.append(_placed(saved.content, saved.size, "Contacts", number))
        for number in range(int(megabytes) // _VIDEO):
            pieces = (os.urandom(_CHUNK) for _ in range(_VIDEO))
            saved = writer.save_content(pieces, compress=False)
            entries.append(_placed(saved.content, saved.size, "Photos", number))
        _snapshot(writer, entries)


def _placed(content: tuple[str, ...], size: int, folder: str, number: int) -> FileEntry:
    return FileEntry((folder, f"{number % 100:02}", str(number)), content, size, _clock())


def fill_index(blobs: str, vault: str) -> None:
    """Make a vault whose index names so many blobs; their packs are not there."""
    store = FolderStore(Path(vault))
    create(Path(vault))
    files = Repository.open(store, PASSWORD, clock=_clock)._files  # noqa: SLF001 - no packs
    for _ in range(int(blobs) // (_BLOBS_IN_PACK * _PACKS_IN_INDEX)):
        packs = {os.urandom(32).hex(): _some_blobs() for _ in range(_PACKS_IN_INDEX)}
        files.put("index", encode_index(packs))


def _some_blobs() -> list[PackedBlob]:
    return [
        PackedBlob(os.urandom(32).hex(), BlobType.DATA, number * 500, 500, 900)
        for number in range(_BLOBS_IN_PACK)
    ]


def look(vault: str) -> None:
    """Open a vault, its whole index included."""
    _open(Path(vault))


def _peak() -> int:
    """Most bytes that this process alone ever held."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024
    except (OSError, IndexError):
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


VERBS: Mapping[str, Callable[..., None]] = {
    verb.__name__: verb for verb in (copy, backup, stream, fill_index, look)
}

if __name__ == "__main__":
    VERBS[sys.argv[1]](*sys.argv[2:])
    print(json.dumps({"peak": _peak()}))
