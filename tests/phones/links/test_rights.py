from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.phones.links.descriptors import Port
from holdfast.phones.links.occupants import System
from holdfast.phones.links.rights import RULE, Rule, installed, may_open, node_of, rule_text

PHONE = Port(1, 5, (2,), 0x0FCE, 0xD016)


@pytest.fixture
def linux(tmp_path):
    folders = tuple(tmp_path / name for name in ("etc", "run", "lib"))
    for folder in folders:
        folder.mkdir()
    return replace(System(), rules=folders, nodes=tmp_path / "bus")


def test_a_rule_is_looked_for_in_every_folder_of_udev(linux):
    assert installed(linux) == (Rule.MISSING, None)
    for folder in reversed(linux.rules):
        (folder / RULE).write_text(rule_text())
        assert installed(linux) == (Rule.CURRENT, folder / RULE)


def test_the_rule_of_a_packager_may_have_another_number(linux):
    place = linux.rules[2] / "60-holdfast.rules"
    place.write_text(rule_text())
    assert installed(linux) == (Rule.CURRENT, place)


def test_a_rule_of_another_version_is_told_from_ours(linux):
    place = linux.rules[0] / RULE
    place.write_text(rule_text().replace("uaccess", "other"))
    (linux.rules[2] / RULE).write_text(rule_text())  # hidden by the one of the same name
    assert installed(linux) == (Rule.OTHER, place)


@pytest.mark.parametrize("number", [73, 99])
def test_a_rule_that_is_sorted_too_late_does_nothing(linux, number):
    place = linux.rules[0] / f"{number}-holdfast.rules"
    place.write_text(rule_text())
    assert installed(linux) == (Rule.TOO_LATE, place)


def test_other_files_are_not_taken_for_the_rule(linux):
    for name in ("70-holdfast.rules.bak", "70-not-holdfast.rules", "holdfast.rules"):
        (linux.rules[0] / name).write_text(rule_text())
    assert installed(linux) == (Rule.MISSING, None)


def test_a_rule_nobody_may_read_is_one_of_another_version(linux):
    (linux.rules[0] / RULE).mkdir()
    assert installed(linux)[0] is Rule.OTHER


def test_whether_this_user_may_open_a_device_is_known_by_its_node(linux, monkeypatch):
    assert may_open(PHONE, linux) is None
    node = node_of(PHONE, linux)
    assert node == linux.nodes / "001" / "005"
    node.parent.mkdir(parents=True)
    node.touch()
    assert may_open(PHONE, linux) is True
    monkeypatch.setattr("os.access", lambda *_: False)  # root, who runs tests, may always
    assert may_open(PHONE, linux) is False
