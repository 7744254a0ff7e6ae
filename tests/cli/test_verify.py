"""Checking and repairing a vault from the terminal."""

from __future__ import annotations

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


def test_without_the_phone_what_is_lost_stays_named(terminal, phone):
    flip(terminal)

    said = terminal("repair")

    assert said.status == 1
    assert "IMG_" in said.err
    assert terminal("repair", "--json").json["whole"] is False


def test_each_check_reads_its_share_and_says_how_much_was_read(terminal, phone):
    told = terminal("verify", "--json").json

    assert 0 < told["read_ever"] <= 1
    assert told["read"] > 0
    assert terminal("verify", "--json").json["read"] < told["read"]
