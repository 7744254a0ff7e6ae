from __future__ import annotations

import json
from datetime import timedelta

import pytest

from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Outcome, Receipt, ReceiptLine, Step
from holdfast.vault.history.sidecars import encode_receipt

from .conftest import LX, PARTIAL, REPLACEMENT, START, Owner, card

CONTACTS = Kind.CONTACTS
ANNA, PAUL, CLEO = "Berg;Anna", "Adler;Paul", "Stern;Cleo"


def _keys(versions):
    return [(version.item.handset, version.item.key) for version in versions]


def _backed_up(owner, **phone):
    owner.phone = {CONTACTS: {key.strip("_"): data for key, data in phone.items()}}
    return owner.backs_up()


def test_an_item_goes_on_under_the_key_a_reset_gave_it(owner, history):
    ids = [
        _backed_up(owner, _1=card(ANNA, "555-1"), _2=card(PAUL)),
        _backed_up(owner, _1=card(ANNA, "555-2"), _2=card(PAUL)),
        _backed_up(owner, _7=card(PAUL), _8=card(ANNA, "555-2")),
        _backed_up(owner, _7=card(PAUL), _8=card(ANNA, "555-3")),
    ]
    by_new_key = history.lineage(LX.id, CONTACTS, "8")

    assert [(v.item.key, v.first.id, v.last.id, v.count) for v in by_new_key] == [
        ("8", ids[3], ids[3], 1),
        ("8", ids[1], ids[2], 2),
        ("1", ids[0], ids[0], 1),
    ]
    assert history.lineage(LX.id, CONTACTS, "1") == by_new_key
    assert {version.gone_since for version in by_new_key} == {None}


def test_keys_that_were_dealt_anew_take_no_item_for_another(owner, history):
    _backed_up(owner, _1=card(ANNA), _2=card(PAUL), _3=card(CLEO))
    _backed_up(owner, _1=card(PAUL), _2=card(CLEO), _3=card(ANNA))
    _backed_up(owner, _1=card(PAUL), _2=card(CLEO), _3=card(ANNA, "555-2"))

    for key, name, keys in (
        ("1", "Paul Adler", ["1"]),
        ("2", "Cleo Stern", ["2"]),
        ("3", "Anna Berg", ["3", "3"]),
    ):
        found = history.lineage(LX.id, CONTACTS, key)
        assert [version.item.title for version in found] == [name] * len(keys)
        assert [version.item.key for version in found] == keys
    anna = history.lineage(LX.id, CONTACTS, "3")[1].item.digest
    assert history.lineage(LX.id, CONTACTS, "1", anna) == history.lineage(LX.id, CONTACTS, "3")


def test_one_who_was_deleted_with_a_reset_is_not_the_one_who_got_the_key(owner, history):
    _backed_up(owner, _1=card(ANNA), _2=card(PAUL), _3=card(CLEO))
    _backed_up(owner, _1=card("New;One"), _4=card(PAUL), _5=card(CLEO))

    assert [v.item.title for v in history.lineage(LX.id, CONTACTS, "1")] == ["One New"]
    assert [v.item.title for v in history.deleted(LX.id, CONTACTS)] == ["Anna Berg"]


def test_a_renamed_contact_is_one_item(owner, history):
    _backed_up(owner, _1=card(ANNA), _2=card(PAUL))
    _backed_up(owner, _1=card("Adler;Anna"), _2=card(PAUL))

    found = history.lineage(LX.id, CONTACTS, "1")
    assert [version.item.title for version in found] == ["Anna Adler", "Anna Berg"]


def test_a_uid_tells_an_item_under_another_key_and_name(owner, history):
    _backed_up(owner, _1=card(ANNA, extra="UID:a-1"), _2=card(PAUL))
    _backed_up(owner, _9=card("Adler;Anna", extra="UID:a-1"), _2=card(PAUL))

    assert [v.item.key for v in history.lineage(LX.id, CONTACTS, "1")] == ["9", "1"]


def test_a_name_that_is_alone_on_both_sides_tells_an_edited_item(owner, history):
    _backed_up(owner, _1=card(ANNA, "555-1"), _2=card(PAUL))
    _backed_up(owner, _9=card(ANNA, "555-2"), _8=card(PAUL))

    assert [v.item.key for v in history.lineage(LX.id, CONTACTS, "9")] == ["9", "1"]


@pytest.mark.parametrize(
    "after",
    [
        {"_8": card(ANNA, "555-3"), "_9": card(ANNA, "555-4")},
        {"_2": card(ANNA, "555-2"), "_9": card(ANNA, "555-3")},
    ],
    ids=["both have other keys", "one stays"],
)
def test_two_of_one_name_are_never_taken_for_each_other(owner, history, after):
    _backed_up(owner, _1=card(ANNA, "555-1"), _2=card(ANNA, "555-2"))
    _backed_up(owner, **after)

    assert [v.item.key for v in history.lineage(LX.id, CONTACTS, "9")] == ["9"]
    assert [v.item.key for v in history.lineage(LX.id, CONTACTS, "1")] == ["1"]


def test_two_of_one_name_are_told_apart_by_what_they_hold(owner, history):
    _backed_up(owner, _1=card(ANNA, "555-1"), _2=card(ANNA, "555-2"))
    _backed_up(owner, _1=card(ANNA, "555-2"), _2=card(ANNA, "555-1"))

    for key, phone in (("1", "555-2"), ("2", "555-1")):
        (version,) = history.lineage(LX.id, CONTACTS, key)
        assert (version.item.subtitle, version.count) == (phone, 2)


def test_what_the_phone_held_twice_is_renumbered_one_by_one(owner, history):
    _backed_up(owner, _1=card(ANNA), _2=card(ANNA))
    _backed_up(owner, _8=card(ANNA), _9=card(ANNA))

    for key in ("1", "2", "8", "9"):
        assert [v.count for v in history.lineage(LX.id, CONTACTS, key)] == [2]
    assert history.deleted(LX.id, CONTACTS) == ()


def test_a_key_handed_to_another_after_a_deletion_is_another_item(owner, history):
    _backed_up(owner, _1=card(ANNA), _2=card(PAUL))
    _backed_up(owner, _2=card(PAUL))
    _backed_up(owner, _1=card(CLEO), _2=card(PAUL))

    assert [v.item.title for v in history.lineage(LX.id, CONTACTS, "1")] == ["Cleo Stern"]
    assert len(history.versions(LX.id, CONTACTS, "1")) == 2


@pytest.mark.parametrize("key", ["1", "5"])
def test_what_was_deleted_and_came_back_is_one_item(owner, history, key):
    first = _backed_up(owner, _1=card(ANNA), _2=card(PAUL))
    _backed_up(owner, _2=card(PAUL))
    assert [v.item.title for v in history.deleted(LX.id, CONTACTS)] == ["Anna Berg"]
    last = _backed_up(owner, **{f"_{key}": card(ANNA), "_2": card(PAUL)})
    history.refresh()

    (version,) = history.lineage(LX.id, CONTACTS, key)
    assert (version.first.id, version.last.id, version.count) == (first, last, 2)
    assert version.gone_since is None
    assert history.deleted(LX.id, CONTACTS) == ()


def test_a_partial_reading_parts_no_life(owner, history):
    _backed_up(owner, _1=card(ANNA), _2=card(PAUL))
    owner.phone = {CONTACTS: {"2": card(PAUL)}}
    owner.backs_up({CONTACTS: PARTIAL})
    _backed_up(owner, _9=card(ANNA), _2=card(PAUL))

    assert [v.item.key for v in history.lineage(LX.id, CONTACTS, "1")] == ["9"]
    assert history.lineage(LX.id, CONTACTS, "1")[0].count == 2


def _restored(repository, source, lines, **phone):
    """A replacement, backed up empty, and read back after a restore."""
    other = Owner(repository, REPLACEMENT, START + timedelta(days=30))
    _backed_up(other)
    receipt = Receipt(source, REPLACEMENT.id, "", "", tuple(lines))
    other.phone = {CONTACTS: {key.strip("_"): data for key, data in phone.items()}}
    other.backs_up(tags=["read-back"], extras={"receipt.json": encode_receipt(receipt)})
    return other


def _line(source_key, key, outcome=Outcome.CONFIRMED):
    return ReceiptLine(CONTACTS, Step.ADD, outcome, "", source_key, key)


def test_a_restore_leads_onto_the_phone_it_went_to(owner, repository, history):
    _backed_up(owner, _1=card(ANNA, "555-1"), _2=card(PAUL))
    source = _backed_up(owner, _1=card(ANNA, "555-2"), _2=card(PAUL))
    lines = [_line("1", "70", Outcome.ALTERED), _line("2", "71", Outcome.MISSING)]
    other = _restored(repository, source, lines, _70=card(ANNA, "+555 2"), _75=card("Adler;Pia"))
    other.phone[CONTACTS]["70"] = card("Berg-Adler;Anna", "+555 2")
    other.backs_up()

    found = history.lineage(REPLACEMENT.id, CONTACTS, "70")
    assert _keys(found) == [
        (REPLACEMENT.id, "70"),
        (REPLACEMENT.id, "70"),
        (LX.id, "1"),
        (LX.id, "1"),
    ]
    assert history.lineage(LX.id, CONTACTS, "1") == found
    assert _keys(history.lineage(LX.id, CONTACTS, "2")) == [(LX.id, "2")]


def test_a_receipt_nobody_can_read_leads_nowhere(owner, repository, history):
    source = _backed_up(owner, _1=card(ANNA, "555-1"))
    other = _restored(repository, source, [], _70=card(ANNA, "555-2"))
    other.backs_up(tags=["read-back"], extras={"receipt.json": json.dumps([]).encode()})

    assert _keys(history.lineage(LX.id, CONTACTS, "1")) == [(LX.id, "1")]


def test_a_replacement_that_was_filled_by_others_is_known_by_content(owner, repository, history):
    _backed_up(owner, _1=card(ANNA), _2=card(PAUL), _3=card(ANNA))
    other = Owner(repository, REPLACEMENT, START + timedelta(days=30))
    _backed_up(other)
    _backed_up(other, _A=card(PAUL, extra="NOTE:new"), _B=card(ANNA), _C=card(ANNA))
    _backed_up(other, _B=card(ANNA), _C=card(ANNA), _D=card(PAUL))

    assert _keys(history.lineage(LX.id, CONTACTS, "1")) == [(REPLACEMENT.id, "B"), (LX.id, "1")]
    assert _keys(history.lineage(REPLACEMENT.id, CONTACTS, "C")) == [
        (REPLACEMENT.id, "C"),
        (LX.id, "3"),
    ]


def test_no_key_no_lineage(owner, history):
    _backed_up(owner, _1=card(ANNA))

    assert history.lineage(LX.id, CONTACTS, "nobody") == ()
    assert history.lineage("no-phone", CONTACTS, "1") == ()
