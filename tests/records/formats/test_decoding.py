from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.formats.decoding import (
    MAX_PARTS,
    Codec,
    codecs_for,
    data_uri,
    guess,
    split_fields,
    split_list,
    unbase64,
    unescape,
    unquote,
)


@pytest.mark.parametrize(
    ("escaped", "plain"),
    [
        (r"two\nlines\Nmore", "two\nlines\nmore"),
        (r"a\,b\;c\:d", "a,b;c:d"),
        (r"back\\slash", r"back\slash"),
        (r"\\n is no line end", r"\n is no line end"),
        (r"invalid \M stays", r"invalid \M stays"),
        ("at the end\\", "at the end\\"),
    ],
)
def test_escapes_are_undone_once_and_unknown_ones_stay(escaped, plain):
    assert unescape(escaped) == plain


def test_structured_values_are_cut_at_bare_semicolons_only():
    # Android's own parser reads its v21_backslash sample so.
    assert split_fields(r";A\;B\\;C\\\;;D;\:E;\\\\;") == [
        "",
        "A;B\\",
        "C\\;",
        "D",
        ":E",
        "\\\\",
        "",
    ]


def test_lists_are_cut_at_bare_commas_only():
    assert split_list(r"one\, two,three") == ["one, two", "three"]


@pytest.mark.parametrize(
    ("raw", "decoded"),
    [(b"=C3=85berg", b"\xc3\x85berg"), (b"a=3db", b"a=b"), (b"50=ZZ", b"50=ZZ"), (b"", b"")],
)
def test_quoted_printable_keeps_what_it_is_not(raw, decoded):
    assert unquote(raw) == decoded


@pytest.mark.parametrize("raw", [b"aGVsbG8=", b"aGVsbG8", b" aGVs\r\n bG8= ", b"aGVs\tbG8=="])
def test_base64_is_read_with_blanks_and_without_padding(raw):
    assert unbase64(raw) == b"hello"


def test_bytes_that_only_claim_to_be_base64_are_none():
    assert unbase64(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\xff\xfe\xfd") is None


def test_base64_cut_short_gives_its_whole_bytes_so_far():
    assert unbase64(b"aGVsbG8gd29yb") == b"hello wor"


def test_a_declared_charset_is_believed_first():
    assert Codec().decode("Привет".encode("cp1251"), "windows-1251") == "Привет"


def test_a_wrong_or_unknown_charset_falls_back_to_utf8():
    assert Codec().decode("Mößlitz".encode(), "Murks") == "Mößlitz"
    assert Codec().decode("é".encode(), "us-ascii") == "é"


def test_a_charset_named_nearby_serves_a_property_that_names_none():
    codec = Codec()
    codec.declare("Windows-1251")
    assert codec.decode("Київ".encode("cp1251")) == "Київ"


def test_vendor_characters_of_shift_jis_are_read():
    assert Codec().decode("①".encode("cp932"), "SHIFT_JIS") == "①"


def test_windows_quotes_labelled_latin1_are_quotes():
    assert Codec().decode(b"\x93so\x94", "ISO-8859-1") == "“so”"


def test_seven_bit_charsets_are_decoded_though_they_look_like_ascii():
    assert Codec().decode("東京".encode("iso2022_jp"), "ISO-2022-JP") == "東京"


@pytest.mark.parametrize(
    "name",
    ["punycode", "unicode_escape", "idna", "hex", "rot13", "undefined", "x" * 99, "ä", "a\0b", ""],
)
def test_codecs_that_are_no_charsets_are_not_used(name):
    assert codecs_for(name) == ()


def test_bytes_nobody_can_name_still_become_text():
    assert guess(bytes(range(256)))
    assert guess(b"M\xfcller") == "Müller"


@pytest.mark.parametrize(
    ("uri", "carried"),
    [
        (b"data:image/png;base64,AAEC", b"\0\1\2"),
        (b"DATA:;BASE64,AAEC", b"\0\1\2"),
        (b"data:text/plain;charset=utf-8,a%20b", b"a b"),
        (b"data:,", b""),
        (b"data:image/png\\;base64\\,AAEC", b"\0\1\2"),
        (b"data:image/png;base64", None),
        (b"data:image/png;base64,@@@@", None),
    ],
)
def test_data_uris_carry_their_bytes(uri, carried):
    assert data_uri(uri) == carried


ESCAPED = st.text("\\\\\\nN,;:a\n", max_size=40)


@given(ESCAPED)
def test_escapes_are_undone_from_left_to_right(text):
    def undone(match):
        return "\n" if match[1] in "nN" else match[1]

    assert unescape(text) == re.sub(r"\\([nN,;:\\])", undone, text)


@given(ESCAPED)
def test_a_cut_is_where_an_even_number_of_backslashes_stands_before(text):
    cuts = [match.start() for match in re.finditer(r"(?s)\\.|;", text) if match[0] == ";"]
    pairs = zip([-1, *cuts], [*cuts, len(text)], strict=True)
    assert split_fields(text) == [unescape(text[start + 1 : end]) for start, end in pairs]


@pytest.mark.parametrize("escape", ["", "\\\\"])
def test_what_is_beyond_the_most_parts_stays_in_the_last_one(escape):
    parts = split_list(escape + "a," * (MAX_PARTS + 5))
    assert len(parts) == MAX_PARTS
    assert parts[-1] == "a," * 6


def test_half_letters_of_utf7_are_no_letters():
    text = Codec().decode(b"+2AA-", "utf-7")
    assert text.encode() == b"+2AA-"


def test_a_text_that_begins_like_a_data_uri_stays_text():
    assert data_uri(b"data: 3, see below", sure=False) is None
    assert data_uri(b"data:x,y", sure=False) is None
    assert data_uri(b"data:text/plain,y", sure=False) == b"y"


def test_two_equals_signs_are_no_escape():
    assert unquote(b"?a==b=3Dc") == b"?a==b=c"


def test_padding_in_the_middle_is_good_only_where_a_block_ends():
    assert unbase64(b"AA==AAE=AAEC") == b"\0\0\1\0\1\2"
    assert unbase64(b"AAEC=0D=0A") is None
