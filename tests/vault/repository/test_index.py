import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.vault.repository.index import (
    MAX_BLOBS,
    decode_index,
    encode_index,
    shares,
)
from holdfast.vault.repository.pack import BlobType, PackedBlob
from holdfast.vault.repository.seal import OVERHEAD

names = st.binary(min_size=32, max_size=32).map(bytes.hex)
blobs = st.builds(
    PackedBlob,
    names,
    st.sampled_from(BlobType),
    st.integers(0, 2**32),
    st.integers(OVERHEAD, 2**32 - 1),
    st.none() | st.integers(1, 2**32 - 1),
)


def blob(number: int, kind: BlobType = BlobType.DATA) -> PackedBlob:
    return PackedBlob(f"{number:064x}", kind, number * 100, 100, None)


@settings(max_examples=30)
@given(st.dictionaries(names, st.lists(blobs, max_size=5), max_size=5))
def test_an_index_reads_back_as_it_was_written(packs):
    assert decode_index(encode_index(packs)) == packs


def test_an_index_is_written_as_restic_documents_it():
    plain = PackedBlob("aa", BlobType.DATA, 0, 38, None)
    small = PackedBlob("bb", BlobType.TREE, 38, 112, 511)
    assert json.loads(encode_index({"cc": [plain, small]})) == {
        "packs": [
            {
                "id": "cc",
                "blobs": [
                    {"id": "aa", "type": "data", "offset": 0, "length": 38},
                    {
                        "id": "bb",
                        "type": "tree",
                        "offset": 38,
                        "length": 112,
                        "uncompressed_length": 511,
                    },
                ],
            }
        ]
    }


def test_what_else_restic_writes_into_an_index_is_passed_over():
    data = b'{"supersedes":["dd"],"packs":null}'
    assert decode_index(data) == {}


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"type": "moon"},
        {"offset": -1},
        {"length": 0},
        {"length": 1 << 33},
        {"length": "long"},
        {"uncompressed_length": -1},
        {"uncompressed_length": 1 << 33},
        {"offset": 1 << 63},
        {"id": "aa"},
        {"id": "AA" * 32},
        {"id": "../" * 21 + "a"},
        {"id": 7},
    ],
)
def test_an_entry_that_cannot_be_is_refused(entry):
    whole = {"id": "aa" * 32, "type": "data", "offset": 0, "length": 100}
    broken = whole | entry if entry else {}
    index = {"packs": [{"id": "cc" * 32, "blobs": [whole, broken]}]}
    with pytest.raises(ValueError, match=r"."):
        decode_index(json.dumps(index).encode())


@pytest.mark.parametrize("pack", ["cc", "../../../etc/passwd", "", None, 7])
def test_a_pack_whose_name_is_no_hash_is_refused(pack):
    with pytest.raises(ValueError, match=r"."):
        decode_index(json.dumps({"packs": [{"id": pack, "blobs": []}]}).encode())


@given(st.binary() | st.sampled_from([b"[]", b"1", b"null", b'{"packs":[1]}', b'{"packs":1}']))
def test_what_is_no_index_is_refused(data):
    with pytest.raises(ValueError, match=r"."):
        decode_index(data)


def test_packs_are_dealt_out_whole_to_index_files_of_a_bounded_size():
    packs = {
        str(number): [blob(number * 30_000 + at) for at in range(20_000)] for number in range(6)
    }
    dealt = list(shares(packs))
    assert {name: share[name] for share in dealt for name in share} == packs
    assert all(sum(map(len, share.values())) <= MAX_BLOBS for share in dealt)
    assert len(dealt) == 3
    assert list(shares({})) == []
