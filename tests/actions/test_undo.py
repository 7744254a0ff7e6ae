import pytest

from holdfast.actions.undo import NothingToUndo, undoable
from holdfast.phones.virtual.store import edit_sample, wipe_sample
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
