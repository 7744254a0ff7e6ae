"""Every real file goes through the phone, the cable and the vault, and comes back the same."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from holdfast.records.model.kinds import Kind
from tests.actions.conftest import PASSWORD

CORPUS = os.environ.get("HOLDFAST_CORPUS", "")
OUR_OWN = ("README.txt", "handset.json", "coverage.json", "marks.json")

STRANGE = {
    "two.vcf": b"BEGIN:VCARD\r\nVERSION:2.1\r\nN:One\r\nEND:VCARD\r\n"
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN:Two\r\nEND:VCARD\r\n",
    "no end.vcf": b"BEGIN:VCARD\r\nVERSION:2.1\r\nN:Endless",
    "latin.vcf": b"BEGIN:VCARD\nVERSION:2.1\nN:M\xfcller\nEND:VCARD\n",
    "cr cr lf.vcf": b"BEGIN:VCARD\r\r\nVERSION:3.0\r\r\nFN:Cr\r\r\nEND:VCARD\r\r\n",
    "bom.vcf": b"\xef\xbb\xbfBEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bom\r\nEND:VCARD\r\n",
    "empty.vcf": b"",
    "soft.vcf": b"BEGIN:VCARD\r\nVERSION:2.1\r\n"
    b"N;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=D0=9B=\r\n=D0=B5=D0=BD=D0=B0\r\nEND:VCARD\r\n",
    "event.ics": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Ics\r\n"
    b"DTSTART:20091010T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "todo.vcs": b"BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VTODO\r\nSUMMARY:Milk\r\n"
    b"END:VTODO\r\nEND:VCALENDAR\r\n",
    "note.vnt": b"BEGIN:VNOTE\r\nVERSION:1.1\r\nBODY:Note\r\nEND:VNOTE\r\n",
    "camera/no picture.jpg": b"not a picture at all",
    "camera/100%.txt": b"a file with a percent sign in its name",
}


@pytest.fixture(params=["our own", "corpus"])
def source(request, tmp_path):
    if request.param == "our own":
        return write_strange(tmp_path / "source")
    if not CORPUS:
        pytest.skip("corpus: absent (set HOLDFAST_CORPUS)")
    return copy_corpus(Path(CORPUS), tmp_path / "source")


def write_strange(folder: Path) -> Path:
    for name, data in STRANGE.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def copy_corpus(corpus: Path, folder: Path) -> Path:
    for part in ("vcard", "vcal", "ical", "vnote", "media"):
        shutil.copytree(corpus / part, folder / part)
    return folder


def files(folder: Path) -> Counter[bytes]:
    return Counter(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_restic_restores_every_file_byte_for_byte(world, source, tmp_path):
    phone = world.phone(small=False, fill_from=source)
    result = world.back_up(phone)
    assert result.whole

    restic(world, "restore", "latest", "--target", str(tmp_path / "out"))

    restored = Counter(
        path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file() and path.name not in OUR_OWN
    )
    assert restored == files(source)


def test_what_cannot_be_read_is_kept_and_listed_as_such(world, source):
    phone = world.phone(small=False, fill_from=source)
    result = world.back_up(phone)

    items = [i for k in Kind for i in world.vault.history.items(result.snapshot.id, k)]

    assert len(items) == files(source).total()
    assert any(not item.readable for item in items)
    assert all(item.title for item in items)


def test_restic_finds_nothing_to_complain_about(world, source):
    world.back_up(world.phone(small=False, fill_from=source))

    assert "no errors were found" in restic(world, "check", "--read-data")
    assert world.vault.repository.snapshots()[0].hostname in restic(world, "snapshots")
    assert "/Contacts" in restic(world, "ls", "latest")


def restic(world, *command: str) -> str:
    words = ["restic", "--no-cache", "--repo", str(world.vault.place), *command]
    try:
        done = answered(words)
    except subprocess.TimeoutExpired:
        # Debian's restic 0.14 was once seen spinning in Go's own runtime over a vault that it
        # checks in a second at any other time; one that hangs twice hangs over what we wrote.
        done = answered(words)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode(errors="replace")


def answered(words: list[str]) -> subprocess.CompletedProcess[bytes]:
    secret = os.environ | {"RESTIC_PASSWORD": PASSWORD}
    return subprocess.run(words, env=secret, capture_output=True, check=False, timeout=90)
