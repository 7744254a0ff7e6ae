import re

import pytest

from holdfast.actions.proposing import NothingToRestore
from holdfast.actions.restore import plan
from holdfast.phones.virtual.store import edit_sample, replace_sample, wipe_sample
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Outcome, Step
from holdfast.records.model.snapshot import Tag
from tests.actions.phone_files import contents, held


def replacement(world):
    world.phones["new"] = world.folder / "new"
    world.phone("new")
    world.pull("new")
    replace_sample(world.phones["new"])
    return world.plug("new")


def test_a_replacement_phone_gets_everything_back(world):
    lost = world.phone()
    backup = world.back_up(lost)
    new = replacement(world)
    assert contents(world.phones["new"]).total() == 0

    receipt = world.restore(backup.snapshot, new)

    assert receipt.whole
    assert receipt.counted(Outcome.CONFIRMED) == sum(e.count for e in backup.coverage)
    assert contents(world.phones["new"]) == contents(world.phones["phone"])


def test_restoring_the_same_snapshot_twice_adds_nothing(world):
    backup = world.back_up(world.phone())
    new = replacement(world)
    world.restore(backup.snapshot, new)
    after_first = held(world.phones["new"])

    second = world.restore(backup.snapshot, new)

    assert second.lines == ()
    assert second.skipped == sum(entry.count for entry in backup.coverage)
    assert held(world.phones["new"]) == after_first


def test_adding_what_is_missing_leaves_what_is_there_alone(world):
    phone = world.phone()
    backup = world.back_up(phone)
    edit_sample(world.phones["phone"], world.desk.clock)
    edited = held(world.phones["phone"])

    world.restore(backup.snapshot, phone)

    now = held(world.phones["phone"])
    assert {name: now.get(name) for name in edited} == edited


def test_a_plan_writes_nothing(world):
    phone = world.phone()
    backup = world.back_up(phone)
    wipe_sample(world.phones["phone"])
    handset = world.connect(phone)

    made = plan(world.vault, handset, backup.snapshot, task=Task())
    handset.close()

    assert made.counted(Step.ADD).total() == sum(entry.count for entry in backup.coverage)
    assert held(world.phones["phone"]) == {}
    assert len(world.vault.history.timeline()) == 1


def test_the_target_is_kept_pinned_before_the_first_write(world):
    phone = world.phone()
    backup = world.back_up(phone)
    wipe_sample(world.phones["phone"])

    receipt = world.restore(backup.snapshot, phone, kinds={Kind.NOTES})

    safety = world.vault.history.snapshot(receipt.safety)
    assert {Tag.PINNED, Tag.SAFETY} <= safety.tags
    assert [entry.kind for entry in safety.coverage] == [Kind.NOTES]


def test_one_item_alone_can_be_put_back(world):
    phone = world.phone()
    backup = world.back_up(phone)
    item = world.vault.history.items(backup.snapshot.id, Kind.CONTACTS)[0]
    wipe_sample(world.phones["phone"])

    receipt = world.restore(backup.snapshot, phone, items=[item])

    assert [line.title for line in receipt.lines] == [item.title]
    assert list(held(world.phones["phone"]).values()) == [b"".join(world.vault.history.read(item))]


def test_asking_for_what_a_snapshot_does_not_hold_is_a_problem(world):
    phone = world.phone()
    backup = world.back_up(phone, kinds={Kind.NOTES})

    with pytest.raises(NothingToRestore):
        world.restore(backup.snapshot, phone, kinds={Kind.CONTACTS})


def test_updating_brings_back_what_was_edited(world):
    phone = world.phone()
    backup = world.back_up(phone)
    before = held(world.phones["phone"])
    edit_sample(world.phones["phone"], world.desk.clock)

    receipt = world.restore(backup.snapshot, phone, mode=Mode.UPDATE, kinds={Kind.CONTACTS})

    assert receipt.whole
    now = held(world.phones["phone"])
    assert set(before.values()) & contacts(before) <= contacts(now)


def contacts(files):
    return {data for name, data in files.items() if name.startswith("contacts/")}


def test_matching_makes_the_phone_as_it_was(world):
    phone = world.phone()
    backup = world.back_up(phone)
    before = contents(world.phones["phone"])
    edit_sample(world.phones["phone"], world.desk.clock)

    receipt = world.restore(backup.snapshot, phone, mode=Mode.MATCH)

    assert receipt.whole
    assert contents(world.phones["phone"]) == before


def test_matching_a_backup_without_notes_removes_the_notes(world):
    phone = world.phone()
    notes = world.phones["phone"] / "notes"
    kept = {path.name: path.read_bytes() for path in notes.iterdir()}
    for path in notes.iterdir():
        path.unlink()
    backup = world.back_up(phone)
    for name, data in kept.items():
        (notes / name).write_bytes(data)

    receipt = world.restore(backup.snapshot, phone, mode=Mode.MATCH)

    assert receipt.whole
    assert len(receipt.lines) == len(kept)
    assert list(notes.iterdir()) == []


def give_uids(folder):
    for path in folder.iterdir():
        told = f"UID:{path.stem}@example.com".encode()
        path.write_bytes(path.read_bytes().replace(b"END:VCARD", told + b"\r\nEND:VCARD"))


def rename_people(folder):
    for path in folder.iterdir():
        path.write_bytes(
            re.sub(rb"\r\nN[:;]", rb"\r\nX-WAS:1\r\nN:New ", path.read_bytes(), count=1)
        )


def test_what_got_another_name_is_known_by_its_uid(world):
    phone = world.phone()
    folder = world.phones["phone"] / "contacts"
    give_uids(folder)
    backup = world.back_up(phone)
    before = contents(world.phones["phone"])
    rename_people(folder)

    added = world.restore(backup.snapshot, phone, mode=Mode.ADD)
    updated = world.restore(backup.snapshot, phone, mode=Mode.UPDATE)

    assert added.lines == ()
    assert {line.step for line in updated.lines} == {Step.UPDATE}
    assert contents(world.phones["phone"]) == before
