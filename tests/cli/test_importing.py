"""Bringing in what a phone left behind, and putting it back into a folder, from the terminal."""

from __future__ import annotations

import pytest

from tests.phones.handsets.folder.rig import CARD, SMALL_CARD, lay_out


@pytest.fixture
def card(terminal, tmp_path):
    terminal("vault", "create")
    return lay_out(tmp_path / "card", SMALL_CARD)


def test_an_export_is_imported_searched_and_put_back_into_a_folder(terminal, card, tmp_path):
    said = terminal("import", card, "--as", "Old Sidekick")
    assert said.status == 0
    assert "“Old Sidekick” is backed up" in said.out
    assert "Ada" in terminal("search", "ada").out

    lay_out(tmp_path / "new", {})
    back = terminal("restore", "latest", "--to", f"{tmp_path}/new", "--yes")

    assert back.status == 0
    assert (tmp_path / "new" / "pb.vcf").read_bytes() == (card / "pb.vcf").read_bytes()
    taken = terminal("undo", "--to", f"{tmp_path}/new", "--yes")
    assert taken.status == 0
    assert not [path for path in (tmp_path / "new").rglob("*") if path.is_file()]


def test_only_the_kinds_that_were_named_are_imported(terminal, card):
    told = terminal("import", card, "--kind", "notes", "--json").json

    assert {entry["kind"]: entry["count"] for entry in told["coverage"]} == {"notes": 2}


@pytest.mark.parametrize("words", [("nowhere",), ("empty",)])
def test_what_is_not_there_is_said_in_one_sentence(terminal, card, tmp_path, words):
    (tmp_path / "empty").mkdir()

    said = terminal("import", tmp_path / words[0])

    assert said.status == 2
    assert said.err.count("\n") == 1
    assert words[0] in said.err


def test_a_phone_is_restored_into_a_folder_of_standard_files(terminal, card, tmp_path):
    phone = terminal.phone()
    terminal("--sample", phone, "backup")
    lay_out(tmp_path / "plain", {})

    said = terminal("restore", "latest", "--to", f"{tmp_path}/plain", "--yes")

    assert said.status == 0
    names = {
        path.relative_to(tmp_path / "plain").parts[0] for path in (tmp_path / "plain").rglob("*")
    }
    assert {"Contacts", "Calendar", "To-dos", "Notes"} <= names


def test_an_import_and_an_accepted_loss_bring_the_mirror_up_to_date(terminal, card, tmp_path):
    for n in range(10):
        (card / f"{n}.vcf").write_bytes(CARD.format(name=f"Friend {n}", number=n).encode())
    terminal("import", card, "--as", "Old one")
    assert terminal("mirror", tmp_path / "plain").status == 0
    (card / "Notes" / "new.txt").write_text("A new note\n")
    terminal("import", card, "--as", "Old one")
    assert (tmp_path / "plain" / "Notes" / "A new note.txt").exists()
    for n in range(10):
        (card / f"{n}.vcf").unlink()
    for name in ("Contacts/Ada.vcf", "Contacts/Grace.vcf", "pb.vcf"):
        (card / name).unlink()
    assert "contacts" in terminal("import", card, "--as", "Old one").err
    assert (tmp_path / "plain" / "Contacts" / "Ada.vcf").exists()

    accepted = terminal("accept-loss", "contacts")

    assert accepted.status == 0
    assert not (tmp_path / "plain" / "Contacts" / "Ada.vcf").exists()
    assert list((tmp_path / "plain" / "Left the phone").rglob("Ada.vcf"))
