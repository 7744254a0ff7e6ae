"""The call log, and what galleries know of files."""

import os

import pytest

from tests.phones.virtual.android.peer import phone_in

CALLS = "content://call_log/calls"
FILES = "content://media/external/file"


@pytest.fixture
def peer(tmp_path):
    with phone_in(tmp_path / "phone", "16") as peer:
        yield peer


def photo(peer, name="a.jpg", data=b"\xff\xd8picture"):
    path = peer.phone.file(f"/sdcard/DCIM/Camera/{name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (1_200_000_000, 1_200_000_000))
    return path


def test_a_call_is_kept_and_read(peer):
    peer.insert(CALLS, "number:s:+17075550100", "date:l:1700000000000", "duration:l:61",
                "type:i:2", "new:i:0", "is_read:i:1", "name:s:Ada, name=Bo")  # fmt: skip
    assert peer.query(CALLS, "number", "date", "duration", "type", "countryiso", "name") == (
        "Row: 0 number=+17075550100, date=1700000000000, duration=61, type=2, countryiso=US,"
        " name=Ada, name=Bo\n"
    )


def test_what_calls_do_not_have_is_refused(peer):
    peer.insert(CALLS, "number:s:1", "body:s:x")
    assert peer.complaint == "java.lang.IllegalArgumentException: Column 'body'. Is invalid."
    peer.insert(CALLS, "number:s:1", "type:i:4")
    assert "cannot be used for voicemail record" in peer.complaint
    peer.query(CALLS, "body")
    assert peer.complaint.endswith("Invalid column body")


def test_calls_are_changed_and_removed(peer):
    for number in "12":
        peer.insert(CALLS, f"number:s:{number}", "type:i:1")
    peer.run("content", "update", "--uri", f"{CALLS}/1", "--bind", "new:i:0")
    peer.run("content", "delete", "--uri", CALLS, "--where", "number='2'")
    assert peer.query(CALLS, "_id", "new") == "Row: 0 _id=1, new=0\n"


def test_a_file_that_is_scanned_is_in_the_gallery(peer):
    photo(peer)
    assert peer.query(FILES, "_id") == "No result found.\n"
    words = ("content", "call", "--uri", "content://media", "--method", "scan_file", "--arg")
    answer = peer.run(*words, "/sdcard/DCIM/Camera/a.jpg")
    assert answer == "Result: Bundle[{uri=content://media/external_primary/file/1}]\n"
    assert peer.query(FILES, "_data", "_size", "date_modified", "mime_type") == (
        "Row: 0 _data=/storage/emulated/0/DCIM/Camera/a.jpg, _size=9,"
        " date_modified=1200000000, mime_type=image/jpeg\n"
    )
    peer.run("content", "read", "--uri", f"{FILES}/1")
    assert peer.out == b"\xff\xd8picture"


def test_scanning_again_changes_the_entry_and_a_file_that_is_gone_leaves(peer):
    path = photo(peer)
    media = peer.phone.provider("media")
    assert media.call(None, "scan_file", "/sdcard/DCIM/Camera/a.jpg") == {
        "uri": "content://media/external_primary/file/1"
    }
    path.write_bytes(b"longer than before")
    assert media.scan("/storage/emulated/0/DCIM/Camera/a.jpg") == 1
    assert peer.query(FILES, "_id", "_size") == "Row: 0 _id=1, _size=18\n"
    path.unlink()
    assert media.scan("/sdcard/DCIM/Camera/a.jpg") is None
    assert peer.query(FILES, "_id") == "No result found.\n"


def test_what_media_does_not_know_is_refused(peer):
    peer.query(FILES, "date_taken")
    assert peer.complaint.endswith("Invalid column date_taken")
    peer.run("content", "call", "--uri", "content://media", "--method", "dance")
    assert "Unsupported call: dance" in peer.complaint


def test_android_6_scans_at_a_broadcast(tmp_path):
    with phone_in(tmp_path / "phone", "6") as peer:
        photo(peer, "näh\u2019 e.jpg")
        place = "file:///sdcard/DCIM/Camera/n%C3%A4h%E2%80%99%20e.jpg"
        words = ("-a", "android.intent.action.MEDIA_SCANNER_SCAN_FILE", "-d", place)
        assert peer.run("am", "broadcast", *words).endswith("Broadcast completed: result=0\n")
        assert peer.query(FILES, "title") == "Row: 0 title=näh\u2019 e\n"
        answer = peer.run("content", "call", "--uri", "content://media", "--method", "scan_file")
        assert answer == "Result: null\n"
