import random

import pytest

from holdfast.progress import Cancelled, Task
from holdfast.vault.repository.problems import VaultDamaged, VaultLocked
from tests.vault.repository.test_check import FILES, flip, packs
from tests.vault.repository.vaults import check, noise, read, reopen, save

NOISE = {f"Photos/{number}.jpg": b"".join(noise(5000)) for number in range(5)}
"""Its data pack is the biggest: nothing in it can be compressed."""


def everything(store) -> dict[str, bytes]:
    folders = ("data", "index", "snapshots", "keys", "locks")
    return {name: store.get(name) for folder in folders for name, _ in store.list(folder)}


def biggest(store) -> str:
    return max(packs(store), key=lambda name: len(store.get(name)))


def test_a_sound_vault_is_left_as_it_is(store, repository):
    save(repository, FILES)
    before = everything(store)
    assert len(before) == 5
    assert not repository.repair(Task()).reindexed
    assert everything(store) == before


def test_what_a_flipped_bit_spoilt_is_healed_by_the_next_backup(store, repository, clock):
    first = save(repository, FILES)
    chosen = random.Random(1)  # noqa: S311 - chooses bits, keeps no secret
    for name in [name for name, _ in store.list("data")] * 10:
        whole = everything(store)
        flip(store, name, chosen.randrange(len(whole[name]) * 8))
        again = reopen(store, clock)
        assert again.repair(Task()).packs == 1
        save(again, FILES)
        assert check(again).sound
        assert read(again, first) == FILES
        for changed in everything(store):
            store.delete(changed)
        for path, data in whole.items():
            store.put(path, data)


def test_only_the_blob_that_is_damaged_is_lost(store, repository, clock):
    first = save(repository, NOISE)
    data = biggest(store)
    flip(store, data, 80)
    again = reopen(store, clock)
    report = again.repair(Task())
    assert (len(report.lost), report.saved) == (1, len(NOISE) - 1)
    assert not check(again).sound
    assert store.exists(data)
    with pytest.raises(VaultDamaged):
        read(again, first)


def test_a_damaged_index_is_made_anew_from_the_packs(store, repository, clock):
    first = save(repository, FILES)
    (index,) = (name for name, _ in store.list("index"))
    flip(store, index, 99)
    again = reopen(store, clock)
    assert again.repair(Task()).lost == ()
    assert check(again).sound
    assert read(reopen(store, clock), first) == FILES


def test_a_repair_waits_for_nobody_and_disturbs_nobody(store, repository, clock):
    save(repository, FILES)
    other = reopen(store, clock)
    with other.writer(), pytest.raises(VaultLocked):
        repository.repair(Task())


def test_a_repair_can_be_stopped(repository):
    save(repository, FILES)
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        repository.repair(task)


def test_restic_agrees_after_a_repair_and_a_backup(place, on_disk, restic, clock):
    save(on_disk, NOISE)
    store = on_disk.store
    flip(store, biggest(store), 80)
    restic("check", "--read-data", statuses=(1,))
    again = reopen(store, clock)
    assert again.repair(Task()).lost
    save(again, NOISE)
    restic("check", "--read-data")
