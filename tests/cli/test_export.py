"""Exporting at the command line, in every form."""

import pytest

from holdfast.records.model.kinds import Kind


@pytest.fixture
def backed_up(with_vault):
    assert with_vault("backup", "--sample", with_vault.phone()).status == 0
    return with_vault


@pytest.mark.parametrize(
    ("form", "made"),
    [("files", "Contacts"), ("vcf", "Contacts.vcf"), ("ics", "Calendar.ics"),
     ("csv", "Contacts.csv"), ("csv", "Calendar.csv"), ("csv", "To-dos.csv")],
)  # fmt: skip
def test_each_form_is_written(backed_up, tmp_path, form, made):
    backed_up("export", "latest", str(tmp_path / "out"), "--as", form)

    assert (tmp_path / "out" / made).exists()


def test_the_viewer_is_named_in_json_and_has_small_pictures(backed_up, tmp_path):
    said = backed_up("export", "latest", str(tmp_path), "--as", "viewer", "--json").json

    page = tmp_path / said["first"]
    assert page.name == "index.html"
    assert "Small%20pictures/" in (page.parent / "photos.html").read_text("utf-8")


def test_single_items_are_exported(backed_up, tmp_path):
    listed = backed_up("show", "latest", "contacts", "--json").json
    found = listed["items"] if isinstance(listed, dict) else listed
    names = [f"contacts/{item['key']}@latest" for item in found[:2]]

    said = backed_up(
        "export", names[0], str(tmp_path), "--item", names[1], "--as", "vcf", "--json"
    ).json

    assert said["counts"] == {str(Kind.CONTACTS): 2}
    assert (tmp_path / "Contacts.vcf").read_bytes().count(b"BEGIN:VCARD") == 2


def test_a_backup_and_items_are_not_mixed(backed_up, tmp_path):
    said = backed_up("export", "latest", str(tmp_path), "--item", "contacts/1@latest")
    assert said.status == 2
    assert "ITEM@SNAPSHOT" in said.err


def test_a_form_that_fits_nothing_says_so(backed_up, tmp_path):
    said = backed_up("export", "latest", str(tmp_path), "--as", "vcf", "--kind", "notes")
    assert "nothing to write" in said.err
