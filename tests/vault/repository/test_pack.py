import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.vault.repository.pack import (
    TAIL,
    BlobType,
    PackBroken,
    PackedBlob,
    Packer,
    decode_header,
    encode_header,
    header_length,
    open_header,
)
from holdfast.vault.repository.seal import OVERHEAD, Key

KEY = Key.from_bytes(bytes(range(64)))

lengths = st.integers(OVERHEAD, 2**32 - 1)
ids = st.binary(min_size=32, max_size=32).map(bytes.hex)
drafts = st.tuples(ids, st.sampled_from(BlobType), lengths, st.none() | st.integers(1, 2**32 - 1))


def placed(entries) -> list[PackedBlob]:
    """Lay the entries one behind the other."""
    blobs, offset = [], 0
    for name, kind, length, plain in entries:
        blobs.append(PackedBlob(name, kind, offset, length, plain))
        offset += length
    return blobs


def packed(*contents: bytes) -> tuple[str, bytes, list[PackedBlob]]:
    packer = Packer(KEY)
    for content in contents:
        name = hashlib.sha256(content).hexdigest()
        packer.add(name, BlobType.DATA, KEY.seal_parts(content), None)
    name, pieces = packer.finish()
    return name, b"".join(pieces), packer.blobs


def open_pack(data: bytes, key: Key) -> list[PackedBlob]:
    """Read a pack's list of blobs as a reader of the file does: from its end."""
    length = header_length(data[-TAIL:], len(data))
    return open_header(data[-TAIL - length : -TAIL], len(data), key)


@given(st.lists(drafts))
def test_a_header_reads_back_as_it_was_written(entries):
    blobs = placed(entries)
    assert decode_header(encode_header(blobs)) == blobs


@given(st.binary(max_size=200))
def test_any_bytes_are_a_header_or_refused(data):
    try:
        blobs = decode_header(data)
    except PackBroken:
        return
    assert encode_header(blobs) == data


@given(st.lists(st.binary(max_size=50), min_size=1, max_size=5))
def test_a_pack_gives_back_its_blobs_by_its_own_header(contents):
    name, data, blobs = packed(*contents)
    assert name == hashlib.sha256(data).hexdigest()
    assert open_pack(data, KEY) == blobs
    opened = [KEY.open(data[blob.offset : blob.offset + blob.length]) for blob in blobs]
    assert opened == contents


def test_a_header_is_written_as_restic_documents_it():
    plain = PackedBlob("11" * 32, BlobType.DATA, 0, 0x0102, None)
    small = PackedBlob("22" * 32, BlobType.TREE, 0x0102, 0x0304, 0x0506)
    assert encode_header([plain, small]) == (
        b"\x00\x02\x01\x00\x00" + b"\x11" * 32 + b"\x03\x04\x03\x00\x00\x06\x05\x00\x00"
        b"" + b"\x22" * 32
    )


def test_the_size_of_a_blob_is_known_without_opening_it():
    assert PackedBlob("", BlobType.DATA, 0, 132).size == 100
    assert PackedBlob("", BlobType.DATA, 0, 132, 5000).size == 5000


@given(st.data())
def test_a_pack_cut_short_is_refused(data):
    _, whole, _ = packed(b"one", b"two")
    length = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(PackBroken):
        open_pack(whole[:length], KEY)


def test_a_pack_with_bytes_too_many_in_front_is_refused():
    _, whole, _ = packed(b"one", b"two")
    with pytest.raises(PackBroken):
        open_pack(b"x" + whole, KEY)


@pytest.mark.parametrize("tail", [b"", b"\x00\x00\x00", bytes(4), b"\xff\xff\xff\xff"])
def test_a_header_length_that_cannot_be_is_refused(tail):
    with pytest.raises(PackBroken):
        header_length(tail, 1000)


def test_a_header_length_is_bounded_by_the_pack():
    assert header_length((96).to_bytes(TAIL, "little"), 100) == 96
    with pytest.raises(PackBroken):
        header_length((97).to_bytes(TAIL, "little"), 100)


def test_a_header_of_another_key_is_refused():
    _, whole, _ = packed(b"one")
    with pytest.raises(PackBroken):
        open_pack(whole, Key.generate())
