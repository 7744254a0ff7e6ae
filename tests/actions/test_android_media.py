"""Photos and files that go back onto an Android phone, many small ones in one exchange."""

from __future__ import annotations

import os
from collections import Counter

import pytest

from holdfast.actions.restore import restore
from holdfast.actions.writing import SMALL_MEDIA
from holdfast.phones.handsets.android.phone_shell import PhoneShell
from holdfast.progress import Progress, Stage, Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Outcome
from tests.actions.android_phones import Shelf, files

FEW, MANY = 3, 60


@pytest.fixture
def shelf(world, tmp_path):
    made = Shelf(world, tmp_path)
    yield made
    made.close()


def put_photos(phone, sizes):
    """Give a phone one photo of each size, in a folder of its own."""
    folder = phone.rig.phone.storage() / "DCIM/Trip"
    folder.mkdir(parents=True)
    for number, size in enumerate(sizes):
        path = folder / f"IMG_{number:04}.jpg"
        path.write_bytes(os.urandom(size))
        os.utime(path, (1_255_250_000 + number, 1_255_250_000 + number))


def moved(shelf, name, sizes):
    """Move photos of such sizes to a new phone; return both, the receipt and the progress."""
    source = shelf.phone(f"old{name}", "16", filled=False)
    put_photos(source, sizes)
    backup = source.sitting.back_up()
    target = shelf.phone(f"new{name}", "16", filled=False)
    plan = target.sitting.propose(backup).plan(Mode.ADD)
    told: list[Progress] = []
    world = target.sitting.world
    receipt = restore(
        plan, world.vault, target.sitting.handset, task=Task(told.append), clock=world.desk.clock
    )
    return source, target, receipt, [each for each in told if each.stage is Stage.WRITING]


def test_small_photos_go_together_and_cost_no_command_each(shelf, monkeypatch):
    started: Counter[int] = Counter()
    run = PhoneShell.run

    def counted(self, *arguments, **options):
        started[count] += 1
        return run(self, *arguments, **options)

    monkeypatch.setattr(PhoneShell, "run", counted)
    for count in (FEW, MANY):
        source, target, receipt, told = moved(shelf, count, [900] * count)
        assert receipt.whole
        assert files(source) == files(target)
        assert (told[-1].done, told[-1].total, told[-1].moved) == (count, count, 900 * count)
    assert started[MANY] == started[FEW] > 0


def test_larger_photos_go_singly_in_their_place_among_the_others(shelf):
    sizes = [900, SMALL_MEDIA, SMALL_MEDIA + 1, 900, 900]
    source, target, receipt, told = moved(shelf, "mixed", sizes)
    assert [(line.kind, line.outcome) for line in receipt.lines] == [
        (Kind.PHOTOS, Outcome.CONFIRMED)
    ] * len(sizes)
    assert [line.source_key for line in receipt.lines] == [
        f"Phone/DCIM/Trip/IMG_{number:04}.jpg" for number in reversed(range(len(sizes)))
    ]
    assert files(source) == files(target)
    assert max(each.moved for each in told) <= sum(sizes)
    assert [each.done for each in told] == sorted(each.done for each in told)


def test_a_stop_among_small_photos_leaves_none_half_there_and_the_rest_can_follow(shelf):
    source = shelf.phone("oldstop", "16", filled=False)
    put_photos(source, [900] * 5)
    backup = source.sitting.back_up()
    target = shelf.phone("newstop", "16", filled=False)
    world = target.sitting.world
    plan = target.sitting.propose(backup).plan(Mode.ADD)
    task = Task()

    def stop(progress):
        if progress.stage is Stage.WRITING and progress.done == 0:
            task.cancel()

    task._listener = stop
    receipt = restore(plan, world.vault, target.sitting.handset, task=task, clock=world.desk.clock)
    assert {line.outcome for line in receipt.lines} == {Outcome.NOT_TRIED}
    assert files(target) == {}
    assert target.sitting.restore(backup).whole
    assert files(source) == files(target)
