from __future__ import annotations

import pytest

from holdfast.records.formats.heads import Transfer, colon_in, parse_head


def test_names_are_upper_case_and_groups_stay_as_written():
    head = parse_head(b"item1.x-abLabel")
    assert head is not None
    assert (head.group, head.name) == ("item1", "X-ABLABEL")


def test_groups_may_nest():
    # vCard 2.1 has groups of groups.
    head = parse_head(b"a.b.TEL")
    assert head is not None
    assert (head.group, head.name) == ("a.b", "TEL")


def test_bare_parameters_of_vcard_21_are_types_and_encodings():
    head = parse_head(b"TEL;CELL;PREF;QUOTED-PRINTABLE;CHARSET=UTF-8")
    assert head is not None
    assert head.params == {
        "TYPE": ("CELL", "PREF"),
        "ENCODING": ("QUOTED-PRINTABLE",),
        "CHARSET": ("UTF-8",),
    }
    assert head.types == ("cell", "pref")
    assert head.transfer is Transfer.QUOTED_PRINTABLE
    assert head.charset == "UTF-8"


@pytest.mark.parametrize("encoding", [b"BASE64", b"b", b"Base64", b"B"])
def test_base64_goes_by_all_its_names(encoding):
    head = parse_head(b"PHOTO;ENCODING=" + encoding)
    assert head is not None
    assert head.transfer is Transfer.BASE64


def test_quoted_parameters_keep_their_separators():
    head = parse_head(b'ATTENDEE;CN="Doe, J: x;y";ROLE=CHAIR')
    assert head is not None
    assert head.params == {"CN": ("Doe, J: x;y",), "ROLE": ("CHAIR",)}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (b'"Ada"', "Ada"),
        (b'"Ada', "Ada"),
        (b'Ada"', "Ada"),
        (b'"Ada" Lovelace', '"Ada" Lovelace'),
        (b'Ada "Countess"', 'Ada "Countess"'),
        (b'""', ""),
    ],
)
def test_quotes_inside_of_a_parameter_are_text(written, meant):
    head = parse_head(b"ATTENDEE;CN=" + written)
    assert head is not None
    assert head.first("CN") == meant


def test_carets_are_undone():
    head = parse_head(b"ADR;LABEL=1 Street^nTown ^'x^' ^^")
    assert head is not None
    assert head.first("LABEL") == '1 Street\nTown "x" ^'


def test_lists_of_types_are_taken_apart_however_they_are_written():
    for raw in (
        b"TEL;TYPE=HOME,FAX",
        b'TEL;TYPE="home,fax"',
        b"TEL;HOME;FAX",
        b"TEL;type=home;TYPE=FAX",
    ):
        head = parse_head(raw)
        assert head is not None
        assert head.types == ("home", "fax")


def test_empty_parameters_cost_nothing():
    head = parse_head(b"ADR;HOME;PREF;")
    assert head is not None
    assert head.types == ("home", "pref")


@pytest.mark.parametrize(
    "raw", [b"", b";TYPE=x", b"two words", b"N\xc3\xa4me", b"# remark", b"a..b"]
)
def test_what_no_writer_could_have_meant_is_no_head(raw):
    assert parse_head(raw) is None


def test_a_slash_in_a_name_is_forgiven():
    head = parse_head(b"X-messaging/gadu-All")
    assert head is not None
    assert head.name == "X-MESSAGING/GADU-ALL"


@pytest.mark.parametrize(
    ("line", "colon"),
    [
        (b"TEL:1", 3),
        (b'A;P="x:y":v', 9),
        (b'A;P="open:v', 9),
        (b"none", -1),
        (b'A:"x:y"', 1),
    ],
)
def test_the_colon_of_the_value_is_found_outside_quotes(line, colon):
    assert colon_in(line) == colon
