from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.formats.converting.contents import Loss, Unheld
from holdfast.records.formats.converting.convert import convert, fits
from holdfast.records.formats.converting.dialects import (
    ICALENDAR,
    SMS_XML,
    VCARD_21,
    VCARD_30,
    VMESSAGE,
    Limit,
)
from holdfast.records.formats.cutting.backups import cut_backup
from holdfast.records.formats.provider_rows.messages import file_of, rows_of
from holdfast.records.formats.provider_rows.rows import ProviderRows
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.sms_xml import read_messages
from holdfast.records.formats.vmessage import message_of
from holdfast.records.matching.content import content
from holdfast.records.matching.fidelity import fidelity
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Box, Call, CallType, Direction
from tests.records.formats.provider_rows.messages.strategies import multimedia, simple
from tests.records.fuzz import grammar, xml
from tests.records.fuzz.converting_invariants import check_converting

CORPUS = sorted(Path(os.environ.get("HOLDFAST_CORPUS", "/nowhere"), "smsxml").glob("*"))
BERLIN = replace(VMESSAGE, zone="Europe/Berlin")
ONE = replace(VMESSAGE, limits=MappingProxyType({"TO": Limit(count=1)}))
AT = 1_256_194_105_000
WHEN = datetime(2009, 10, 22, 6, 48, 25, tzinfo=UTC)


def sms(**said) -> bytes:
    row = {"address": "+491701", "date": AT, "type": 1, "body": "Hi", "read": 1, **said}
    return file_of(ProviderRows("sms", {"sms": (row,)}))


def mms(box=2, to=("+491",), sub="", parts=({"_id": 1, "ct": "text/plain", "text": "Look"},)):
    row = {"date": AT // 1000, "msg_box": box, "sub": sub}
    addr = tuple({"address": number, "type": 151} for number in to)
    return file_of(ProviderRows("mms", {"mms": (row,), "addr": addr, "part": tuple(parts)}))


def call(**said) -> bytes:
    row = {"number": "+491701", "date": AT, "type": 1, "duration": 0, **said}
    return file_of(ProviderRows("calls", {"calls": (row,)}))


def vmsg(*body: str, head: tuple[str, ...] = ("X-IRMC-BOX:INBOX",), to="TEL:+491701") -> bytes:
    lines = ("BEGIN:VMSG", "VERSION:1.1", *head, "BEGIN:VCARD", "VERSION:2.1", "N:", to,
             "END:VCARD", "BEGIN:VENV", "BEGIN:VBODY", *body, "END:VBODY", "END:VENV",
             "END:VMSG", "")  # fmt: skip
    return "\r\n".join(lines).encode()


def card(*lines: str) -> bytes:
    return "\r\n".join(("BEGIN:VCARD", "VERSION:2.1", *lines, "END:VCARD", "")).encode()


def in_xml(data: bytes):
    (record,) = read_messages(data)
    return record


def as_vmessage(data: bytes):
    (block,) = read_components(data).items("VMSG")
    return message_of(block)


def test_a_message_of_android_is_read_as_a_phone_of_2009_has_it():
    made = convert(Kind.MESSAGES, sms(read=0, body="Grüße\nund = 😀"), BERLIN)

    message = as_vmessage(made.data)
    assert made.unheld == ()
    assert (message.direction, message.box, message.read) == (Direction.INCOMING, Box.INBOX, False)
    assert (message.who, message.text, message.when) == ("+491701", "Grüße\nund = 😀", WHEN)
    assert b"\r\nDate:22.10.2009 08:48:25\r\n" in made.data
    assert made.data.isascii()


def test_a_message_of_an_old_phone_is_read_as_android_has_it():
    data = vmsg("Date:22.10.2009 08:48:25", "Grüße", "von mir",
                head=("X-IRMC-STATUS:UNREAD", "X-IRMC-BOX:INBOX"))  # fmt: skip

    made = convert(Kind.MESSAGES, data, replace(SMS_XML, zone="Europe/Berlin"))

    message = in_xml(made.data)
    assert made.unheld == ()
    assert (message.direction, message.box, message.read) == (Direction.INCOMING, Box.INBOX, False)
    assert (message.who, message.text, message.when) == ("+491701", "Grüße\nvon mir", WHEN)
    assert rows_of(made.data).first("sms")["date"] == AT


@pytest.mark.parametrize(
    ("box", "kind"), [(Box.SENT, 2), (Box.DRAFTS, 3), (Box.OUTBOX, 4), (Box.INBOX, 1)]
)
def test_the_box_is_the_same_on_the_way_there_and_back(box, kind):
    there = convert(Kind.MESSAGES, sms(type=kind), VMESSAGE)
    back = convert(Kind.MESSAGES, there.data, SMS_XML)

    assert there.unheld == back.unheld == ()
    assert as_vmessage(there.data).box is in_xml(back.data).box is box


def test_wall_time_where_no_zone_is_known_is_taken_for_utc_and_that_is_said():
    made = convert(Kind.MESSAGES, vmsg("Date:22.10.2009 06:48:25", "Hi"), SMS_XML)

    assert in_xml(made.data).when == WHEN
    assert made.unheld == (
        Unheld("DATE", "2009-10-22 06:48:25", Loss.NO_ZONE, "2009-10-22 06:48:25 UTC"),
    )


def test_a_message_without_a_date_has_none_afterwards():
    made = convert(Kind.MESSAGES, vmsg("Hi", head=("X-IRMC-BOX:SENT",)), SMS_XML)

    assert (in_xml(made.data).when, in_xml(made.data).who) == (None, "+491701")
    assert as_vmessage(convert(Kind.MESSAGES, made.data, VMESSAGE).data).when is None


def test_pictures_and_a_subject_have_no_place_in_a_short_message():
    picture = {"_id": 2, "ct": "image/jpeg", "cl": "a.jpg"}
    text = {"_id": 1, "ct": "text/plain", "text": "Look"}
    made = convert(Kind.MESSAGES, mms(sub="Snow", parts=(text, picture)), VMESSAGE)

    assert as_vmessage(made.data).text == "Look"
    assert set(made.unheld) == {
        Unheld("ATTACH", "a.jpg", Loss.NO_PROPERTY),
        Unheld("SUMMARY", "Snow", Loss.NO_PROPERTY),
    }


def test_a_picture_alone_becomes_no_message():
    made = convert(Kind.MESSAGES, mms(parts=({"_id": 2, "ct": "image/gif"},)), VMESSAGE)

    assert made.data == b""
    assert made.unheld == (Unheld("ATTACH", "image/gif", Loss.NO_PROPERTY),)


def test_a_subject_alone_is_the_text():
    made = convert(Kind.MESSAGES, mms(sub="Snow", parts=()), VMESSAGE)

    assert (as_vmessage(made.data).text, made.unheld) == ("Snow", ())


def test_a_group_keeps_everybody_where_there_is_room_and_is_named_where_there_is_none():
    data = mms(to=("+491", "+492", "+493"))

    whole = convert(Kind.MESSAGES, data, VMESSAGE)
    assert [one.number for one in as_vmessage(whole.data).others] == ["+491", "+492", "+493"]
    assert whole.unheld == ()

    left = tuple(Unheld("TO", number, Loss.TOO_MANY) for number in ("+492", "+493"))
    for made in (convert(Kind.MESSAGES, data, ONE), convert(Kind.MESSAGES, whole.data, SMS_XML)):
        assert made.unheld == left
    assert not fits(Kind.MESSAGES, whole.data, ONE)
    assert as_vmessage(convert(Kind.MESSAGES, whole.data, ONE).data).who == "+491"


def test_a_phone_that_keeps_no_date_of_what_it_sent_is_said_to():
    dateless = replace(VMESSAGE, limits=MappingProxyType({"DATE;outgoing": Limit(count=0)}))

    made = convert(Kind.MESSAGES, sms(type=2), dateless)
    assert as_vmessage(made.data).when is None
    assert made.unheld == (Unheld("DATE", "2009-10-22 06:48:25 UTC", Loss.NO_PROPERTY),)
    assert convert(Kind.MESSAGES, sms(type=1), dateless).unheld == ()


def test_a_sender_by_name_stays_one():
    there = convert(Kind.MESSAGES, sms(address="Vodafone"), VMESSAGE)
    back = convert(Kind.MESSAGES, there.data, SMS_XML)

    assert there.unheld == back.unheld == ()
    assert rows_of(back.data).first("sms")["address"] == "Vodafone"


def test_what_a_vmessage_says_besides_is_named():
    head = ("X-IRMC-BOX:INBOX", "X-SMS-PART:2/3", "X-NOK-DT:20091022T064825Z")
    made = convert(Kind.MESSAGES, vmsg("Hi", head=head), SMS_XML)

    assert made.unheld == (Unheld("X-SMS-PART", "2/3", Loss.NO_PROPERTY),)


def test_a_report_of_delivery_is_no_message():
    head = ("X-MESSAGE-TYPE:STATUS-REPORT", "X-SMS-DELIVERY-STATUS:0")
    made = convert(Kind.MESSAGES, vmsg(head=head), SMS_XML)

    assert made.data == b""
    assert [loss.name for loss in made.unheld] == ["X-SMS-DELIVERY-STATUS"]


def test_when_it_was_sent_is_named_where_it_came_much_later():
    assert convert(Kind.MESSAGES, sms(date_sent=AT - 2000), VMESSAGE).unheld == ()
    [loss] = convert(Kind.MESSAGES, sms(date_sent=AT - 86_400_000), VMESSAGE).unheld
    assert (loss.name, loss.text) == ("DATE-SENT", "2009-10-21 06:48:25 UTC")


@pytest.mark.parametrize(
    ("kind", "data", "dialect"),
    [
        (Kind.MESSAGES, sms(), SMS_XML),
        (Kind.MESSAGES, vmsg("Date:22.10.2009 06:48:25", "Grüße"), VMESSAGE),
        (Kind.MESSAGES, vmsg("Hi"), VCARD_21),
        (Kind.MESSAGES, sms(), ICALENDAR),
        (Kind.CALLS, call(), SMS_XML),
        (Kind.CALLS, card("TEL:1", "X-IRMC-CALL-DATETIME;MISSED:20091022T064825"), VCARD_21),
    ],
)
def test_what_fits_stays_as_it_is(kind, data, dialect):
    assert convert(kind, data, dialect).data is data
    assert fits(kind, data, dialect)


@pytest.mark.parametrize(
    ("kind", "word"),
    [(CallType.INCOMING, "RECEIVED"), (CallType.OUTGOING, "DIALED"), (CallType.MISSED, "MISSED")],
)
def test_a_call_goes_to_a_card_and_back(kind, word):
    number = {CallType.INCOMING: 1, CallType.OUTGOING: 2, CallType.MISSED: 3}[kind]
    there = convert(Kind.CALLS, call(type=number), VCARD_21)
    back = convert(Kind.CALLS, there.data, SMS_XML)

    assert f"X-IRMC-CALL-DATETIME;{word}:20091022T064825Z".encode() in there.data
    assert there.unheld == back.unheld == ()
    assert in_xml(back.data) == Call(kind, "+491701", "", WHEN, 0)


def test_a_card_has_the_time_of_the_phones_own_clock_where_that_is_known():
    made = convert(Kind.CALLS, call(), replace(VCARD_21, zone="Europe/Berlin"))

    assert b"X-IRMC-CALL-DATETIME;RECEIVED:20091022T084825\r\n" in made.data
    back = convert(Kind.CALLS, made.data, replace(SMS_XML, zone="Europe/Berlin"))
    assert (in_xml(back.data).when, back.unheld) == (WHEN, ())


def test_a_card_of_today_holds_a_call_as_well():
    made = convert(Kind.CALLS, call(), VCARD_30)

    assert b"X-IRMC-CALL-DATETIME;TYPE=received:20091022T064825Z" in made.data


def test_how_long_a_call_was_and_that_it_was_rejected_is_named():
    made = convert(Kind.CALLS, call(type=5, duration=63), VCARD_21)

    assert b";MISSED:" in made.data
    assert set(made.unheld) == {
        Unheld("X-IRMC-CALL-DATETIME", "rejected", Loss.NO_FORM, "missed"),
        Unheld("X-DURATION", "63", Loss.NO_PROPERTY),
    }


@pytest.mark.parametrize("dialect", [SMS_XML, VMESSAGE, VCARD_21])
@pytest.mark.parametrize("kind", [Kind.MESSAGES, Kind.CALLS])
@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\xff", b"<smses>", b"<smses>words</smses>", b"BEGIN:VMSG", b"BEGIN:VCARD\r\nN:A",
     b"words", b"<calls><call/></calls>", b"<smses><sms/></smses>"],
)  # fmt: skip
def test_nothing_is_too_broken(kind, data, dialect):
    made = convert(kind, data, dialect)

    assert made == convert(kind, data, dialect)
    assert made.data == data or not made.data or fits(kind, made.data, dialect)
    assert made.data or made.unheld or data in (b"", b"<smses>", b"BEGIN:VMSG")


@pytest.mark.parametrize("make", [grammar.message, xml.backup])
def test_what_came_out_of_a_broken_file_fits_and_stays(make):
    random = Random(7)  # noqa: S311 - the same documents each time
    for _ in range(150):
        data = grammar.mangled(random, make(random))
        for kind in (Kind.MESSAGES, Kind.CALLS):
            check_converting(kind, (VMESSAGE, SMS_XML, VCARD_21), data)


def test_what_a_group_loses_is_told_as_numbers_and_a_picture_as_an_attachment():
    picture = {"_id": 2, "ct": "image/jpeg", "cl": "a.jpg"}
    text = {"_id": 1, "ct": "text/plain", "text": "Look"}
    data = mms(to=("+491", "+492"), sub="Snow", parts=(text, picture))

    report = fidelity([(Kind.MESSAGES, data)], ONE)

    labels = {(entry.label, entry.limit) for entry in report.shortfalls}
    assert labels == {("phone", 1), ("attachment", None), ("title", None)}


@given(st.one_of(simple.map(file_of), multimedia().map(lambda given: file_of(*given))))
def test_no_message_or_call_is_too_odd_for_a_phone(data):
    kind = Kind.CALLS if b"<calls" in data else Kind.MESSAGES
    for dialect in (BERLIN, ONE, VCARD_21):
        made = convert(kind, data, dialect)
        assert made == convert(kind, data, dialect)
        if made.data:
            assert fits(kind, made.data, dialect)
            back = convert(kind, made.data, SMS_XML)
            assert not back.data or fits(kind, back.data, SMS_XML)


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.sampled_from((1, 2)))
def test_any_text_goes_to_a_phone_and_back_and_is_the_same(text, kind):
    there = convert(Kind.MESSAGES, sms(body=text, type=kind), VMESSAGE)

    assert there.unheld == ()
    assert in_xml(convert(Kind.MESSAGES, there.data, SMS_XML).data).text == text


@pytest.mark.skipif(not CORPUS, reason="needs HOLDFAST_CORPUS")
def test_every_message_of_the_corpus_counts_the_same_on_a_phone_but_for_what_is_named():
    same = 0
    for path in CORPUS:
        for piece in cut_backup(path.read_bytes()):
            if piece.kind is not Kind.MESSAGES:
                continue
            made = convert(piece.kind, piece.data, VMESSAGE)
            if made.data and not made.unheld:
                same += 1
                there = content(piece.kind, ".vmg", made.data).fields
                assert there == content(piece.kind, ".xml", piece.data).fields
    assert same
