"""What a person without Holdfast finds in a vault, with the real restic."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from holdfast.records.model.coverage import Coverage, State
from holdfast.records.model.kinds import Kind
from holdfast.vault.history.layout import Kept, KeptPart, place
from holdfast.vault.repository.keyfile import ScryptCost
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.folder import FolderStore

from .conftest import LX, START, card

RESTIC = shutil.which("restic")
PASSWORD = "password"  # noqa: S105 - of a vault that lives for one test
NAMES = ["", ".", "..", "CON", "a/b", "nul\0", "end.", "%41", "\ud83d", "x" * 400, "Grüße 👋.jpg"]

pytestmark = pytest.mark.skipif(RESTIC is None, reason="restic: ABSENT, its reading goes untested")


@pytest.fixture
def vault(tmp_path) -> Path:
    """A vault with every nasty name, as contact's key and as photo's name."""
    folder = tmp_path / "vault"
    store = FolderStore(folder)
    repository = Repository.create(
        store, PASSWORD, cost=ScryptCost(n=2, r=1, p=1), clock=lambda: START, settle=0
    )
    with repository.writer() as writer:
        kept = [*_contacts(writer), *_photos(writer)]
        coverage = [Coverage(Kind.CONTACTS, State.COMPLETE, len(NAMES))]
        entries = place(LX, coverage, kept, START, writer)
        tree = writer.save_tree(entries)
        writer.save_snapshot(
            tree=tree, time=START, hostname=LX.id, paths=(f"/{LX.id}",), tags=["pinned"]
        )
    return folder


def _contacts(writer):
    for number, key in enumerate(NAMES):
        saved = writer.save_content([card(f"Berg;Anna {number}")], compress=True)
        part = KeptPart(".vcf", saved.content, saved.size)
        yield Kept(Kind.CONTACTS, key, (part,), f"Anna {number} Berg")


def _photos(writer):
    for number, name in enumerate(NAMES):
        saved = writer.save_content([b"jpeg%d" % number], compress=False)
        path = ("Phone", "DCIM", name)
        modified = datetime(2009, 7, number + 1, tzinfo=UTC)
        part = KeptPart("", saved.content, saved.size)
        yield Kept(Kind.PHOTOS, "/".join(path), (part,), "", None, path, modified)


def restic(vault: Path, *arguments: str) -> str:
    environment = {**os.environ, "RESTIC_PASSWORD": PASSWORD, "TZ": "UTC"}
    command = [RESTIC or "", "--no-cache", "-r", str(vault), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_restic_checks_and_lists_a_backup_sensibly(vault):
    restic(vault, "check", "--read-data")
    listed = restic(vault, "ls", "-l", "latest")

    assert LX.id in restic(vault, "snapshots")
    assert "/handset.json" in listed
    assert "/Photos/Phone/DCIM/Grüße 👋.jpg" in listed
    assert "2009-07-11" in next(line for line in listed.splitlines() if "/Grüße" in line)
    assert "2009-10-01" in next(line for line in listed.splitlines() if "Anna 0 Berg" in line)


def test_restic_restores_every_byte_under_names_a_disk_can_hold(vault, tmp_path):
    restic(vault, "restore", "latest", "--target", str(tmp_path / "out"))
    contacts = {file.read_bytes() for file in (tmp_path / "out" / "Contacts").rglob("*.vcf")}
    photos = [file for file in (tmp_path / "out" / "Photos").rglob("*") if file.is_file()]

    assert contacts == {card(f"Berg;Anna {number}") for number in range(len(NAMES))}
    assert {file.read_bytes() for file in photos} == {b"jpeg%d" % n for n in range(len(NAMES))}
    assert {file.parent.relative_to(tmp_path / "out") for file in photos} == {
        Path("Photos/Phone/DCIM")
    }
