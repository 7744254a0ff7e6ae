"""What is offered first is never what a loss left behind."""

from __future__ import annotations

import pytest

from holdfast.actions.offering import newest_good
from holdfast.actions.proposing import NothingToRestore
from holdfast.phones.virtual.store import wipe_sample
from holdfast.records.model.kinds import Kind


def kinds_and_counts(items):
    return {kind: sum(item.kind is kind for item in items) for kind in {i.kind for i in items}}


def test_a_backup_without_alarm_is_offered_as_it_is(world):
    phone = world.phone()
    backup = world.back_up(phone).snapshot

    offer = newest_good(world.vault, phone)

    assert (offer.source.id, offer.items) == (backup.id, None)


def test_of_an_emptied_phone_the_last_good_backup_is_offered(world):
    phone = world.phone()
    good = world.back_up(phone).snapshot
    wipe_sample(world.phones["phone"])
    flagged = world.back_up(phone)
    assert flagged.alarms

    offer = newest_good(world.vault, phone)

    assert offer.source.id == good.id


def test_a_read_back_of_one_kind_does_not_hide_the_others(world):
    phone = world.phone()
    good = world.back_up(phone).snapshot
    for path in (world.phones["phone"] / "notes").iterdir():
        path.unlink()
    world.restore(good, phone, kinds={Kind.NOTES})

    offer = newest_good(world.vault, phone)

    assert offer.items is not None
    assert kinds_and_counts(offer.items) == {
        entry.kind: entry.count for entry in good.coverage if entry.count
    }


def test_where_nothing_is_good_nothing_is_offered(world):
    with pytest.raises(NothingToRestore):
        newest_good(world.vault, "nobody")
