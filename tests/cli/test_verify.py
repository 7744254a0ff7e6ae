"""Checking and repairing a vault from the terminal."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest


@pytest.fixture
def phone(terminal):
    terminal("vault", "create")
    folder = terminal.phone()
    terminal("--sample", folder, "backup")
    return folder


def flip(terminal):
    packs = [path for path in (terminal.vault / "data").rglob("*") if path.is_file()]
    path = max(packs, key=lambda pack: pack.stat().st_size)
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


def test_damage_is_named_healed_from_the_phone_and_gone(terminal, phone):
    assert terminal("verify", "--read-all").status == 0
    flip(terminal)

    found = terminal("verify", "--read-all")
    healed = terminal("--sample", phone, "repair")
    after = terminal("verify", "--read-all")

    assert (found.status, healed.status, after.status) == (1, 0, 0)
    assert "IMG_" in found.err
    assert "password" not in found.err
    assert "1 damaged item is whole again." in healed.out


def test_what_the_window_tells_of_the_last_check_follows_checks_and_repairs(terminal, phone):
    def last() -> dict:
        (kept,) = (terminal.folder / "settings").glob("safety-*.json")
        return json.loads(kept.read_text("utf-8"))["check"]

    terminal("verify", "--read-all")
    assert (last()["damaged"], last()["read_all"]) == (0, True)
    flip(terminal)
    terminal("verify", "--read-all")
    assert last()["damaged"] > 0

    terminal("--sample", phone, "repair")

    assert last()["damaged"] == 0


def test_without_the_phone_what_is_lost_stays_named(terminal, phone):
    flip(terminal)

    said = terminal("repair")

    assert said.status == 1
    assert "IMG_" in said.err
    assert terminal("repair", "--json").json["whole"] is False


def test_each_check_reads_its_share_and_says_how_much_was_read(terminal, phone):
    for memory in (terminal.folder / "settings").glob("read-*.json"):
        memory.unlink()  # the backup has read back its share already

    told = terminal("verify", "--json").json

    assert 0 < told["read_ever"] <= 1
    assert told["read"] > 0
    assert terminal("verify", "--json").json["read"] < told["read"]


def test_a_backup_reads_back_what_is_due_and_tells_of_damage(terminal, phone):
    flip(terminal)
    now = terminal.clock
    terminal.clock = lambda: now() + timedelta(weeks=30)  # after so long all of it is due

    said = terminal("--sample", phone, "backup")

    assert said.status == 1
    assert "IMG_" in said.err


def test_a_rehearsal_that_is_due_is_told_after_a_backup(terminal, phone):
    assert "rehearsal" not in terminal("--sample", phone, "backup").out
    now = terminal.clock
    terminal.clock = lambda: now() + timedelta(days=61)

    assert "rehearsal is due" in terminal("--sample", phone, "backup").out
