"""What goes wrong in the middle of a restore: the receipt tells it, and undo takes it back."""

from functools import partial

import pytest

from holdfast.actions.restore import NotRecorded, plan, restore
from holdfast.actions.safety import NoSafety, TargetChanged
from holdfast.actions.undo import undoable
from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.irmc.behaviours import Full, Refusing, Wrapped
from holdfast.phones.virtual.store import replace_sample, wipe_sample
from holdfast.progress import Cancelled, Progress, Stage, Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Outcome, Step, Why
from holdfast.vault.repository.problems import DiskFull, VaultDamaged, VaultMissing
from holdfast.wording.problems import sentence
from tests.actions.phone_files import contents, held


@pytest.fixture
def emptied(world):
    """A phone that was backed up and then lost everything."""
    phone = world.phone()
    backup = world.back_up(phone).snapshot
    wipe_sample(world.phones["phone"])
    return phone, backup


def carry_out(world, phone, backup, task=None, **options):
    """Plan, then restore with `task`."""
    handset = world.connect(phone)
    try:
        made = plan(world.vault, handset, backup, task=Task(), **options)
        return restore(made, world.vault, handset, task=task or Task(), clock=world.desk.clock)
    finally:
        handset.close()


def when_writing(count, act):
    """A task that calls `act` before the write with number `count`."""

    def listen(now: Progress) -> None:
        if now.stage is Stage.WRITING and now.done == count:
            act()

    return Task(listen)


def stop_at(count):
    def listen(now: Progress) -> None:
        if now.stage is Stage.WRITING and now.done == count:
            task.cancel()

    task = Task(listen)
    return task


def outcomes(receipt):
    return [line.outcome for line in receipt.lines]


def plug_again(world, phone):
    world.pull("phone")
    assert world.plug("phone") == phone


# Stop


def test_a_stopped_restore_tells_what_was_written_and_undo_takes_back_just_that(world, emptied):
    phone, backup = emptied

    receipt = carry_out(world, phone, backup, stop_at(5))

    written = [line for line in receipt.lines if line.outcome is Outcome.CONFIRMED]
    assert len(written) == len(held(world.phones["phone"])) == 5
    assert receipt.counted(Outcome.NOT_TRIED) == len(receipt.lines) - 5
    assert world.undo(phone).whole
    assert held(world.phones["phone"]) == {}


def test_a_restore_stopped_before_it_wrote_leaves_nothing_to_undo(world, emptied):
    phone, backup = emptied
    task = Task()
    task.cancel()

    with pytest.raises(Cancelled):
        carry_out(world, phone, backup, task)

    assert held(world.phones["phone"]) == {}
    assert undoable(world.vault, phone) is None


# Unplugged


def pulled(world, phone, backup, count, **options):
    task = when_writing(count, lambda: world.desk.virtual.unplug_at(1))
    receipt = carry_out(world, phone, backup, task, **options)
    plug_again(world, phone)
    return receipt


def test_a_cable_pulled_while_writing_leaves_a_receipt_of_what_was_written(world, emptied):
    phone, backup = emptied

    receipt = pulled(world, phone, backup, 4)

    assert outcomes(receipt)[:5] == [Outcome.UNCONFIRMED] * 5
    assert set(outcomes(receipt)[5:]) == {Outcome.NOT_TRIED}
    assert undoable(world.vault, phone) == receipt


def test_what_was_written_before_the_cable_was_pulled_can_be_undone(world, emptied):
    phone, backup = emptied
    pulled(world, phone, backup, 4)
    assert len(held(world.phones["phone"])) == 4

    receipt = world.undo(phone)

    assert receipt.whole
    assert held(world.phones["phone"]) == {}


def test_a_restore_that_was_cut_off_goes_on_when_it_is_asked_again(world, emptied):
    phone, backup = emptied
    pulled(world, phone, backup, 4)

    receipt = world.restore(backup, phone)

    assert receipt.whole
    assert receipt.skipped == 4


def test_an_update_cut_off_by_the_cable_is_undone_to_what_it_was(world):
    phone = world.phone()
    backup = world.back_up(phone).snapshot
    edit_titles(world.phones["phone"] / "notes")
    edited = contents(world.phones["phone"])
    pulled(world, phone, backup, 2, mode=Mode.UPDATE)
    assert contents(world.phones["phone"]) != edited

    world.undo(phone)

    assert contents(world.phones["phone"]) == edited


def edit_titles(folder):
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(b"END:VNOTE", b"X-EDITED:1\r\nEND:VNOTE"))


# A phone that tells no number for what it takes


class Tightlipped(Wrapped):
    """Takes new items without telling the number it gave them."""

    def put(self, name, data):
        reply = super().put(name, data)
        return type(reply)(reply.code)


def test_what_a_phone_took_without_telling_its_number_can_be_undone(world, emptied):
    phone, backup = emptied
    world.misbehave("phone", Tightlipped)
    task = when_writing(4, lambda: world.desk.virtual.unplug_at(1))
    carry_out(world, phone, backup, task)
    world.behave("phone")
    assert len(held(world.phones["phone"])) == 4

    world.undo(phone)

    assert held(world.phones["phone"]) == {}


# Full, refused


def test_a_store_that_is_full_half_way_keeps_what_it_took_and_the_other_kinds_go_on(world, emptied):
    phone, backup = emptied
    world.misbehave("phone", partial(Full, name="telecom/pb/luid/.vcf", room=3))

    receipt = world.restore(backup, phone)

    contacts = [line for line in receipt.lines if line.kind is Kind.CONTACTS]
    others = [line for line in receipt.lines if line.kind is not Kind.CONTACTS]
    assert [line.outcome for line in contacts[:4]] == [Outcome.CONFIRMED] * 3 + [Outcome.REFUSED]
    assert {line.outcome for line in contacts[4:]} == {Outcome.NOT_TRIED}
    assert {line.outcome for line in others} == {Outcome.CONFIRMED}
    assert contacts[3].detail == "PhoneFull"


class Choosy(Wrapped):
    """Does not take an item that says `word`."""

    def __init__(self, inner, word):
        super().__init__(inner)
        self._word = word

    def put(self, name, data):
        body = data.read()
        data.seek(0)
        if self._word in body:
            return type(super().delete("nothing"))(Code.NOT_ACCEPTABLE)
        return super().put(name, data)


def test_an_item_the_phone_refuses_stops_no_other(world, emptied):
    phone, backup = emptied
    item = world.vault.history.items(backup.id, Kind.CONTACTS)[0]
    word = b"".join(world.vault.history.read(item))
    world.misbehave("phone", partial(Choosy, word=word))

    receipt = world.restore(backup, phone)

    assert receipt.counted(Outcome.REFUSED) == 1
    assert receipt.counted(Outcome.CONFIRMED) == len(receipt.lines) - 1


# Kinds that cannot be read


@pytest.fixture
def shy(world, emptied):
    """An emptied phone that does not let its contacts be read."""
    phone, backup = emptied
    world.misbehave("phone", partial(Refusing, prefix="telecom/pb", code=Code.FORBIDDEN))
    return phone, backup


def test_a_kind_that_cannot_be_read_is_left_out_of_the_plan_and_the_others_go_on(world, shy):
    phone, backup = shy

    handset = world.connect(phone)
    made = plan(world.vault, handset, backup, task=Task())
    handset.close()
    receipt = world.restore(backup, phone)

    left_out = {(s.item.kind, s.why) for s in made.of(Step.CANNOT)}
    assert left_out == {(Kind.CONTACTS, Why.NOT_READ)}
    assert receipt.whole
    assert Kind.NOTES in {line.kind for line in receipt.lines}


def test_a_kind_of_which_one_item_cannot_be_read_is_left_out_as_well(world, emptied):
    phone, backup = emptied
    world.restore(backup, phone, kinds={Kind.CONTACTS})
    card = min((world.phones["phone"] / "contacts").iterdir())
    card.write_bytes(card.read_bytes().replace(b"END:VCARD", b"X-NO-END:1"))
    world.misbehave(
        "phone", partial(Refusing, prefix=f"telecom/pb/luid/{card.stem}", code=Code.FORBIDDEN)
    )
    handset = world.connect(phone)

    made = plan(world.vault, handset, backup, mode=Mode.MATCH, task=Task())
    handset.close()

    assert {s.why for s in made.steps if s.item.kind is Kind.CONTACTS} == {Why.NOT_READ}
    assert made.counted(Step.ADD)[Kind.NOTES]


def test_a_kind_that_can_no_longer_be_kept_first_is_not_written_and_the_others_are(world, emptied):
    phone, backup = emptied
    handset = world.connect(phone)
    made = plan(world.vault, handset, backup, task=Task())
    handset.close()
    world.misbehave("phone", partial(Refusing, prefix="telecom/pb", code=Code.FORBIDDEN))

    handset = world.connect(phone)
    receipt = restore(made, world.vault, handset, task=Task(), clock=world.desk.clock)
    handset.close()

    by_kind = {(line.kind is Kind.CONTACTS, line.outcome) for line in receipt.lines}
    assert by_kind == {(True, Outcome.NOT_TRIED), (False, Outcome.CONFIRMED)}
    assert not [name for name in held(world.phones["phone"]) if name.startswith("contacts/")]


def test_where_no_kind_can_be_kept_first_nothing_is_written(world, emptied):
    phone, backup = emptied
    handset = world.connect(phone)
    made = plan(world.vault, handset, backup, kinds={Kind.CONTACTS}, task=Task())
    handset.close()
    world.misbehave("phone", partial(Refusing, prefix="telecom/pb", code=Code.FORBIDDEN))

    handset = world.connect(phone)
    with pytest.raises(NoSafety) as caught:
        restore(made, world.vault, handset, task=Task(), clock=world.desk.clock)
    handset.close()

    assert caught.value.kinds == (Kind.CONTACTS,)
    assert held(world.phones["phone"]) == {}


# A target that changed since the plan


def test_a_plan_is_carried_out_once(world, emptied):
    phone, backup = emptied
    handset = world.connect(phone)
    made = plan(world.vault, handset, backup, task=Task())
    restore(made, world.vault, handset, task=Task(), clock=world.desk.clock)
    once = held(world.phones["phone"])

    with pytest.raises(TargetChanged):
        restore(made, world.vault, handset, task=Task(), clock=world.desk.clock)
    handset.close()

    assert held(world.phones["phone"]) == once


def test_a_plan_for_one_phone_is_not_carried_out_on_another(world, emptied):
    phone, backup = emptied
    handset = world.connect(phone)
    made = plan(world.vault, handset, backup, task=Task())
    handset.close()
    world.phone("new")
    world.pull("new")
    replace_sample(world.phones["new"])
    other = world.connect(world.plug("new"))

    with pytest.raises(TargetChanged):
        restore(made, world.vault, other, task=Task(), clock=world.desk.clock)
    other.close()

    assert held(world.phones["new"]) == {}


def test_an_item_edited_since_the_plan_is_not_overwritten(world):
    phone = world.phone()
    backup = world.back_up(phone).snapshot
    notes = world.phones["phone"] / "notes"
    edit_titles(notes)
    handset = world.connect(phone)
    made = plan(world.vault, handset, backup, mode=Mode.UPDATE, task=Task())
    edit_titles(notes)
    edited = held(world.phones["phone"])

    with pytest.raises(TargetChanged):
        restore(made, world.vault, handset, task=Task(), clock=world.desk.clock)
    handset.close()

    assert held(world.phones["phone"]) == edited


# The vault


def damaged_reading(world, monkeypatch, item, problem):
    """Let every reading of `item` raise `problem`."""
    whole = world.vault.history.read

    def read(wanted, suffix=None):
        if wanted.key == item.key and wanted.kind is item.kind:
            raise problem
        return whole(wanted, suffix)

    monkeypatch.setattr(world.vault.history, "read", read)


def test_an_item_that_is_damaged_in_the_vault_stops_no_other(world, emptied, monkeypatch):
    phone, backup = emptied
    item = world.vault.history.items(backup.id, Kind.PHOTOS)[0]
    damaged_reading(world, monkeypatch, item, VaultDamaged("data 1234"))

    receipt = world.restore(backup, phone)

    lost = [line for line in receipt.lines if line.outcome is not Outcome.CONFIRMED]
    assert [(line.source_key, line.detail) for line in lost] == [(item.key, "VaultDamaged")]
    assert len(held(world.phones["phone"])) == len(receipt.lines) - 1


def test_a_vault_that_goes_away_while_writing_is_told_with_the_way_back(world, emptied):
    phone, backup = emptied
    away = world.vault.place.with_name("away")
    task = when_writing(5, lambda: world.vault.place.rename(away))

    with pytest.raises(NotRecorded) as caught:
        carry_out(world, phone, backup, task)

    away.rename(world.vault.place)
    assert caught.value.written == 5
    assert isinstance(caught.value.reason, VaultMissing)
    assert caught.value.safety[:8] in sentence(caught.value)
    assert world.vault.history.snapshot(caught.value.safety)


def test_a_full_disk_before_the_first_write_leaves_the_phone_alone(world, emptied, monkeypatch):
    phone, backup = emptied

    def full(*_):
        raise DiskFull(str(world.vault.place))

    monkeypatch.setattr(world.vault.repository.store, "put", full)

    with pytest.raises(DiskFull):
        world.restore(backup, phone)

    assert held(world.phones["phone"]) == {}
