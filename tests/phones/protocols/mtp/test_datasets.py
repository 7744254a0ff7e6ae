import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from holdfast.phones.protocols.mtp.containers import BrokenMtpError
from holdfast.phones.protocols.mtp.datasets import DeviceInfo, Listed, ObjectInfo, StorageInfo

texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=99)
halves = st.integers(0, 0xFFFF)
words = st.integers(0, 0xFFFFFFFF)
longs = st.integers(0, (1 << 64) - 1)
codes = st.lists(halves, max_size=5).map(tuple)

devices = st.builds(
    DeviceInfo,
    *(halves, words, halves, texts, halves, codes, codes, codes, codes, codes),
    *(texts, texts, texts, texts),
)
storages = st.builds(StorageInfo, halves, halves, halves, longs, longs, words, texts, texts)
objects = st.builds(
    ObjectInfo,
    *(words, halves, halves, words, halves, words, words, words, words, words, words),
    *(words, halves, words, words, texts.filter(bool), texts, texts, texts),
)


@given(devices | storages | objects)
def test_datasets_go_there_and_back(dataset):
    assert type(dataset).decode(dataset.encode()) == dataset
    assert type(dataset).decode(dataset.encode() + b"more") == dataset


@given(devices)
def test_texts_missing_at_the_end_are_empty(device):
    data = device.encode()
    serial = len(device.serial.encode("utf-16-le")) + (3 if device.serial else 1)
    assert DeviceInfo.decode(data[:-serial]).serial == ""
    assert DeviceInfo.decode(data[:-serial]).device_version == device.device_version


@pytest.mark.parametrize("kind", [DeviceInfo, StorageInfo, ObjectInfo, Listed])
@given(data=st.binary(max_size=80))
def test_any_bytes_are_a_dataset_or_broken(kind, data):
    try:
        kind.decode(data)
    except BrokenMtpError:
        return


@given(st.builds(bytes.__add__, st.just(ObjectInfo().encode()[:52]), st.binary(max_size=80)))
@example(ObjectInfo(name="a", created="b", modified="c", keywords="d").encode())
@example(ObjectInfo(name="a").encode()[:-3])
@example(b"short")
@example(ObjectInfo(name="a", created="b").encode()[:52] + b"\x01a")
def test_a_listing_takes_the_same_of_an_object_as_its_whole_dataset_tells(data):
    try:
        info = ObjectInfo.decode(data)
    except BrokenMtpError:
        with pytest.raises(BrokenMtpError):
            Listed.decode(data)
    else:
        assert Listed.decode(data) == (info.format, info.size, info.name, info.modified)


def test_a_storage_without_its_texts_is_read():
    assert StorageInfo.decode(StorageInfo(capacity=5).encode()[:26]).capacity == 5


def test_a_size_of_64_bits_is_read_where_samsung_puts_it():
    narrow = ObjectInfo(storage=65537, format=0x300B, parent=9, name="film.mp4")
    data = narrow.encode()
    wide = data[:8] + struct.pack("<Q", 5 << 30) + data[12:]
    assert ObjectInfo.decode(wide).size == 5 << 30
    assert ObjectInfo.decode(wide).name == "film.mp4"
    assert ObjectInfo.decode(wide).parent == 9


def test_a_size_above_32_bits_is_written_as_the_highest():
    assert ObjectInfo.decode(ObjectInfo(size=5 << 30, name="x").encode()).size == 0xFFFFFFFF
