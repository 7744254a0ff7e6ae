import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.obex.headers import (
    BrokenObexError,
    DoesNotFitError,
    Header,
    HeaderId,
    Headers,
    decode_headers,
    encode_header,
    encode_headers,
)
from tests.phones.protocols.obex.samples import headers


@given(headers)
def test_headers_come_back_as_they_were(sent):
    assert decode_headers(encode_headers(sent)).all == tuple(sent)


@given(st.binary(max_size=300))
def test_any_bytes_are_headers_or_broken(data):
    try:
        found = decode_headers(data)
    except BrokenObexError:
        return
    assert isinstance(found, Headers)


@given(headers, st.integers(1, 3))
def test_headers_that_are_cut_off_are_broken_or_fewer(sent, cut):
    whole = encode_headers(sent)
    try:
        found = decode_headers(whole[:-cut])
    except BrokenObexError:
        return
    assert len(found.all) < max(1, len(sent)) or not whole


def test_a_name_is_big_endian_utf16_with_a_nul():
    assert encode_header(Header(HeaderId.NAME, "pb")) == bytes.fromhex("01 0009 0070 0062 0000")


def test_an_empty_name_is_three_bytes():
    assert encode_header(Header(HeaderId.NAME, "")) == bytes.fromhex("01 0003")


def test_a_connection_id_is_five_bytes():
    assert encode_header(Header(HeaderId.CONNECTION_ID, 7)) == bytes.fromhex("CB 00000007")


def test_a_lone_surrogate_goes_back_as_it_came():
    raw = bytes.fromhex("01 0007 D800 0000")
    assert encode_headers(decode_headers(raw).all) == raw


def test_a_name_of_64_kib_does_not_fit():
    with pytest.raises(DoesNotFitError):
        encode_header(Header(HeaderId.NAME, "x" * 65536))


def test_a_length_of_zero_is_broken_rather_than_read_for_ever():
    with pytest.raises(BrokenObexError):
        decode_headers(bytes.fromhex("48 0000 41"))


def test_body_and_end_of_body_are_joined():
    found = Headers((Header(HeaderId.BODY, b"ab"), Header(HeaderId.END_OF_BODY, b"c")))
    assert found.body == b"abc"
    assert Headers().body is None


def test_a_header_of_another_form_is_not_taken_for_the_one_wanted():
    found = Headers((Header(HeaderId.LENGTH, 5), Header(HeaderId.NAME, "n")))
    assert found.number(HeaderId.LENGTH) == 5
    assert found.text(HeaderId.NAME) == "n"
    assert found.data(HeaderId.WHO) is None
