"""How long a restore is said to take."""

from __future__ import annotations

from datetime import UTC, datetime

from holdfast.actions.estimating import seconds
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
)
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem

SOURCE = SnapshotInfo(
    "a" * 64,
    datetime(2009, 10, 3, tzinfo=UTC),
    HandsetInfo("s1", "S1", "Sidekick", "LX", "IrMC"),
    (),
)


def plan(kind: Kind, count: int) -> Plan:
    items = (StoredItem("s1", kind, str(n), (), "d", "t") for n in range(count))
    steps = tuple(PlannedStep(Step.ADD, item) for item in items)
    return Plan(SOURCE, "s2", Mode.ADD, (kind,), steps)


def receipt(kind: Kind, count: int, took: float, *, undoes: str = "") -> Receipt:
    lines = tuple(ReceiptLine(kind, Step.ADD, Outcome.CONFIRMED, "t", str(n)) for n in range(count))
    return Receipt("a", "s2", "b", "c", lines, undoes=undoes, seconds=took)


def test_nothing_is_told_where_nothing_was_measured_however_long_a_look_takes():
    assert seconds(plan(Kind.CONTACTS, 400), (), look=3.0) is None


def test_what_every_restore_takes_once_is_not_counted_for_each_item():
    past = (receipt(Kind.CONTACTS, 20, 8.0),)

    assert seconds(plan(Kind.CONTACTS, 400), past, look=3.0) == 6.0 + 400 * 0.1


def test_one_contact_tells_nothing_of_four_hundred_and_contacts_nothing_of_photos():
    assert seconds(plan(Kind.CONTACTS, 400), (receipt(Kind.CONTACTS, 1, 8.0),), look=3.0) is None
    assert seconds(plan(Kind.PHOTOS, 40), (receipt(Kind.CONTACTS, 40, 8.0),), look=3.0) is None


def test_taking_back_tells_nothing_of_how_long_adding_takes():
    past = (receipt(Kind.CONTACTS, 400, 8.0, undoes="b"),)

    assert seconds(plan(Kind.CONTACTS, 400), past, look=3.0) is None
