"""What the owner of a sample phone does with it."""

import pytest

from holdfast.phones.virtual.android.profiles import PROFILES
from holdfast.phones.virtual.android.sample import fill
from holdfast.phones.virtual.android.using import use
from holdfast.records.model.kinds import Kind
from tests.phones.virtual.android.peer import DATA, EVENTS, RAW, phone_in

PHONES = "mimetype = 'vnd.android.cursor.item/phone_v2'"


@pytest.mark.parametrize("release", PROFILES)
def test_an_owner_changes_a_little_of_everything(release, tmp_path):
    with phone_in(tmp_path / "phone", release) as peer:
        fill(peer.phone, small=True)
        before = peer.query(EVENTS, "_id", "dtstart")
        numbers = peer.query(DATA, "_id", "data1", where=f"{PHONES} AND raw_contact_id < 3")
        done = use(peer.phone)
        assert done.added == {
            Kind.CONTACTS: 3,
            Kind.MESSAGES: 1,
            Kind.CALLS: 1,
            Kind.PHOTOS: 4,
        }
        assert done.changed == {Kind.CONTACTS: 2, Kind.CALENDAR: 1}
        assert done.removed == {Kind.CONTACTS: 1}
        assert peer.query(RAW, "_id").count("Row: ") == 12 + 3 - 1
        assert peer.query(RAW, "_id", where="_id = 3") == "No result found.\n"
        assert "Row: 0" in peer.query(RAW, "_id", where="display_name = 'Adaeze Okafor'")
        changed = peer.query(EVENTS, "_id", "dtstart").splitlines()
        assert sum(a != b for a, b in zip(before.splitlines(), changed, strict=True)) == 1
        now = peer.query(DATA, "_id", "data1", where=f"{PHONES} AND raw_contact_id < 3")
        assert now != numbers
        assert len(list((peer.phone.storage() / "DCIM/Camera").iterdir())) == 16


def test_an_empty_phone_can_be_used_too(tmp_path):
    with phone_in(tmp_path / "phone") as peer:
        done = use(peer.phone)
        assert done.added[Kind.CONTACTS] == 3
        assert done.changed == done.removed == {}
