from __future__ import annotations

from datetime import UTC, datetime

from holdfast.records.matching.room import Shortage, shortages, without_giants
from holdfast.records.model.handset import HandsetInfo, StorageInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Plan, PlannedStep, Step, Why
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem, StoredPart

SOURCE = SnapshotInfo(
    "a" * 64, datetime(2026, 10, 3, tzinfo=UTC), HandsetInfo("p", "P", "M", "X", "MTP"), ()
)
ROOM = (StorageInfo("Phone", 1000, 300), StorageInfo("SD card", 500, 100))


def file(storage: str, size: int) -> StoredItem:
    name = f"{size}.bin"
    part = StoredPart("", name, (), size)
    path = (storage, "DCIM", name) if storage else ()
    return StoredItem("p", Kind.FILES, "/".join(path), (part,), "d", name, path=path)


def plan(*steps: PlannedStep) -> Plan:
    return Plan(SOURCE, "p", Mode.UPDATE, (Kind.FILES,), steps)


def adding(storage: str, *sizes: int) -> list[PlannedStep]:
    return [PlannedStep(Step.ADD, file(storage, size)) for size in sizes]


def test_what_fits_to_the_last_byte_is_no_shortage():
    assert shortages(plan(*adding("Phone", 100, 200), *adding("SD card", 100)), ROOM) == ()


def test_each_storage_is_counted_for_itself():
    made = plan(*adding("Phone", 100, 201), *adding("SD card", 400))

    assert shortages(made, ROOM) == (
        Shortage("Phone", 301, 300, own=True),
        Shortage("SD card", 400, 100, own=False),
    )


def test_files_of_a_storage_that_the_target_has_not_go_to_its_own():
    assert shortages(plan(*adding("Old card", 301)), ROOM) == (
        Shortage("Phone", 301, 300, own=True),
    )


def test_of_an_update_only_what_it_grows_by_counts_and_removals_free_nothing():
    update = PlannedStep(Step.UPDATE, file("Phone", 700), file("Phone", 400))
    smaller = PlannedStep(Step.UPDATE, file("Phone", 1), file("Phone", 900))
    remove = PlannedStep(Step.REMOVE, file("Phone", 900))
    assert shortages(plan(update, smaller, remove), ROOM) == ()
    more = plan(update, *adding("Phone", 1), remove)
    assert shortages(more, ROOM) == (Shortage("Phone", 301, 300, own=True),)


def test_what_is_skipped_or_is_no_file_needs_no_room():
    skipped = PlannedStep(Step.SKIP, file("Phone", 5000), why=Why.ALREADY_THERE)
    contact = PlannedStep(Step.ADD, file("", 5000))
    assert shortages(plan(skipped, contact), ROOM) == ()


def test_a_target_that_does_not_tell_has_no_shortage():
    made = plan(*adding("Phone", 10**12))
    assert shortages(made, ()) == ()
    assert shortages(made, (StorageInfo("Phone"),)) == ()
    assert without_giants(made, (StorageInfo("Phone"),)) is made


def test_a_file_larger_than_its_whole_storage_cannot_be_carried_and_the_others_can():
    made = plan(*adding("Phone", 1000, 1001), *adding("SD card", 501), *adding("", 5000))

    fits = without_giants(made, ROOM)

    assert [step.step for step in fits.steps] == [Step.ADD, Step.CANNOT, Step.CANNOT, Step.ADD]
    assert {step.why for step in fits.of(Step.CANNOT)} == {Why.TOO_LARGE}
