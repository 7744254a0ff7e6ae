"""A bar that tells how far a job is: steadily, and neither too soon nor too late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import pairwise

import pytest

from holdfast.actions.back_up import back_up
from holdfast.actions.restore import plan, restore
from holdfast.actions.undo import undo
from holdfast.phones.handsets.handset import Handset
from holdfast.phones.virtual.store import wipe_sample
from holdfast.progress import Progress, Stage, Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Plan
from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.ui.errands import run_back_up
from holdfast.ui.pace import Expected, Pace
from holdfast.ui.safety_errands import run_check
from tests.actions.conftest import PASSWORD, World, make_desk


def report(subject: str, done: int, total: int | None = None) -> Progress:
    return Progress(Stage.READING, subject, done, total)


def test_the_first_part_of_an_unknown_phone_is_not_the_whole_job() -> None:
    pace = Pace.expecting(0.0, Expected())

    pace.feed(report("contacts", 200, 200), 1.0)

    assert 0 < pace.fraction < 0.5


def test_progress_never_goes_back_when_more_turns_up() -> None:
    pace = Pace.expecting(0.0, Expected({Kind.CONTACTS: 10}))
    pace.feed(report("contacts", 10, 10), 1.0)
    before = pace.fraction

    pace.feed(report("photos", 1, 500), 2.0)

    assert pace.fraction == before


def test_time_left_is_told_only_once_it_is_known_well_enough() -> None:
    pace = Pace.expecting(0.0, Expected({Kind.CONTACTS: 100}))

    pace.feed(report("contacts", 10, 100), 1.0)
    early = pace.seconds_left
    pace.feed(report("contacts", 50, 100), 10.0)

    assert early is None
    assert pace.seconds_left == pytest.approx(10.0)


def test_kinds_the_phone_has_nothing_of_do_not_hold_it_back() -> None:
    pace = Pace.expecting(0.0, Expected())

    pace.feed(report("photos", 50, 100), 1.0)

    assert pace.fraction > 0.5


def test_more_than_was_expected_of_one_kind_is_no_more_than_that_kind() -> None:
    pace = Pace.expecting(0.0, Expected({Kind.CONTACTS: 10, Kind.PHOTOS: 90}))

    pace.feed(report("contacts", 90), 1.0)

    assert pace.fraction == pytest.approx(0.1)


class Watched:
    """The bar of a job on a real phone: what it stood at with every report."""

    def __init__(self, expected: Expected) -> None:
        self.pace = Pace.expecting(0.0, expected)
        self.reports: list[Progress] = []
        self.stood: list[float] = []

    def task(self) -> Task:
        return Task(self._take)

    def _take(self, told: Progress) -> None:
        self.pace.feed(told, 1.0)
        self.reports.append(told)
        self.stood.append(self.pace.fraction)

    def check(self) -> None:
        """It never goes back, and rests nowhere for a third of the job."""
        assert self.stood == sorted(self.stood)
        _, longest = Counter(self.stood).most_common(1)[0]
        assert longest < len(self.stood) / 3
        assert all(told.total is None or told.done <= told.total for told in self.reports)

    @property
    def longest_leap(self) -> float:
        return max(after - before for before, after in pairwise([0.0, *self.stood, 1.0]))


@pytest.fixture
def world(tmp_path) -> Iterator[World]:
    desk = make_desk(tmp_path)
    vault, _ = desk.create_vault(tmp_path / "vault", PASSWORD)
    yield World(tmp_path, desk, vault)
    vault.close()
    desk.close()


@pytest.fixture
def phone(world):
    """A sample phone that is connected, and who it is."""
    with closing(world.connect(world.phone("phone"))) as handset:
        yield handset


def test_the_bar_of_a_first_backup_goes_with_the_work(world, phone) -> None:
    watched = Watched(Expected())

    back_up(phone, world.vault, task=watched.task(), clock=world.desk.clock)

    watched.check()


def test_the_bar_of_a_backup_begins_empty_once_the_phone_is_connected(world) -> None:
    handset = world.phone("phone")
    first = world.back_up(handset).snapshot
    watched = Watched(Expected({entry.kind: entry.count for entry in first.coverage}))

    run_back_up(world.desk, world.vault, handset, watched.task())

    assert watched.reports[0].stage is Stage.CONNECTING
    assert watched.stood[1] < 0.1
    watched.check()


def test_the_bar_of_a_check_has_nothing_to_do_with_what_the_phone_held(world) -> None:
    first = world.back_up(world.phone("phone")).snapshot
    watched = Watched(Expected({entry.kind: entry.count for entry in first.coverage}))

    run_check(world.desk, world.vault, watched.task(), read_all=True)

    assert watched.stood == sorted(watched.stood)
    assert watched.stood[0] < 0.5
    assert watched.stood[-1] > 0.5


def test_the_bar_of_a_later_backup_does_not_leap(world, phone) -> None:
    first = back_up(phone, world.vault, task=Task(), clock=world.desk.clock).snapshot
    for path in (world.phones["phone"] / "contacts").iterdir():
        path.write_bytes(path.read_bytes().replace(b"FN:", b"FN:Dr. "))
    watched = Watched(Expected({entry.kind: entry.count for entry in first.coverage}))

    back_up(phone, world.vault, task=watched.task(), clock=world.desk.clock)

    watched.check()
    assert watched.longest_leap < 1 / 3


@contextmanager
def emptied(world) -> Iterator[tuple[SnapshotInfo, Handset, Plan]]:
    """A phone that lost what its only backup holds, and the plan to put that back."""
    full = world.back_up(world.phone("phone")).snapshot
    world.pull("phone")
    wipe_sample(world.phones["phone"])
    with closing(world.connect(world.plug("phone"))) as handset:
        yield full, handset, plan(world.vault, handset, full, task=Task())


def test_the_bar_of_a_restore_goes_with_its_three_parts(world) -> None:
    with emptied(world) as (_, handset, made):
        watched = Watched(Expected.of_plan(made))
        receipt = restore(made, world.vault, handset, task=watched.task(), clock=world.desk.clock)

    assert receipt.whole
    watched.check()
    stages = list(dict.fromkeys(told.stage for told in watched.reports))
    assert stages == [Stage.READING, Stage.WRITING, Stage.READING_BACK]
    assert watched.longest_leap < 1 / 3


def test_the_bar_of_an_undo_goes_with_its_parts(world) -> None:
    with emptied(world) as (full, handset, made):
        receipt = restore(made, world.vault, handset, task=Task(), clock=world.desk.clock)
        held = {entry.kind: entry.count for entry in full.coverage}
        watched = Watched(Expected.of_receipt(receipt, held))
        undo(world.vault, handset, task=watched.task(), clock=world.desk.clock)

    watched.check()
