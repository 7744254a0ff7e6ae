"""What the real restic makes of our vaults, and we of its."""

import hashlib
import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from holdfast.vault.repository import gojson
from holdfast.vault.repository.keyfile import ScryptCost
from holdfast.vault.repository.pack import BlobType
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.folder import FolderStore
from holdfast.vault.repository.writer import CHUNK
from tests.vault.repository.vaults import MODIFIED, PASSWORD, check, noise, read, reopen, save

NAMES = [
    "Fee--1.vcf",
    'a "quoted" name',
    "back\\slash",
    "tab\there",
    "line\nbreak",
    "A & B <c> 'd'",
    "Grüße 鍵 😀",
    "fam👨‍👩‍👧ily",
    "no\u00a0break \u2028 \ufeff",
    "\x01\x7f\u0085",
    "latin \udce9\udcff",
    " blank ",
    "-rf",
    "z" * 255,
]
FILES = (
    {f"Files/{number}/{name}": name.encode("utf-8", "replace") for number, name in enumerate(NAMES)}
    | dict.fromkeys(NAMES, b"top")
    | {"empty": b""}
)


def below(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def fill(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def test_restic_finds_nothing_wrong_and_restores_every_byte(restic, on_disk, tmp_path):
    files = FILES | {"film": b"".join(noise(2 * CHUNK + 5)), "text": b"text\r\n" * 50_000}
    snapshot = save(on_disk, files, tags=["safety"])
    assert "no errors were found" in restic("check", "--read-data").stdout
    restic("restore", "latest", "--verify", "--target", str(tmp_path / "out"))
    assert below(tmp_path / "out") == files
    restored = tmp_path / "out" / "film"
    assert datetime.fromtimestamp(restored.stat().st_mtime, UTC) == MODIFIED
    (told,) = json.loads(restic("snapshots", "--json").stdout)
    assert told["id"] == snapshot.id
    assert (told["hostname"], told["paths"], told["tags"]) == ("lx-0042", ["/lx-0042"], ["safety"])
    listed = [json.loads(line) for line in restic("ls", "--json", "latest").stdout.split("\n")[:-1]]
    assert {node["path"] for node in listed[1:] if node["type"] == "file"} >= {"/empty", "/film"}


def test_restic_compares_neighbouring_snapshots(restic, on_disk):
    save(on_disk, {"a/kept": b"x", "a/changed": b"x", "a/removed": b"x"})
    save(on_disk, {"a/kept": b"x", "a/changed": b"y", "a/added": b"x"})
    first, second = (found.id for found in on_disk.snapshots())
    told = {line for line in restic("diff", first, second).stdout.splitlines() if "/a/" in line}
    # Newer ones put a question mark where bytes differ and dates do not.
    signs = {" ".join(line.replace("M?", "M").split()) for line in told}
    expected = {"+ /a/added", "- /a/removed", "M /a/changed"}
    turned = {"- /a/added", "+ /a/removed", "M /a/changed"}
    assert signs in (expected, turned)


def test_after_restic_pruned_we_read_and_save_on(restic, on_disk, place, clock):
    kept, dropped = {"kept": b"".join(noise(50_000))}, {"dropped": b"".join(noise(50_000))}
    first = save(on_disk, kept | dropped)
    second = save(on_disk, kept)
    restic("forget", "--prune", first.id)
    assert on_disk.snapshots() == [second]
    assert read(on_disk, second) == kept
    assert check(on_disk).sound
    third = save(on_disk, kept | dropped)
    assert read(reopen(FolderStore(place), clock), third) == kept | dropped
    restic("check", "--read-data")


def test_a_prune_beside_an_open_vault_does_not_confuse_it(restic, on_disk, place, clock):
    other = reopen(FolderStore(place), clock)
    files = {str(number): b"".join(noise(2000)) for number in range(20)}
    first = save(other, files)
    assert read(on_disk, first) == files
    save(other, {"0": files["0"]})
    restic("forget", "--prune", first.id)
    (left,) = on_disk.snapshots()
    assert read(on_disk, left) == {"0": files["0"]}
    again = save(on_disk, files)
    assert read(reopen(FolderStore(place), clock), again) == files
    restic("check", "--read-data")


def test_tags_that_restic_sets_are_read_and_ours_by_restic(restic, on_disk):
    first = save(on_disk, {"a": b"x"}, tags=["one"])
    restic("tag", "--add", "two", "--remove", "one", first.id)
    (changed,) = on_disk.snapshots()
    assert (changed.tags, changed.original, changed.tree) == (("two",), first.id, first.tree)
    pinned = on_disk.retag(changed.id, add=["pinned"])
    assert pinned.original == first.id
    (told,) = json.loads(restic("snapshots", "--json").stdout)
    assert (told["id"], told["tags"], told["original"]) == (pinned.id, ["pinned", "two"], first.id)
    on_disk.drop(pinned.id)
    assert json.loads(restic("snapshots", "--json").stdout) in ([], None)


def test_restic_groups_our_snapshots_by_handset(restic, on_disk):
    for number in range(3):
        save(on_disk, {"a": b"%d" % number})
    restic("forget", "--keep-last", "1")
    assert len(on_disk.snapshots()) == 1


def test_a_vault_with_the_default_cost_opens_in_restic(restic, place, clock):
    Repository.create(FolderStore(place), PASSWORD, cost=ScryptCost(), clock=clock, settle=0)
    assert json.loads(restic("cat", "config").stdout)["version"] == 2


@pytest.fixture(scope="module")
def made_by_restic(tmp_path_factory) -> Path:
    """A vault that restic made, which takes it seconds, and filled with `FILES`."""
    source, made = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("made")
    fill(source, FILES)
    (source / "link").symlink_to("empty")
    for command in (["init", "--repository-version", "2"], ["backup", "--tag", "t", "."]):
        subprocess.run(
            ["restic", "--no-cache", "-r", str(made), *command],
            check=True,
            capture_output=True,
            cwd=source,
            env=os.environ | {"RESTIC_PASSWORD": PASSWORD},
        )
    return made


@pytest.fixture
def theirs(restic, made_by_restic, place, clock) -> Repository:
    shutil.copytree(made_by_restic, place)
    return reopen(FolderStore(place), clock)


def test_what_restic_saved_is_read_by_us(theirs):
    (snapshot,) = theirs.snapshots()
    assert snapshot.tags == ("t",)
    assert read(theirs, snapshot) == FILES
    assert check(theirs).sound


def test_trees_of_restic_are_written_by_us_in_the_same_bytes(theirs):
    (snapshot,) = theirs.snapshots()
    waiting, seen = [snapshot.tree], 0
    while waiting:
        data = theirs._blobs.load(BlobType.TREE, waiting.pop())
        fields = json.loads(data)
        for node in fields["nodes"]:
            node["name"] = gojson.quote(gojson.unquote(node["name"]))
            seen += 1
            if "subtree" in node:
                waiting.append(node["subtree"])
        assert gojson.encode(fields) + b"\n" == data
    assert seen > 2 * len(NAMES)


def test_content_that_restic_saved_is_not_stored_again(theirs, place):
    before = sum(path.stat().st_size for path in (place / "data").rglob("*") if path.is_file())
    snapshot = save(theirs, FILES)
    after = sum(path.stat().st_size for path in (place / "data").rglob("*") if path.is_file())
    assert after - before < 20_000
    assert read(theirs, snapshot) == FILES


def test_restic_goes_on_where_we_left_off(restic, on_disk, place, tmp_path, clock):
    save(on_disk, FILES)
    fill(tmp_path / "source", FILES)
    restic("backup", str(tmp_path / "source"))
    restic("check", "--read-data")
    again = reopen(FolderStore(place), clock)
    assert len(again.snapshots()) == 2
    assert check(again).sound


@pytest.mark.deep
def test_names_of_any_bytes_are_restored_by_restic(restic, on_disk, tmp_path):
    files = {}
    for seed in range(2000):
        raw = hashlib.shake_128(b"%d" % seed).digest(1 + seed % 12)
        raw = raw.replace(b"/", b"_").replace(b"\0", b"_")
        name = raw.decode("utf-8", "surrogateescape")
        if name not in (".", ".."):
            files[name] = raw
    save(on_disk, files)
    restic("check", "--read-data")
    restic("restore", "latest", "--target", str(tmp_path / "out"))
    assert below(tmp_path / "out") == files
