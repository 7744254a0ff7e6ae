"""What the window says of the check-up and of connecting: every value has words."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.actions.choosing import NoVaultChosen
from holdfast.actions.diagnosis import (
    Finding,
    PhoneFinding,
    RightsFinding,
    RuleFinding,
    Subject,
    ToolFinding,
    UsbFinding,
    VaultFinding,
)
from holdfast.phones.handsets.android.asleep import Maker
from holdfast.phones.links.link import NotAllowed
from holdfast.phones.links.rights import Rule
from holdfast.wording import connecting, diagnosis, languages
from holdfast.wording.connecting import Kin, Picture
from holdfast.wording.pseudo import LONG

PLACE = Path("/home/jane/vault")
FINDINGS = (
    UsbFinding(Subject.USB, None, 0),
    PhoneFinding(Subject.PHONE, None),
    PhoneFinding(Subject.PHONE, well=False, problem=NotAllowed()),
    RightsFinding(Subject.RIGHTS, False, PLACE),
    *(RuleFinding(Subject.RULE, None, rule, PLACE) for rule in Rule),
    Finding(Subject.MODEM_MANAGER, None),
    Finding(Subject.KEYCHAIN, None),
    VaultFinding(Subject.VAULT, None, problem=NoVaultChosen()),
    VaultFinding(Subject.VAULT, True, PLACE, 3, True),
    ToolFinding(Subject.RESTIC, None, None),
)
WORDED = [
    *((diagnosis.subject, subject) for subject in Subject),
    *((diagnosis.state, well) for well in (True, False, None)),
    *((connecting.kin, kin) for kin in Kin),
    *((connecting.what_comes, kin) for kin in Kin),
    *((connecting.shown, picture) for picture in Picture),
]


@pytest.mark.parametrize(
    ("word", "value"), WORDED, ids=[f"{word.__name__}-{value}" for word, value in WORDED]
)
def test_every_value_has_words_in_another_language(word, value):
    assert word(value)
    languages.choose(LONG)
    assert word(value).startswith("[")


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: str(finding.subject))
def test_every_finding_is_told(finding):
    check = diagnosis.check(finding, lambda info: info.title, "holdfast")

    assert check.title
    assert check.word
    assert check.detail


def test_the_line_to_type_comes_with_a_missing_rule_alone():
    lines = {
        finding.rule: diagnosis.check(finding, lambda info: info.title, "holdfast").line
        for finding in FINDINGS
        if isinstance(finding, RuleFinding)
    }

    assert {rule for rule, line in lines.items() if line} == {Rule.MISSING, Rule.OTHER}


def test_a_report_has_no_place_in_it():
    report = diagnosis.report(FINDINGS, "1.0")

    assert "jane" not in report
    assert "NotAllowed" in report
    assert report.startswith("Holdfast 1.0, ")


def test_the_first_fault_is_what_to_do_first():
    checks = [diagnosis.check(each, lambda info: info.title, "holdfast") for each in FINDINGS]

    assert diagnosis.summary(checks).title == "First: Phone"
    assert diagnosis.summary(checks[:2]).title == "No phone shows up yet"
    assert diagnosis.summary([]).title == "All is well"


@pytest.mark.parametrize("maker", list(Maker))
@pytest.mark.parametrize("kin", list(Kin))
def test_every_kind_of_phone_has_steps(kin, maker):
    steps = connecting.steps(kin, maker)

    assert all(step.text for step in steps)
    assert connecting.maker(maker)
