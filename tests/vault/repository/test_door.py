"""A repository that is unlocked when something first needs it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from holdfast.vault.repository.door import Door, Opened
from holdfast.vault.repository.keyfile import ScryptCost
from holdfast.vault.repository.problems import VaultMissing, WrongPassword
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.seal import Key, SealBroken
from holdfast.vault.repository.stores.memory import MemoryStore
from tests.vault.repository.vaults import PASSWORD, create, read, save

CHEAP = ScryptCost(n=1024, r=8, p=1)


@pytest.fixture
def asked() -> list[str]:
    """What was said to whoever asked for the password."""
    return []


@pytest.fixture
def later(repository, store, clock, asked) -> Repository:
    def password() -> str:
        asked.append(PASSWORD)
        return PASSWORD

    return Repository.open_later(store, repository.id, password, clock=clock, settle=0.0)


def test_names_are_told_before_anybody_is_asked_for_the_password(repository, later, asked):
    snapshot = save(repository, {"a": b"one"})

    assert later.file_names("snapshots") == [snapshot.id]
    assert later.id == repository.id
    assert asked == []


def test_what_is_read_and_written_first_asks_for_the_password_once(repository, later, asked):
    save(repository, {"a": b"one"})

    [snapshot] = later.snapshots()
    assert read(later, snapshot) == {"a": b"one"}
    second = save(later, {"a": b"two"})
    assert read(repository, second) == {"a": b"two"}
    assert asked == [PASSWORD]


def test_passwords_are_added_and_told_as_in_a_vault_that_was_unlocked_at_once(later, store, clock):
    later.keys.add("another", CHEAP)

    assert [key.current for key in later.keys.listed()].count(True) == 1
    assert Repository.open(store, "another", clock=clock).id == later.id


def test_a_wrong_password_is_told_by_whatever_needs_the_key(repository, store, clock):
    save(repository, {"a": b"one"})
    later = Repository.open_later(store, repository.id, lambda: "not it", clock=clock)

    for needs in (later.unlock, later.snapshots, lambda: later.keys):
        with pytest.raises(WrongPassword):
            needs()


def test_another_vault_with_the_same_password_is_not_taken_for_the_one_that_was_known(
    repository, clock
):
    other = MemoryStore()
    create(other, clock)
    later = Repository.open_later(other, repository.id, lambda: PASSWORD, clock=clock)

    with pytest.raises(WrongPassword):
        later.unlock()


def test_where_there_is_no_vault_that_is_told_at_once(repository, clock):
    with pytest.raises(VaultMissing):
        Repository.open_later(MemoryStore(), repository.id, lambda: PASSWORD, clock=clock)


def test_many_who_need_the_key_wait_for_one_who_finds_it():
    key, begun, go_on = Key.generate(), threading.Barrier(2), threading.Event()
    found: list[Opened] = []

    def find() -> Opened:
        begun.wait(5)
        go_on.wait(5)
        found.append(Opened("id", key, "name"))
        return found[-1]

    late = Door(find).key
    with ThreadPoolExecutor(4) as pool:
        sealed = [pool.submit(late.seal, b"content") for _ in range(4)]
        begun.wait(5)
        go_on.set()
        assert [key.open(each.result(5)) for each in sealed] == [b"content"] * 4
    assert len(found) == 1
    with pytest.raises(SealBroken):
        Key.generate().open(late.seal(b"content"))


def test_who_was_refused_may_ask_again():
    refusals = [WrongPassword("place")]

    def find() -> Opened:
        if refusals:
            raise refusals.pop()
        return Opened("id", Key.generate(), "name")

    door = Door(find)
    with pytest.raises(WrongPassword):
        door.opened()
    assert door.opened().key_name == "name"
