from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.mtp.containers import BrokenMtpError
from holdfast.phones.protocols.mtp.values import (
    ARRAY,
    Cursor,
    DataType,
    TooShortError,
    decode_array,
    encode_text,
    encode_value,
    parse_date,
    width,
    write_date,
)

NUMBERS = [kind for kind in DataType if kind < ARRAY]


def numbers(kind):
    bits = 8 * width(kind)
    signed = kind & 1
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
    return st.integers(low, high)


def units(text):
    return len(text.encode("utf-16-le")) // 2


texts = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=127
).filter(lambda text: units(text) <= 254)

typed = st.one_of(
    *[st.tuples(st.just(kind), numbers(kind)) for kind in NUMBERS],
    *[
        st.tuples(st.just(DataType(kind | ARRAY)), st.lists(numbers(kind), max_size=9).map(tuple))
        for kind in NUMBERS
    ],
    st.tuples(st.just(DataType.STR), texts),
)


@given(typed)
def test_values_of_every_type_go_there_and_back(each):
    kind, value = each
    cursor = Cursor(encode_value(kind, value) + b"rest")
    assert cursor.value(kind) == value
    assert cursor.left == 4


@given(typed)
def test_a_value_that_is_cut_off_is_too_short(each):
    data = encode_value(*each)
    with pytest.raises(TooShortError):
        Cursor(data[:-1]).value(each[0])


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("00", ""),
        ("010000", ""),
        ("0241000000", "A"),
        ("014100", "A"),
        ("03410000004200", "A"),
        ("023dd80000", "\ufffd"),
        ("033dd800de0000", "\U0001f600"),
    ],
)
def test_a_text_is_read_as_phones_write_it(data, text):
    assert Cursor(bytes.fromhex(data)).text() == text


def test_a_text_has_room_for_254_units():
    assert len(encode_text("x" * 254)) == 1 + 2 * 255
    with pytest.raises(ValueError, match="255 units"):
        encode_text("x" * 253 + "\U0001f600")


def test_the_count_of_an_array_is_not_believed():
    with pytest.raises(BrokenMtpError):
        decode_array(b"\0\0\0\x80" + bytes(100))


def test_bytes_behind_an_array_are_passed_over():
    assert decode_array(bytes.fromhex("020000000100010001000200ff")) == (65537, 131073)


@pytest.mark.parametrize(
    ("kind", "value"),
    [(0, 1), (DataType.STR, 1), (DataType.UINT8, "1"), (DataType.AUINT8, 1), (0x400B, (1,))],
)
def test_a_value_of_another_type_is_not_written(kind, value):
    with pytest.raises(ValueError, match="no value of type"):
        encode_value(kind, value)


@pytest.mark.parametrize("kind", [0, 0x000B, 0x400B, 0x4000, 0xFFFE])
def test_a_type_there_is_not_is_broken(kind):
    with pytest.raises(BrokenMtpError):
        Cursor(bytes(100)).value(kind)


WEST = timezone(timedelta(hours=-3, minutes=-30))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("20240229T235958", datetime(2024, 2, 29, 23, 59, 58)),  # noqa: DTZ001 - has no zone
        ("20240229T235958.0", datetime(2024, 2, 29, 23, 59, 58)),  # noqa: DTZ001 - has no zone
        ("20240229T235958Z", datetime(2024, 2, 29, 23, 59, 58, tzinfo=UTC)),
        ("20240229T235958.5-0330", datetime(2024, 2, 29, 23, 59, 58, tzinfo=WEST)),
        (" 20240229T235958 ", datetime(2024, 2, 29, 23, 59, 58)),  # noqa: DTZ001 - has no zone
    ],
)
def test_a_date_is_read_with_its_zone_or_without(text, date):
    assert parse_date(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "",
        "today",
        "00000000T000000",
        "20230229T000000",
        "20240101T240000",
        "20240101",
        "20240101T000000+9900",
        "2024010\u0661T000000",
    ],
)
def test_what_is_no_date_is_none(text):
    assert parse_date(text) is None


zones = st.none() | st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))


@given(st.datetimes(timezones=zones))
def test_dates_go_there_and_back_to_the_second(date):
    back = parse_date(write_date(date))
    assert back == date.replace(microsecond=0)
    assert back.utcoffset() == date.utcoffset()
