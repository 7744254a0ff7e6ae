"""The doctor: what it looks at, and what it says is to be done."""

from __future__ import annotations

import os

import pytest

from holdfast.actions.desk import Desk
from holdfast.phones.links.rights import RULE, rule_text
from holdfast.phones.virtual.store import open_sample


@pytest.fixture(autouse=True)
def on_linux(monkeypatch):
    monkeypatch.setattr("platform.system", lambda: "Linux")


def findings(said):
    return {entry["subject"]: (entry["well"], entry["said"]) for entry in said.json["findings"]}


def install(terminal, text=None, name=RULE):
    (folder,) = terminal.linux.rules
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(rule_text() if text is None else text)


def plug_without_rights(monkeypatch):
    def plug(self, folder):
        self.virtual.plug(open_sample(folder, clock=self.clock), allowed=False)

    monkeypatch.setattr(Desk, "hang_sample", plug)


def run_modem_manager(terminal):
    process = terminal.linux.proc / "77"
    process.mkdir(parents=True)
    (process / "comm").write_text("ModemManager\n")


def test_it_looks_at_everything(with_vault):
    said = with_vault("doctor", "--sample", with_vault.phone(), "--json")
    subjects = [entry["subject"] for entry in said.json["findings"]]

    assert said.status == 0
    assert subjects == ["usb", "phone", "rule", "keychain", "vault", "restic"]


def test_it_finds_a_missing_vault(terminal):
    said = terminal("doctor")

    assert said.status == 1
    assert "✗ There is no vault at" in said.out


def test_elsewhere_than_on_linux_there_are_no_rules(with_vault, monkeypatch):
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    assert "rule" not in findings(with_vault("doctor", "--json"))


def test_a_missing_rule_is_no_fault_while_nothing_needs_it_and_comes_with_the_line_to_type(
    with_vault, monkeypatch
):
    monkeypatch.setenv("HOLDFAST_COMMAND", "holdfast")
    well, said = findings(with_vault("doctor", "--json"))["rule"]

    assert well is None
    assert f"holdfast doctor --udev-rule | sudo tee /etc/udev/rules.d/{RULE}" in said
    assert "plug the phone in again" in said


def test_a_phone_that_this_user_may_not_open_makes_the_missing_rule_a_fault(
    with_vault, monkeypatch
):
    plug_without_rights(monkeypatch)
    said = with_vault("doctor", "--sample", with_vault.phone(), "--json")

    assert said.status == 1
    well, why = findings(said)["phone"]
    assert well is False
    assert why.startswith("This user may not open the phone over USB.")
    assert findings(said)["rule"][0] is False


@pytest.mark.parametrize("may", [True, False])
def test_whether_this_user_may_open_a_phone_is_told_with_its_node(with_vault, monkeypatch, may):
    phone = with_vault.phone()
    node = with_vault.linux.nodes / "250" / "001"
    node.parent.mkdir(parents=True)
    node.touch()
    plain = os.access  # root, who may run tests, is never refused
    monkeypatch.setattr(os, "access", lambda path, mode: may if path == node else plain(path, mode))
    said = findings(with_vault("doctor", "--sample", phone, "--json"))

    assert said["rights"][0] is may
    assert str(node) in said["rights"][1]
    assert said["rule"][0] is (None if may else False)


def test_an_installed_rule_is_told_with_its_place(with_vault):
    install(with_vault)
    well, said = findings(with_vault("doctor", "--json"))["rule"]

    assert well is True
    assert str(with_vault.linux.rules[0] / RULE) in said


def test_a_rule_that_was_edited_stands_but_is_told(with_vault):
    install(with_vault, "# mine\n")
    well, said = findings(with_vault("doctor", "--json"))["rule"]

    assert well is True
    assert "not this version's" in said


def test_a_rule_that_is_sorted_too_late_counts_as_missing(with_vault):
    install(with_vault, name="99-holdfast.rules")
    well, said = findings(with_vault("doctor", "--json"))["rule"]

    assert well is None
    assert "below 73" in said


def test_modem_manager_is_told_where_no_rule_keeps_it_away(with_vault):
    run_modem_manager(with_vault)
    said = findings(with_vault("doctor", "--json"))
    assert said["modem-manager"][0] is None
    assert "half a minute" in said["modem-manager"][1]

    install(with_vault)
    assert "modem-manager" not in findings(with_vault("doctor", "--json"))


def test_the_rule_is_printed_as_it_is_installed(terminal):
    assert terminal("doctor", "--udev-rule").out == rule_text()
    assert terminal("doctor", "--udev-rule", "--json").json == {"name": RULE, "rule": rule_text()}
