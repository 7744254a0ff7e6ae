"""What an Android phone already holds is known again, and nothing is put there twice."""

from __future__ import annotations

from collections import Counter

import pytest

from holdfast.phones.virtual.android.providers.uris import parse_uri
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Step
from tests.actions.android_phones import Shelf, differences
from tests.phones.handsets.android.rig import CALENDAR, CONTACTS, stored


@pytest.fixture
def shelf(world, tmp_path):
    made = Shelf(world, tmp_path)
    yield made
    made.close()


def titles(plan, step):
    return Counter(each.item.title for each in plan.of(step))


def lose(phone, raws):
    """Delete contacts, as the owner does on the phone's screen."""
    uri = parse_uri(f"content://{CONTACTS}/raw_contacts")
    ids = ",".join(map(str, raws))
    assert phone.rig.phone.provider(CONTACTS).delete(uri, f"_id IN ({ids})") == len(raws)


def raw_ids(phone):
    return [item.table("raw_contacts")[0]["_id"] for item in stored(phone.rig.phone)[Kind.CONTACTS]]


@pytest.mark.parametrize("release", ["6", "16"])
def test_contacts_that_are_left_are_not_doubled_when_the_lost_ones_come_back(shelf, release):
    phone = shelf.phone("old", release)
    backup = phone.sitting.back_up()
    before = phone.rows()
    lost = raw_ids(phone)[::3]
    lose(phone, lost)

    plan = phone.sitting.propose(backup, kinds={Kind.CONTACTS}).plan(Mode.ADD)
    assert len(plan.of(Step.ADD)) == plan.writes == len(lost)
    assert phone.sitting.restore(backup, kinds={Kind.CONTACTS}).whole
    assert differences(before[Kind.CONTACTS], phone.rows()[Kind.CONTACTS]) == []


def test_the_same_person_in_two_accounts_stays_two(shelf):
    phone = shelf.phone("old", "16")
    backup = phone.sitting.back_up()
    twice = [
        n
        for n, count in Counter(
            item.title for item in phone.sitting.world.vault.history.items(backup.id, Kind.CONTACTS)
        ).items()
        if count > 1
    ]
    assert twice
    plan = phone.sitting.propose(backup, kinds={Kind.CONTACTS}).plan(Mode.MATCH)
    assert plan.writes == 0
    target = shelf.phone("new", "16", filled=False)
    assert target.sitting.restore(backup, kinds={Kind.CONTACTS}).whole
    assert differences(phone.rows()[Kind.CONTACTS], target.rows()[Kind.CONTACTS]) == []
    again = target.sitting.propose(backup, kinds={Kind.CONTACTS})
    assert again.plan(Mode.ADD).writes == 0


def test_an_event_that_its_account_has_brought_back_is_not_put_back_beside_it(shelf):
    """A new phone is signed in, and the account's calendar comes down by itself."""
    source = shelf.phone("old", "16")
    backup = source.sitting.back_up()
    target = shelf.phone("new", "16")
    for item in stored(target.rig.phone)[Kind.CALENDAR]:
        title = item.table("events")[0]["title"]
        if not title.startswith("Met"):
            continue
        # The server words it otherwise: its description was changed since.
        uri = f"content://{CALENDAR}/events"
        row = {"description": "as the server has it"}
        one = item.table("events")[0]["_id"]
        assert target.rig.phone.provider(CALENDAR).update(parse_uri(uri), row, f"_id={one}")

    plan = target.sitting.propose(backup, kinds={Kind.CALENDAR}).plan(Mode.ADD)
    assert [t for t in titles(plan, Step.ADD) if t.startswith("Met")] == []
