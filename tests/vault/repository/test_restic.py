"""The real restic reads what we write, and we read what it writes."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from holdfast.vault.repository.problems import WrongPassword
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.folder import FolderStore
from holdfast.vault.repository.tree import encode_tree
from tests.vault.repository.vaults import MODIFIED, check, read, reopen, save

NAMES = [
    "plain.vcf",
    'quoted "twice".vcf',
    "back\\slash",
    "tab\tand\nnewline",
    "<html> & more",
    "line\u2028paragraph\u2029",
    "Ünïcödé",
    "e\u0301 is not \u00e9",
    "\u5c71\u7530 \u30bf\u30ed\u30a6",
    "family \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "no utf-8 \udcff\udcfe",
    "nbsp\u00a0zwsp\u200bbom\ufeff",
    "bell\a del\x7f",
    "100%",
    "-rf",
    "\U0010ffff",
]
FILES = {f"Contacts/{name}": name.encode("utf-8", "surrogateescape") * 9 for name in NAMES}
NAME = re.compile(r'{"name":"((?:[^"\\]|\\.)*)"')
FILES |= {
    "README.txt": b"what this is",
    "empty": b"",
    "Photos/DCIM/large.jpg": os.urandom(9_000_000),
    "Photos/DCIM/zeros.bmp": bytes(5_000_000),
}


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def ours(on_disk) -> Repository:
    save(on_disk, FILES, tags=["pinned"])
    return on_disk


@pytest.fixture
def written(tmp_path) -> Path:
    """A folder with every name, for restic to back up."""
    folder = tmp_path / "phone"
    for name, data in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    os.utime(folder / "README.txt", ns=(0, 1_254_060_333_250_000_000))
    return folder


@pytest.fixture
def theirs(place, restic, written, clock) -> Repository:
    restic("init")
    restic("backup", "--tag", "a,b", "--host", "lx-0042", str(written))
    return reopen(FolderStore(place), clock)


def test_restic_finds_nothing_wrong(ours, restic):
    assert "no errors were found" in restic("check", "--read-data").stdout


def test_restic_restores_every_byte_and_name(ours, restic, tmp_path):
    restic("restore", "latest", "--target", str(tmp_path / "out"))
    assert files_below(tmp_path / "out") == FILES


def test_restic_restores_the_time_of_a_file(ours, restic, tmp_path):
    restic("restore", "latest", "--target", str(tmp_path / "out"))
    assert (tmp_path / "out" / "README.txt").stat().st_mtime == MODIFIED.timestamp()


def test_restic_lists_files_with_their_sizes(ours, restic):
    lines = restic("ls", "--json", "latest").stdout.splitlines()[1:]
    nodes = [json.loads(line) for line in lines]
    sizes = {node["path"][1:]: node.get("size", 0) for node in nodes if node["type"] == "file"}
    plain = {name: len(data) for name, data in FILES.items() if name.isascii()}
    assert plain.items() <= sizes.items()
    assert len(sizes) == len(FILES)


def test_restic_tells_of_a_snapshot_what_we_said(ours, restic):
    (told,) = json.loads(restic("snapshots", "--json").stdout)
    (snapshot,) = ours.snapshots()
    assert told["id"] == snapshot.id
    assert told["tree"] == snapshot.tree
    assert (told["hostname"], told["paths"], told["tags"]) == ("lx-0042", ["/lx-0042"], ["pinned"])
    assert told["time"] == "2009-09-27T14:05:33.25Z"


def test_a_snapshot_that_restic_tagged_is_the_same_to_us(ours, restic):
    (before,) = ours.snapshots()
    restic("tag", "--add", "mine", "latest")
    (after,) = ours.snapshots()
    assert after.original == before.id
    assert set(after.tags) == {"pinned", "mine"}
    assert after.tree == before.tree
    assert read(ours, after) == FILES


def test_what_restic_forgot_and_pruned_leaves_the_rest_readable(ours, restic):
    newer = save(ours, FILES | {"Contacts/new.vcf": b"new"})
    restic("forget", "--keep-last", "1", "--group-by", "host", "--prune")
    assert [snapshot.id for snapshot in ours.snapshots()] == [newer.id]
    assert read(ours, newer) == FILES | {"Contacts/new.vcf": b"new"}
    assert check(ours).problems == ()


def test_restic_gives_the_vault_another_password(ours, restic, place, clock, tmp_path):
    new = tmp_path / "new"
    new.write_text("another one", "utf-8")
    restic("key", "passwd", "--new-password-file", str(new))
    with pytest.raises(WrongPassword):
        reopen(FolderStore(place), clock)
    again = Repository.open(FolderStore(place), "another one", clock=clock, settle=0)
    assert read(again, again.snapshots()[0]) == FILES


def test_restic_s_own_repository_is_read(theirs, written):
    (snapshot,) = theirs.snapshots()
    root = str(written)[1:]
    assert read(theirs, snapshot) == {f"{root}/{name}": data for name, data in FILES.items()}
    assert (snapshot.hostname, snapshot.tags) == ("lx-0042", ("a", "b"))
    assert check(theirs).problems == ()


def test_times_that_restic_wrote_are_read(theirs):
    (snapshot,) = theirs.snapshots()
    times = {file.path[-1]: file.mtime for file in theirs.files(snapshot.tree)}
    assert times["README.txt"] == MODIFIED


def test_names_are_sorted_and_written_in_the_bytes_of_restic(theirs, restic):
    (snapshot,) = theirs.snapshots()
    folder = folder_named("Contacts", theirs, snapshot.tree)
    raw = restic("cat", "blob", folder).stdout
    ours = encode_tree(reversed(theirs.tree(folder).nodes)).decode()
    assert NAME.findall(ours) == NAME.findall(raw)
    assert len(NAME.findall(raw)) == len(NAMES)


def folder_named(name: str, repository: Repository, tree: str) -> str:
    """The id of the only folder of this name below `tree`."""
    waiting = [tree]
    while True:
        for node in repository.tree(waiting.pop()).nodes:
            if node.name == name:
                return node.subtree
            if node.is_folder:
                waiting.append(node.subtree)


def test_a_backup_of_ours_in_restic_s_repository_stores_nothing_twice(theirs, restic, place):
    def packs() -> int:
        return sum(path.stat().st_size for path in (place / "data").rglob("*") if path.is_file())

    small = {name: data for name, data in FILES.items() if len(data) < 500_000}
    before = packs()
    snapshot = save(theirs, small)
    assert read(theirs, snapshot) == small
    assert packs() - before < 20_000  # trees alone
    restic("check", "--read-data")
