"""What will not fit is told before anything is written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.actions.proposing import propose
from holdfast.phones.handsets.handset import Roomy
from holdfast.phones.protocols.mtp.codes import Op, Response
from holdfast.phones.protocols.mtp.datasets import StorageInfo as Told
from holdfast.phones.virtual.mtp.behaviours import Full, Wrapped, whole
from holdfast.phones.virtual.mtp.device import virtual_mtp
from holdfast.phones.virtual.mtp.service import told
from holdfast.phones.virtual.store import wipe_sample
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Step, Why
from holdfast.wording import plans


class Small(Wrapped):
    """Has storages of `size` bytes in all."""

    def __init__(self, inner, size):
        super().__init__(inner)
        self._size = size

    def answer(self, request):
        reply = super().answer(request)
        if request.op != Op.GetStorageInfo or reply.code != Response.OK:
            return reply
        info = Told.decode(whole(reply))
        return told(replace(info, capacity=self._size, free=self._size).encode())


def emptied(world, behave):
    """A backup of a phone, and the same phone wiped and with other manners; snapshot and id."""
    handset = world.phone(family="mtp")
    made = world.back_up(handset)
    world.pull("phone")
    wipe_sample(world.phones["phone"])
    world.desk.virtual.plug(virtual_mtp(world.phones["phone"], world.desk.clock, behave))
    world.desk.look()
    return made.snapshot, handset


def proposed(world, snapshot, handset):
    phone = world.connect(handset)
    try:
        return propose(world.vault, phone, snapshot, task=Task())
    finally:
        phone.close()


def size_of(plan):
    return sum(step.item.size for step in plan.of(Step.ADD))


def test_a_phone_with_too_little_room_is_told_of_with_both_numbers(world):
    snapshot, handset = emptied(world, lambda service: Full(service, 1000))

    proposal = proposed(world, snapshot, handset)
    made = proposal.plan(Mode.ADD)

    (short,) = proposal.shortages(made)
    assert (short.needed, short.free, short.own) == (size_of(made), 1000, True)
    assert "“Sample” has 1.0 kB free" in plans.short(short, "Sample")


def test_a_phone_with_room_for_everything_is_not(world):
    snapshot, handset = emptied(world, lambda service: service)
    proposal = proposed(world, snapshot, handset)

    assert proposal.room
    assert proposal.shortages(proposal.plan(Mode.ADD)) == ()


def test_a_file_larger_than_the_whole_storage_is_named_and_never_tried(world):
    largest = 20_000
    snapshot, handset = emptied(world, lambda service: Small(service, largest))

    made = proposed(world, snapshot, handset).plan(Mode.ADD)

    giants = [step for step in made.steps if step.item.size > largest]
    assert giants
    assert all((s.step, s.why) == (Step.CANNOT, Why.TOO_LARGE) for s in giants)
    named = plans.giants(made, most=len(giants))
    assert len(named) == len(giants)
    assert giants[0].item.title in named[0]
    assert any("too large for this phone" in line for line in plans.lines(made))


def test_an_android_phone_tells_its_room_by_its_own_tool(world):
    handset = world.phone(family="android")
    phone = world.connect(handset)

    found = phone.room() if isinstance(phone, Roomy) else ()
    phone.close()

    (own, *_) = found

    assert own.name == "Phone"
    assert own.capacity is not None
    assert own.free is not None
    assert 0 < own.free < own.capacity


@pytest.mark.parametrize(
    ("kinds", "asked"), [((Kind.CONTACTS,), False), ((Kind.PHOTOS, Kind.CONTACTS), True)]
)
def test_room_is_asked_for_where_files_are_wanted(world, kinds, asked):
    handset = world.phone(family="android")
    snapshot = world.back_up(handset).snapshot
    phone = world.connect(handset)
    proposal = propose(world.vault, phone, snapshot, kinds=kinds, task=Task())
    phone.close()
    assert bool(proposal.room) is asked
