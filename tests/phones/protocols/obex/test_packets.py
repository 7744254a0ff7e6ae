import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.obex.headers import BrokenObexError, DoesNotFitError
from holdfast.phones.protocols.obex.packets import Code, PacketBuffer, encode_packet, name_of
from tests.phones.protocols.obex.samples import headers


@given(st.integers(0, 255), headers, st.binary(max_size=4))
def test_a_packet_comes_whole_out_of_single_bytes(code, sent, fields):
    data = encode_packet(code, sent, fields=fields)
    buffer = PacketBuffer()

    found = [packet for byte in data for packet in buffer.feed(bytes((byte,)))]

    assert [(packet.code, packet.payload) for packet in found] == [(code, data[3:])]
    assert not buffer


@given(headers, st.binary(max_size=2))
def test_trailing_bytes_wait_for_their_packet(sent, trailing):
    data = encode_packet(Code.OK, sent)
    buffer = PacketBuffer()

    assert len(list(buffer.feed(data + data + trailing))) == 2
    assert bool(buffer) == bool(trailing)


def test_a_length_too_short_for_a_packet_is_broken():
    with pytest.raises(BrokenObexError):
        list(PacketBuffer().feed(bytes.fromhex("A0 0002")))


def test_a_packet_longer_than_agreed_is_broken_before_it_is_held():
    with pytest.raises(BrokenObexError):
        list(PacketBuffer(limit=255).feed(bytes.fromhex("A0 0100")))


def test_a_packet_over_the_limit_is_not_sent():
    with pytest.raises(DoesNotFitError):
        encode_packet(Code.OK, fields=b"x" * 253, limit=255)


def test_answers_have_names():
    assert name_of(0xE0) == "Database full (E0)"
    assert name_of(0xD9) == "Answer (D9)"
