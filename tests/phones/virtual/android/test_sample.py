"""The sample phone: full of fictional people, the same each time."""

import time

import pytest

from holdfast.phones.virtual.android.crowd import fill_many
from holdfast.phones.virtual.android.profiles import PROFILES
from holdfast.phones.virtual.android.providers.context import Account
from holdfast.phones.virtual.android.sample import GOOGLE, fill
from tests.phones.virtual.android.peer import DATA, EVENTS, RAW, phone_in


def rows(peer, uri, *columns, where=""):
    return peer.query(uri, *(columns or ("_id",)), where=where).count("Row: ")


def count(peer, authority, sql):
    return peer.phone.provider(authority).store.value(sql)


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    with phone_in(tmp_path_factory.mktemp("sample") / "phone") as peer:
        fill(peer.phone)
        yield peer


@pytest.mark.parametrize("release", PROFILES)
def test_every_release_can_be_filled(release, tmp_path):
    with phone_in(tmp_path / "phone", release) as peer:
        fill(peer.phone, small=True)
        assert rows(peer, RAW) == 12
        assert rows(peer, EVENTS) >= 12
        assert count(peer, "call_log", "SELECT count(*) FROM calls") == 12
        assert peer.phone.messages().value("SELECT count(*) FROM sms") == 12


def test_people_are_in_an_account_and_on_the_phone(full):
    assert rows(full, RAW) == 200
    assert rows(full, RAW, where="account_type IS NULL") == 40
    assert rows(full, RAW, where=f"account_name = '{GOOGLE.name}'") == 160
    assert full.query(RAW, "display_name", where="_id = 1") == "Row: 0 display_name=Owen Vance\n"
    assert rows(full, DATA, where="data15 IS NOT NULL") == 12
    assert "data15=BLOB" in full.query(DATA, "data15", where="data15 IS NOT NULL")
    assert "group_sourceid=6" in full.query(DATA, "group_sourceid", where="data1 = '1'")


def test_series_have_a_duration_and_exceptions(full):
    series = full.query(EVENTS, "_id", "duration", "dtend", where="rrule IS NOT NULL")
    assert "dtend=NULL" in series
    assert "duration=NULL" not in series
    exceptions = full.query(EVENTS, "eventStatus", where="original_id IS NOT NULL")
    assert exceptions == "Row: 0 eventStatus=1\nRow: 1 eventStatus=2\n"
    assert rows(full, "content://com.android.calendar/attendees") > 20
    assert rows(full, "content://com.android.calendar/reminders") > 200


def test_messages_calls_and_one_picture_message_are_there(full):
    assert rows(full, "content://sms") == 36
    assert rows(full, "content://call_log/calls") == 20
    parts = full.query("content://mms/part", "_id", "ct", where="mid = 1")
    assert "_id=2, ct=image/jpeg" in parts
    assert full.run("content", "read", "--uri", "content://mms/part/2")
    assert full.out.startswith(b"\xff\xd8\xff")
    assert full.query("content://mms/1/addr", "address", "type").startswith(
        "Row: 0 address=+13105550101, type=137\n"
    )


def test_pictures_lie_in_the_camera_folder_with_the_dates_they_were_taken(full):
    camera = full.phone.file("/sdcard/DCIM/Camera")
    pictures = sorted(camera.iterdir())
    assert len(pictures) == 60
    assert pictures[0].stat().st_mtime == 1194704469
    found = full.query("content://media/external/file", "_id", "_data", where="media_type = 1")
    assert "_data=/storage/emulated/0/DCIM/Camera/IMG_0001.JPG\n" in found


def test_a_phone_is_filled_the_same_each_time(tmp_path):
    said = []
    for name in "ab":
        with phone_in(tmp_path / name) as peer:
            fill(peer.phone, small=True)
            fill_many(peer.phone, contacts=20, events=20, sms=20, calls=20)
            uris = (RAW, DATA, EVENTS, "content://sms", "content://call_log/calls")
            said.append([peer.query(uri) for uri in uris])
    assert said[0] == said[1]


def test_a_crowd_comes_quickly_and_whole(tmp_path):
    with phone_in(tmp_path / "phone") as peer:
        began = time.process_time()
        fill_many(peer.phone, contacts=1000, events=2000, sms=20_000, calls=5000, account=GOOGLE)
        assert time.process_time() - began < 5
        assert rows(peer, RAW) == 1000
        assert rows(peer, DATA) == 6000
        assert rows(peer, EVENTS) == 2000
        assert rows(peer, "content://sms") == 20_000
        assert rows(peer, "content://call_log/calls") == 5000


def test_a_crowd_may_come_to_a_phone_that_is_full(tmp_path):
    with phone_in(tmp_path / "phone") as peer:
        fill(peer.phone, small=True)
        fill_many(peer.phone, contacts=5, events=5, sms=5, calls=5, account=Account("A", "B"))
        assert rows(peer, RAW) == 17
        assert rows(peer, "content://com.android.contacts/contacts") == 17
