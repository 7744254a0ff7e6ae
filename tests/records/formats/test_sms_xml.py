from __future__ import annotations

import base64
import hashlib
import os
import time
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.formats.sms_xml import SmsBackup, carried, read_messages, record_of
from holdfast.records.formats.summary import summarise
from holdfast.records.formats.view import view, view_entry
from holdfast.records.formats.xml import elements as xml_elements
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Address, Box, CallType, Direction, Role

CORPUS = sorted(Path(os.environ.get("HOLDFAST_CORPUS", "/nowhere"), "smsxml").glob("*"))
PICTURE = b"\xff\xd8\xff picture \xff\xd9"
DATA = base64.b64encode(PICTURE).decode()
MMS = (
    '<mms date="1609462800000" msg_box="1" address="+1555~+1556" read="0" sub="Hi" m_id="x">'
    "<parts>"
    '<part seq="-1" ct="application/smil" name="s.xml" text="&lt;smil/&gt;" />'
    '<part seq="0" ct="text/plain" name="null" cl="t.txt" text="Look &#55357;&#56832;" />'
    f'<part seq="1" ct="image/jpeg" name="null" cl="a.jpg" data="{DATA}" />'
    '</parts><addrs><addr address="+1556" type="137" charset="106" />'
    '<addr address="insert-address-token" type="151" charset="106" /></addrs></mms>'
)


def smses(*entries: str, count: int | None = None) -> bytes:
    announced = len(entries) if count is None else count
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<smses count="{announced}">'
    return f"{head}{''.join(entries)}</smses>\n".encode()


def sms(body: str = "Hi", **others: str) -> str:
    said = {"address": "+1555", "date": "1609462800000", "type": "1", "body": body} | others
    return "<sms " + " ".join(f'{name}="{value}"' for name, value in said.items()) + " />"


def only(data: bytes):
    (record,) = read_messages(data)
    return record


def problems_of(data: bytes) -> tuple[str, ...]:
    backup = SmsBackup(data)
    list(backup.entries())
    return backup.problems


def test_a_message_is_read():
    message = only(
        smses(sms("A&#10;B &amp; &lt;C&gt;", contact_name="Al", read="1", subject="null"))
    )
    assert message.text == "A\nB & <C>"
    assert message.addresses == (Address(Role.FROM, "+1555", "Al"),)
    assert message.when == datetime(2021, 1, 1, 1, tzinfo=UTC)
    assert (message.direction, message.box) == (Direction.INCOMING, Box.INBOX)
    assert (message.read, message.subject, message.service) == (True, "", "sms")


@pytest.mark.parametrize(
    ("code", "box"), [("2", Box.SENT), ("3", Box.DRAFTS), ("5", Box.FAILED), ("9", Box.OTHER)]
)
def test_the_folder_is_told(code, box):
    assert only(smses(sms(type=code))).box is box


def test_a_multimedia_message_is_read_with_its_parts():
    message = only(smses(MMS))
    assert message.text == "Look 😀"
    assert message.subject == "Hi"
    assert message.who == "+1556"
    assert message.addresses == (Address(Role.FROM, "+1556"),)
    picture = message.parts[2]
    assert (picture.content_type, picture.name) == ("image/jpeg", "a.jpg")
    assert (picture.size, picture.sha256) == (len(PICTURE), hashlib.sha256(PICTURE).hexdigest())


def test_a_group_keeps_its_names_and_every_number():
    message = only(smses(sms(address="+1~+2~ +3", type="2", contact_name="Al, Bo, Cy")))
    assert [one.number for one in message.addresses] == ["+1", "+2", "+3"]
    assert message.who == "Al, Bo, Cy"


def test_the_names_of_a_group_are_not_its_senders():
    data = smses(MMS.replace('read="0"', 'contact_name="Al, Bo"'))
    message = only(data)
    assert message.addresses == (Address(Role.FROM, "+1556"),)
    assert message.who == "Al, Bo"


def test_calls_are_read():
    data = (
        b'<calls count="2"><call number="+1555" duration="3725" date="1609462800000" type="2" '
        b'contact_name="(Unknown)" /><call number="-2" duration="x" date="null" type="5"/></calls>'
    )
    first, second = read_messages(data)
    assert (first.type, first.number, first.duration) == (CallType.OUTGOING, "+1555", 3725)
    assert (second.type, second.who, second.when) == (CallType.REJECTED, "", None)
    assert second.duration is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&#55357;&#56832;", "😀"),
        ("&#xD83D;&#xDE00;", "😀"),
        ("&#128512;", "😀"),
        ("\\ud83d", "\\ud83d"),
        ("a&#55357;b", "a\ufffdb"),
        ("&#0;&#1;\x02", "\0\1\x02"),
        ("&#10;&#13;&#9;", "\n\r\t"),
        ("a\r\nb\tc", "a b c"),
        ("&unknown; &#99999999; &", "&unknown; &#99999999; &"),
        ("null", "null"),
        ("It's &quot;so&quot;", 'It\'s "so"'),
    ],
)
def test_characters_come_back_however_they_are_written(written, read):
    assert only(smses(sms(written))).text == read
    padded = sms(written, filler="x" * 100_000)
    assert only(smses(padded)).text == read


def test_halves_of_a_letter_in_utf8_are_joined():
    data = smses(sms("?")).replace(b'"?"', b'"\xed\xa0\xbd\xed\xb8\x80"')
    assert only(data).text == "😀"


@pytest.mark.parametrize(
    ("declared", "codec"),
    [("UTF-8", "utf-8"), ("UTF-8", "utf-8-sig"), ("UTF-16", "utf-16"), ("UTF-16", "utf-16-le"),
     ("ISO-8859-1", "latin-1"), ("windows-1252", "cp1252"), ("Shift_JIS", "cp932"),
     ("UTF-8", "cp1252"), ("nonsense", "utf-8")],
)  # fmt: skip
def test_every_encoding_is_read(declared, codec):
    body = "表示" if codec == "cp932" else "Zoë"
    text = smses(sms(body)).decode().replace('"UTF-8"', f'"{declared}"')
    assert only(text.encode(codec)).text == body


def test_every_attribute_is_there_once_and_in_order():
    entries = list(SmsBackup(smses(sms(odd="1"), MMS)).entries())
    assert [one.name for one in entries[0].attributes] == ["address", "date", "type", "body", "odd"]
    walked = [(part.name, one.name) for part in entries[1].walk() for one in part.attributes]
    assert walked[:7] == [
        ("mms", name) for name in ("date", "msg_box", "address", "read", "sub", "m_id")
    ] + [("part", "seq")]
    assert walked[-1] == ("addr", "charset")
    assert len(walked) == 26


def test_bytes_are_told_from_text():
    (entry,) = SmsBackup(smses(MMS)).entries()
    carrying = [one for part in entry.walk() for one in part.attributes if carried(part, one)]
    assert [b"".join(one.chunks()) for one in carrying] == [PICTURE]


@pytest.mark.parametrize("value", ["not-valid-base64-content!!", "null", ""])
def test_damaged_base64_is_text_and_costs_only_itself(value):
    part = f'<part ct="image/png" data="{value}"/><part ct="text/plain" text="Hi"/>'
    message = only(smses(f'<mms msg_box="1"><parts>{part}</parts></mms>'))
    assert (message.parts[0].size, message.text) == (None, "Hi")


def test_a_file_cut_off_keeps_what_came():
    data = smses(sms("one"), sms("two"))
    cut = data[: data.index(b'body="two') + 8]
    assert [message.text for message in read_messages(cut)] == ["one", ""]
    assert problems_of(cut) == ("broken-tag", "missing-end")
    (_, second) = SmsBackup(cut).entries()
    assert second.unread == ('body="tw',)


def test_an_element_of_more_attributes_than_any_backup_has_is_read_that_far_and_named():
    data = smses("<sms address='1' type='1' body='x'" + " a='1'" * 5000 + "/>")
    (entry,) = SmsBackup(data).entries()
    assert len(entry.pairs()) == xml_elements.MAX_ATTRIBUTES
    assert entry.texts()["body"] == "x"
    assert entry.unread[0].startswith("a='1'")
    assert problems_of(data) == ("broken-tag", "missing-end")


def test_a_wrong_count_is_named():
    assert problems_of(smses(sms(), count=7)) == ("wrong-count",)


def test_a_missing_end_of_one_message_costs_no_other():
    data = smses(MMS.replace("</mms>", ""), sms("next"))
    assert [message.text for message in read_messages(data)] == ["Look 😀", "next"]
    assert problems_of(data) == ("missing-end",)


def test_text_where_none_belongs_is_kept_as_unread():
    backup = SmsBackup(smses("stray<![CDATA[ & more]]>", "<!-- no -->", "<sms body='x'>in</sms>"))
    (entry,) = backup.entries()
    assert backup.stray == ("stray", "& more")
    assert entry.unread == ("in",)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE smses [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    '<smses><sms body="&b;"/></smses>'
)


@pytest.mark.parametrize(
    "data",
    [
        BOMB,
        BOMB.replace("[", 'SYSTEM "http://example.com/x.dtd" ['),
        '<!DOCTYPE smses SYSTEM "file:///etc/passwd"><smses><sms body="x"/></smses>',
        '<smses><!ENTITY a "b"><sms body="x"/></smses>',
    ],
)
def test_a_document_type_is_refused_with_its_reason(data):
    assert list(read_messages(data.encode())) == []
    assert "dtd-refused" in problems_of(data.encode())
    assert not summarise(Kind.MESSAGES, ".xml", data.encode(), "x").readable


def test_a_document_type_that_only_names_the_root_does_no_harm():
    assert problems_of(b"<!DOCTYPE smses>" + smses(sms()).partition(b"\n")[2]) == ()


def test_messages_at_a_glance():
    data = smses(MMS, sms("later"))
    summary = summarise(Kind.MESSAGES, ".xml", data, "sms.xml")
    assert (summary.title, summary.subtitle, summary.count) == ("+1556", "Look 😀", 2)
    assert summary.when == datetime(2021, 1, 1, 1, tzinfo=UTC)
    assert {"later", "a.jpg"} <= set(summary.text.split())
    shown = view(Kind.MESSAGES, ".xml", data, "sms.xml")
    assert (shown.title, shown.body, shown.photo) == ("+1556", "Look 😀", PICTURE)
    assert shown.others == ("+1555",)
    assert [field.label for field in shown.fields] == [
        "from", "subject", "date", "box", "read-state", "attachment", "other",
    ]  # fmt: skip


def test_calls_at_a_glance():
    data = (
        b'<calls><call number="+1555" contact_name="Al" duration="65" type="3" date="1"/></calls>'
    )
    summary = summarise(Kind.CALLS, ".xml", data, "calls.xml")
    assert (summary.title, summary.subtitle, summary.readable) == ("Al", "+1555", True)
    shown = view(Kind.CALLS, ".xml", data)
    assert [(field.label, field.value) for field in shown.fields][:2] == [
        ("call", "missed"),
        ("phone", "+1555"),
    ]
    assert ("call-length", "0:01:05") in [(field.label, field.value) for field in shown.fields]


def test_calls_in_the_store_of_messages_are_shown_there():
    data = b'<calls><call number="+1555" type="3"/></calls>'
    assert summarise(Kind.MESSAGES, ".xml", data).title == "+1555"
    assert view(Kind.MESSAGES, ".xml", data).title == "+1555"


def test_a_digest_differs_where_messages_differ():
    def digest(*entries: str) -> str:
        return summarise(Kind.MESSAGES, ".xml", smses(*entries)).digest

    one, two = sms("one"), sms("two")
    assert digest(one, two) == digest(two, one)
    assert digest(one) == digest(sms("one", read="1", readable_date="x", contact_name="Al"))
    assert digest(one) != digest(two)
    assert digest(one) != digest(one, one)
    assert digest(MMS) != digest(MMS.replace('data="/9j', 'data="/8j'))


def test_a_file_with_nothing_in_it_is_kept_under_its_name():
    summary = summarise(Kind.MESSAGES, ".xml", b"<html>no</html>", "x.xml")
    assert (summary.title, summary.readable) == ("x.xml", False)
    assert view(Kind.MESSAGES, ".xml", b"<?xml?><html>no</html>", "x.xml").unread == ("no",)


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20
) | st.sampled_from(["\n", "\r\n", "\t", "null", "a & b", "<b>", "'\"", "&#10;"])
NAMES = st.sampled_from(["sms", "mms", "call", "part", "parts", "addr", "é", "x-y.z", "a:b"])


@st.composite
def trees(draw, depth=3):
    said = draw(st.dictionaries(NAMES, TEXT, max_size=4))
    inside = draw(st.lists(trees(depth - 1), max_size=3)) if depth else []
    return draw(NAMES.filter(lambda name: name not in ("sms", "mms", "call"))), said, inside


def written(tree, escaped) -> str:
    name, said, inside = tree
    entities = {"\n": "&#10;", "\r": "&#xD;", "\t": "\t"} if escaped else {}
    attributes = "".join(f"\n {key} = {quoteattr(value, entities)}" for key, value in said.items())
    return f"<{name}{attributes}>" + "".join(written(one, escaped) for one in inside) + f"</{name}>"


def by_expat(data: bytes) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.StartElementHandler = lambda name, said: found.append((name, said))
    parser.Parse(data, True)
    return found


@given(st.lists(trees(), max_size=3), st.booleans(), st.sampled_from(["utf-8", "utf-16"]))
def test_what_is_well_formed_is_read_as_expat_reads_it(inside, escaped, codec):
    text = "".join(written(tree, escaped) for tree in inside)
    data = f'<?xml version="1.0" encoding="{codec}"?><smses><sms>{text}</sms></smses>'.encode(codec)
    (entry,) = SmsBackup(data).entries()
    ours = [
        (part.name, [said for one in part.attributes for said in (one.name, one.text())])
        for part in entry.walk()
    ]
    assert ours == by_expat(data)[1:]
    assert [part.pairs() for part in entry.walk()] == [
        [(one.name, one.text()) for one in part.attributes] for part in entry.walk()
    ]


PIECES = st.sampled_from(
    [b"<sms ", b"<mms>", b"</mms>", b"<parts>", b"<part ", b"<call ", b"<smses>", b"</smses>",
     b'body="x"', b'data="QUJD', b'"', b"'", b"/>", b">", b"<", b"&", b"&#55357;", b"&#x110000;",
     b"<!--", b"-->", b"<?", b"?>", b"<![CDATA[", b"]]>", b"<!DOCTYPE", b"\0", b"\xff\xfe", b"\xe4",
     b'date="9"', b'date="999999999999999"', b'address="~~"', b" ", b"a=", b'ct="image/x"']
)  # fmt: skip


@given(st.binary(max_size=200) | st.lists(PIECES, max_size=40).map(b"".join))
def test_nothing_makes_reading_fail(data):
    backup = SmsBackup(data)
    for entry in backup.entries():
        record_of(entry)
        view_entry(entry)
        for part in entry.walk():
            assert 0 <= part.start <= part.end
            for one in part.attributes:
                one.blob()
    for kind in (Kind.MESSAGES, Kind.CALLS):
        assert summarise(kind, ".xml", b"<" + data, "x").digest
        view(kind, ".xml", b"<" + data, "x")


def test_nesting_is_followed_only_so_far():
    data = b"<smses>" + b"<mms>" + b'<a x="1">' * 100_000 + b"</mms>" + sms("next").encode()
    assert [message.text for message in read_messages(data)] == ["", "next"]
    assert "too-deep" in problems_of(data)


def test_elements_beyond_the_limit_are_not_read_but_named(monkeypatch):
    monkeypatch.setattr(xml_elements, "MAX_ELEMENTS", 5)
    data = smses(*[sms()] * 50)
    assert len(list(read_messages(data))) == 4
    assert "too-many-elements" in problems_of(data)


def test_a_text_too_long_is_cut_and_named():
    data = smses(sms("a" * 33 * 1024 * 1024))
    assert len(only(data).text) == 32 * 1024 * 1024
    assert problems_of(data) == ("too-long",)


def test_a_long_film_is_never_held_whole_beside_the_file():
    film = base64.b64encode(b"film" * 6_000_000).decode()
    data = smses(f'<mms><parts><part ct="video/mp4" data="{film}"/></parts></mms>')
    tracemalloc.start()
    try:
        message = only(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert message.parts[0].size == 24_000_000
    assert peak < 4 * 1024 * 1024
    assert problems_of(data) == ()


def test_many_messages_are_never_held_at_once():
    data = smses(*[sms()] * 5_000)
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_messages(data)) == 5_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 256 * 1024


@pytest.mark.parametrize(
    "data",
    [
        b"<a>" * 200_000,
        b"<" * 100_000,
        b'<a b="' * 200_000,
        b"<!--" * 500_000,
        b"<a>" * 31 + b"</b>" * 200_000,
        b"<sms " + b'a="1" ' * 200_000 + b"/>",
        b"<sms " + b"a=" * 500_000,
        b'<sms body="' + b"&" * 5_000_000 + b'"/>',
        b" " * 5_000_000 + b"<",
        b'<sms a="1"/>' * 20_000,
        b'<mms><part ct="image/x" data="' + b"\r\n" * 5_000_000 + b'"/></mms>',
    ],
    ids=[
        "nesting", "openings", "quotes", "comments", "ends", "attributes", "names", "references",
        "blanks", "messages", "blank base64",
    ],
)  # fmt: skip
def test_hostile_data_takes_linear_time(data):
    started = time.process_time()
    for record in read_messages(data):
        assert record is not None
    assert time.process_time() - started < 5


@pytest.mark.skipif(not CORPUS, reason="corpus: absent (set HOLDFAST_CORPUS)")
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_a_real_file_is_read_as_expat_reads_it(path):
    data = path.read_bytes()
    backup = SmsBackup(data)
    entries = list(backup.entries())
    assert entries
    assert summarise(Kind.MESSAGES, path.suffix, data, path.name).readable
    parts = [*backup.wrappers, *(part for entry in entries for part in entry.walk())]
    parts.sort(key=lambda part: part.start)
    ours = [
        (part.name, [said for one in part.attributes for said in (one.name, one.text())])
        for part in parts
    ]
    try:
        theirs = by_expat(data)
    except expat.ExpatError:
        # Nobody else can read it; then a reason is given.
        assert backup.problems
    else:
        assert ours == theirs


@pytest.mark.parametrize(
    ("data", "is_xml"),
    [
        (b"<?xml version='1.0'?><smses/>", True),
        (b"\xef\xbb\xbf  <?xml ?>", True),
        (b"<!-- a comment -->\n<smses count='0'/>", True),
        ("<?xml ?><calls/>".encode("utf-16"), True),
        (b"<!-- Outlook's own -->\r\nBEGIN:VCALENDAR\r\n", False),
        (b"<b>BEGIN:VCARD", False),
        (b"", False),
    ],
)
def test_a_backup_is_known_by_how_it_begins(data, is_xml):
    assert xml_elements.looks_like_xml(data) is is_xml
