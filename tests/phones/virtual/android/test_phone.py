"""The phone as a whole: users, locks, storage, wiping, its clock."""

import pytest

from holdfast.phones.virtual.android.phone import AndroidPhone
from holdfast.phones.virtual.android.sample import EMPLOYER, fill
from holdfast.phones.virtual.card import NotASample, SampleInfo, write_card
from holdfast.phones.virtual.clock import VirtualClock
from tests.phones.virtual.android.peer import RAW, Peer, phone_in


@pytest.fixture
def peer(tmp_path):
    with phone_in(tmp_path / "phone", "16", work_profile=True) as peer:
        yield peer


def test_a_folder_without_a_card_is_no_phone(tmp_path):
    with pytest.raises(NotASample):
        AndroidPhone(tmp_path, VirtualClock())


def test_a_release_that_is_unknown_is_no_phone(tmp_path):
    with pytest.raises(ValueError, match="SampleInfo"):
        write_card(tmp_path, SampleInfo("X", family="android", android="7"))


def test_what_was_kept_is_there_when_the_phone_is_opened_again(tmp_path):
    with phone_in(tmp_path / "phone") as peer:
        peer.raw_contact("sync1:s:mark")
        peer.phone.close()
        again = AndroidPhone(tmp_path / "phone", peer.phone.clock)
        assert Peer(again).query(RAW, "sync1") == "Row: 0 sync1=mark\n"
        again.close()


def test_a_work_profile_has_stores_of_its_own(peer):
    peer.raw_contact("sync1:s:mine")
    words = ("content", "query", "--uri", RAW, "--projection", "sync1")
    assert peer.run(*words, "--user", "10") == "No result found.\n"
    assert peer.run(*words, "--user", "0") == "Row: 0 sync1=mine\n"
    assert peer.run(*words, "--user", "11") == ""
    assert "Could not find provider: com.android.contacts" in peer.complaint


@pytest.mark.parametrize(("release", "found"), [("11", 1), ("16", 0)])
def test_older_phones_have_one_box_of_messages_for_all_users(tmp_path, release, found):
    with phone_in(tmp_path / "phone", release, work_profile=True) as peer:
        with peer.phone.messages().writing() as db:
            db.execute("INSERT INTO sms (type, body) VALUES (1, 'x')")
        printed = peer.run("content", "query", "--uri", "content://sms", "--user", "10")
        assert printed.count("Row: ") == found


def test_a_phone_that_was_not_unlocked_keeps_its_data_shut(peer):
    fill(peer.phone, small=True)
    peer.phone.locked_since_boot = True
    assert peer.run("getprop", "sys.user.0.ce_available") == "false\n"
    assert peer.query(RAW, "_id") == ""
    assert "Could not find provider" in peer.complaint
    peer.phone.locked_since_boot = False
    assert peer.run("getprop", "sys.user.0.ce_available") == "true\n"
    assert peer.query(RAW, "_id").count("Row: ") == 12


def test_a_locked_phone_has_no_messages_to_show(peer):
    fill(peer.phone, small=True)
    peer.phone.locked_since_boot = True
    assert peer.query("content://sms", "_id") == "No result found.\n"
    assert peer.err == b""


def test_android_6_knows_no_such_lock(tmp_path):
    with phone_in(tmp_path / "phone", "6") as peer:
        peer.phone.locked_since_boot = True
        assert peer.run("getprop", "sys.user.0.ce_available") == "\n"
        assert peer.query(RAW, "_id") == "No result found.\n"


def test_wiping_leaves_nothing_but_the_phone(peer):
    fill(peer.phone, small=True)
    peer.phone.wipe()
    assert [path.name for path in peer.phone.folder.iterdir()] == ["sample.json"]
    assert peer.query(RAW, "_id") == "No result found.\n"
    assert peer.phone.settings.accounts() == []


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("/sdcard", ""),
        ("/sdcard/DCIM/a.jpg", "DCIM/a.jpg"),
        ("/storage/emulated/0//x/./y", "x/y"),
        ("/storage/self/primary/x", "x"),
    ],
)
def test_shared_storage_has_several_names(peer, path, inside):
    assert peer.phone.file(path) == peer.phone.storage() / inside


@pytest.mark.parametrize(
    "path", ["/data/x", "/sdcard/../sample.json", "/sdcard/a\0b", "/sdcardx/a", "x"]
)
def test_no_path_leads_out_of_shared_storage(peer, path):
    assert peer.phone.file(path) is None


def test_accounts_are_told_per_user(peer):
    fill(peer.phone, small=True)
    told = peer.run("dumpsys", "account")
    assert "Account {name=robin.ashgrove@example.org, type=com.google}" in told
    assert peer.phone.settings.accounts(10) == [EMPLOYER]
