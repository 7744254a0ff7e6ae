"""Android phones at the terminal: made, backed up, shown, and what keeps them from it."""

from __future__ import annotations

import pytest

from holdfast.actions.desk import Desk
from holdfast.phones.virtual.android.device import device_of
from holdfast.phones.virtual.android.keys import KeyDialog
from holdfast.phones.virtual.android.phone import AndroidPhone
from holdfast.phones.virtual.clock import VirtualClock
from tests.cli.conftest import words_of


@pytest.mark.parametrize("android", ["6", "11", "16"])
def test_a_sample_android_phone_is_made_used_wiped_and_replaced(terminal, android):
    folder = terminal.folder / "phone"
    made = terminal.bare(
        "sample", "create", folder, "--family", "android", "--android", android, "--json"
    ).json
    edited = terminal.bare("sample", "edit", folder, "--json").json
    assert made["family"] == "android"
    assert edited["added"]["contacts"] == 3
    assert edited["changed"] == {"contacts": 2, "calendar": 1}

    assert terminal.bare("sample", "wipe", folder).status == 0
    replaced = terminal.bare("sample", "replace", folder, "--json").json
    assert replaced["serial"] != made["serial"]
    (found,) = terminal.bare("--sample", folder, "handsets", "--json").json["handsets"]
    assert found["firmware"].startswith(f"Android {android}")


def test_a_backup_says_what_it_cannot_hold(with_vault):
    phone = with_vault.phone(family="android", work_profile=True)
    assert with_vault("--sample", phone, "backup").status == 0

    shown = with_vault("show", "latest")
    assert "What is not in this backup:" in shown.out
    assert "RCS chats" in shown.out
    assert "Work profile" in shown.out
    as_json = with_vault("show", "latest", "--json").json
    assert len(as_json["not_in_backup"]) == 6
    assert as_json["handset"]["users"] == ["Work profile"]


def test_a_phone_that_asks_is_told_with_its_fingerprint_everywhere(with_vault, monkeypatch):
    dialog = KeyDialog()

    def plug(self, folder):
        self.virtual.plug(device_of(AndroidPhone(folder, VirtualClock(self.clock)), dialog))

    monkeypatch.setattr(Desk, "hang_sample", plug)
    phone = with_vault.phone(family="android")

    listed = with_vault("--sample", phone, "handsets")
    assert listed.status == 1
    assert dialog.shown[0] in listed.err
    assert "tap Allow" in words_of([listed.err])
    looked = with_vault("--sample", phone, "doctor")
    assert dialog.shown[0] in words_of(looked)
    refused = with_vault("--sample", phone, "backup")
    assert refused.status == 2
    assert dialog.shown[0] in refused.err
