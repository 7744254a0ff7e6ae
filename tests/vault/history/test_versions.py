from __future__ import annotations

from holdfast.records.model.kinds import Kind

from .conftest import LX, PARTIAL, card

CONTACTS = Kind.CONTACTS


def test_versions_tell_where_each_was_seen_newest_first(owner, history):
    ids = []
    for phone in ("555-0101", "555-0101", "555-0102", "555-0101"):
        owner.phone = {CONTACTS: {"1": card("Berg;Anna", phone)}}
        ids.append(owner.backs_up())
    newest, older = history.versions(LX.id, CONTACTS, "1")

    assert (newest.first.id, newest.last.id, newest.count) == (ids[0], ids[3], 3)
    assert (older.first.id, older.last.id, older.count) == (ids[2], ids[2], 1)
    assert newest.gone_since is older.gone_since is None


def test_an_item_is_gone_since_the_first_complete_backup_without_it(owner, history):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna"), "2": card("Adler;Paul")}}
    owner.backs_up()
    del owner.phone[CONTACTS]["1"]
    owner.backs_up({CONTACTS: PARTIAL})
    complete = owner.backs_up()
    owner.backs_up()

    (version,) = history.versions(LX.id, CONTACTS, "1")
    assert version.gone_since == history.snapshot(complete).time
    assert history.versions(LX.id, CONTACTS, "2")[0].gone_since is None


def test_an_item_that_came_back_is_not_gone(owner, history):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna")}}
    owner.backs_up()
    owner.phone = {CONTACTS: {}}
    owner.backs_up()
    owner.phone = {CONTACTS: {"1": card("Berg;Anna")}}
    owner.backs_up()

    (version,) = history.versions(LX.id, CONTACTS, "1")
    assert (version.gone_since, version.count) == (None, 2)


def test_versions_found_only_in_forgotten_snapshots_go_with_them(owner, history, repository):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna", "555-0101")}}
    first = owner.backs_up()
    owner.phone = {CONTACTS: {"1": card("Berg;Anna", "555-0102")}}
    owner.backs_up()
    assert len(history.versions(LX.id, CONTACTS, "1")) == 2
    repository.drop(first)
    history.refresh()

    assert len(history.versions(LX.id, CONTACTS, "1")) == 1
