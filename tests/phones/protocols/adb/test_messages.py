import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.adb.messages import (
    BrokenAdbError,
    Command,
    Message,
    MessageReader,
    checksum,
    encode,
)

numbers = st.integers(0, 0xFFFFFFFF)
messages = st.builds(Message, st.sampled_from(Command), numbers, numbers, st.binary(max_size=300))


def cut(data, sizes):
    at = 0
    for size in sizes:
        yield data[at : at + size]
        at += size
    yield data[at:]


@given(st.lists(messages, max_size=5), st.lists(st.integers(0, 60)), st.booleans())
def test_messages_come_whole_out_of_any_cut(sent, sizes, checked):
    data = b"".join(b"".join(encode(each, checked=checked)) for each in sent)
    reader = MessageReader()
    reader.checked = checked

    assert [each for part in cut(data, sizes) for each in reader.feed(part)] == sent
    assert reader.missing == 24


def test_a_payload_that_came_in_one_piece_is_not_copied():
    header, payload = encode(Message(Command.WRTE, 1, 2, bytes(5000)), checked=False)
    reader = MessageReader()
    assert list(reader.feed(header)) == []
    assert reader.missing == 5000
    assert next(iter(reader.feed(payload))).payload is payload


def test_the_header_is_the_one_of_the_protocol():
    header, _ = encode(Message(Command.OPEN, 1, 0, b"shell:\0"), checked=True)
    assert header.hex() == "4f50454e01000000000000000700000052020000b0afbab1"


@given(st.binary(max_size=3000), st.integers(0, 5000))
def test_the_sum_is_the_plain_one(data, more):
    data += b"\xff" * more
    assert checksum(data) == sum(data)


@pytest.mark.parametrize(
    "header",
    [
        bytes(24),
        b"CNXN" + bytes(20),
        encode(Message(Command.WRTE, 1, 1, bytes(300)), checked=False)[0],
    ],
)
def test_what_begins_no_message_is_broken(header):
    with pytest.raises(BrokenAdbError):
        list(MessageReader(limit=299).feed(header))


def test_a_wrong_sum_is_broken_only_where_sums_are_looked_at():
    header, payload = encode(Message(Command.WRTE, 1, 1, b"abc"), checked=False)
    reader = MessageReader()
    assert len(list(reader.feed(header + payload))) == 1
    reader.checked = True
    with pytest.raises(BrokenAdbError):
        list(reader.feed(header + payload))
    assert reader.missing == 24


@given(st.binary(max_size=200).filter(lambda junk: b"CNXN" not in junk), st.integers(1, 50))
def test_a_lenient_reader_finds_the_message_behind_the_rest_of_another(junk, size):
    header, payload = encode(Message(Command.CNXN, 1, 2, b"device::"), checked=True)
    data = junk + header + payload
    reader = MessageReader()
    reader.lenient = True

    found = [each for at in range(0, len(data), size) for each in reader.feed(data[at : at + size])]

    assert found == [Message(Command.CNXN, 1, 2, b"device::")]
