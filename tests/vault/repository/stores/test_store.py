"""What every store must do, asked of each."""

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.vault.repository.stores.folder import FolderStore
from holdfast.vault.repository.stores.memory import MemoryStore

NAME = "data/ab/" + "ab" * 32


@pytest.fixture(params=["folder", "memory"])
def store(request, tmp_path):
    made = FolderStore(tmp_path / "vault") if request.param == "folder" else MemoryStore()
    made.prepare()
    return made


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary())
def test_what_was_put_is_there_whole(store, content):
    store.put(NAME, content)
    assert store.get(NAME) == content
    assert store.exists(NAME)


def test_pieces_are_put_as_one_file(store):
    store.put(NAME, b"one", b"", b"two")
    assert store.get(NAME) == b"onetwo"
    store.put(NAME)
    assert store.get(NAME) == b""


def test_what_was_put_can_be_put_again(store):
    store.put("config", b"one, and longer")
    store.put("config", b"two")
    assert store.get("config") == b"two"


@pytest.mark.parametrize(
    ("offset", "length", "found"),
    [
        (0, 3, b"012"),
        (4, 3, b"456"),
        (8, 5, b"89"),
        (10, 5, b""),
        (99, 1, b""),
        (0, 1 << 40, b"0123456789"),
    ],
)
def test_a_piece_of_a_file_is_read_and_what_lies_behind_its_end_is_not(
    store, offset, length, found
):
    store.put(NAME, b"0123456789")
    assert store.read_range(NAME, offset, length) == found


def test_a_name_that_is_not_there_is_said_to_be_missing(store):
    assert not store.exists(NAME)
    with pytest.raises(FileNotFoundError):
        store.get(NAME)
    with pytest.raises(FileNotFoundError):
        store.read_range(NAME, 0, 1)


def test_a_listing_tells_names_and_sizes_of_one_folder_however_deep(store):
    store.put("config", b"")
    store.put(NAME, b"12345")
    store.put("data/cd/x", b"1")
    store.put("snapshots/y", b"12")
    assert sorted(store.list("data")) == [(NAME, 5), ("data/cd/x", 1)]
    assert list(store.list("snapshots")) == [("snapshots/y", 2)]
    assert list(store.list("locks")) == []


def test_a_deleted_file_is_gone_and_may_be_deleted_again(store):
    store.put(NAME, b"x")
    store.delete(NAME)
    store.delete(NAME)
    assert not store.exists(NAME)
    assert list(store.list("data")) == []


def test_a_store_is_empty_until_the_first_file(store):
    assert store.is_empty()
    store.put("config", b"x")
    assert not store.is_empty()


def test_a_file_may_vanish_while_its_folder_is_listed(store):
    for number in range(50):
        store.put(f"locks/{number}", b"x")
    listing = store.list("locks")
    next(listing)
    for number in range(50):
        store.delete(f"locks/{number}")
    assert len(list(listing)) < 50


def test_many_threads_may_put_at_once(store):
    def put(number: int) -> None:
        for at in range(20):
            store.put(f"data/ab/{number}-{at}", b"%d" % number * 1000)

    threads = [threading.Thread(target=put, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(store.list("data"))) == 80


def test_the_place_can_be_named(store):
    assert store.place
