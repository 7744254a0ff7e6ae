from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.parsers import expat

import pytest
from hypothesis import given

from holdfast.records.formats.cutting.backups import cut_backup
from holdfast.records.formats.provider_rows.messages import file_of, parts_of, rows_of
from holdfast.records.formats.provider_rows.rows import Lost, ProviderRows, Why
from holdfast.records.formats.sms_xml import SmsBackup, read_messages
from holdfast.records.formats.summary import summarise
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Address, Box, Call, CallType, Direction, Role
from tests.records.formats.provider_rows.messages.strategies import HARD, multimedia, of, simple

CORPUS = sorted(Path(os.environ.get("HOLDFAST_CORPUS", "/nowhere"), "smsxml").glob("*"))
AT = 1_700_000_000_000
WHEN = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
SMS = {"_id": 7, "thread_id": 3, "address": "+491701", "date": AT, "date_sent": AT - 2000,
       "type": 1, "read": 0, "seen": 1, "body": "Hi", "service_center": "+4917",
       "sub_id": 1, "creator": "com.android.messaging"}  # fmt: skip
MMS = ProviderRows(
    "mms",
    {
        "mms": ({"_id": 4, "date": AT // 1000, "msg_box": 1, "sub": "Gr\u00c3\u00bc\u00c3\u009fe",
                 "sub_cs": 106, "read": 1, "m_type": 132},),
        "addr": (
            {"_id": 1, "msg_id": 4, "address": "+491701", "type": 137, "charset": 106},
            {"_id": 2, "msg_id": 4, "address": "insert-address-token", "type": 151},
        ),
        "part": (
            {"_id": 10, "mid": 4, "seq": 0, "ct": "text/plain", "cl": "t.txt", "text": "Look"},
            {"_id": 11, "mid": 4, "seq": 0, "ct": "image/jpeg", "cl": "a.jpg", "_data": "/x"},
        ),
    },
)  # fmt: skip


def only(data: bytes):
    (record,) = read_messages(data)
    return record


def test_a_message_is_read_back_whole():
    message = only(file_of(of("sms", SMS)))

    assert (message.direction, message.box) == (Direction.INCOMING, Box.INBOX)
    assert message.addresses == (Address(Role.FROM, "+491701"),)
    assert (message.text, message.when, message.read) == ("Hi", WHEN, False)
    assert message.sent == datetime(2023, 11, 14, 22, 13, 18, tzinfo=UTC)


def test_what_depends_on_the_phone_is_not_in_the_file():
    data = file_of(of("sms", SMS))
    other = file_of(of("sms", {**SMS, "_id": 9, "thread_id": 1, "sub_id": 2, "creator": "x"}))

    assert data == other


@pytest.mark.parametrize("text", [HARD, *HARD, "null", "", " ", "a\r\nb", "\ude00\ud83d"])
def test_a_text_is_the_very_same_after_a_file(text):
    row = rows_of(file_of(of("sms", {**SMS, "body": text}))).first("sms")

    assert row["body"] == text.encode("utf-16-le", "surrogatepass").decode(
        "utf-16-le", "surrogatepass"
    )


def test_a_text_that_is_none_is_told_from_the_word_null():
    assert "body" not in rows_of(file_of(of("sms", {"type": 1}))).first("sms")
    assert only(file_of(of("sms", {**SMS, "body": "null"}))).text == "null"


@given(simple)
def test_a_message_or_call_goes_to_a_file_and_back_and_is_the_same(rows):
    data = file_of(rows)

    assert file_of(rows_of(data)) == data
    backup = SmsBackup(data)
    assert len(list(backup.entries())) == 1
    assert (backup.problems, backup.stray) == ((), ())


@given(multimedia())
def test_a_multimedia_message_goes_to_a_file_and_back_and_is_the_same(given):
    data = file_of(*given)

    assert file_of(rows_of(data), parts_of(data)) == data


def test_a_file_of_plain_letters_is_well_formed_xml():
    data = file_of(of("sms", {**SMS, "body": 'a<b>&"c" \U0001f600\n'}))
    found = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, said: found.append((name, said))
    parser.Parse(data, True)

    (outer, said), (inner, own) = found
    assert (outer, said, inner) == ("smses", {"count": "1"}, "sms")
    assert own["body"] == 'a<b>&"c" \U0001f600\n'


def test_a_multimedia_message_is_read_back_whole():
    message = only(file_of(MMS, {11: b"picture"}))

    assert message.addresses == (Address(Role.FROM, "+491701"),)
    assert (message.when, message.subject, message.text) == (WHEN, "Gr\u00fc\u00dfe", "Look")
    [_, picture] = message.parts
    assert (picture.content_type, picture.name, picture.size) == ("image/jpeg", "a.jpg", 7)


def test_a_part_whose_bytes_are_missing_stays_without():
    [_, picture] = only(file_of(MMS)).parts

    assert (picture.content_type, picture.size) == ("image/jpeg", None)


def test_a_group_is_named_as_the_app_names_it():
    to = [{"address": number, "type": 151} for number in ("+491", "+492")]
    rows = replace(MMS, tables={"mms": ({"msg_box": 2, "date": 1},), "addr": tuple(to)})

    assert b' address="+491~+492"' in file_of(rows)
    assert [one.number for one in only(file_of(rows)).others] == ["+491", "+492"]


@pytest.mark.parametrize("seconds", [0, -5, 1, 99_999_999, 100_000_000, 1_700_000_000])
def test_the_date_of_a_multimedia_message_is_the_same_second(seconds):
    rows = replace(MMS, tables={"mms": ({"date": seconds, "msg_box": 1},)})

    assert rows_of(file_of(rows)).first("mms")["date"] == seconds
    when = only(file_of(rows)).when
    assert when == (datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None)


def test_a_call_is_read_back_whole():
    row = {
        "_id": 1,
        "number": "030 1",
        "date": AT,
        "duration": 63,
        "type": 3,
        "new": 1,
        "name": "A",
    }

    call = only(file_of(of("calls", row)))

    assert call == Call(CallType.MISSED, "030 1", "", WHEN, 63)
    assert rows_of(file_of(of("calls", row))).first("calls") == {
        "number": "030 1", "date": AT, "duration": 63, "type": 3, "presentation": 1,
        "new": 0, "is_read": 1,
    }  # fmt: skip


def test_a_withheld_number_stays_withheld():
    row = rows_of(file_of(of("calls", {"date": AT, "type": 1, "presentation": 2}))).first("calls")

    assert (row["number"], row["presentation"]) == ("", 2)


def test_a_value_that_was_not_read_is_not_written():
    rows = replace(of("sms", SMS), lost=(Lost("sms", 7, "date", Why.TRUNCATED),))

    assert only(file_of(rows)).when is None
    inexact = replace(rows, lost=(Lost("sms", 7, "body", Why.INEXACT),))
    assert only(file_of(inexact)).text == "Hi"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no message"),
        (b"<smses/>", "no message"),
        (b"BEGIN:VMSG", "no message"),
        (b'<smses><sms body="a"/><sms body="b"/></smses>', "more than one"),
    ],
)
def test_a_file_of_none_or_several_has_no_rows(data, why):
    with pytest.raises(ValueError, match=why):
        rows_of(data)


@pytest.mark.parametrize("rows", [ProviderRows("sms"), of("contacts", {"a": 1})])
def test_rows_of_nothing_have_no_file(rows):
    with pytest.raises(ValueError, match="rows of"):
        file_of(rows)


@pytest.mark.skipif(not CORPUS, reason="needs HOLDFAST_CORPUS")
def test_every_message_of_the_corpus_says_the_same_afterwards():
    seen = 0
    for path in CORPUS:
        for piece in cut_backup(path.read_bytes()):
            record, rows = only(piece.data), rows_of(piece.data)
            data = file_of(rows, parts_of(piece.data))
            assert file_of(rows_of(data), parts_of(data)) == data
            assert plain(only(data)) == plain(record)
            assert summarise(piece.kind, ".xml", data).readable
            seen += 1
    assert seen


def plain(record):
    """A record without the names of contacts, and of multimedia messages to the second."""
    if isinstance(record, Call):
        return replace(record, name="")
    people = tuple(replace(one, name="") for one in record.addresses)
    times = {"when": record.when, "sent": record.sent}
    if record.service == "mms":
        times = {k: v.replace(microsecond=0) if v else v for k, v in times.items()}
    return replace(record, addresses=people, group="", read=bool(record.read), **times)


def test_the_digest_of_a_message_does_not_depend_on_the_phone_that_holds_it():
    again = {**rows_of(file_of(of("sms", SMS))).first("sms"), "_id": 900, "thread_id": 77,
             "creator": "com.android.shell", "error_code": 0, "person": 5}  # fmt: skip
    digests = {
        summarise(Kind.MESSAGES, ".xml", file_of(of("sms", row))).digest for row in (SMS, again)
    }
    assert len(digests) == 1
