"""Hard lines, each with what a person makes of it: the oracle and the door must both say so."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.records.formats.oracle.comparing import compare
from tests.records.formats.oracle.corpus import Judgement
from tests.records.formats.oracle.door import Door
from tests.records.formats.oracle.reading import read
from tests.records.formats.oracle.said import Blob, Line, Unread


@dataclass(frozen=True)
class Case:
    """A file, and the names and values (None: unread) of its lines but for VERSION."""

    name: str
    data: bytes
    said: list[tuple[str, str | Blob | None]]
    params: dict[str, list[str]] = field(default_factory=dict)


def vcard(version: str, body: bytes) -> bytes:
    return b"BEGIN:VCARD\r\nVERSION:%b\r\n%b\r\nEND:VCARD\r\n" % (version.encode(), body)


def vcalendar(version: str, body: bytes) -> bytes:
    head = b"BEGIN:VCALENDAR\r\nVERSION:%b\r\nBEGIN:VEVENT\r\n" % version.encode()
    return head + body + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def vmessage(body: bytes) -> bytes:
    return (
        b"BEGIN:VMSG\r\nVERSION:1.1\r\nBEGIN:VENV\r\nBEGIN:VBODY\r\n"
        b"%b\r\nEND:VBODY\r\nEND:VENV\r\nEND:VMSG\r\n" % body
    )


QP = b"NOTE;ENCODING=QUOTED-PRINTABLE"
BYTES = Blob.of(b"\0\1\2")

CASES = [
    Case(
        "a soft break needs no blank",
        vcard("2.1", QP + b":Gr=C3=\r\n=BC=\r\n=C3=9Fe"),
        [("NOTE", "Grüße")],
    ),
    Case(
        "a blank after a soft break is text",
        vcard("2.1", QP + b":one=\r\n two"),
        [("NOTE", "one two")],
    ),
    Case(
        "a colon in a soft-broken line is text",
        vcard("2.1", QP + b":call=0D=0A=\r\nTEL: 5\r\nTEL:6"),
        [("NOTE", "call\r\nTEL: 5"), ("TEL", "6")],
    ),
    Case(
        "a fold on top of a soft break is a fold where folds take the blank away",
        vcard("3.0", QP + b":one=\r\n two=\r\n "),
        [("NOTE", "onetwo")],
    ),
    Case(
        "a soft break before the end of the card joins nothing",
        vcard("2.1", QP + b":abc="),
        [("NOTE", "abc")],
    ),
    Case(
        "what is no quoted-printable escape stands for itself",
        vcard("2.1", QP + b":=ZZ =c3=a9"),
        [("NOTE", "=ZZ é")],
    ),
    Case(
        "an equals sign ends other lines without joining them",
        vcard("2.1", b"NOTE:abc=\r\nTEL:1"),
        [("NOTE", "abc="), ("TEL", "1")],
    ),
    Case(
        "a folded line loses one blank",
        vcalendar("2.0", b"SUMMARY:ab\r\n cd\r\n  ef\r\n\tgh"),
        [("SUMMARY", "abcd efgh")],
    ),
    Case(
        "in the old versions the blank of a fold is text",
        vcalendar("1.0", b"SUMMARY:one\r\n two\r\n\tthree"),
        [("SUMMARY", "one two\tthree")],
    ),
    Case(
        "a fold may part a character and an escape",
        vcalendar("2.0", b"SUMMARY:\xc3\r\n \xa9\\\r\n nx"),
        [("SUMMARY", "é\nx")],
    ),
    Case(
        "a fold may stand before the colon",
        vcalendar("2.0", b"DTSTART;TZID=\r\n Europe/Rome\r\n :20090102T030405"),
        [("DTSTART", "20090102T030405")],
        {"TZID": ["Europe/Rome"]},
    ),
    Case(
        "carriage returns may come twice",
        vcard("3.0", b"NOTE:ab\r\n cd").replace(b"\r\n", b"\r\r\n"),
        [("NOTE", "abcd")],
    ),
    Case(
        "carriage returns may come alone",
        vcard("3.0", b"NOTE:ab").replace(b"\r\n", b"\r"),
        [("NOTE", "ab")],
    ),
    Case(
        "escapes are n, comma, semicolon and backslash",
        vcard("3.0", b"NOTE:a\\nb\\Nc\\,d\\;e\\\\nf\\:g\\x"),
        [("NOTE", "a\nb\nc,d;e\\nf\\:g\\x")],
    ),
    Case(
        "base64 may begin in the first column",
        vcard("2.1", b"PHOTO;ENCODING=BASE64:\r\nAA\r\nEC\r\n\r\nTEL:1"),
        [("PHOTO", BYTES), ("TEL", "1")],
    ),
    Case(
        "base64 may lack its padding",
        vcard("3.0", b"PHOTO;ENCODING=b:AAE\r\nLOGO;ENCODING=B:AAEC"),
        [("PHOTO", Blob.of(b"\0\1")), ("LOGO", BYTES)],
    ),
    Case(
        "a picture that is no base64 is unread",
        vcard("3.0", b"PHOTO;ENCODING=b:AB*CD\r\nLOGO:data:image/png;base64,@@\r\nTEL:1"),
        [("PHOTO", None), ("LOGO", None), ("TEL", "1")],
    ),
    Case(
        "a data: URI is bytes",
        vcard("4.0", b"PHOTO:data:image/png;base64,AAEC\r\nNOTE:data: all of it"),
        [("PHOTO", BYTES), ("NOTE", "data: all of it")],
    ),
    Case(
        "bare values are of TYPE and ENCODING",
        vcard("2.1", b"TEL;PREF;HOME;QUOTED-PRINTABLE:=31"),
        [("TEL", "1")],
        {"TYPE": ["PREF", "HOME"], "ENCODING": ["QUOTED-PRINTABLE"]},
    ),
    Case(
        "quotation marks hide separators",
        vcalendar("2.0", b'ATTENDEE;CN="Doe; J:D",x;MEMBER="a":mailto:a@b'),
        [("ATTENDEE", "mailto:a@b")],
        {"CN": ["Doe; J:D", "x"], "MEMBER": ["a"]},
    ),
    Case(
        "carets escape in parameters",
        vcard("4.0", b'ADR;LABEL="x^ny^^^\'z":;;'),
        [("ADR", ";;")],
        {"LABEL": ['x\ny^"z']},
    ),
    Case(
        "the charset may be declared",
        vcard("2.1", b"FN;CHARSET=ISO-8859-7:\xe1\xe2"),
        [("FN", "αβ")],
        {"CHARSET": ["ISO-8859-7"]},
    ),
    Case(
        "a second byte may look like a backslash",
        vcard("2.1", b"FN;CHARSET=SHIFT_JIS:" + "ソ;表".encode("shift_jis")),
        [("FN", "ソ;表")],
        {"CHARSET": ["SHIFT_JIS"]},
    ),
    Case(
        "an unknown charset costs nothing",
        vcard("2.1", b"FN;CHARSET=Murks:Zo\xeb"),
        [("FN", "Zoë")],
        {"CHARSET": ["Murks"]},
    ),
    Case(
        "undeclared bytes are Western where they are no UTF-8",
        vcard("2.1", b"FN:Zo\xeb\r\nTITLE:Zo\xc3\xab"),
        [("FN", "Zoë"), ("TITLE", "Zoë")],
    ),
    Case(
        "UTF-16 is known by its mark",
        vcard("3.0", "FN:Zoë".encode()).decode().encode("utf-16"),
        [("FN", "Zoë")],
    ),
    Case(
        "UTF-16 is known without a mark",
        vcard("3.0", "FN:Zoë".encode()).decode().encode("utf-16-le"),
        [("FN", "Zoë")],
    ),
    Case(
        "an agent is a card in a card",
        vcard("2.1", b"N:A\r\nAGENT:\r\nBEGIN:VCARD\r\nN:B\r\nEND:VCARD\r\nTEL:1"),
        [("N", "A"), ("AGENT", ""), ("N", "B"), ("TEL", "1")],
    ),
    Case(
        "an agent's card may begin on the agent's own line",
        vcard("2.1", b"N:A\r\nAGENT:BEGIN:VCARD\r\nN:B\r\nEND:VCARD\r\nTEL:1"),
        [("N", "A"), ("AGENT", "BEGIN:VCARD"), ("N", "B"), ("TEL", "1")],
    ),
    Case(
        "a group may be called by name where it begins and ends",
        b"A.BEGIN:VCARD\r\nA.FN:Ada\r\nA.END:VCARD\r\n",
        [("FN", "Ada")],
    ),
    Case(
        "quotes in the middle of a parameter are text",
        vcard("3.0", b'X-A;P="Ada" Lovelace:1'),
        [("X-A", "1")],
        {"P": ['"Ada" Lovelace']},
    ),
    Case(
        "a blank in a parameter's name costs nothing",
        vcard("3.0", b"X-A;MY NAME=Ada:1"),
        [("X-A", "1")],
        {"MY NAME": ["Ada"]},
    ),
    Case(
        "lines that say nothing are unread, and cost nobody else",
        vcard("2.1", b"N:A\r\n# no: line\r\njunk\r\nTEL:1"),
        [("N", "A"), ("#", None), ("junk", None), ("TEL", "1")],
    ),
    Case(
        "lines outside of any card are lines",
        b"FN:A\r\nEND:VCARD\r\n",
        [("FN", "A")],
    ),
    Case(
        "a message is its properties and then its words",
        vmessage(b"Date:1.2.2003\r\nC:\\new: \\, you\r\n\r\nDate:none"),
        [("DATE", "1.2.2003"), ("TEXT", "C:\\new: \\, you"), ("TEXT", ""), ("TEXT", "Date:none")],
    ),
]


@pytest.fixture(scope="module")
def door() -> Door:
    return Door()


each = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


@each
def test_the_oracle_says_what_a_person_says(case):
    [item] = read(case.data)
    lines = [one for one in item.lines if not (isinstance(one, Line) and one.name == "VERSION")]
    assert len(lines) == len(case.said)
    for line, (name, value) in zip(lines, case.said, strict=True):
        if value is None:
            assert isinstance(line, Unread)
            assert line.raw.startswith(name)
        else:
            assert isinstance(line, Line)
            assert (line.name, line.value) == (name, value)
    for line in lines[:1] if case.params else []:
        assert isinstance(line, Line)
        assert line.params == case.params


@each
def test_the_door_says_the_same(case, door, tmp_path):
    path = tmp_path / "case"
    path.write_bytes(case.data)
    comparison = compare(read(case.data), door.ask(path).shape)
    assert comparison.equal, str(Judgement("case", path, comparison, 0.0, None))


BACKUP = b"""<?xml version='1.0' encoding='UTF-8'?><!-- <sms a="no"/> -->
<smses count="3">
<sms body="a&#10;b&amp;c &#55357;&#56832;
d" x='"'/>
<mms a="1 & 2"><parts><part data="AAEC"/></parts></mms>
<sms a="3" b="x"""


def test_a_backup_of_messages_is_read_up_to_where_it_is_torn(door, tmp_path):
    path = tmp_path / "sms.xml"
    path.write_bytes(BACKUP)
    items = read(BACKUP)
    assert [(item.kind, [(one.name, one.value) for one in item.read()]) for item in items] == [
        ("smses", [("count", "3")]),
        ("sms", [("body", "a\nb&c \U0001f600 d"), ("x", '"')]),
        ("mms", [("a", "1 & 2"), ("data", BYTES)]),
        ("sms", [("a", "3")]),
    ]
    assert [one.raw for one in items[-1].lines if isinstance(one, Unread)] == ['b="x']
    comparison = compare(items, door.ask(path).shape)
    assert comparison.equal, str(Judgement("smsxml", path, comparison, 0.0, None))


@pytest.mark.parametrize(
    ("second", "items"),
    [
        (b"BEGIN:VCARD\r\nFN:B\r\nEND:VCARD\r\n", 2),
        (b"END:VEVENT\r\nFN:B\r\nEND:VCARD\r\n", 1),
        (b"AGENT:\r\nBEGIN:VCARD\r\nFN:B\r\nEND:VCARD\r\nEND:VCARD\r\n", 1),
        (b"END:VCARD\r\n\r\nFN:B\r\n", 2),
        (b"begin:vcard\r\nFN:B", 2),
    ],
)
def test_missing_and_needless_ends_leave_the_items_apart(second, items, door, tmp_path):
    data = b"BEGIN:VCARD\r\nFN:A\r\n" + second
    path = tmp_path / "case"
    path.write_bytes(data)
    assert len(read(data)) == items
    assert compare(read(data), door.ask(path).shape).equal
