import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.mtp.codes import Op, Response
from holdfast.phones.protocols.mtp.containers import (
    BrokenMtpError,
    Container,
    ContainerKind,
    ContainerReader,
    Header,
    decode_header,
    encode,
    encode_header,
    params,
)

words = st.integers(0, 0xFFFFFFFF)
codes = st.integers(0, 0xFFFF)
spoken = st.builds(
    Container,
    st.sampled_from([ContainerKind.COMMAND, ContainerKind.RESPONSE, ContainerKind.EVENT]),
    codes,
    words,
    st.lists(words, max_size=5).map(tuple),
)
data = st.builds(
    Container,
    st.just(ContainerKind.DATA),
    codes,
    words,
    st.just(()),
    st.binary(max_size=200),
)


def cut(data, sizes):
    at = 0
    for size in sizes:
        yield data[at : at + size]
        at += size
    yield data[at:]


def gather(parts):
    payload = b""
    for part in parts:
        payload += part.payload
        if part.last:
            header = part.header
            is_data = header.kind is ContainerKind.DATA
            said = () if is_data else params(payload)
            yield Container(
                header.kind, header.code, header.transaction, said, payload if is_data else b""
            )
            payload = b""


@given(st.lists(spoken | data, max_size=5), st.lists(st.integers(0, 60)))
def test_containers_come_whole_out_of_any_cut(sent, sizes):
    stream = b"".join(map(encode, sent))
    reader = ContainerReader()
    parts = [part for piece in cut(stream, sizes) for part in reader.feed(piece, short=False)]

    assert list(gather(parts)) == sent
    assert reader.between


def test_a_container_is_the_one_of_the_specification():
    command = Container(ContainerKind.COMMAND, Op.OpenSession, 0, (1,))
    assert encode(command).hex() == "10000000010002100000000001000000"


def test_a_response_glued_behind_data_is_told_apart():
    sent = [
        Container(ContainerKind.DATA, Op.GetObject, 7, (), b"picture"),
        Container(ContainerKind.RESPONSE, Response.OK, 7),
    ]
    parts = ContainerReader().feed(b"".join(map(encode, sent)), short=True)
    assert list(gather(parts)) == sent


def test_data_that_fill_a_transfer_are_not_copied():
    reader = ContainerReader()
    head = encode_header(Header(ContainerKind.DATA, Op.GetObject, 1, 5000))
    assert list(reader.feed(head, short=True)) == []
    piece = bytes(3000)
    assert next(reader.feed(piece, short=False)).payload is piece
    assert reader.missing == 2000


@given(st.lists(st.binary(min_size=1, max_size=50), max_size=5))
def test_data_of_unknown_length_end_with_a_short_packet(pieces):
    reader = ContainerReader()
    head = encode_header(Header(ContainerKind.DATA, Op.GetObject, 1, None))
    got = list(reader.feed(head, short=False))
    assert reader.missing is None
    for piece in pieces:
        got += reader.feed(piece, short=False)
    got += reader.feed(b"", short=True)

    assert b"".join(part.payload for part in got) == b"".join(pieces)
    assert [part.last for part in got] == [False] * len(pieces) + [True]


def test_a_size_of_4_gib_is_written_as_unknown():
    head = encode_header(Header(ContainerKind.DATA, Op.SendObject, 1, (1 << 32) - 12))
    assert decode_header(head).size is None
    head = encode_header(Header(ContainerKind.DATA, Op.SendObject, 1, (1 << 32) - 14))
    assert decode_header(head).size == (1 << 32) - 14


def test_one_byte_in_place_of_a_zero_length_packet_is_passed_over():
    reader = ContainerReader()
    sent = Container(ContainerKind.DATA, Op.GetObject, 7, (), bytes(500))
    parts = [*reader.feed(encode(sent) + b"\0", short=True)]
    response = Container(ContainerKind.RESPONSE, Response.OK, 7)
    parts += reader.feed(encode(response), short=True)
    assert list(gather(parts)) == [sent, response]


@pytest.mark.parametrize(
    ("length", "kind"),
    [(11, 1), (0, 3), (12, 0), (12, 5), (0xFFFFFFFF, 3), (1 << 20, 4)],
)
def test_what_begins_no_container_is_broken(length, kind):
    reader = ContainerReader()
    with pytest.raises(BrokenMtpError):
        list(reader.feed(struct.pack("<IHHI", length, kind, 0x2001, 1), short=True))
    assert reader.between


def test_parameters_beyond_five_are_dropped():
    head = struct.pack("<IHHI", 12 + 27, 3, 0x2001, 1)
    parts = ContainerReader().feed(head + struct.pack("<6I", *range(6)) + b"xyz", short=True)
    assert next(parts).container().params == (0, 1, 2, 3, 4)


@given(st.lists(st.tuples(st.binary(max_size=80), st.booleans()), max_size=6))
def test_a_hostile_stream_yields_parts_or_is_broken(pieces):
    reader = ContainerReader()
    for piece, short in pieces:
        try:
            given_back = sum(len(part.payload) for part in reader.feed(piece, short=short))
        except BrokenMtpError:
            assert reader.between
        else:
            assert given_back <= 80 + 256
