"""The verb that keeps a plain folder equal to the newest good backup."""

from __future__ import annotations

import shutil

import pytest

from holdfast.phones.virtual.store import wipe_sample
from tests.cli.conftest import words_of


@pytest.fixture
def backed_up(with_vault):
    phone = with_vault.phone()
    assert with_vault("backup", "--sample", phone).status == 0
    with_vault.plugged = phone
    return with_vault


def test_a_mirror_is_made_and_kept_up_to_date_by_each_backup(backed_up):
    folder = backed_up.folder / "mirror"

    said = backed_up("mirror", folder)

    assert said.status == 0
    assert "12 contacts" in said.out
    card = backed_up.plugged / "contacts" / "0001.vcf"
    card.write_bytes(b"BEGIN:VCARD\r\nVERSION:2.1\r\nN:New\r\nFN:New\r\nEND:VCARD\r\n")
    said = backed_up("backup", "--sample", backed_up.plugged, "--json")
    assert said.status == 0
    assert (said.json["mirror"]["written"], said.json["mirror"]["moved"]) == (2, 1)
    assert (folder / "Contacts" / "New.vcf").exists()


def test_a_backup_says_what_became_of_the_mirror(backed_up):
    backed_up("mirror", backed_up.folder / "mirror")

    assert "was up to date" in words_of(backed_up("backup", "--sample", backed_up.plugged))


def test_the_mirror_is_updated_at_any_time(backed_up):
    backed_up("mirror", backed_up.folder / "mirror")
    (backed_up.folder / "mirror" / "All contacts.vcf").unlink()

    assert backed_up("mirror", "--json").json["written"] == 1


def test_off_forgets_the_folder_and_leaves_its_files(backed_up):
    folder = backed_up.folder / "mirror"
    backed_up("mirror", folder)

    said = backed_up("mirror", "--off")

    assert "stay" in words_of(said)
    assert (folder / "All contacts.vcf").exists()
    assert backed_up("backup", "--sample", backed_up.plugged, "--json").json["mirror"] is None
    assert "no mirror folder" in words_of(backed_up("mirror", "--off"))
    assert backed_up("mirror").status == 2


def test_a_folder_with_other_things_is_refused_in_a_sentence(backed_up):
    other = backed_up.folder / "other"
    other.mkdir()
    (other / "letter").write_text("dear")

    said = backed_up("mirror", other)

    assert said.status == 2
    assert "holds other things" in " ".join(said.err.split())


def test_a_folder_and_off_together_are_refused(backed_up):
    assert backed_up("mirror", backed_up.folder / "mirror", "--off").status == 2


def test_a_mirror_that_is_gone_makes_the_backup_no_failure(backed_up):
    backed_up("mirror", backed_up.folder / "mirror")
    shutil.rmtree(backed_up.folder / "mirror")

    said = backed_up("backup", "--sample", backed_up.plugged)

    assert said.status == 1
    assert "The backup is whole" in " ".join(said.err.split())


def test_an_alarm_is_said_and_touches_nothing(backed_up):
    folder = backed_up.folder / "mirror"
    backed_up("mirror", folder)
    wipe_sample(backed_up.plugged)

    said = backed_up("backup", "--sample", backed_up.plugged)

    assert "the mirror keeps the contacts" in " ".join(said.err.split())
    assert len(list((folder / "Contacts").iterdir())) == 12


def test_a_file_changed_by_hand_is_named(backed_up):
    folder = backed_up.folder / "mirror"
    backed_up("mirror", folder)
    (folder / "All contacts.vcf").write_bytes(b"mine")

    said = backed_up("mirror")

    assert "“All contacts.vcf”" in " ".join(said.err.split())
    assert (folder / "All contacts.vcf").read_bytes() == b"mine"
