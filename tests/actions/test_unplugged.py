"""The cable is pulled at every transfer of a backup and of a restore, in turn."""

import pytest

from holdfast.errors import Problem
from holdfast.phones.links.link import Unplugged
from holdfast.phones.virtual.store import replace_sample, wipe_sample
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.vault.history.history import History
from holdfast.vault.library import Vault
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.memory import MemoryStore
from holdfast.wording.problems import sentence
from tests.actions.conftest import PASSWORD
from tests.actions.phone_files import contents

DEEP = (pytest.mark.deep, pytest.mark.timeout(4 * 3600))


def everything(vault, snapshot):
    return {
        (kind, item.key): b"".join(vault.history.read(item))
        for kind in Kind
        for item in vault.history.items(snapshot.id, kind)
    }


def pulled_backup(world, phone, at):
    """Back up with the cable pulled at transfer `at`; return the Problem and the result."""
    world.desk.virtual.unplug_at(at)
    try:
        result = world.back_up(phone)
    except Problem as problem:
        return problem, None
    return result.problem, result


def problem_of(work):
    try:
        work()
    except Problem as problem:
        return problem
    return None


def transfers_of(world, work):
    before = world.desk.virtual.transfers
    work()
    return world.desk.virtual.transfers - before


@pytest.mark.parametrize("small", [True, pytest.param(False, marks=DEEP)])
def test_a_backup_unplugged_at_any_transfer_keeps_what_there_was_and_the_next_completes(
    world, small
):
    phone = world.phone(small=small)
    first = world.back_up(phone)
    before = everything(world.vault, first.snapshot)
    transfers = transfers_of(world, lambda: world.back_up(phone))

    for at in range(1, transfers + 1):
        problem, result = pulled_backup(world, phone, at)
        if problem is None:
            assert result.whole  # pulled while saying goodbye: everything had been read
        else:
            assert isinstance(problem, Unplugged)
            assert sentence(problem)
        assert everything(world.vault, first.snapshot) == before
        assert removed(result) == 0
        world.pull("phone")
        assert world.plug("phone") == phone

    final = world.back_up(phone)
    assert final.whole
    assert everything(world.vault, final.snapshot) == before
    assert world.vault.repository.check(read_data=True, task=Task()).problems == ()


def removed(result):
    return sum(entry.removed for entry in result.digest) if result else 0


FIRST_AND_STEP = {
    "small phone": (True, 1, 1),
    # The transfers of the full phone in sixteen parts, so that every core can take one.
    **{f"full phone, part {part}": (False, part, 16) for part in range(1, 17)},
}


@pytest.mark.parametrize(
    ("small", "first", "step"),
    [
        pytest.param(*how, id=name, marks=() if how[0] else DEEP)
        for name, how in FIRST_AND_STEP.items()
    ],
)
def test_a_restore_unplugged_at_any_transfer_completes_when_it_is_asked_again(
    world, small, first, step
):
    phone = world.phone(small=small)
    backup = world.back_up(phone).snapshot
    wanted = contents(world.phones["phone"])
    new = replacement(world)
    kept = world.vault
    world.vault = copy_in_memory(kept, world.desk.clock)
    transfers = transfers_of(world, lambda: world.restore(backup, new))
    world.vault.close()
    assert transfers > 100

    for at in range(first, transfers + 1, step):
        world.vault = copy_in_memory(kept, world.desk.clock)
        wipe_sample(world.phones["new"])
        world.desk.virtual.unplug_at(at)
        problem = problem_of(lambda: world.restore(backup, new))
        assert problem is None or (isinstance(problem, Unplugged) and sentence(problem))
        world.pull("new")
        assert world.plug("new") == new

        receipt = world.restore(backup, new)

        assert receipt.whole
        assert contents(world.phones["new"]) == wanted
        world.vault.close()
    world.vault = kept


def replacement(world) -> str:
    world.phone("new")
    world.pull("new")
    replace_sample(world.phones["new"])
    return world.plug("new")


def copy_in_memory(vault: Vault, clock) -> Vault:
    """The same vault without a disk, so that each try starts from the same history."""
    store = MemoryStore()
    for path in vault.place.rglob("*"):
        if path.is_file():
            store.put(path.relative_to(vault.place).as_posix(), path.read_bytes())
    repository = Repository.open(store, PASSWORD, clock=clock, settle=0.0)
    history = History(None, repository)
    history.refresh()
    return Vault(vault.place, repository, history)
