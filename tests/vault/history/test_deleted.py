from __future__ import annotations

from datetime import timedelta

from holdfast.records.model.kinds import Kind
from holdfast.vault.history.deleted import ENDS
from holdfast.vault.history.stints import MOVED, QUERIES

from .conftest import LX, PARTIAL, START, Owner, card

CONTACTS = Kind.CONTACTS
NAMES = ("Berg;Anna", "Adler;Paul", "Stern;Cleo", "Vogel;Emil", "Wolf;Ida")


def _loses(owner, how_many):
    """Back up, each time one contact less."""
    owner.phone = {CONTACTS: {str(n): card(name) for n, name in enumerate(NAMES)}}
    ids = [owner.backs_up()]
    for n in range(how_many):
        del owner.phone[CONTACTS][str(n)]
        ids.append(owner.backs_up())
    return ids


def test_the_deleted_come_last_seen_first_with_when_they_lived(owner, history):
    ids = _loses(owner, 2)
    found = history.deleted(LX.id, CONTACTS)

    assert [(v.item.key, v.first.id, v.last.id, v.count) for v in found] == [
        ("1", ids[0], ids[1], 2),
        ("0", ids[0], ids[0], 1),
    ]
    assert [v.gone_since for v in found] == [history.snapshot(each).time for each in ids[:0:-1]]


def test_an_item_is_told_once_since_its_first_version(owner, history):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna", "555-1"), "2": card("Adler;Paul")}}
    first = owner.backs_up()
    owner.phone[CONTACTS] = {"8": card("Berg;Anna", "555-1"), "2": card("Adler;Paul")}
    owner.backs_up()
    owner.phone[CONTACTS]["8"] = card("Berg;Anna", "555-2")
    last = owner.backs_up()
    del owner.phone[CONTACTS]["8"]
    owner.backs_up()

    (version,) = history.deleted(LX.id, CONTACTS)
    assert (version.item.key, version.item.subtitle) == ("8", "555-2")
    assert (version.first.id, version.last.id, version.count) == (first, last, 3)


def test_pages_follow_each_other(owner, history):
    _loses(owner, 4)
    whole = history.deleted(LX.id, CONTACTS)

    assert len(whole) == 4
    assert history.deleted(LX.id, CONTACTS, 3) + history.deleted(LX.id, CONTACTS, 3, 3) == whole
    assert history.deleted(LX.id, CONTACTS, 3, 4) == history.deleted(LX.id, CONTACTS, 0) == ()


def test_nothing_is_gone_by_a_reading_in_part_or_under_alarm(owner, history):
    _loses(owner, 0)
    owner.phone = {CONTACTS: {"0": card(NAMES[0])}}
    owner.backs_up({CONTACTS: PARTIAL})
    owner.backs_up(tags=["loss", "loss:contacts"])
    assert history.deleted(LX.id, CONTACTS) == ()

    owner.backs_up()
    history.refresh()
    assert len(history.deleted(LX.id, CONTACTS)) == len(NAMES) - 1


def test_what_a_later_partial_reading_shows_is_there(owner, history):
    _loses(owner, 1)
    owner.phone = {CONTACTS: {"0": card(NAMES[0])}}
    owner.backs_up({CONTACTS: PARTIAL})

    assert history.deleted(LX.id, CONTACTS) == ()


def test_a_whole_phone_with_new_keys_has_lost_nothing(owner, history):
    _loses(owner, 1)
    owner.phone = {CONTACTS: {f"N{n}": card(name) for n, name in enumerate(NAMES[1:])}}
    owner.backs_up()

    assert [version.item.key for version in history.deleted(LX.id, CONTACTS)] == ["0"]


def test_backups_that_came_in_later_are_told_in_order_of_time(owner, repository, history):
    ids = _loses(owner, 2)
    history.refresh()
    older = Owner(repository, now=START - timedelta(days=9))
    older.phone = {CONTACTS: {"0": card(NAMES[0]), "X": card("Old;Max")}}
    earliest = older.backs_up()
    history.refresh()

    found = history.deleted(LX.id, CONTACTS)
    assert [(v.item.key, v.first.id, v.last.id) for v in found] == [
        ("1", ids[0], ids[1]),
        ("0", earliest, ids[0]),
        ("X", earliest, earliest),
    ]


def test_questions_are_answered_by_indexes_alone(owner, history):
    _loses(owner, 1)
    history.refresh()
    values = {"handset": 1, "kind": "contacts", "value": "1", "start": 0, "end": 9}
    with history._index.reading() as database:
        for query in (ENDS, MOVED, *QUERIES.values()):
            plan = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {query}", values)]
            read_whole = ("SCAN spans", "SCAN versions", "SCAN summaries")
            assert not [s for s in plan if s.startswith(read_whole) or "TEMP" in s], plan


def test_one_whose_key_was_handed_to_another_is_deleted(owner, history):
    _loses(owner, 0)
    owner.phone = {CONTACTS: {str(n): card(name) for n, name in enumerate(NAMES[1:])}}
    owner.backs_up()

    (version,) = history.deleted(LX.id, CONTACTS)
    assert (version.item.title, version.item.key, version.count) == ("Anna Berg", "0", 1)


def test_a_renamed_one_is_not_deleted(owner, history):
    _loses(owner, 0)
    owner.phone[CONTACTS]["0"] = card("Adler;Anna")
    owner.backs_up()

    assert history.deleted(LX.id, CONTACTS) == ()
