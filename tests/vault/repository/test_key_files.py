import os
import sys

import pytest

from holdfast.vault.repository.keyfile import ScryptCost
from holdfast.vault.repository.problems import (
    AmbiguousKey,
    KeyInUse,
    LastKey,
    NoSuchKey,
    PasswordInUse,
    VaultLocked,
    WrongPassword,
)
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.folder import FolderStore
from tests.vault.repository.vaults import CHEAP, PASSWORD, check, create, read, reopen, save

SECOND = "second key"
DIED = 77


def opened(store, password, clock) -> Repository:
    return Repository.open(store, password, clock=clock, settle=0)


def key_names(place) -> set[str]:
    return {path.name for path in (place / "keys").iterdir()}


def test_an_added_password_opens_the_same_vault_and_the_first_one_stays(repository, store, clock):
    snapshot = save(repository, {"a": b"x"})
    repository.keys.add(SECOND, CHEAP)
    for password in (PASSWORD, SECOND):
        assert read(opened(store, password, clock), snapshot) == {"a": b"x"}


def test_keys_are_listed_oldest_first_and_the_one_in_use_is_marked(repository, store, clock):
    clock.sleep(days=1)
    added = repository.keys.add(SECOND, CHEAP)
    assert [key.current for key in repository.keys.listed()] == [True, False]
    assert [key.current for key in opened(store, SECOND, clock).keys.listed()] == [False, True]
    assert repository.keys.listed()[1] == added
    assert added.created == clock.now


def test_what_is_no_key_file_is_not_listed(repository, store):
    store.put("keys/" + "ab" * 32, b"garbage")
    store.put("keys/.DS_Store", b"{}")
    assert len(repository.keys.listed()) == 1


def test_a_password_that_opens_the_vault_is_not_added_twice(repository):
    with pytest.raises(PasswordInUse):
        repository.keys.add(PASSWORD, CHEAP)
    assert len(repository.keys.listed()) == 1


def test_a_changed_password_opens_and_the_old_one_does_not(repository, store, clock):
    snapshot = save(repository, {"a": b"x"})
    changed = repository.keys.change(SECOND, CHEAP)
    assert repository.keys.listed() == [changed]
    assert changed.current
    assert read(opened(store, SECOND, clock), snapshot) == {"a": b"x"}
    with pytest.raises(WrongPassword):
        reopen(store, clock)
    save(repository, {"b": b"y"})  # what is open stays open


def test_a_removed_password_opens_the_vault_no_more(repository, store, clock):
    added = repository.keys.add(SECOND, CHEAP)
    assert repository.keys.remove(added.id[:8]) == added
    with pytest.raises(WrongPassword):
        opened(store, SECOND, clock)
    reopen(store, clock)


def test_the_last_key_is_not_removed(repository, store, clock):
    (only,) = repository.keys.listed()
    with pytest.raises(LastKey):
        repository.keys.remove(only.id)
    reopen(store, clock)


def test_another_programs_last_key_is_not_removed_either(repository, store, clock):
    clock.sleep(seconds=1)
    repository.keys.add(SECOND, CHEAP)
    other = opened(store, SECOND, clock)
    first, second = repository.keys.listed()
    other.keys.remove(first.id)
    with pytest.raises(LastKey):
        repository.keys.remove(second.id)
    opened(store, SECOND, clock)


def test_the_key_in_use_is_not_removed(repository):
    repository.keys.add(SECOND, CHEAP)
    (current,) = (key for key in repository.keys.listed() if key.current)
    with pytest.raises(KeyInUse):
        repository.keys.remove(current.id)
    assert len(repository.keys.listed()) == 2


def test_a_key_is_named_by_enough_digits(repository):
    names = [repository.keys.add(f"password {n}", CHEAP).id for n in range(17)]
    for prefix in ("", "no key", "f" * 64):
        with pytest.raises(NoSuchKey):
            repository.keys.remove(prefix)
    first = next(name[0] for name in names if sum(other[0] == name[0] for other in names) > 1)
    with pytest.raises(AmbiguousKey) as caught:
        repository.keys.remove(first)
    assert len(caught.value.matches) > 1
    assert len(repository.keys.listed()) == 18


def test_no_key_is_taken_away_beside_a_writer_but_one_is_added(repository, store, clock):
    added = repository.keys.add(SECOND, CHEAP)
    other = reopen(store, clock)
    with repository.writer():
        other.keys.add("third key", CHEAP)
        for work in (
            lambda: other.keys.change("fourth key", CHEAP),
            lambda: other.keys.remove(added.id),
        ):
            with pytest.raises(VaultLocked):
                work()
    assert len(other.keys.listed()) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_dying_at_any_step_of_a_change_leaves_a_password_that_opens(place, clock):
    snapshot = save(create(FolderStore(place), clock), {"a": b"x"})
    password, died = PASSWORD, 0
    for step in range(1, 60):
        new = f"password {step}"
        status = _change_and_die(place, clock, password, new, step)
        password = _the_one_that_opens(place, clock, (password, new))
        repository = opened(FolderStore(place), password, clock)
        assert read(repository, snapshot) == {"a": b"x"}
        assert check(repository).sound
        repository.unlock_stale()
        if status == 0:
            break
        died += 1
    assert (status, died) == (0, 10)
    # The key that a death left over is listed, and can be removed.
    for key in repository.keys.listed():
        if not key.current:
            repository.keys.remove(key.id)
    assert len(key_names(place)) == 1


def _change_and_die(place, clock, password: str, new: str, step: int) -> int:
    left = iter(range(step - 1, -1, -1))

    def count(_name: str) -> None:
        if next(left, -1) == 0:
            os._exit(DIED)

    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        opened(FolderStore(place, count), password, clock).keys.change(new, CHEAP)
    finally:
        os._exit(0)


def _the_one_that_opens(place, clock, passwords) -> str:
    for password in passwords:
        try:
            opened(FolderStore(place), password, clock)
        except WrongPassword:
            continue
        return password
    pytest.fail("no password opens the vault any more")


def test_restic_opens_with_what_we_added_and_changed(restic, on_disk):
    snapshot = save(on_disk, {"a": b"x"})
    on_disk.keys.add(SECOND, ScryptCost(n=1024, r=8, p=4))
    assert snapshot.id[:8] in restic("snapshots", password=SECOND).stdout
    on_disk.keys.change("changed key", CHEAP)
    restic("check", password="changed key")  # noqa: S106 - opens nothing
    assert "wrong password" in restic("snapshots", statuses=(1, 12)).stderr


def test_we_open_with_what_restic_added_and_changed(restic, on_disk, place, tmp_path, clock):
    snapshot = save(on_disk, {"a": b"x"})
    new = tmp_path / "new"
    new.write_text(SECOND)
    restic("key", "add", "--new-password-file", str(new))
    assert read(opened(FolderStore(place), SECOND, clock), snapshot) == {"a": b"x"}
    assert len(on_disk.keys.listed()) == 2
    new.write_text("changed by restic")
    restic("key", "passwd", "--new-password-file", str(new), password=SECOND)
    again = opened(FolderStore(place), "changed by restic", clock)
    assert read(again, snapshot) == {"a": b"x"}
    (first,) = (key for key in again.keys.listed() if not key.current)
    again.keys.remove(first.id)
    assert "wrong password" in restic("snapshots", statuses=(1, 12)).stderr
