from __future__ import annotations

import base64
import itertools
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.formats.message_dates import parse_sent
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.summary import summarise
from holdfast.records.formats.view import view
from holdfast.records.formats.vmessage import message_of
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Address, Box, Direction, Role

CORPUS = sorted(Path(os.environ.get("HOLDFAST_CORPUS", "/nowhere"), "vmsg").glob("*"))


def nokia(*text: str, date: str = "22.10.2009 06:48:25", status: str = "READ") -> bytes:
    lines = (
        "BEGIN:VMSG", "VERSION:1.1", f"X-IRMC-STATUS:{status}", "X-IRMC-BOX:INBOX",
        "X-NOK-DT:20091022T044825Z", "X-MESSAGE-TYPE:DELIVER",
        "BEGIN:VCARD", "VERSION:2.1", "N:", "TEL:+15550100", "END:VCARD",
        "BEGIN:VENV", "BEGIN:VBODY", f"Date:{date}", *text, "END:VBODY", "END:VENV", "END:VMSG",
        "",
    )  # fmt: skip
    return "\r\n".join(lines).encode()


def only(data: bytes):
    (found,) = read_components(data).components
    return message_of(found)


def wrapped(*body: str, box: str = "", card: str = "TEL:+15550100", outside: str = "") -> bytes:
    """A message as phones without envelopes write it."""
    lines = ["BEGIN:VMSG", "VERSION: 1.1", *filter(None, (box, outside)), "BEGIN:VCARD", card]
    lines += ["END:VCARD", "BEGIN:VBODY", *body, "END:VBODY", "END:VMSG", ""]
    return "\n".join(lines).encode()


AWKWARD = (
    "Hello: world",
    "BEGIN:something",
    "  two blanks before, two behind  ",
    "",
    "\ttab",
    "END:VBODY",
    "END:VCARD",
    "To: mum",
    "Subject: not one",
    "Date: 1.1.2010",
    "X-BOX:SENDBOX",
    r"C:\new\;path",
    "ends with =",
    "TEL;ENCODING=QUOTED-PRINTABLE:=41=",
    " blank before",
    "",
)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_comes_back_line_by_line_as_it_was_sent(codec):
    message = only(nokia(*AWKWARD).decode().encode(codec))
    assert message.text.split("\n") == list(AWKWARD)


def test_every_line_of_a_body_is_a_property_in_its_place():
    (vmsg,) = read_components(nokia(*AWKWARD)).components
    body = next(part for part in vmsg.walk() if part.name == "VBODY")
    assert [(line.name, line.text()) for line in body.properties] == [
        ("DATE", "22.10.2009 06:48:25"),
        *(("TEXT", line) for line in AWKWARD),
    ]
    assert all(before.end == after.start for before, after in itertools.pairwise(body.properties))
    assert vmsg.closed


def test_a_nokia_tells_sender_date_and_folder():
    message = only(nokia("See you at the pier"))
    assert message.direction is Direction.INCOMING
    assert message.box is Box.INBOX
    assert message.addresses == (Address(Role.FROM, "+15550100"),)
    assert message.when == datetime(2009, 10, 22, 4, 48, 25, tzinfo=UTC)
    assert message.read is True


def test_a_date_that_was_never_set_gives_way_to_the_one_in_the_body():
    data = nokia("Hi").replace(b"20091022T044825Z", b"19700000T000000Z")
    assert only(data).when == datetime(2009, 10, 22, 6, 48, 25)  # noqa: DTZ001


def test_envelopes_in_envelopes_name_the_recipients():
    card = "BEGIN:VCARD\nVERSION:2.1\nN:Doe;Jo\nTEL:{}\nEND:VCARD\n"
    data = (
        "BEGIN:VMSG\nVERSION:1.1\nX-IRMC-BOX:SENT\nBEGIN:VCARD\nVERSION:2.1\nN:\nTEL:\nEND:VCARD\n"
        f"BEGIN:VENV\n{card.format(1)}BEGIN:VENV\n{card.format(2)}"
        "BEGIN:VBODY\nDate:1.2.2010 10:00:00\nHi\nEND:VBODY\nEND:VENV\nEND:VENV\nEND:VMSG\n"
    )
    message = only(data.encode())
    assert message.addresses == (Address(Role.TO, "1", "Jo Doe"), Address(Role.TO, "2", "Jo Doe"))
    assert (message.direction, message.box) == (Direction.OUTGOING, Box.SENT)


def test_a_text_written_as_an_encoded_subject_is_the_text():
    message = only(
        wrapped(
            "X-BOX:SENDBOX",
            "X-READ:UNREAD",
            "X-SIMID:0",
            "X-LOCKED:UNLOCKED",
            "X-TYPE:SMS",
            "Date:2016/12/27 18:25:44",
            "Subject;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Caf=C3=A9 C:\\new=0A=",
            " at nine=3D",
        )
    )
    assert message.text == "Café C:\\new\n at nine="
    assert message.subject == ""
    assert message.addresses == (Address(Role.TO, "+15550100"),)
    assert message.when == datetime(2016, 12, 27, 18, 25, 44)  # noqa: DTZ001
    assert (message.box, message.read, message.service) == (Box.SENT, False, "sms")


def test_a_text_written_as_a_property_is_the_text():
    message = only(
        wrapped(
            "X-IRMC-BOX:INBOX",
            "X-IRMC-STATUS:READ",
            "Date:2013.4.3.23.5.9",
            "TEXT;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:END:VBODY=",
            "END:VBODY=0ANa=C3=AFve",
            card="FN:Cora\nTEL;CELL;VOICE:+15550100",
        )
    )
    assert message.text == "END:VBODYEND:VBODY\nNaïve"
    assert message.who == "Cora"
    assert message.when == datetime(2013, 4, 3, 23, 5, 9)  # noqa: DTZ001


def tizen(kind: str, contents: bytes, box: str = "INBOX") -> bytes:
    coded = base64.b64encode(contents).decode()
    lines = ("BEGIN:VMSG", f"X-MESSAGE-TYPE:{kind}", f"X-IRMC-BOX:{box}",
             "X-SS-DT:20120304T050607Z", "X-IRMC-STATUS:UNREAD", "BEGIN:VBODY",
             "X-BODY-SUBJECT:About", f"X-BODY-CONTENTS;ENCODING=BASE64:{coded[:8]}", coded[8:],
             "END:VBODY", "BEGIN:VCARD", "VERSION:2.1", "TEL:+15550100", "END:VCARD", "END:VMSG",
             "")  # fmt: skip
    return "\r\n".join(lines).encode()


def test_a_text_in_base64_is_the_text():
    message = only(tizen("SMS", "Grüße: \\n\nbye".encode()))
    assert (message.text, message.subject) == ("Grüße: \\n\nbye", "About")
    assert message.when == datetime(2012, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert (message.service, message.read, message.who) == ("sms", False, "+15550100")


def test_a_multimedia_message_packed_into_base64_is_a_part():
    message = only(tizen("MMS SEND", b"\x8c\x80 packed", "SENTBOX"))
    assert (message.text, message.service, message.box) == ("", "mms", Box.SENT)
    assert message.addresses == (Address(Role.TO, "+15550100"),)
    (part,) = message.parts
    assert (part.content_type, part.size) == ("application/vnd.wap.mms-message", 9)


def test_a_mail_in_its_own_charset_is_read():
    data = wrapped(
        "Date: Fri, 03 Jun 2011 09:09:09 +0900",
        "From: guy@example.com",
        "Subject: =?ISO-2022-JP?B?GyRCTEBGfBsoQg==?=",
        "To: girl@example.com,",
        " boy@example.com",
        "Cc:",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=Shift_JIS",
        "Content-Transfer-Encoding: 8bit",
        "",
        "おはよう。",
        "",
        "To: 明日",
        box="X-IRMC-BOX:SENTBOX",
        outside="X-IRMC-TYPE:INET",
        card="VERSION:2.1",
    ).decode()
    message = only(data.encode("cp932"))
    assert message.text == "おはよう。\n\nTo: 明日"
    assert message.when == datetime(2011, 6, 3, 0, 9, 9, tzinfo=UTC)
    assert message.who == "girl@example.com, boy@example.com"
    assert (message.service, message.subject) == ("mail", "明日")


@pytest.mark.parametrize(
    ("encoding", "lines"),
    [("base64", ("SGVsbG8s", "IHdvcmxk")), ("quoted-printable", ("Hello,=20=", "world"))],
)
def test_a_mails_transfer_encoding_is_undone(encoding, lines):
    header = ("Message-ID: <1@x>", f"Content-Transfer-Encoding: {encoding}", "")
    assert only(wrapped(*header, *lines)).text == "Hello, world"


def test_a_text_that_begins_like_a_mail_is_a_text_behind_a_phones_own_date():
    assert only(nokia("From: me", "", "to you")).text == "From: me\n\nto you"
    assert only(wrapped("From: me", "", "to you")).text == "From: me\n\nto you"


@pytest.mark.parametrize("lost", ["END:VBODY", "END:VENV", "END:VMSG"])
def test_a_missing_end_costs_no_other_message(lost):
    first = nokia("one").replace(f"{lost}\r\n".encode(), b"")
    found = read_components(first + nokia("two"))
    assert [message_of(part).text for part in found.components] == ["one", "two"]
    assert found.problems == ("missing-end",)


def test_a_message_cut_off_keeps_what_came():
    data = nokia("one", "two")
    assert only(data[: data.index(b"two") + 2]).text == "one\ntw"


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("20091022T064825Z", datetime(2009, 10, 22, 6, 48, 25, tzinfo=UTC)),
        ("20091022T064825", datetime(2009, 10, 22, 6, 48, 25)),  # noqa: DTZ001
        ("22.10.2009 06:48:25", datetime(2009, 10, 22, 6, 48, 25)),  # noqa: DTZ001
        ("2.3.2009 06:48", datetime(2009, 3, 2, 6, 48)),  # noqa: DTZ001
        ("2009.10.2.6.8.5", datetime(2009, 10, 2, 6, 8, 5)),  # noqa: DTZ001
        ("2009/10/22 06:48:25", datetime(2009, 10, 22, 6, 48, 25)),  # noqa: DTZ001
        ("10/22/2009 06:48:25", datetime(2009, 10, 22, 6, 48, 25)),  # noqa: DTZ001
        ("22/10/09 06:48", datetime(2009, 10, 22, 6, 48)),  # noqa: DTZ001
        ("03/04/2009 06:48:25", None),
        ("Thu, 22 Oct 2009 06:48:25 GMT", datetime(2009, 10, 22, 6, 48, 25, tzinfo=UTC)),
        ("22 Oct 2009 06:48 -0130", datetime(2009, 10, 22, 8, 18, tzinfo=UTC)),
        ("22 Oct 2009 06:48", datetime(2009, 10, 22, 6, 48)),  # noqa: DTZ001
        ("1451393917000", datetime(2015, 12, 29, 12, 58, 37, tzinfo=UTC)),
        ("1451393917", datetime(2015, 12, 29, 12, 58, 37, tzinfo=UTC)),
        ("0", None),
        ("-1", None),
        ("99.99.2009 06:48:25", None),
        ("22 Foo 2009 06:48", None),
        ("22 Oct 2009 06:48 +9999", None),
        ("999999999999999", None),
        ("", None),
        ("soon", None),
    ],
)
def test_dates_are_read_as_phones_write_them(text, when):
    assert parse_sent(text) == when


def test_a_message_at_a_glance():
    data = nokia("See you", "at the pier")
    summary = summarise(Kind.MESSAGES, ".vmg", data, "0007")
    assert (summary.title, summary.subtitle) == ("+15550100", "See you")
    assert summary.when == datetime(2009, 10, 22, 4, 48, 25, tzinfo=UTC)
    assert summary.sort_key.startswith("2009-10-22T04:48:25")
    assert {"15550100", "pier"} <= set(summary.text.split())
    shown = view(Kind.MESSAGES, ".vmg", data, "0007")
    assert shown.body == "See you\nat the pier"
    assert [field.label for field in shown.fields] == ["from", "date", "box", "read-state"]


def test_what_a_record_has_no_room_for_is_shown_under_its_own_name():
    data = wrapped("X-SIMID:1", "Date:2016/12/27 18:25:44", "Hi")
    shown = view(Kind.MESSAGES, ".vmg", data)
    assert ("other", "1", ("X-SIMID",)) in [(f.label, f.value, f.types) for f in shown.fields]


def test_reading_a_message_makes_no_other_message_of_it():
    def digest(data: bytes) -> str:
        return summarise(Kind.MESSAGES, ".vmg", data).digest

    assert digest(nokia("a", "b")) == digest(nokia("a", "b", status="UNREAD"))
    assert digest(nokia("a", "b")) != digest(nokia("b", "a"))
    assert digest(nokia("a", "b")) != digest(nokia("a", "b", status="DRAFT"))


def test_a_file_of_several_messages_is_named_by_its_first():
    summary = summarise(Kind.MESSAGES, ".vmsg", nokia("one") + nokia("two"))
    assert (summary.subtitle, summary.count) == ("one", 2)


TEXTS = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=30)
    | st.sampled_from(["END:VBODY", "BEGIN:VBODY", "Date:", "To: x", " ", "=", "TEL:1"]),
    min_size=1,
    max_size=8,
)


@given(TEXTS)
def test_any_text_behind_a_date_comes_back(lines):
    # A phone's own headers, and an end followed by what follows one, cannot be told from text.
    told = [line for line in lines if not line.startswith(("X-", "TEXT", "Subject;", "FROMTEL"))]
    told = [line for line in told if not line.upper().startswith(("END:VMSG", "BEGIN:VMSG"))]
    told = [line for line in told if line != "BEGIN:VBODY"]
    assert only(nokia("first", *told)).text.split("\n") == ["first", *told]


PIECES = st.sampled_from(
    [b"BEGIN:VMSG", b"END:VMSG", b"BEGIN:VENV", b"END:VENV", b"BEGIN:VBODY", b"END:VBODY",
     b"BEGIN:VCARD", b"END:VCARD", b"TEL:1", b"Date:1.1.2010 10:00:00", b"Date 1451393917000",
     b"From: a", b"TEXT;ENCODING=BASE64:", b"TEXT;ENCODING=QUOTED-PRINTABLE:a=", b"\r\n", b"\n",
     b"\r", b" ", b"=", b"\xff\xfe", b"\xe4", b"Content-Type: text/plain; charset=utf-7",
     b"Content-Transfer-Encoding: base64", b"Subject: =?x?B?!?=", b"QUJD"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map(b"".join) | st.lists(PIECES, max_size=40).map(b"\n".join))
def test_nothing_makes_reading_fail_or_lose_a_line(data):
    document = read_components(data)
    for part in document.items("VMSG"):
        message_of(part)
    edges: list[tuple[int, int]] = []
    for part in document.components:
        for block in part.walk():
            edges.extend((line.start, line.end) for line in block.properties)
            edges.extend((line.start, line.end) for line in block.unread)
    edges.sort()
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(edges))
    summarise(Kind.MESSAGES, ".vmg", data)
    view(Kind.MESSAGES, ".vmg", data)


@pytest.mark.parametrize(
    "data",
    [
        b"BEGIN:VBODY\n" * 50_000,
        b"BEGIN:VMSG\nBEGIN:VBODY\n" + b"END:VBODY\n" * 50_000,
        b"BEGIN:VMSG\nBEGIN:VBODY\nDate:" + b"1" * 2_000_000,
        b"BEGIN:VMSG\nBEGIN:VBODY\n" + b"X-IRMC-A:1\n" * 50_000,
        b"BEGIN:VMSG\nBEGIN:VBODY\nFrom: a\n" + b" b\n" * 100_000,
        b"BEGIN:VMSG\nBEGIN:VBODY\nTEXT;ENCODING=QUOTED-PRINTABLE:" + b"a=\n" * 100_000,
        b"BEGIN:VMSG\nBEGIN:VBODY\n" + b"END:VBODY\n\n" * 30_000 + b" " * 2_000_000,
        b"BEGIN:VMSG\nBEGIN:VBODY\nEND:VBODY\nEND:VMSG\n" * 10_000,
    ],
    ids=["begins", "ends", "date", "headers", "folds", "soft breaks", "blanks", "messages"],
)
def test_hostile_bodies_take_linear_time(data):
    started = time.process_time()
    for part in read_components(data).items("VMSG"):
        message_of(part)
    assert time.process_time() - started < 5


@pytest.mark.skipif(not CORPUS, reason="corpus: no vMessages (HOLDFAST_CORPUS with a folder vmsg)")
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_a_real_message_is_read(path):
    data = path.read_bytes()
    messages = [message_of(part) for part in read_components(data).items("VMSG")]
    summary = summarise(Kind.MESSAGES, path.suffix, data, path.name)
    assert summary.readable
    assert summary.count == len(messages) >= 1
    assert any(message.text or message.subject for message in messages)
    assert view(Kind.MESSAGES, path.suffix, data, path.name).body == messages[0].text
