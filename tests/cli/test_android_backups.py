"""What the terminal tells and writes of an Android phone's backup, from its own words."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from holdfast.phones.virtual.store import edit_sample
from tests.cli.conftest import words_of

RESTIC = shutil.which("restic")


@pytest.fixture
def backed_up(with_vault):
    phone = with_vault.phone(family="android")
    assert with_vault("--sample", phone, "backup").status == 0
    return with_vault


def shown(terminal, kind):
    return terminal("show", "latest", kind, "--json").json["items"]


def test_every_kind_is_listed_and_found_again_by_what_people_remember(backed_up):
    for kind in ("contacts", "calendar", "messages", "calls", "photos"):
        items = shown(backed_up, kind)
        assert items, kind
        assert all(item["title"] or item["key"] for item in items)
    contact = shown(backed_up, "contacts")[0]
    told = backed_up("show", "latest", f"contacts/{contact['key']}")
    assert contact["title"] in told.out
    said = backed_up("search", contact["title"].split()[-1])
    assert f"contacts/{contact['key']} " in said.out


@pytest.mark.parametrize("number", ["+13105550101", "(310) 555-0101", "310 555 01 01"])
def test_a_number_is_found_however_it_is_spelt(backed_up, number):
    out = backed_up("search", number).out
    for kind in ("contacts/", "messages/sms/", "messages/mms/", "calls/"):
        assert kind in out


def test_a_message_is_found_by_what_it_says_and_a_picture_message_by_its_caption(backed_up):
    assert "messages/mms/" in backed_up("search", "lake this morning").out
    assert backed_up("search", "nobody ever wrote that").out.startswith("Nothing")


def test_what_changed_on_the_phone_is_told_and_versions_are_kept(backed_up):
    phone = backed_up.folder / "phone"
    edited = edit_sample(phone, backed_up.clock)
    assert backed_up("--sample", phone, "backup").status == 0
    changes = backed_up("changes", "latest", "--json").json
    counts = {each["kind"]: each for each in changes["kinds"]} if "kinds" in changes else changes
    assert "contacts" in str(counts)
    assert edited.added
    contact = shown(backed_up, "contacts")[0]
    lived = backed_up("versions", f"contacts/{contact['key']}")
    assert lived.status == 0
    assert words_of(lived)


@pytest.mark.parametrize("form", ["phone", "standard", "newest"])
def test_all_of_it_is_written_as_plain_files(backed_up, form):
    folder = backed_up.folder / "out"
    told = backed_up("export", "latest", folder, "--as", form, "--json").json
    assert told["damaged"] == []
    counts = {kind: len(shown(backed_up, kind)) for kind in ("contacts", "messages", "calls")}
    assert {kind: told["counts"][kind] for kind in counts} == counts
    assert len(list(folder.rglob("*.vcf"))) == counts["contacts"]
    version = b"VERSION:4.0" if form == "newest" else b"VERSION:3.0"
    assert all(version in path.read_bytes() for path in folder.rglob("*.vcf"))


def test_a_mirror_holds_conversations_by_whom_they_are_with(backed_up):
    folder = backed_up.folder / "mirror"
    told = backed_up("mirror", folder)
    assert told.status == 0, told.err
    names = {path.name for path in folder.iterdir()}
    assert {"Contacts", "Calendar", "Messages"} <= names
    assert any(path.is_file() for path in (folder / "Messages").rglob("*"))


@pytest.mark.skipif(RESTIC is None, reason="restic: ABSENT, its reading goes untested")
def test_restic_alone_gives_a_contact_and_the_rows_it_was_made_of(backed_up):
    def restic(*words):
        environment = {**os.environ, "RESTIC_PASSWORD": "correct horse"}
        command = [RESTIC, "--no-cache", "-r", str(backed_up.vault), *words]
        done = subprocess.run(command, env=environment, capture_output=True, check=True)
        return done.stdout

    listed = restic("ls", "latest").decode().splitlines()
    card = next(line for line in listed if line.endswith(".vcf"))
    assert restic("dump", "latest", card).startswith(b"BEGIN:VCARD")
    rows = card.removesuffix(".vcf") + ".provider.rows.json"
    assert rows in listed
    assert b"raw_contacts" in restic("dump", "latest", rows)
    assert any(line.startswith("/Messages/") and line.endswith(".xml") for line in listed)
