"""A program that ends in the middle of a restore leaves it to be gone on with, or undone."""

from __future__ import annotations

import pytest

from holdfast.actions.back_up import back_up
from holdfast.actions.proposing import propose
from holdfast.actions.receipts import unfinished
from holdfast.actions.recover import NothingToContinue, plan_rest, settle
from holdfast.actions.restore import restore
from holdfast.actions.undo import redoable, undo, undoable
from holdfast.phones.handsets.folder.opening import open_folder
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Outcome, Step
from tests.phones.handsets.folder.rig import card, lay_out


class Ended(BaseException):
    """The program ended."""


class Dying:
    """A handset whose program ends before or after its n-th write."""

    def __init__(self, handset, n, *, after):
        self._handset, self._left, self._after = handset, n, after

    def __getattr__(self, name):
        return getattr(self._handset, name)

    def add(self, item, task):
        return self._write(lambda: self._handset.add(item, task))

    def update(self, key, item, task):
        return self._write(lambda: self._handset.update(key, item, task))

    def remove(self, kind, key, task):
        return self._write(lambda: self._handset.remove(kind, key, task))

    def _write(self, do):
        self._left -= 1
        if self._left == 0 and not self._after:
            raise Ended
        done = do()
        if self._left == 0:
            raise Ended
        return done


def shelf(folder):
    return {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def left(world, tmp_path):
    """A backup of four contacts, and a folder that holds one of them, an old one and another."""
    full = {f"{name}.vcf": card(name, "2") for name in ("Ada", "Barbara", "Grace", "Jean")}
    handset = open_folder(lay_out(tmp_path / "full", full))
    world.source = world_back_up(world, handset)
    there = {"Ada.vcf": card("Ada", "2"), "Grace.vcf": card("Grace", "1"), "Zoe.vcf": card("Zoe")}
    world.target = lay_out(tmp_path / "target", there)
    return world


def world_back_up(world, handset):
    return back_up(handset, world.vault, task=Task(), clock=world.desk.clock).snapshot


def put_back(world, handset, mode=Mode.MATCH):
    made = propose(world.vault, handset, world.source, match=True, task=Task()).plan(mode)
    return restore(made, world.vault, handset, task=Task(), clock=world.desk.clock)


STEPS = [(n, after) for n in (1, 2, 3, 4) for after in (False, True)]


@pytest.mark.parametrize(("n", "after"), STEPS)
def test_ended_at_any_write_it_is_gone_on_with(left, n, after):
    with pytest.raises(Ended):
        put_back(left, Dying(open_folder(left.target), n, after=after))
    handset = open_folder(left.target)

    settled = settle(left.vault, handset, clock=left.desk.clock)
    done = settled.counted(Outcome.CONFIRMED)
    rest = plan_rest(left.vault, handset, Task()) if done < 4 else None
    if rest is not None:
        receipt = restore(rest, left.vault, handset, task=Task(), clock=left.desk.clock)
        assert receipt.whole
        assert done + len(receipt.lines) == 4

    assert done == (n if after else n - 1)
    assert sorted(shelf(left.target).values()) == sorted(
        card(name, "2").encode() for name in ("Ada", "Barbara", "Grace", "Jean")
    )


@pytest.mark.parametrize(("n", "after"), STEPS)
def test_ended_at_any_write_it_is_undone(left, n, after):
    before = shelf(left.target)
    with pytest.raises(Ended):
        put_back(left, Dying(open_folder(left.target), n, after=after))
    handset = open_folder(left.target)
    assert undoable(left.vault, handset.info.id) is not None

    undo(left.vault, handset, task=Task(), clock=left.desk.clock)

    assert sorted(shelf(left.target).values()) == sorted(before.values())
    assert unfinished(left.vault, handset.info.id) is None


def test_after_a_restore_that_came_to_its_end_there_is_nothing_to_go_on_with(left):
    handset = open_folder(left.target)
    put_back(left, handset)

    assert unfinished(left.vault, handset.info.id) is None
    assert settle(left.vault, handset, clock=left.desk.clock) is None
    with pytest.raises(NothingToContinue):
        plan_rest(left.vault, handset, Task())


def contacts_lost(world):
    for path in (world.phones["phone"] / "contacts").iterdir():
        path.unlink()


def add_contacts(world, handset, snapshot):
    made = propose(world.vault, handset, snapshot, kinds={Kind.CONTACTS}, task=Task())
    plan = made.plan(Mode.ADD)
    return restore(plan, world.vault, handset, task=Task(), clock=world.desk.clock)


def test_a_restore_cut_by_the_cable_is_gone_on_with(world):
    phone = world.phone()
    backup = world.back_up(phone)
    contacts_lost(world)
    handset = world.connect(phone)
    before = world.desk.virtual.transfers
    add_contacts(world, handset, backup.snapshot)
    transfers = world.desk.virtual.transfers - before
    contacts_lost(world)

    world.desk.virtual.unplug_at(transfers // 2)
    cut = add_contacts(world, handset, backup.snapshot)
    handset.close()
    assert 0 < cut.counted(Outcome.NOT_TRIED) < 12
    world.pull("phone")
    world.plug("phone")
    handset = world.connect(phone)
    rest = plan_rest(world.vault, handset, Task())
    receipt = restore(rest, world.vault, handset, task=Task(), clock=world.desk.clock)
    handset.close()

    assert receipt.whole
    assert len(receipt.lines) < 12
    assert len(list((world.phones["phone"] / "contacts").iterdir())) == 12


def test_an_undo_is_itself_undone(left):
    handset = open_folder(left.target)
    put_back(left, handset)
    restored = shelf(left.target)
    undo(left.vault, handset, task=Task(), clock=left.desk.clock)
    again = redoable(left.vault, handset.info.id)

    redone = undo(left.vault, handset, task=Task(), clock=left.desk.clock, of=again)

    assert redone.whole
    assert sorted(shelf(left.target).values()) == sorted(restored.values())
    # The restore stands again, and can be undone again.
    last = undoable(left.vault, handset.info.id)
    assert {line.step for line in last.lines} == {Step.ADD, Step.UPDATE, Step.REMOVE}


@pytest.mark.parametrize(("n", "after"), STEPS)
def test_one_that_was_broken_off_is_undone_even_after_another_came_on_top_of_it(left, n, after):
    before = shelf(left.target)
    with pytest.raises(Ended):
        put_back(left, Dying(open_folder(left.target), n, after=after))
    between = shelf(left.target)
    handset = open_folder(left.target)
    another = put_back(left, handset, Mode.UPDATE)

    if another.lines:
        undo(left.vault, handset, task=Task(), clock=left.desk.clock)
        assert sorted(shelf(left.target).values()) == sorted(between.values())
    if between != before:
        undo(left.vault, handset, task=Task(), clock=left.desk.clock)
    assert sorted(shelf(left.target).values()) == sorted(before.values())


@pytest.mark.parametrize("n", [1, 2, 3])
def test_what_was_held_twice_comes_twice_when_it_is_gone_on_with(world, tmp_path, n):
    twice = {f"{name}.vcf": card("Ada") for name in ("one", "two", "three")}
    world.source = world_back_up(world, open_folder(lay_out(tmp_path / "full", twice)))
    target = lay_out(tmp_path / "target", {})
    with pytest.raises(Ended):
        put_back(world, Dying(open_folder(target), n, after=False), Mode.ADD)
    handset = open_folder(target)
    settle(world.vault, handset, clock=world.desk.clock)

    rest = plan_rest(world.vault, handset, Task())
    receipt = restore(rest, world.vault, handset, task=Task(), clock=world.desk.clock)

    assert receipt.whole
    assert len(shelf(target)) == 3


def test_a_write_that_never_was_is_not_confirmed_by_what_was_there_before_it(world, tmp_path):
    twice = {"one.vcf": card("Ada"), "two.vcf": card("Ada")}
    world.source = world_back_up(world, open_folder(lay_out(tmp_path / "full", twice)))
    target = lay_out(tmp_path / "target", {"Ada.vcf": card("Ada")})
    with pytest.raises(Ended):
        put_back(world, Dying(open_folder(target), 1, after=False), Mode.ADD)
    handset = open_folder(target)

    settled = settle(world.vault, handset, clock=world.desk.clock)
    assert settled.counted(Outcome.CONFIRMED) == 0
    rest = plan_rest(world.vault, handset, Task())
    restore(rest, world.vault, handset, task=Task(), clock=world.desk.clock)

    assert list(shelf(target).values()) == [card("Ada").encode()] * 2


def test_while_a_restore_is_broken_off_no_undo_before_it_is_done_again(left):
    handset = open_folder(left.target)
    put_back(left, handset)
    undo(left.vault, handset, task=Task(), clock=left.desk.clock)
    assert redoable(left.vault, handset.info.id) is not None

    with pytest.raises(Ended):
        put_back(left, Dying(open_folder(left.target), 1, after=True))

    assert redoable(left.vault, handset.info.id) is None
