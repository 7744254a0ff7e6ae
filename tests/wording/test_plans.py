from __future__ import annotations

from datetime import UTC, datetime

import pytest

from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import (
    Mode,
    Outcome,
    Plan,
    PlannedStep,
    Receipt,
    ReceiptLine,
    Step,
    Why,
)
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem
from holdfast.wording import plans, receipts

SOURCE = SnapshotInfo(
    "a" * 64,
    datetime(2009, 10, 3, tzinfo=UTC),
    HandsetInfo("s1", "S1", "Sidekick", "LX", "IrMC"),
    (),
)


def plan(*steps: tuple[Step, Kind, int, Why]) -> Plan:
    listed = [
        PlannedStep(step, StoredItem("s1", kind, f"{step}{number}", (), "d", "t"), why=why)
        for step, kind, count, why in steps
        for number in range(count)
    ]
    return Plan(SOURCE, "s2", Mode.ADD, (Kind.CONTACTS,), tuple(listed))


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (plan((Step.ADD, Kind.CONTACTS, 12, Why.NONE)), "Add 12 contacts"),
        (
            plan((Step.ADD, Kind.CONTACTS, 2, Why.NONE), (Step.ADD, Kind.NOTES, 1, Why.NONE)),
            "Add 2 contacts and 1 note",
        ),
        (
            plan((Step.REMOVE, Kind.NOTES, 3, Why.NONE), (Step.UPDATE, Kind.NOTES, 40, Why.NONE)),
            "Remove 3 and change 40 on “Paul's Sidekick”",
        ),
        (plan((Step.SKIP, Kind.NOTES, 3, Why.ALREADY_THERE)), "Nothing to put back"),
    ],
)
def test_the_button_says_the_effect(made, said):
    assert plans.effect(made, "Paul's Sidekick") == said


def test_the_counts_on_the_button_are_those_of_the_receipt():
    made = plan((Step.ADD, Kind.CONTACTS, 12, Why.NONE))
    lines = [
        ReceiptLine(Kind.CONTACTS, Step.ADD, Outcome.CONFIRMED, "t", str(n)) for n in range(12)
    ]

    assert "12 contacts" in plans.effect(made, "x")
    assert receipts.headline(receipt(*lines)) == "12 of 12 contacts confirmed."


def test_a_plan_has_one_line_a_kind_and_says_what_cannot_be_carried():
    made = plan(
        (Step.ADD, Kind.CONTACTS, 1, Why.NONE),
        (Step.SKIP, Kind.CONTACTS, 411, Why.ALREADY_THERE),
        (Step.CANNOT, Kind.NOTES, 37, Why.KIND_NOT_HELD),
    )

    assert plans.lines(made) == (
        "Contacts: 1 to add, 411 already there",
        "37 notes cannot be carried: this phone has no place for them",
    )
    assert plans.headline(made, "x") == "This adds 1 item to “x”."


def test_a_second_restore_says_that_everything_is_there():
    made = plan((Step.SKIP, Kind.CONTACTS, 411, Why.ALREADY_THERE))

    assert plans.headline(made, "x") == (
        "Everything is on “x” already; there is nothing to put back."
    )


def receipt(*lines: ReceiptLine, skipped: int = 0) -> Receipt:
    return Receipt("a" * 64, "s2", "b" * 64, "c" * 64, lines, skipped)


def test_a_receipt_counts_what_was_not_confirmed():
    given = receipt(
        ReceiptLine(Kind.CONTACTS, Step.ADD, Outcome.CONFIRMED, "Ada", "1", "9"),
        ReceiptLine(Kind.PHOTOS, Step.ADD, Outcome.REFUSED, "a.jpg", "p"),
        ReceiptLine(Kind.PHOTOS, Step.ADD, Outcome.REFUSED, "b.jpg", "q"),
        skipped=4,
    )

    assert receipts.headline(given) == "1 of 3 items confirmed."
    assert receipts.lines(given) == (
        "Contacts: 1 of 1 confirmed",
        "Photos: 0 of 2 confirmed",
        "2 photos refused by the phone",
        "4 items were left as they are.",
    )
    assert "Photos: b.jpg, added, refused by the phone" in receipts.text(given)


def test_an_empty_receipt_says_that_nothing_was_written():
    assert receipts.headline(receipt()) == "Nothing had to be written."


def test_a_receipt_says_what_cut_the_restore_short():
    cut = ReceiptLine(Kind.NOTES, Step.ADD, Outcome.UNCONFIRMED, "t", "1", detail="Unplugged")
    left = ReceiptLine(Kind.PHOTOS, Step.ADD, Outcome.NOT_TRIED, "p", "2", detail="NoSafety")

    said = receipts.lines(receipt(cut, left))

    assert "The phone was unplugged. Put back again to go on." in said
    assert "What could not be backed up first was not touched." in said


def test_a_long_restore_need_not_be_waited_for():
    assert plans.about(30) == "This takes about 30 s."
    assert plans.about(2400).startswith("This takes about 40 min 0 s. You can stop it")
