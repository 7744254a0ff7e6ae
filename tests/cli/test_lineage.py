"""One item's versions through resets and new phones, and what is gone, as a person asks for it."""

from __future__ import annotations

import json

import pytest

from holdfast.phones.virtual.store import edit_sample, replace_sample


@pytest.fixture
def phone(with_vault):
    return with_vault.phone()


@pytest.fixture
def backed_up(with_vault, phone):
    assert with_vault("backup", "--sample", phone).status == 0
    return with_vault


def _contacts(terminal):
    return terminal("show", "latest", "contacts", "--json").json["items"]


def _versions(terminal, item, *words):
    return terminal("versions", item, *words, "--json").json["versions"]


def _renumber(phone):
    """What a reset does whose server fills the phone again: every contact has another LUID."""
    folder = phone / "contacts"
    kept = sorted(folder.glob("*.vcf"))
    for number, file in enumerate(kept):
        file.rename(folder / f"moved{number}")
    for number in range(len(kept)):
        (folder / f"moved{number}").rename(folder / f"{9000 - number}.vcf")


def test_an_item_goes_on_through_an_edit_and_a_reset(backed_up, phone):
    edit_sample(phone, backed_up.clock)
    backed_up("backup", "--sample", phone)
    shape = backed_up("changes", "latest", "--json").json["changes"]
    changed = next(entry for entry in shape if entry["kind"] == "contacts")["changed"][0]
    title = changed["after"]["title"]
    before = {item["key"] for item in _contacts(backed_up)}
    _renumber(phone)
    backed_up("backup", "--sample", phone)

    now = next(item for item in _contacts(backed_up) if item["title"] == title)
    assert not before & {item["key"] for item in _contacts(backed_up)}
    found = _versions(backed_up, now["item"])
    assert [version["item"]["key"] for version in found] == [now["key"], changed["before"]["key"]]
    assert [version["fields"] for version in found] == [changed["fields"], []]
    assert _versions(backed_up, title) == found
    said = backed_up("versions", title)
    assert (now["item"] in said.out, changed["before"]["item"] in said.out) == (True, True)


def test_an_item_goes_on_on_the_phone_it_was_put_back_onto(backed_up, phone):
    was = _contacts(backed_up)[0]
    handset = was["handset"]
    source = backed_up("history", "--json").json["backups"][0]["snapshot"]
    replace_sample(phone)
    backed_up("backup", "--sample", phone)
    assert backed_up("restore", source, "--sample", phone, "--yes").status == 0
    _renumber(phone)
    backed_up("backup", "--sample", phone)

    found = _versions(backed_up, was["title"])
    assert {version["item"]["handset"] for version in found} > {handset}
    assert found[0]["item"]["handset"] != handset
    assert found[0]["item"]["title"] == was["title"]
    assert found[0]["gone_since"] is None
    assert _versions(backed_up, was["item"], "--handset", handset) == found


def test_what_is_gone_is_listed_with_when_it_lived(backed_up, phone):
    assert backed_up("history", "--deleted").lines == [
        "Nothing is gone: the phone holds all it ever held, as far as backups tell."
    ]
    edit_sample(phone, backed_up.clock)
    backed_up("backup", "--sample", phone)
    changes = backed_up("changes", "latest", "--json").json["changes"]
    removed = {item["item"] for entry in changes for item in entry["removed"]}
    _renumber(phone)
    backed_up("backup", "--sample", phone)

    shape = backed_up("history", "--deleted", "--json").json
    assert {version["item"]["item"] for version in shape["deleted"]} == removed
    assert {version["count"] for version in shape["deleted"]} == {1}
    assert not shape["more"]
    contacts = backed_up("history", "--deleted", "--kind", "contacts")
    assert len(contacts.lines) == 1
    assert "gone since today" in contacts.out
    assert json.loads(backed_up("history", "--deleted", "--kind", "files", "--json").out) == {
        "deleted": [],
        "more": False,
    }
