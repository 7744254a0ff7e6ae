import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.mtp.codes import Property
from holdfast.phones.protocols.mtp.containers import BrokenMtpError
from holdfast.phones.protocols.mtp.prop_lists import Element, PropListReader, encode_prop_list
from holdfast.phones.protocols.mtp.values import DataType

words = st.integers(0, 0xFFFFFFFF)
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60)
elements = st.one_of(
    st.builds(
        Element, words, st.sampled_from(Property), st.just(DataType.UINT64), st.integers(0, 1 << 63)
    ),
    st.builds(
        Element, words, st.sampled_from(Property), st.just(DataType.UINT16), st.integers(0, 65535)
    ),
    st.builds(Element, words, st.sampled_from(Property), st.just(DataType.STR), texts),
    st.builds(
        Element,
        words,
        st.sampled_from(Property),
        st.just(DataType.UINT128),
        st.integers(0, (1 << 128) - 1),
    ),
    st.builds(
        Element,
        words,
        st.sampled_from(Property),
        st.just(DataType.AUINT32),
        st.lists(words, max_size=5).map(tuple),
    ),
)


def cut(data, sizes):
    at = 0
    for size in sizes:
        yield data[at : at + size]
        at += size
    yield data[at:]


@given(st.lists(elements, max_size=8), st.lists(st.integers(0, 40)))
def test_elements_come_whole_out_of_any_cut(sent, sizes):
    reader = PropListReader()
    pieces = cut(encode_prop_list(sent) + b"rest", sizes)

    assert [each for piece in pieces for each in reader.feed(piece)] == sent
    assert reader.whole
    assert reader.announced == reader.count == len(sent)


def test_a_list_that_ends_early_is_not_whole():
    sent = [Element(1, Property.ObjectFileName, DataType.STR, "a"), Element(2, 0xDC07, 0xFFFF, "b")]
    reader = PropListReader()
    assert list(reader.feed(encode_prop_list(sent)[:-1])) == sent[:1]
    assert not reader.whole


def test_a_count_of_2_to_the_31_holds_nothing_back():
    reader = PropListReader()
    assert list(reader.feed(struct.pack("<I", 1 << 31))) == []
    one = encode_prop_list([Element(1, Property.ObjectSize, DataType.UINT64, 5)])[4:]
    assert len(list(reader.feed(one * 1000 + one[:3]))) == 1000
    assert len(reader._held) == 3


def test_an_element_that_does_not_end_is_broken():
    head = struct.pack("<IIHHI", 1, 1, Property.Name, DataType.AUINT8, 1 << 31)
    reader = PropListReader()
    assert list(reader.feed(head + bytes(1000))) == []
    with pytest.raises(BrokenMtpError):
        list(reader.feed(bytes(1 << 16)))


def test_an_element_of_a_type_there_is_not_is_broken():
    with pytest.raises(BrokenMtpError):
        list(PropListReader().feed(struct.pack("<IIHHI", 1, 1, Property.Name, 0x17, 1)))


@given(st.lists(st.binary(max_size=80), max_size=6))
def test_hostile_bytes_yield_elements_or_are_broken(pieces):
    reader = PropListReader()
    try:
        for piece in pieces:
            list(reader.feed(piece))
    except BrokenMtpError:
        return
