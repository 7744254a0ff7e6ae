import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.adb.messages import BrokenAdbError
from holdfast.phones.protocols.adb.shell import Id, Packet, PacketReader, encode, exit_packet

packets = st.lists(st.builds(Packet, st.integers(0, 255), st.binary(max_size=100)), max_size=6)


@given(packets, st.integers(1, 40))
def test_packets_come_whole_out_of_any_cut(sent, size):
    data = b"".join(encode(each.id, each.data) for each in sent)
    reader = PacketReader()

    found = [each for at in range(0, len(data), size) for each in reader.feed(data[at : at + size])]

    assert found == sent
    assert not reader


def test_a_packet_that_waits_is_known():
    reader = PacketReader()
    assert list(reader.feed(encode(Id.STDOUT, b"abc")[:-1])) == []
    assert reader


def test_a_packet_without_end_is_broken_before_it_is_held():
    with pytest.raises(BrokenAdbError):
        list(PacketReader().feed(b"\x01\xff\xff\xff\xff"))


def test_the_status_is_one_byte():
    assert exit_packet(127) == b"\x03\x01\x00\x00\x00\x7f"
