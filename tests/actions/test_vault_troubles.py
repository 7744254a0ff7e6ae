"""The vault's disk fills up, goes away or is read by others while a backup is written."""

from __future__ import annotations

import errno
import shutil
import threading

import pytest

from holdfast.phones.virtual.store import edit_sample
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.vault.repository.problems import DiskFull, VaultMissing
from holdfast.wording.problems import sentence
from tests.actions.test_power_cut import everything, open_vault, run_backup


class Disk:
    """Counts write steps; from step `full` on it has no room."""

    def __init__(self, full: int = 0) -> None:
        self.count = 0
        self._full = full

    def __call__(self, step: str) -> None:
        self.count += 1
        if self._full and self.count >= self._full and step.startswith("write"):
            raise OSError(errno.ENOSPC, "No space left on device")


def copy_of(world, tmp_path):
    place = tmp_path / "copy"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(world.vault.place, place)
    return place


def test_a_disk_that_fills_up_at_any_step_loses_nothing_and_the_next_run_completes(world, tmp_path):
    phone = world.phone()
    first = world.back_up(phone).snapshot
    before = everything(world.vault, first.id)
    edit_sample(world.phones["phone"], world.desk.clock)
    disk = Disk()
    rehearsal = open_vault(copy_of(world, tmp_path), disk, world.desk.clock)
    wanted = everything(rehearsal, run_backup(world, rehearsal, phone).snapshot.id)
    rehearsal.close()

    for full in range(1, disk.count + 1, 3):
        place = copy_of(world, tmp_path)
        vault = open_vault(place, Disk(full), world.desk.clock)
        problem, snapshot = backed_up_onto(world, vault, phone)
        assert problem is None or str(place) in sentence(problem)
        assert snapshot is None or everything(vault, snapshot.id) == wanted
        assert everything(vault, first.id) == before
        vault.close()

        roomy = open_vault(place, Disk(), world.desk.clock)
        assert everything(roomy, run_backup(world, roomy, phone).snapshot.id) == wanted
        assert roomy.repository.check(read_data=True, task=Task()).problems == ()
        roomy.close()


def backed_up_onto(world, vault, phone):
    """Back up; return the Problem of a full disk, and the snapshot."""
    try:
        return None, run_backup(world, vault, phone).snapshot
    except DiskFull as problem:
        return problem, None


def test_a_vault_that_goes_away_during_a_backup_is_said_and_nothing_is_made_in_its_place(world):
    phone = world.phone()
    first = world.back_up(phone).snapshot
    before = everything(world.vault, first.id)
    edit_sample(world.phones["phone"], world.desk.clock)
    place, away = world.vault.place, world.vault.place.with_name("away")

    def take_away(now):
        if (now.subject, now.done) == (Kind.NOTES, 1) and place.exists():
            place.rename(away)

    with pytest.raises(VaultMissing) as caught:
        world.back_up(phone, task=Task(take_away))

    assert str(place) in sentence(caught.value)
    assert not place.exists()
    away.rename(place)
    assert everything(world.vault, first.id) == before
    assert world.back_up(phone).whole


def test_history_answers_while_a_backup_is_written(world):
    phone = world.phone()
    first = world.back_up(phone).snapshot
    before = everything(world.vault, first.id)
    done, troubles, answers = threading.Event(), [], []

    def ask():
        # Two threads that never pause may keep the third from its turn for minutes.
        while not done.wait(0.005):
            try:
                assert everything(world.vault, first.id) == before
                entries = world.vault.history.timeline(phone)
                world.vault.history.search("a")
                assert entries[-1].snapshot == first
                answers.append(len(entries))
            except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
                troubles.append(error)
                return

    askers = [threading.Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    for _ in range(4):
        edit_sample(world.phones["phone"], world.desk.clock)
        assert world.back_up(phone).whole
    done.set()
    for asker in askers:
        asker.join()

    assert troubles == []
    assert max(answers) > 1
