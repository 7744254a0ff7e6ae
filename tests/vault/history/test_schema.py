from __future__ import annotations

import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from holdfast.records.model.kinds import Kind
from holdfast.vault.history import schema
from holdfast.vault.history.history import History
from holdfast.vault.repository.problems import VaultMissing

from .conftest import card

CONTACTS = Kind.CONTACTS


@pytest.fixture
def place(tmp_path, owner, repository):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna")}}
    owner.backs_up()
    place = tmp_path / "cache" / "index.sqlite"
    asked(place, repository)
    return place


def asked(place, repository) -> int:
    history = History(place, repository)
    try:
        return len(history.search("anna"))
    finally:
        history.close()


def test_the_index_is_readable_by_its_owner_alone(place, repository):
    place.chmod(0o644)
    history = History(place, repository)
    history.refresh()
    with history._index.writing():
        modes = [stat.S_IMODE(file.stat().st_mode) for file in place.parent.iterdir()]
    history.close()

    assert modes == [0o600] * 3


def test_a_deleted_index_is_made_anew(place, repository):
    place.unlink()

    assert asked(place, repository) == 1


@pytest.mark.parametrize("bad", [b"", b"not a database at all" * 500, b"SQLite format 3\0" * 900])
def test_a_corrupt_index_is_made_anew(place, repository, bad):
    place.write_bytes(bad)

    assert asked(place, repository) == 1


def test_an_index_that_breaks_while_in_use_is_made_anew(place, repository):
    history = History(place, repository)
    history.refresh()
    history._index._drop_connections()
    with place.open("r+b") as file:
        size = file.seek(0, 2)
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))

    assert len(history.search("anna")) == 1
    assert len(history.timeline()) == 1
    history.close()


def test_tables_that_are_missing_are_made_anew(place, repository):
    with sqlite3.connect(place) as database:
        database.execute("DROP TABLE versions")
    database.close()

    assert asked(place, repository) == 1


def test_an_index_of_another_version_is_made_anew(place, repository):
    with sqlite3.connect(place) as database:
        database.execute(f"PRAGMA user_version = {schema.VERSION - 1}")
        database.execute("DROP TABLE spans")
    database.close()

    assert asked(place, repository) == 1


def test_an_index_of_another_vault_is_made_anew(place, repository, make_vault):
    other = make_vault()

    assert asked(place, other) == 0
    assert asked(place, repository) == 1


def test_a_place_that_cannot_be_written_is_replaced_by_a_private_one(tmp_path, owner, repository):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna")}}
    owner.backs_up()
    (tmp_path / "file").write_bytes(b"")
    history = History(tmp_path / "file" / "index.sqlite", repository)

    assert len(history.search("anna")) == 1
    private = history._index.place
    history.close()
    assert not private.exists()


def test_many_threads_may_ask_while_the_index_grows(owner, repository, tmp_path):
    history = History(tmp_path / "index.sqlite", repository)
    owner.phone = {CONTACTS: {str(n): card(f"Anna{n}") for n in range(50)}}
    snapshot = owner.backs_up()
    history.refresh()
    done = threading.Event()

    def ask() -> int:
        rounds = 0
        while not done.is_set() or not rounds:
            assert len(history.items(snapshot, CONTACTS)) == 50
            assert len(history.search("anna4")) >= 10
            rounds += 1
        return rounds

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask) for _ in range(4)]
        for number in range(10):
            owner.phone[CONTACTS][f"new{number}"] = card(f"Anna4{number}")
            owner.backs_up()
            history.refresh()
        done.set()
        assert all(job.result() for job in asking)
    assert len(history.timeline()) == 11
    history.close()


def test_two_programs_may_share_one_index(owner, repository, tmp_path):
    place = tmp_path / "index.sqlite"
    first, second = History(place, repository), History(place, repository)
    owner.phone = {CONTACTS: {"1": card("Berg;Anna")}}
    owner.backs_up()
    first.refresh()
    second.refresh()
    owner.backs_up()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(History.refresh, (first, second)))

    assert len(first.timeline()) == len(second.timeline()) == 2
    first.close()
    second.close()


def test_a_vault_that_went_away_empties_no_index(place, repository):
    history = History(place, repository)
    history.refresh()
    files, repository.store._files = repository.store._files, {}
    with pytest.raises(VaultMissing):
        history.refresh()
    repository.store._files = files
    history.refresh()

    assert len(history.timeline()) == 1
    history.close()


def test_an_index_is_made_anew_when_somebody_asks_for_it(place, repository):
    history = History(place, repository)
    assert len(history.timeline()) == 1
    with history._index.writing() as database:
        database.execute("DELETE FROM snapshots")
    assert history.timeline() == ()
    history.rebuild()

    assert len(history.timeline()) == 1
    history.close()
