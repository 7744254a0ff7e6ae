"""SMS and MMS as the shell sees them: restricted, and written only where that is allowed."""

import pytest

from holdfast.phones.virtual.android.providers.mms import PARTS, part_path
from tests.phones.virtual.android.peer import phone_in

SMS, MMS = "content://sms", "content://mms"


@pytest.fixture(params=["11", "16"])
def peer(request, tmp_path):
    with phone_in(tmp_path / "phone", request.param) as peer:
        yield peer


def allow(peer):
    assert peer.run("appops", "set", "com.android.shell", "WRITE_SMS", "allow") == ""


def execute(peer, sql, *values):
    with peer.phone.messages().writing() as db:
        db.execute(sql, values)


def test_a_message_is_dropped_in_silence_until_writing_is_allowed(peer):
    binds = ("address:s:+17075550100", "body:s:hello", "date:l:1700000000000", "type:i:1")
    peer.insert(SMS, *binds)
    assert (peer.out, peer.err, peer.status) == (b"", b"", 0)
    assert peer.query(SMS, "_id") == "No result found.\n"
    allow(peer)
    peer.insert(SMS, *binds)
    assert peer.query(SMS, "_id", "thread_id", "date", "creator", "body") == (
        "Row: 0 _id=1, thread_id=1, date=1700000000000, creator=com.android.shell, body=hello\n"
    )
    peer.run("appops", "set", "com.android.shell", "WRITE_SMS", "default")
    peer.run("content", "delete", "--uri", SMS, "--where", "_id=1")
    assert "_id=1" in peer.query(SMS, "_id")


def test_android_6_lets_messages_be_written_and_not_read(tmp_path):
    with phone_in(tmp_path / "phone", "6") as peer:
        allow(peer)
        peer.insert(SMS, "address:s:1", "body:s:x")
        assert peer.complaint == ""
        assert peer.phone.messages().value("SELECT body FROM sms") == "x"
        peer.query(SMS)
        assert "requires android.permission.READ_SMS" in peer.complaint


def test_drafts_and_what_is_waiting_are_not_shown(peer):
    for kind in range(1, 7):
        execute(peer, "INSERT INTO sms (type, body) VALUES (?, 'x')", kind)
    assert peer.query(SMS, "type", sort="type") == "Row: 0 type=1\nRow: 1 type=2\n"
    assert peer.query(f"{SMS}/sent", "type") == "Row: 0 type=2\n"
    assert peer.query(f"{SMS}/draft", "type") == "No result found.\n"


def test_what_was_not_received_counts_as_read(peer):
    allow(peer)
    peer.insert(f"{SMS}/sent", "address:s:1", "body:s:x", "read:i:0")
    peer.insert(f"{SMS}/inbox", "address:s:1", "body:s:x", "read:i:0")
    assert peer.query(SMS, "type", "read", sort="type") == (
        "Row: 0 type=1, read=0\nRow: 1 type=2, read=1\n"
    )


def test_a_draft_replaces_the_drafts_of_its_conversation(peer):
    allow(peer)
    for body in ("a", "b"):
        peer.insert(SMS, "address:s:1", f"body:s:{body}", "type:i:3")
    assert peer.phone.messages().rows("SELECT body FROM sms") == [("b",)]


def test_one_number_is_one_conversation_however_it_is_written(peer):
    allow(peer)
    for number in ("+17075550100", "(707) 555-0100", "+17075550101"):
        peer.insert(SMS, f"address:s:{number}", "body:s:x")
    assert peer.query(SMS, "thread_id", sort="_id") == (
        "Row: 0 thread_id=1\nRow: 1 thread_id=1\nRow: 2 thread_id=2\n"
    )
    assert peer.query("content://mms-sms/canonical-addresses", "_id", "address") == (
        "Row: 0 _id=1, address=+17075550100\nRow: 1 _id=2, address=+17075550101\n"
    )


def test_expressions_may_be_asked_for_but_no_subqueries(peer):
    execute(peer, "INSERT INTO sms (type, body) VALUES (1, 'hé')")
    assert peer.query(SMS, "hex(body) AS h") == "Row: 0 h=68C3A9\n"
    assert peer.query(SMS, "(SELECT 1)") == "No result found.\n"
    assert peer.query(SMS, "_id", where="body = 'SELECT'") == "No result found.\n"
    assert peer.query(SMS, "_id", where="body != 'SELECT'") == "Row: 0 _id=1\n"
    peer.query(SMS, "absent")
    assert peer.complaint.startswith("android.database.sqlite.SQLiteException: no such column: ")


def test_the_newest_comes_first(peer):
    for date in (5, 9, 7):
        execute(peer, "INSERT INTO sms (type, date) VALUES (1, ?)", date)
    assert peer.query(SMS, "date") == "Row: 0 date=9\nRow: 1 date=7\nRow: 2 date=5\n"


def test_picture_messages_in_received_and_sent_are_shown(peer):
    for box, kind in ((1, 132), (2, 128), (3, 128), (1, 130)):
        execute(peer, "INSERT INTO pdu (msg_box, m_type, date) VALUES (?, ?, 7)", box, kind)
    assert peer.query(MMS, "_id", "date", sort="_id") == (
        "Row: 0 _id=1, date=7\nRow: 1 _id=2, date=7\n"
    )
    assert peer.query(MMS, "absent") == "No result found.\n"
    assert peer.err == b""


def test_a_part_is_read_byte_by_byte(peer):
    data = bytes(range(256)) * 3000
    folder = peer.phone.folder / "providers" / PARTS
    folder.mkdir(parents=True)
    (folder / "PART_1").write_bytes(data)
    execute(peer, "INSERT INTO part (mid, ct, _data) VALUES (1, 'image/jpeg', ?)", part_path(1))
    execute(peer, "INSERT INTO part (mid, ct, text) VALUES (1, 'text/plain', 'hi')")
    execute(peer, "INSERT INTO part (mid, _data) VALUES (1, '/data/../../../sample.json')")
    peer.run("content", "read", "--uri", f"{MMS}/part/1")
    assert peer.out == data
    for part in (2, 3, 4):
        peer.run("content", "read", "--uri", f"{MMS}/part/{part}")
        assert peer.out == b""
        assert peer.complaint.startswith("java.io.FileNotFoundException: ")
    assert peer.run("content", "gettype", "--uri", f"{MMS}/part/1") == "Result: image/jpeg\n"


def test_conversations_cannot_be_written(peer):
    allow(peer)
    peer.insert("content://mms-sms/conversations", "a:s:b")
    assert peer.complaint.startswith("java.lang.UnsupportedOperationException: ")
