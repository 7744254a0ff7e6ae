"""Vaults that restic changed: what is in them stays what it was, and our next backup goes on."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from holdfast.vault.repository.stores.folder import FolderStore
from tests.vault.repository.conftest import run_restic
from tests.vault.repository.vaults import PASSWORD, check, noise, read, reopen, save

FILES = {
    "Contacts/a.vcf": b"BEGIN:VCARD\r\n" * 500,
    "Contacts/b.vcf": b"",
    "Photos/film.3gp": b"".join(noise(300_000)),
    "Photos/Grüße 鍵.jpg": b"".join(noise(2_000)),
}
MORE = FILES | {"Contacts/c.vcf": b"BEGIN:VCARD c"}


def version() -> tuple[int, ...]:
    """The version of the restic at hand, or nothing."""
    if shutil.which("restic") is None:
        return ()
    told = subprocess.run(["restic", "version"], capture_output=True, text=True, check=True).stdout
    return tuple(map(int, re.findall(r"\d+", told.split()[1])[:3]))


newer = pytest.mark.skipif(
    version() < (0, 17),
    reason="RESTIC IS OLDER THAN 0.17: it has no rewrite and no repair to try on our vaults",
)


@pytest.fixture
def filled(on_disk):
    """A vault with two backups."""
    return on_disk, save(on_disk, FILES, tags=["one"]), save(on_disk, MORE, tags=["two"])


def size_of(place: Path) -> int:
    return sum(path.stat().st_size for path in (place / "data").rglob("*") if path.is_file())


def assert_whole(place, clock, *contents) -> None:
    """There are snapshots of these files alone, byte for byte; a further one stores no data."""
    repository = reopen(FolderStore(place), clock)
    found = [read(repository, snapshot) for snapshot in repository.snapshots()]
    assert sorted(map(sorted, found)) == sorted(map(sorted, contents))
    assert all(files in contents for files in found)
    assert check(repository).problems == ()
    before = size_of(place)
    again = save(repository, contents[-1])
    assert size_of(place) - before < 3000
    assert read(repository, again) == contents[-1]


def test_pruned(restic, filled, place, clock):
    restic("forget", "--prune", "--max-unused", "0", filled[1].id)
    assert_whole(place, clock, MORE)
    restic("check", "--read-data")


def test_pruned_and_packed_anew_with_everything_compressed(restic, filled, place, clock):
    restic("prune", "--repack-uncompressed", "--compression", "max")
    assert_whole(place, clock, FILES, MORE)


def test_tagged(restic, filled, place, clock):
    restic("tag", "--set", "another", "--set", "two words")
    assert_whole(place, clock, FILES, MORE)
    repository = reopen(FolderStore(place), clock)
    changed = [found for found in repository.snapshots() if found.original]
    assert {found.original for found in changed} == {filled[1].id, filled[2].id}
    assert {found.tags for found in changed} == {("another", "two words")}


def test_index_made_anew(restic, filled, place, clock):
    for index in (place / "index").iterdir():
        index.unlink()
    restic("rebuild-index" if version() < (0, 16) else "repair", *_index())
    assert_whole(place, clock, FILES, MORE)


def _index() -> list[str]:
    return [] if version() < (0, 16) else ["index"]


@pytest.mark.parametrize("compression", ["off", "auto", "max"])
def test_copied_into_a_vault_that_restic_made(restic, filled, place, tmp_path, clock, compression):
    copy, password = tmp_path / "copy", tmp_path / "password"
    password.write_text(PASSWORD)
    source = ["--from-repo", str(place), "--from-password-file", str(password)]
    chunker = [*source, "--copy-chunker-params", "--repository-version", "2"]
    assert run_restic(copy, "init", *chunker).returncode == 0
    done = run_restic(copy, "copy", *source, "--compression", compression)
    assert done.returncode == 0, done.stderr
    assert_whole(copy, clock, FILES, MORE)
    assert run_restic(copy, "check", "--read-data").returncode == 0


@pytest.mark.parametrize("compression", ["off", "auto", "max"])
def test_backed_up_into_by_restic(restic, filled, place, tmp_path, clock, compression):
    folder = tmp_path / "source"
    for name, data in MORE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    done = run_restic(place, "backup", "--compression", compression, ".", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert_whole(place, clock, FILES, MORE, MORE)


def test_a_vault_that_restic_made_and_pruned_is_written_by_us_and_by_restic_again(
    restic, place, tmp_path, clock
):
    folder = tmp_path / "source"
    folder.mkdir()
    restic("init", "--repository-version", "2")
    for content in (b"one", b"two"):
        (folder / "file").write_bytes(content * 1000)
        assert run_restic(place, "backup", ".", cwd=folder).returncode == 0
    first = json.loads(restic("snapshots", "--json").stdout)[0]["id"]
    restic("forget", "--prune", first)
    assert_whole(place, clock, {"file": b"two" * 1000})
    assert run_restic(place, "backup", ".", cwd=folder).returncode == 0
    restic("prune")
    assert "no errors were found" in restic("check", "--read-data").stdout


@newer
def test_rewritten(restic, filled, place, clock):
    restic("rewrite", "--forget", "--exclude", "c.vcf")
    assert_whole(place, clock, FILES, FILES)
    restic("check", "--read-data")


@newer
def test_repaired_after_a_pack_was_lost(restic, filled, place, clock):
    largest = max((place / "data").glob("*/*"), key=lambda path: path.stat().st_size)
    largest.unlink()
    restic("repair", "index")
    restic("repair", "snapshots", "--forget")
    repository = reopen(FolderStore(place), clock)
    assert check(repository).problems == ()
    again = save(repository, MORE)
    assert read(repository, again) == MORE
    assert check(repository).problems == ()
