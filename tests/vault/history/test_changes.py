from __future__ import annotations

import pytest

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import KindDigest

from .conftest import COMPLETE, LX, PARTIAL, REFUSED, card

CONTACTS, PHOTOS = Kind.CONTACTS, Kind.PHOTOS


@pytest.fixture
def full(owner):
    owner.phone = {
        CONTACTS: {str(n): card(f"Name{n}") for n in range(5)},
        PHOTOS: {"Phone/a.jpg": b"a"},
    }
    return owner


def digest(history, snapshot: str) -> tuple[KindDigest, ...]:
    (entry,) = (e for e in history.timeline() if e.snapshot.id == snapshot)
    return entry.digest


def keys(items) -> list[str]:
    return sorted(item.key for item in items)


def test_a_first_backup_adds_all_it_holds(full, history):
    snapshot = full.backs_up()

    assert digest(history, snapshot) == (KindDigest(CONTACTS, added=5), KindDigest(PHOTOS, added=1))
    assert history.timeline()[0].first


def test_a_backup_without_a_change_has_an_empty_digest(full, history):
    full.backs_up()

    assert digest(history, full.backs_up()) == ()


def test_added_removed_and_changed_items_are_told_apart(full, history):
    full.backs_up()
    full.phone[CONTACTS]["0"] = card("Name0", "555-0199")
    full.phone[CONTACTS]["9"] = card("Name9")
    del full.phone[CONTACTS]["4"]
    snapshot = full.backs_up()
    (told,) = history.changes(snapshot)

    assert digest(history, snapshot) == (KindDigest(CONTACTS, 1, 1, 1),)
    assert (told.kind, keys(told.added), keys(told.removed)) == (CONTACTS, ["9"], ["4"])
    ((before, after),) = told.changed
    assert (before.key, after.key) == ("0", "0")
    assert b"555-0199" in b"".join(history.read(after))
    assert b"555-0100" in b"".join(history.read(before))


def test_a_difference_of_transport_alone_is_no_change(full, history):
    full.backs_up()
    full.phone[CONTACTS]["0"] = card("Name0", extra="X-IRMC-LUID:0000000000F1")
    snapshot = full.backs_up()

    assert digest(history, snapshot) == ()
    assert history.changes(snapshot) == ()
    (version,) = history.versions(LX.id, CONTACTS, "0")
    assert version.count == 2
    assert b"LUID" in b"".join(history.read(version.item))


@pytest.mark.parametrize("state", [PARTIAL, REFUSED])
def test_a_kind_that_is_not_complete_removes_nothing(full, history, state):
    full.backs_up()
    full.phone[CONTACTS] = {"0": card("Name0")}
    snapshot = full.backs_up({CONTACTS: state})

    assert digest(history, snapshot) == ()
    assert history.changes(snapshot) == ()
    assert all(v.gone_since is None for v in history.versions(LX.id, CONTACTS, "3"))


def test_a_partial_reading_still_tells_what_is_new_and_changed(full, history):
    full.backs_up()
    full.phone[CONTACTS] = {"0": card("Name0", "555-0199"), "9": card("Name9")}
    snapshot = full.backs_up({CONTACTS: PARTIAL})

    assert digest(history, snapshot) == (KindDigest(CONTACTS, added=1, changed=1),)


def test_what_a_partial_reading_brought_is_not_new_again(full, history):
    contacts = dict(full.phone[CONTACTS])
    full.backs_up()
    full.phone[CONTACTS] = {"9": card("Name9")}
    full.backs_up({CONTACTS: PARTIAL})
    full.phone[CONTACTS] = contacts | {"9": card("Name9"), "8": card("Name8")}

    assert digest(history, full.backs_up()) == (KindDigest(CONTACTS, added=1),)


def test_what_went_between_two_complete_readings_is_removed_once(full, history):
    full.backs_up()
    del full.phone[CONTACTS]["4"]
    full.backs_up({CONTACTS: PARTIAL})
    first = full.backs_up()
    second = full.backs_up()

    assert digest(history, first) == (KindDigest(CONTACTS, removed=1),)
    assert digest(history, second) == ()


def test_a_refused_kind_between_changes_nothing_for_the_next(full, history):
    full.backs_up()
    contacts = full.phone.pop(CONTACTS)
    full.backs_up()
    full.phone[CONTACTS] = contacts

    assert digest(history, full.backs_up()) == ()


def test_a_loss_under_alarm_shows_in_its_digest_and_ends_no_life(full, history):
    full.backs_up()
    contacts, full.phone[CONTACTS] = full.phone[CONTACTS], {}
    emptied = full.backs_up(tags=["loss:contacts"])

    assert digest(history, emptied) == (KindDigest(CONTACTS, removed=5),)
    assert history.versions(LX.id, CONTACTS, "3")[0].gone_since is None
    assert not history.search("Name3")[0].gone
    full.phone[CONTACTS] = contacts
    refilled = full.backs_up()
    history.refresh()
    assert digest(history, refilled) == (KindDigest(CONTACTS, added=5),)


def test_once_its_owner_accepts_a_loss_the_items_are_gone(full, history, repository):
    full.backs_up()
    full.phone[CONTACTS] = {}
    emptied = full.backs_up(tags=["loss:contacts"])
    history.refresh()
    repository.retag(emptied, add=["accepted:contacts"], remove=["loss:contacts"])
    history.refresh()

    (version,) = history.versions(LX.id, CONTACTS, "3")
    assert version.gone_since == history.snapshot("latest").time


def test_any_two_snapshots_can_be_compared_in_either_order(full, history):
    first = full.backs_up()
    full.phone[CONTACTS]["9"] = card("Name9")
    full.backs_up()
    full.phone[CONTACTS]["0"] = card("Name0", "555-0199")
    third = full.backs_up()

    (forth,) = history.changes(third, first)
    (back,) = history.changes(first, third)
    assert (keys(forth.added), len(forth.changed)) == (["9"], 1)
    assert (keys(back.removed), len(back.changed)) == (["9"], 1)


def test_comparing_with_a_partial_snapshot_uses_what_was_known_then(full, history):
    full.backs_up()
    full.phone[CONTACTS] = {"9": card("Name9")}
    partial = full.backs_up({CONTACTS: PARTIAL})
    full.phone[CONTACTS] = {str(n): card(f"Name{n}") for n in range(5)}
    latest = full.backs_up({CONTACTS: COMPLETE})

    (told,) = history.changes(latest, partial)
    assert (keys(told.added), keys(told.removed)) == ([], ["9"])


def test_changes_come_in_the_order_of_lists_and_can_be_cut(full, history):
    first = full.backs_up()
    for key, name in (("7", "Zoe"), ("8", "Anna"), ("9", "Bob")):
        full.phone[CONTACTS][key] = card(name)
    for key in ("2", "0"):
        full.phone[CONTACTS][key] = card(f"Name{key}", "555-0199")
    second = full.backs_up()

    (told,) = history.changes(second, first)
    assert [item.key for item in told.added] == ["8", "9", "7"]
    assert [item.key for item in told.added[1:]] == ["9", "7"]
    assert [(a.key, b.key) for a, b in told.changed] == [("0", "0"), ("2", "2")]
    ((before, after),) = told.changed[1:]
    assert (before, after) == (
        history.item(first, CONTACTS, "2"),
        history.item(second, CONTACTS, "2"),
    )


def test_a_version_that_came_back_is_no_change_between_its_two_lives(full, history):
    first = full.backs_up()
    full.phone[CONTACTS]["0"] = card("Name0", "555-0199")
    full.backs_up()
    full.phone[CONTACTS]["0"] = card("Name0")
    third = full.backs_up()

    assert history.changes(third, first) == ()
    assert digest(history, third) == (KindDigest(CONTACTS, changed=1),)
