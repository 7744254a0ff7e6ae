import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from holdfast.vault.repository.gojson import encode, format_time, parse_time, quote, unquote

# Any bytes that can be a file's name, as Python names it (PEP 383).
names = st.binary(min_size=1).map(lambda raw: raw.decode("utf-8", "surrogateescape"))
times = st.datetimes(timezones=st.just(UTC))


@given(names | st.text(st.characters(exclude_categories=["Cs"])))
def test_every_name_survives_being_quoted(name):
    assert unquote(quote(name)) == name


@given(names)
def test_a_quoted_name_can_be_written_as_utf_8_on_one_line(name):
    quoted = quote(name)
    assert quoted.encode("utf-8").decode("utf-8") == quoted
    assert quoted.isprintable() or not quoted.isascii()
    assert '"' not in quoted.replace('\\"', "")


@pytest.mark.parametrize(
    ("name", "quoted"),
    [  # what Go's strconv.Quote gives
        ("plain name.vcf", "plain name.vcf"),
        ("it's", "it's"),
        ('a"b\\c', 'a\\"b\\\\c'),
        ("tab\there", "tab\\there"),
        ("\a\b\f\n\r\t\v", "\\a\\b\\f\\n\\r\\t\\v"),
        ("\x01\x1f\x7f", "\\x01\\x1f\\x7f"),
        ("Grün 鍵 😀", "Grün 鍵 😀"),
        ("no\u00a0break", "no\\u00a0break"),
        ("\u200d\ufeff\u00ad\u0085", "\\u200d\\ufeff\\u00ad\\u0085"),
        ("\U000e0001", "\\U000e0001"),
        ("latin \udce9", "latin \\xe9"),
        ("\ufffd", "\ufffd"),
    ],
)
def test_names_are_quoted_as_go_quotes_them(name, quoted):
    assert quote(name) == quoted
    assert unquote(quoted) == name


def test_bytes_that_make_utf_8_after_all_are_not_escaped():
    assert quote("\udcc3\udca9") == "é"


@pytest.mark.parametrize("name", ["\ud800", "a\udc00", "b\udfff"])
def test_a_surrogate_that_stands_for_no_byte_is_refused(name):
    with pytest.raises(ValueError, match=r"surrogates"):
        quote(name)


@pytest.mark.parametrize("quoted", ["\\", "\\q", "\\x1", "\\u12", "\\U00110000", "a\\9b"])
def test_an_escape_that_go_does_not_know_is_refused(quoted):
    with pytest.raises(ValueError, match=r"."):
        unquote(quoted)


def test_an_octal_escape_is_read():
    assert unquote("\\303\\251") == "é"


@settings(max_examples=30)
@given(st.recursive(st.text(st.characters(exclude_categories=["Cs"])) | st.integers(), st.lists))
def test_go_and_python_read_the_same_json(value):
    data = encode(value)
    assert json.loads(data) == value
    assert not set(data) & set(b"<>&")


def test_json_is_written_as_go_writes_it():
    value = {"b": "<&>\u2028\u2029é", "a": [1, None, True]}
    assert encode(value) == (
        b'{"b":"\\u003c\\u0026\\u003e\\u2028\\u2029\xc3\xa9","a":[1,null,true]}'
    )


def test_what_utf_8_cannot_hold_becomes_the_replacement_character():
    assert encode("a\udc80b") == b'"a\\ufffdb"'


@given(times)
def test_every_time_reads_back(moment):
    assert parse_time(format_time(moment)) == moment


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2009, 9, 27, 14, 5, 33, 250_000, tzinfo=UTC), "2009-09-27T14:05:33.25Z"),
        (datetime(2009, 9, 27, 14, 5, 33, tzinfo=UTC), "2009-09-27T14:05:33Z"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00Z"),
        (datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC), "9999-12-31T23:59:59.999999Z"),
    ],
)
def test_times_are_written_as_go_writes_them(moment, text):
    assert format_time(moment) == text


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-23T21:10:50.891113482Z", datetime(2026, 11, 23, 21, 10, 50, 891_113, tzinfo=UTC)),
        ("2009-09-27T16:05:33+02:00", datetime(2009, 9, 27, 14, 5, 33, tzinfo=UTC)),
        ("2009-09-27T10:35:33-03:30", datetime(2009, 9, 27, 14, 5, 33, tzinfo=UTC)),
        ("0000-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
        ("0001-01-01T00:00:00+10:00", datetime(1, 1, 1, tzinfo=UTC)),
        ("9999-12-31T23:59:59-10:00", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_times_that_go_writes_are_read(text, moment):
    assert parse_time(text) == moment


@given(st.text())
def test_what_is_no_time_is_refused(text):
    assume("T" not in text)
    with pytest.raises(ValueError):  # noqa: PT011 - its message is the text itself
        parse_time(text)


@pytest.mark.parametrize("text", ["2009-13-27T14:05:33Z", "2009-09-27T25:05:33Z", "2009-09-27"])
def test_a_time_that_never_was_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse_time(text)


@given(times, st.integers(-23, 23))
def test_a_time_of_another_zone_is_written_in_utc(moment, hours):
    from_there = timedelta(hours=hours)
    assume(datetime.min.replace(tzinfo=UTC) - moment < from_there)
    assume(from_there < datetime.max.replace(tzinfo=UTC) - moment)
    local = (moment + from_there).replace(tzinfo=None)
    sign = "-" if hours < 0 else "+"
    assert parse_time(f"{local.isoformat()}{sign}{abs(hours):02}:00") == moment
