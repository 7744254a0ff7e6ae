from __future__ import annotations

import pytest

from holdfast.records.formats import lines
from holdfast.records.formats.lines import read_lines


def values(data):
    return [(line.head and line.head.name, line.value) for line in read_lines(data)]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r\r\n", b"\r"])
def test_every_line_end_ends_a_line(end):
    data = end.join((b"FN:A", b"TEL:1", b"", b"NOTE:x", b""))
    assert values(data) == [("FN", b"A"), ("TEL", b"1"), ("NOTE", b"x")]


def test_folds_are_joined_and_their_one_blank_goes():
    assert values(b"NOTE:one\r\n  two\r\n\tthree\r\nTEL:1") == [
        ("NOTE", b"one twothree"),
        ("TEL", b"1"),
    ]


def test_a_fold_behind_doubled_line_ends_is_a_fold():
    # An early Mozilla calendar, its CR CR LF turned into two line ends.
    data = b"VERSION\n\n :2.0\nSUMMARY\n\n\n :Christmas\n\n  Day\n\nCLASS:PUBLIC\n"
    assert values(data) == [
        ("VERSION", b"2.0"),
        ("SUMMARY", b"Christmas Day"),
        ("CLASS", b"PUBLIC"),
    ]


def test_a_blank_line_ends_a_picture_whatever_follows():
    data = b"PHOTO;ENCODING=BASE64:\n QUJD\n\n junk\nTEL:1\n"
    assert values(data)[0] == ("PHOTO", b"QUJD")
    assert values(data)[-1] == ("TEL", b"1")


@pytest.mark.parametrize("version", [b"2.1", b"1.0"])
def test_in_the_old_versions_the_blank_of_a_fold_is_text(version):
    data = b"VERSION:" + version + b"\r\nNOTE:hello\r\n world\r\nADR;\r\n HOME:x\r\n"
    assert values(data)[1:] == [("NOTE", b"hello world"), ("ADR", b"x")]


def test_a_head_may_be_folded_too():
    assert values(b"ATTENDEE;CN=A;\n ROLE=CHAIR:mailto:a@example.com\n") == [
        ("ATTENDEE", b"mailto:a@example.com")
    ]


def test_soft_breaks_are_joined_before_decoding():
    data = b"FN;ENCODING=QUOTED-PRINTABLE:=C3=\r\n=85berg\r\nTEL:1\r\n"
    assert values(data) == [("FN", b"=C3=85berg"), ("TEL", b"1")]


def test_a_blank_after_a_soft_break_is_text():
    # Sony Ericsson phones break "Бучмы 3-5" right before the blank.
    data = b"ADR;QUOTED-PRINTABLE:street=\r\n 3-5\r\nTEL:1\r\n"
    assert values(data)[0] == ("ADR", b"street 3-5")


def test_a_blank_after_a_soft_break_is_a_fold_where_folds_come_last():
    # Evolution wrote quoted-printable into vCard 3.0.
    data = b"VERSION:3.0\nFN;ENCODING=QUOTED-PRINTABLE:ab=\n cd=\n \nTEL:1\n"
    assert values(data)[1:] == [("FN", b"abcd"), ("TEL", b"1")]


def test_a_soft_break_in_a_folded_head_is_still_seen():
    data = b"FN;CHARSET=UTF-8;\r\n ENCODING=QUOTED-PRINTABLE:a=\r\nb\r\nTEL:1\r\n"
    assert values(data) == [("FN", b"ab"), ("TEL", b"1")]


def test_an_equals_sign_breaks_nothing_where_no_encoding_says_so():
    assert values(b"NOTE:ends so=\r\nTEL:1\r\n") == [("NOTE", b"ends so="), ("TEL", b"1")]


def test_a_value_cut_off_after_its_soft_break_does_not_eat_the_end():
    data = b"NOTE;ENCODING=QUOTED-PRINTABLE:cut=\r\nEND:VCARD\r\nBEGIN:VCARD\r\n"
    assert values(data) == [("NOTE", b"cut"), ("END", b"VCARD"), ("BEGIN", b"VCARD")]


def test_begin_inside_quoted_printable_text_is_text():
    data = b"NOTE;ENCODING=QUOTED-PRINTABLE:look:=0A=\r\nBEGIN:VCARD=0A=\r\nFN:x\r\nTEL:1\r\n"
    assert values(data) == [("NOTE", b"look:=0ABEGIN:VCARD=0AFN:x"), ("TEL", b"1")]


@pytest.mark.parametrize(
    "block",
    [
        b"PHOTO;ENCODING=BASE64:AAAA\r\n BBBB\r\n CC==\r\n\r\n",
        b"PHOTO;BASE64:\r\n AAAA\r\n BBBBCC==\r\n",
        b"PHOTO;ENCODING=b:AAAA\r\nBBBB\r\nCC==\r\n",
        b"PHOTO;ENCODING=BASE64:AAAA\r\r\n BBBB\r\r\n CC==\r\r\n",
    ],
)
def test_base64_is_joined_in_every_style(block):
    (photo, after) = values(block + b"TEL:1\r\n")
    assert photo[1].replace(b" ", b"") == b"AAAABBBBCC=="
    assert after == ("TEL", b"1")


def test_a_byte_order_mark_at_any_line_is_passed_over():
    data = b"\xef\xbb\xbfBEGIN:VCARD\r\nEND:VCARD\r\n\xef\xbb\xbfBEGIN:VCARD\r\n"
    assert [name for name, _ in values(data)] == ["BEGIN", "END", "BEGIN"]


def test_a_line_without_a_head_is_given_as_unread():
    assert values(b"running on without indent\nTEL:1\n") == [
        (None, b"running on without indent"),
        ("TEL", b"1"),
    ]


def test_offsets_cover_the_data_without_gaps():
    data = b"FN:A\r\nNOTE:x\r\n y\r\nTEL:1"
    spans = [(line.start, line.end) for line in read_lines(data)]
    assert spans == [(0, 6), (6, 18), (18, 23)]


def test_a_line_beyond_the_limit_is_unread_and_the_next_one_is_read(monkeypatch):
    monkeypatch.setattr(lines, "MAX_LINE", 1000)
    for body in (b"x" * 2000, b"\r\n x" * 1000):
        found = values(b"NOTE:" + body + b"\r\nTEL:1\r\n")
        assert found[0][0] is None
        assert len(found[0][1]) <= 200
        assert found[1:] == [("TEL", b"1")]
