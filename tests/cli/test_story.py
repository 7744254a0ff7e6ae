"""The whole way through the real door: back up, look, lose, put back, undo, export, verify."""

from __future__ import annotations

import json

import pytest

from holdfast.phones.virtual.store import edit_sample, replace_sample, wipe_sample

SMALL = "12 contacts, 8 events, 5 to-dos, 4 notes, 6 photos"


@pytest.fixture
def phone(with_vault):
    return with_vault.phone()


@pytest.fixture
def backed_up(with_vault, phone):
    assert with_vault("backup", "--sample", phone).status == 0
    return with_vault


def test_a_first_backup_says_what_the_phone_holds(with_vault, phone):
    said = with_vault("backup", "--sample", phone)

    assert said.status == 0
    assert said.lines[1] == f"First backup: {SMALL}"
    assert said.err == ""


def test_common_options_may_stand_before_the_verb(with_vault, phone):
    assert with_vault("--sample", phone, "backup").status == 0


def test_the_environment_names_the_vault(with_vault, phone, monkeypatch):
    monkeypatch.setenv("HOLDFAST_VAULT", str(with_vault.vault))
    monkeypatch.setenv("HOLDFAST_PASSWORD_FILE", str(with_vault.password_file))

    assert with_vault.bare("backup", "--sample", phone).status == 0


def test_the_vault_opened_last_is_meant(backed_up):
    said = backed_up.bare("history", "--password-file", backed_up.password_file)

    assert SMALL in said.out


def test_handsets_lists_who_is_connected(with_vault, phone):
    said = with_vault("handsets", "--sample", phone, "--json")

    (handset,) = said.json["handsets"]
    assert handset["connected"]
    assert handset["problem"] is None
    assert {"id", "name", "manufacturer", "model", "serial", "protocol"} <= handset.keys()


def test_a_second_backup_says_what_changed(backed_up, phone):
    done = edit_sample(phone, backed_up.clock)
    said = backed_up("backup", "--sample", phone, "--json")

    got = {entry["kind"]: entry for entry in said.json["digest"] if any(list(entry.values())[1:])}
    assert {kind: entry["added"] for kind, entry in got.items() if entry["added"]} == {
        str(kind): count for kind, count in done.added.items() if count
    }
    assert {kind: entry["removed"] for kind, entry in got.items() if entry["removed"]} == {
        str(kind): count for kind, count in done.removed.items() if count
    }


def test_history_lists_backups_newest_first(backed_up, phone):
    edit_sample(phone, backed_up.clock)
    backed_up("backup", "--sample", phone)
    shape = backed_up("history", "--json").json
    first, second = shape["backups"][1], shape["backups"][0]

    assert first["first"]
    assert first["counts"]["contacts"] == 12
    assert second["time"] > first["time"]
    assert {entry["state"] for entry in second["coverage"]} == {"complete"}
    assert len(backed_up("history").lines) == 2


def test_show_lists_what_a_backup_holds(backed_up):
    everything = backed_up("show", "latest", "--json").json
    contacts = backed_up("show", "latest", "contacts", "--json").json["items"]

    assert everything["counts"]["contacts"] == len(contacts) == 12
    assert everything["handset"]["id"] == contacts[0]["handset"]
    assert backed_up("show", "latest").lines[1] == "  Contacts: 12, all of them"
    assert contacts[0]["title"] in backed_up("show", "latest", "contacts").out
    assert backed_up("show", "latest", "files").lines == ["This backup holds no files."]


def test_show_opens_one_item(backed_up):
    item = backed_up("show", "latest", "contacts", "--json").json["items"][0]
    shape = backed_up("show", "latest", item["item"], "--json").json

    assert shape["title"] == item["title"]
    assert any(field["label"].startswith("Phone") for field in shape["fields"])
    assert backed_up("show", "latest", item["title"]).lines[0] == item["title"]


def test_changes_names_every_item(backed_up, phone):
    edit_sample(phone, backed_up.clock)
    backed_up("backup", "--sample", phone)
    shape = backed_up("changes", "latest", "--json").json["changes"]
    contacts = next(entry for entry in shape if entry["kind"] == "contacts")

    assert (len(contacts["added"]), len(contacts["removed"])) == (3, 1)
    changed = contacts["changed"][0]
    assert changed["before"]["key"] == changed["after"]["key"]
    assert [field["label"] for field in changed["fields"]]
    versions = backed_up("versions", changed["after"]["item"], "--json").json["versions"]
    assert [version["fields"] for version in versions] == [changed["fields"], []]
    assert "Contacts: 3 added, 1 removed, 2 changed" in backed_up("changes", "latest").out


def test_changes_on_the_phone_are_told_before_they_are_backed_up(backed_up, phone):
    assert backed_up("changes", "latest", "--now", "--sample", phone).lines == ["Nothing changed."]
    done = edit_sample(phone, backed_up.clock)
    waiting = backed_up("changes", "latest", "--now", "--sample", phone, "--json").json["changes"]
    backed_up("backup", "--sample", phone)
    later = backed_up("changes", "latest", "--json").json["changes"]

    def keys(shape):
        return {
            (entry["kind"], what, item["key"])
            for entry in shape
            for what in ("added", "removed")
            for item in entry[what]
        }

    assert keys(waiting) == keys(later)
    contacts = next(entry for entry in waiting if entry["kind"] == "contacts")
    assert len(contacts["changed"]) == sum(
        count for kind, count in done.changed.items() if kind == "contacts"
    )


def test_what_was_removed_is_found_and_has_its_history(backed_up, phone):
    edit_sample(phone, backed_up.clock)
    backed_up("backup", "--sample", phone)
    shape = backed_up("changes", "latest", "--json").json["changes"]
    gone = next(e for e in shape if e["kind"] == "contacts")["removed"][0]
    (hit,) = [
        hit
        for hit in backed_up("search", *gone["title"].split(), "--json").json["hits"]
        if hit["item"]["key"] == gone["key"]
    ]
    versions = backed_up("versions", gone["item"], "--json").json["versions"]

    assert hit["gone"]
    assert hit["gone_since"]
    assert versions[0]["count"] == 1
    assert "gone since today" in backed_up("versions", gone["title"]).out


def test_nothing_found_is_said(backed_up):
    assert backed_up("search", "zzz").lines == ["Nothing in any backup has “zzz”."]


def test_an_emptied_phone_raises_the_alarm_and_takes_nothing_away(backed_up, phone):
    wipe_sample(phone)
    said = backed_up("backup", "--sample", phone)

    assert said.status == 0
    assert "This phone has 0 contacts; today 12:" in said.err
    assert "it had 12." in said.err
    assert "Nothing has been removed from your history." in said.err
    assert "loss alarm: contacts" in backed_up("history").out


def test_a_loss_can_be_accepted(backed_up, phone):
    wipe_sample(phone)
    backed_up("backup", "--sample", phone)
    said = backed_up("accept-loss", "notes")

    assert said.lines == ["The notes of the newest backup count as meant from now on."]
    assert "notes" not in backed_up("history").lines[0].partition("loss alarm")[2]
    assert backed_up("accept-loss", "notes").lines == [
        "There is no loss alarm on the notes; nothing was changed."
    ]


def test_a_replacement_gets_everything_back_once(backed_up, phone):
    replace_sample(phone)
    plan = backed_up("restore", "latest", "--sample", phone, "--dry-run", "--json").json["plan"]
    said = backed_up("restore", "latest", "--sample", phone, "--yes")

    assert plan["writes"] == 35
    assert plan["counts"]["add"]["contacts"] == 12
    assert said.status == 0
    assert "35 of 35 items confirmed." in said.out

    again = backed_up("restore", "latest", "--sample", phone, "--yes", "--json").json
    assert again["plan"]["writes"] == 0
    assert again["receipt"] is None


def test_a_dry_run_writes_nothing(backed_up, phone):
    replace_sample(phone)
    said = backed_up("restore", "latest", "--sample", phone, "--dry-run")

    assert said.lines[-1] == "This was a dry run; nothing was written."
    assert not list((phone / "contacts").glob("*.vcf"))


def test_a_restore_can_be_undone(backed_up, phone):
    replace_sample(phone)
    backed_up("restore", "latest", "--sample", phone, "--kind", "notes", "--yes")
    assert len(list((phone / "notes").glob("*.vnt"))) == 4
    said = backed_up("undo", "--sample", phone, "--yes", "--json")

    assert said.status == 0
    assert said.json["receipt"]["whole"]
    assert not list((phone / "notes").glob("*.vnt"))


def test_single_items_come_back_by_name(backed_up, phone):
    items = backed_up("show", "latest", "contacts", "--json").json["items"]
    snapshot = backed_up("history", "--json").json["backups"][0]["snapshot"][:10]
    replace_sample(phone)
    said = backed_up(
        "restore",
        f"{items[0]['item']}@{snapshot}",
        f"{items[1]['title']}@{snapshot}",
        "--sample",
        phone,
        "--yes",
    )

    assert "2 of 2 contacts confirmed." in said.out
    assert len(list((phone / "contacts").glob("*.vcf"))) == 2


def test_read_backs_are_listed_when_asked_for(backed_up, phone):
    replace_sample(phone)
    backed_up("restore", "latest", "--sample", phone, "--kind", "notes", "--yes")
    some, everything = backed_up("history"), backed_up("history", "--all")

    assert "1 read-back after a restore is not listed; --all lists it." in some.out
    assert "[before a restore]" in some.out
    assert "[read back after a restore]" in everything.out


def test_an_export_is_plain_files(backed_up):
    folder = backed_up.folder / "out"
    said = backed_up("export", "latest", folder, "--json")

    assert said.json["files"] == 35
    assert said.json["counts"]["photos"] == 6
    assert len(list((folder / "Contacts").glob("*.vcf"))) == 12


def test_a_sound_vault_is_said_to_be_whole(backed_up):
    said = backed_up("verify", "--read-all", "--json")

    assert said.status == 0
    assert said.json["sound"]
    assert said.json["read"] > 0
    assert "The vault is whole: 1 backup" in backed_up("verify").out


def test_a_damaged_vault_ends_with_one(backed_up):
    pack = max((backed_up.vault / "data").rglob("*"), key=lambda path: path.stat().st_size)
    data = bytearray(pack.read_bytes())
    data[100] ^= 1
    pack.chmod(0o600)
    pack.write_bytes(data)
    said = backed_up("verify", "--read-all")

    assert said.status == 1
    assert "damaged." in said.out
    assert said.err


def test_a_pin_holds_and_comes_off(backed_up):
    pinned = backed_up("pin", "latest")
    shape = backed_up("history", "--json").json["backups"][0]

    assert pinned.status == 0
    assert shape["pinned"]
    backed_up("pin", "latest", "--off")
    assert not backed_up("history", "--json").json["backups"][0]["pinned"]


def test_a_phone_can_be_given_a_name(backed_up, phone):
    handset = backed_up("handsets", "--sample", phone, "--json").json["handsets"][0]["id"]
    said = backed_up("rename", handset, "Paul's Sidekick", "--sample", phone)

    assert said.lines == [f"{handset} is now called “Paul's Sidekick”."]
    assert "“Paul's Sidekick”" in backed_up("backup", "--sample", phone).out
    assert "“Paul's Sidekick”" in backed_up("show", "latest").out
    assert backed_up("backup", "--sample", phone, "--handset", "paul's sidekick").status == 0


def test_the_index_is_made_anew(backed_up):
    assert backed_up("vault", "rebuild-index").lines == ["The index was made anew from 1 backup."]


def test_json_is_all_that_is_printed(backed_up, phone):
    for verb in (["history"], ["show", "latest"], ["changes", "latest"], ["verify"]):
        json.loads(backed_up(*verb, "--json").out)
