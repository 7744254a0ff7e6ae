"""`holdfast rehearse`: what it prints, what it keeps, and whom it asks for the recovery sheet."""

from __future__ import annotations

import io
import sys

import pytest

from tests.cli.conftest import words_of

WORD = "correct horse"


@pytest.fixture
def backed_up(with_vault):
    assert with_vault("--sample", with_vault.phone(), "backup").status == 0
    return with_vault


def backups(terminal):
    return terminal("history", "--all", "--json").json["backups"]


def damage(terminal):
    """Turn one bit in the largest pack."""
    packs = [path for path in (terminal.vault / "data").rglob("*") if path.is_file()]
    largest = max(packs, key=lambda path: path.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[20] ^= 1
    largest.chmod(0o600)
    largest.write_bytes(data)


def test_it_says_part_by_part_that_all_came_back_and_keeps_that_on_the_timeline(backed_up):
    said = backed_up("rehearse")
    assert said.status == 0
    assert said.err == ""
    assert said.lines[0].startswith("All 8 parts came back of backup ")
    assert "Contacts: all 12 came back" in words_of(said)
    assert "Calls: there were none" in words_of(said)
    assert "The next rehearsal is due on " in said.lines[-1]
    newest = backed_up("history").lines[0]
    assert "[rehearsal: all 8 parts came back]" in newest
    assert "Nothing changed" not in newest


def test_its_json_tells_every_kind(backed_up):
    told = backed_up("rehearse", "--json").json
    (_, backup) = backups(backed_up)
    assert told["whole"] is True
    assert told["snapshot"] == backup["snapshot"]
    counts = {entry["kind"]: entry["count"] for entry in backup["coverage"]}
    assert {entry["kind"]: entry["back"] for entry in told["kinds"]} == counts
    assert all(entry["lost"] == [] for entry in told["kinds"])


def test_damage_ends_with_one_and_names_what_is_lost(backed_up):
    damage(backed_up)
    said = backed_up("rehearse")
    assert said.status == 1
    assert said.lines[0].startswith("Not all of backup ")
    assert "its bytes in the vault are damaged" in said.err
    assert "password" not in said.err
    told = backed_up("rehearse", "--json").json
    paths = [lost["path"] for entry in told["kinds"] for lost in entry["lost"]]
    assert paths
    assert all(path in said.err for path in paths)
    assert backups(backed_up)[0]["tags"][-1].startswith("rehearsal:")


def test_a_backup_and_a_phone_can_be_named(backed_up):
    (first,) = backups(backed_up)
    backed_up("--sample", backed_up.phone("other"), "backup")
    told = backed_up("rehearse", first["snapshot"][:8], "--json").json
    assert told["snapshot"] == first["snapshot"]
    told = backed_up("rehearse", "--handset", first["handset"], "--json").json
    assert told["snapshot"] == first["snapshot"]
    said = backed_up("rehearse")
    assert said.status == 2
    assert "More than one phone" in said.err


def test_a_rehearsal_cannot_be_rehearsed(backed_up):
    backed_up("rehearse")
    said = backed_up("rehearse", backups(backed_up)[0]["snapshot"])
    assert said.status == 2
    assert "is not a backup of a phone" in said.err


def test_the_recovery_sheet_opens_the_vault_in_the_keychains_stead(backed_up, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"Password: {WORD}\n\n"))
    assert backed_up("rehearse", "--sheet", "--json").json["by_sheet"] is True


def test_a_sheet_of_another_vault_proves_nothing(backed_up, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("Password: another\n\n"))
    said = backed_up("rehearse", "--sheet")
    assert said.status == 2
    assert "This is not the password" in said.err
    assert len(backups(backed_up)) == 1


def test_where_nobody_can_be_asked_the_sheets_turn_is_put_off_and_said(backed_up):
    said = [backed_up("rehearse") for _ in range(4)]
    assert [each.status for each in said] == [0] * 4
    assert ["--sheet" in each.err for each in said] == [False, False, True, True]
    assert "It will ask for the recovery sheet." in said[1].lines[-1]
