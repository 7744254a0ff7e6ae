"""What `content` prints, per release, byte for byte."""

import struct
import time

import pytest

from holdfast.phones.virtual.android.profiles import PROFILES
from holdfast.phones.virtual.android.tools.printing import java_float
from tests.phones.virtual.android.peer import DATA, RAW, phone_in

RELEASES = tuple(PROFILES)
NOTE = "mimetype:s:vnd.android.cursor.item/note"
HOSTILE = [
    "two\nlines",
    "Row: 1 _id=7, data1=x\nRow: 2 _id=8, data1=y",
    "a, data2=b, date=0",
    "NULL",
    "emoji \U0001f600 family \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "right \u202eto left\u202c \u05e9\u05dc\u05d5\u05dd",
    "colons: in: text, and \\ backslashes \\n",
    'it\'s "quoted" $HOME `x`',
    "   ",
]


@pytest.fixture(params=RELEASES)
def peer(request, tmp_path):
    with phone_in(tmp_path / "phone", request.param) as peer:
        yield peer


@pytest.fixture
def old(tmp_path):
    with phone_in(tmp_path / "phone", "6") as peer:
        yield peer


@pytest.fixture
def new(tmp_path):
    with phone_in(tmp_path / "phone", "16") as peer:
        yield peer


def bind(peer, text):
    if peer.phone.profile.escaped_binds:
        text = text.replace("\\", "\\\\").replace(":", "\\:")
    return f"data1:s:{text}"


def test_nothing_found_is_said(peer):
    assert peer.query(RAW, "_id") == "No result found.\n"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_printed_as_it_is(peer, text):
    peer.raw_contact("sync1:s:mark")
    assert peer.insert(DATA, "raw_contact_id:i:1", NOTE, bind(peer, text)) == ""
    assert peer.query(DATA, "_id", "data1") == f"Row: 0 _id=1, data1={text}\n"


def test_null_and_the_word_look_the_same_but_where_tells_them_apart(peer):
    peer.raw_contact("sync1:s:mark")
    peer.insert(DATA, "raw_contact_id:i:1", NOTE, "data1:s:NULL")
    assert peer.query(DATA, "data1", "data2") == "Row: 0 data1=NULL, data2=NULL\n"
    assert peer.query(DATA, "_id", where="data1 IS NULL") == "No result found.\n"
    assert peer.query(DATA, "_id", where="data2 IS NULL") == "Row: 0 _id=1\n"


def store_of(peer):
    return peer.phone.provider("com.android.contacts").store


def test_what_a_terminal_cannot_show_is_printed_like_java_prints_it(peer):
    peer.raw_contact("sync1:s:mark")
    with store_of(peer).writing() as db:
        db.execute(
            "INSERT INTO data (mimetype, raw_contact_id, data1, data2, data15) VALUES"
            " ('x', 1, CAST(x'61eda0bd62' AS TEXT), 'a' || char(0) || 'b', x'ffd8')"
        )
    peer.query(DATA, "data1", "data2", "data15")
    assert peer.out == b"Row: 0 data1=a?b, data2=a\0b, data15=BLOB\n"


def test_a_column_asked_for_twice_prints_the_first_twice(peer):
    peer.raw_contact("sync1:s:mark")
    assert peer.query(RAW, "_id", "sync1", "_id") == "Row: 0 _id=1, sync1=mark, _id=1\n"


def test_old_phones_print_the_low_bits_of_a_whole_number(old):
    with old.phone.messages().writing() as db:
        db.execute("INSERT INTO pdu (date) VALUES (1)")
    old.insert(
        "content://com.android.calendar/calendars?caller_is_syncadapter=true"
        "&account_name=A&account_type=LOCAL",
        "name:s:x",
        "calendar_color:i:-1",
    )
    events = "content://com.android.calendar/events"
    old.insert(
        events,
        "calendar_id:i:1",
        "eventTimezone:s:UTC",
        "dtstart:l:1700000000000",
        "dtend:l:1700000360000",
    )
    assert old.complaint == ""
    low = struct.unpack("<i", struct.pack("<q", 1700000000000)[:4])[0]
    assert old.query(events, "dtstart") == f"Row: 0 dtstart={low}\n"
    assert old.query(events, "_id", where="dtstart = 1700000000000") == "Row: 0 _id=1\n"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (1.0, "1.0"),
        (0.1, "0.1"),
        (1 / 3, "0.33333334"),
        (0.001, "0.001"),
        (0.0001, "1.0E-4"),
        (9999999.0, "9999999.0"),
        (1e7, "1.0E7"),
        (123456.789, "123456.79"),
        (1.5e300, "Infinity"),
        (float("nan"), "NaN"),
        (-2.5e-10, "-2.5E-10"),
        (3.4028234663852886e38, "3.4028235E38"),
    ],
)
def test_fractions_come_out_of_32_bits(value, said):
    assert java_float(value) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Unsupported operation: null"),
        (["frobnicate"], "Unsupported operation: frobnicate"),
        (["query"], "Content provider URI not specified. Did you specify --uri argument?"),
        (["query", "--uri", ""], "No value for argument: --uri"),
        (["query", "--uri", "--where"], "No value for argument: --uri"),
        (["query", "--uri", RAW, "--frob"], "Unsupported argument: --frob"),
        (["insert", "--uri", RAW], "Bindings not specified. Did you specify --bind argument(s)?"),
        (["insert", "--uri", RAW, "--bind", "a:s"], "Binding not well formed: a:s"),
        (["insert", "--uri", RAW, "--bind", "a:q:1"], "Unsupported type: q"),
        (["insert", "--uri", RAW, "--bind", "a:l:x"], 'For input string: "x"'),
        (["query", "--uri", RAW, "--user", "me"], 'For input string: "me"'),
    ],
)
def test_words_that_make_no_sense_print_the_usage(peer, words, said):
    printed = peer.run("content", *words)
    assert printed.startswith("usage: adb shell content [subcommand] [options]\n")
    assert printed.endswith(f"\n[ERROR] {said}\n")
    assert (peer.status, peer.err) == (0, b"")


def test_old_phones_split_a_bind_at_the_first_two_colons(old):
    old.raw_contact("sync1:s:a:b\\:c")
    assert old.query(RAW, "sync1") == "Row: 0 sync1=a:b\\:c\n"
    assert "[ERROR] Unsupported type: n" in old.insert(RAW, "sync1:n:")
    assert "[ERROR] Unsupported argument: --extra" in old.run(
        "content", "query", "--uri", RAW, "--extra", "a:s:b"
    )
    for verb in ("gettype", "read", "write"):
        assert f"[ERROR] Unsupported operation: {verb}" in old.run("content", verb, "--uri", RAW)


def test_new_phones_split_a_bind_with_escapes(new):
    new.insert(RAW, "account_name:n:", "account_type:n:", "sync1:s:a\\:b\\\\c", "sync2:n:")
    assert new.query(RAW, "sync1", "sync2") == "Row: 0 sync1=a:b\\c, sync2=NULL\n"
    assert "not well formed" in new.insert(RAW, "sync1:s:a:b")
    assert "[ERROR] Invalid escaping" in new.insert(RAW, "sync1:s:a\\")
    assert "[ERROR] For input string" in new.insert(RAW, "sync1:i:2147483648")
    new.query(RAW, "_id")
    assert new.run("content", "query", "--uri", RAW, "--extra", "a:s:b", "--projection", "_id")


def test_a_projection_is_split_at_colons_and_spaces_around_them(peer):
    peer.raw_contact("sync1:s:mark")
    words = ("content", "query", "--uri", RAW, "--projection", "_id : sync1:")
    assert peer.run(*words) == "Row: 0 _id=1, sync1=mark\n"


def test_each_start_takes_half_a_second_of_the_phones_clock(peer):
    before = peer.phone.now()
    for _ in range(3):
        peer.query(RAW)
    assert peer.phone.now() - before == 1500
    assert peer.phone.processes["content"] == 3


def test_a_provider_that_is_not_there_is_told_on_the_error_stream(peer):
    assert peer.query("content://nobody/here") == ""
    assert peer.err.startswith(
        b"Error while accessing provider:nobody\n"
        b"java.lang.IllegalStateException: Could not find provider: nobody\n\tat "
    )
    assert peer.status == 0


def test_reads_and_writes_are_allowed_by_release(peer):
    release = peer.phone.info.android
    denied = {}
    for name in ("sms", "mms", "call_log/calls"):
        peer.query(f"content://{name}")
        denied[name] = "Permission Denial: reading" in peer.complaint
    assert denied == {
        "sms": release == "6",
        "mms": release == "6",
        "call_log/calls": release != "16",
    }
    peer.insert("content://call_log/calls", "number:s:1")
    assert ("requires android.permission.WRITE_CALL_LOG" in peer.complaint) == (release != "16")


def test_a_query_that_never_ends_is_broken_off(new):
    endless = (
        "_id IN (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
        " SELECT x FROM n WHERE x < 0)"
    )
    new.insert(RAW, "account_name:n:", "sync1:s:x", "account_type:n:")
    new.query(RAW, "_id", where=endless)
    assert "OperationCanceledException" in new.complaint


@pytest.mark.parametrize("where", ["1; DROP TABLE raw_contacts", "1) UNION SELECT 1 --", "x = "])
def test_a_where_is_one_condition_and_no_more(new, where):
    new.query(RAW, "_id", where=where)
    assert new.complaint.startswith("android.database.sqlite.SQLiteException: ")
    assert new.query(RAW, "_id") == "No result found.\n"


def test_a_row_that_is_too_large_ends_the_answer(new):
    new.raw_contact("sync1:s:mark")
    with store_of(new).writing() as db:
        for size in (10, 3 << 20, 10):
            db.execute(
                "INSERT INTO data (mimetype, raw_contact_id, data1, data15)"
                " VALUES ('m', 1, 'x', zeroblob(?))",
                (size,),
            )
    assert new.query(DATA, "_id", "data15") == "Row: 0 _id=1, data15=BLOB\n"
    assert "Row too big to fit into CursorWindow requiredPos=1, totalRows=3" in new.complaint
    assert new.query(DATA, "_id").count("Row: ") == 3


def test_a_condition_cannot_widen_what_is_removed(new):
    new.raw_contact("sync1:s:mark")
    new.run("content", "delete", "--uri", f"{RAW}/7", "--where", "1) OR (1")
    assert "syntax error" in new.complaint
    assert new.query(RAW, "_id") == "Row: 0 _id=1\n"


def test_a_large_answer_is_quick(new):
    with store_of(new).writing() as db:
        db.execute("INSERT INTO raw_contacts (contact_id) VALUES (1)")
        db.execute("INSERT INTO contacts (name_raw_contact_id) VALUES (1)")
        db.executemany(
            "INSERT INTO data (mimetype, raw_contact_id, data1) VALUES ('m', 1, ?)",
            [(f"text {number}",) for number in range(20_000)],
        )
    began = time.process_time()
    printed = new.query(DATA, "_id", "raw_contact_id", "mimetype", "data1")
    assert time.process_time() - began < 2
    assert printed.count("\n") == 20_000
