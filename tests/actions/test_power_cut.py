"""The computer dies at every write step of a backup, in turn."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.actions.back_up import back_up
from holdfast.phones.virtual.store import edit_sample
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.vault.history.history import History
from holdfast.vault.library import Vault
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.folder import FolderStore
from tests.actions.conftest import PASSWORD

DEEP = (pytest.mark.deep, pytest.mark.timeout(3600))
DIED = 77


class Steps:
    """Counts write steps and ends the process at one of them."""

    def __init__(self, fatal: int = 0) -> None:
        self.count = 0
        self._fatal = fatal

    def __call__(self, _: str) -> None:
        self.count += 1
        if self.count == self._fatal:
            os._exit(DIED)


def open_vault(place: Path, steps: Callable[[str], None], clock) -> Vault:
    store = FolderStore(place, on_step=steps)
    repository = Repository.open(store, PASSWORD, clock=clock, settle=0.0)
    history = History(None, repository)
    history.refresh()
    return Vault(place, repository, history)


def back_up_and_die(world, place: Path, phone: str, fatal: int) -> int:
    """Back up in a child process that ends at its write step `fatal`; return its status."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    try:
        run_backup(world, open_vault(place, Steps(fatal), world.desk.clock), phone)
        status = 0
    finally:
        os._exit(status)


def run_backup(world, vault, phone):
    handset = world.connect(phone)
    try:
        return back_up(handset, vault, task=Task(), clock=world.desk.clock)
    finally:
        handset.close()


def everything(vault, snapshot):
    return {
        (kind, item.key): b"".join(vault.history.read(item))
        for kind in Kind
        for item in vault.history.items(snapshot, kind)
    }


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
@pytest.mark.parametrize("small", [True, pytest.param(False, marks=DEEP)])
def test_dying_at_any_write_step_leaves_old_snapshots_whole_and_the_next_run_completes(
    world, tmp_path, small
):
    phone = world.phone(small=small)
    first = world.back_up(phone).snapshot
    before = everything(world.vault, first.id)
    edit_sample(world.phones["phone"], world.desk.clock)
    steps = Steps()
    place = fresh(world, tmp_path)
    rehearsal = open_vault(place, steps, world.desk.clock)
    wanted = everything(rehearsal, run_backup(world, rehearsal, phone).snapshot.id)
    rehearsal.close()
    assert steps.count > 20

    for fatal in range(1, steps.count + 1):
        place = fresh(world, tmp_path)
        assert back_up_and_die(world, place, phone, fatal) == DIED

        vault = open_vault(place, Steps(), world.desk.clock)
        assert everything(vault, first.id) == before
        assert vault.repository.check(read_data=True, task=Task()).problems == ()
        assert everything(vault, run_backup(world, vault, phone).snapshot.id) == wanted
        assert vault.repository.check(read_data=True, task=Task()).problems == ()
        vault.close()


def fresh(world, tmp_path: Path) -> Path:
    """A copy of the vault as it was before the computer died."""
    place = tmp_path / "copy"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(world.vault.place, place)
    return place
