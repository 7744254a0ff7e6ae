import os
from functools import partial

import pytest

from holdfast.actions.undo import NothingToUndo, undoable
from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.irmc.behaviours import Refusing, Wrapped
from holdfast.phones.virtual.store import edit_sample, wipe_sample
from holdfast.progress import Stage, Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Outcome
from tests.actions.phone_files import contents, held


def test_undoing_a_restore_leaves_the_phone_as_it_was_before(world):
    phone = world.phone()
    backup = world.back_up(phone)
    wipe_sample(world.phones["phone"])
    world.restore(backup.snapshot, phone)

    receipt = world.undo(phone)

    assert receipt.whole
    assert held(world.phones["phone"]) == {}


def test_undoing_a_match_brings_back_what_it_removed_and_changed(world):
    phone = world.phone()
    backup = world.back_up(phone)
    edit_sample(world.phones["phone"], world.desk.clock)
    edited = contents(world.phones["phone"])
    world.restore(backup.snapshot, phone, mode=Mode.MATCH)
    assert contents(world.phones["phone"]) != edited

    assert world.undo(phone).whole

    assert contents(world.phones["phone"]) == edited


def test_a_restore_is_undone_once(world):
    phone = world.phone()
    backup = world.back_up(phone)
    wipe_sample(world.phones["phone"])
    world.restore(backup.snapshot, phone, kinds={Kind.NOTES})
    assert undoable(world.vault, phone)
    world.undo(phone)

    assert undoable(world.vault, phone) is None
    with pytest.raises(NothingToUndo):
        world.undo(phone)


def test_what_was_edited_since_the_restore_is_left_alone(world):
    phone = world.phone()
    backup = world.back_up(phone)
    wipe_sample(world.phones["phone"])
    world.restore(backup.snapshot, phone, kinds={Kind.NOTES})
    edited = min((world.phones["phone"] / "notes").iterdir())
    edited.write_bytes(edited.read_bytes().replace(b"END:VNOTE", b"X-EDITED:1\r\nEND:VNOTE"))

    receipt = world.undo(phone)

    assert list((world.phones["phone"] / "notes").iterdir()) == [edited]
    assert receipt.skipped == 1
    assert receipt.counted(Outcome.CONFIRMED) == len(receipt.lines)


def edit_notes(folder):
    for path in (folder / "notes").iterdir():
        path.write_bytes(path.read_bytes().replace(b"END:VNOTE", b"X-EDITED:1\r\nEND:VNOTE"))


def test_a_kind_that_the_phone_refused_to_take_does_not_stand_in_the_way_of_undo(world):
    phone = world.phone()
    backup = world.back_up(phone)
    wipe_sample(world.phones["phone"])
    world.misbehave("phone", partial(Refusing, prefix="telecom/pb/luid/", code=Code.FORBIDDEN))
    world.restore(backup.snapshot, phone, kinds={Kind.CONTACTS, Kind.NOTES})
    world.behave("phone")
    world.misbehave("phone", partial(Refusing, prefix="telecom/pb", code=Code.FORBIDDEN))

    assert world.undo(phone).whole

    assert held(world.phones["phone"]) == {}


def stop_at(count):
    task = Task(
        lambda now: task.cancel() if (now.stage, now.done) == (Stage.WRITING, count) else None
    )
    return task


def test_an_undo_that_was_stopped_can_be_finished(world):
    phone = world.phone()
    backup = world.back_up(phone)
    edit_sample(world.phones["phone"], world.desk.clock)
    edited = contents(world.phones["phone"])
    restored = world.restore(backup.snapshot, phone, mode=Mode.MATCH)
    first = world.undo(phone, task=stop_at(2))
    assert first.counted(Outcome.NOT_TRIED)
    assert contents(world.phones["phone"]) != edited
    assert undoable(world.vault, phone) == restored

    assert world.undo(phone).whole

    assert contents(world.phones["phone"]) == edited
    assert undoable(world.vault, phone) is None


class Renaming(Wrapped):
    """Gives an item another number when it is changed, as if it were a new one."""

    def put(self, name, data):
        folder, _, file = name.rpartition("/")
        if not folder.endswith("/luid") or file.startswith("."):
            return super().put(name, data)
        super().delete(name)
        return super().put(f"{folder}/.{file.rpartition('.')[2]}", data)


def test_undo_finds_an_item_that_got_another_number_when_it_was_changed(world):
    phone = world.phone()
    backup = world.back_up(phone)
    edit_notes(world.phones["phone"])
    edited = contents(world.phones["phone"])
    world.misbehave("phone", Renaming)
    assert world.restore(backup.snapshot, phone, mode=Mode.UPDATE, kinds={Kind.NOTES}).whole

    assert world.undo(phone).whole

    assert contents(world.phones["phone"]) == edited


def test_undoing_a_match_brings_back_photos_it_removed_and_changed(world):
    phone = world.phone()
    backup = world.back_up(phone)
    folder = world.phones["phone"] / "photos"
    first, second, *_ = sorted(path for path in folder.rglob("*") if path.is_file())
    first.write_bytes(b"another picture of another size")
    second.with_name("NEW.JPG").write_bytes(b"a new picture")
    edited = held(world.phones["phone"])
    assert world.restore(backup.snapshot, phone, mode=Mode.MATCH).whole
    assert held(world.phones["phone"]) != edited

    assert world.undo(phone).whole

    assert held(world.phones["phone"]) == edited


def test_a_photo_its_owner_changed_since_is_left_alone_whatever_its_size(world):
    phone = world.phone()
    backup = world.back_up(phone)
    wipe_sample(world.phones["phone"])
    world.restore(backup.snapshot, phone, kinds={Kind.PHOTOS})
    photo = next(p for p in (world.phones["phone"] / "photos").rglob("*") if p.is_file())
    photo.write_bytes(bytes(photo.stat().st_size))
    os.utime(photo, (1_300_000_000, 1_300_000_000))

    world.undo(phone)

    assert list(held(world.phones["phone"])) == [str(photo.relative_to(world.phones["phone"]))]


def test_undo_outlives_the_backup_that_was_restored(world):
    phone = world.phone()
    backup = world.back_up(phone)
    wipe_sample(world.phones["phone"])
    world.restore(backup.snapshot, phone)
    world.vault.repository.drop(backup.snapshot.id)
    world.vault.history.refresh()

    assert world.undo(phone).whole

    assert held(world.phones["phone"]) == {}
