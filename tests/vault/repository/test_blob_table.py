import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.vault.repository.blob_table import BlobTable
from holdfast.vault.repository.index import decode_index, encode_index
from holdfast.vault.repository.pack import BlobType, pack_size
from tests.vault.repository.test_index import blob, blobs, names

FIRST, SECOND, THIRD = "a1" * 32, "b2" * 32, "c3" * 32


def table_of(packs) -> BlobTable:
    table = BlobTable()
    for pack, found in packs.items():
        table.add(pack, found)
    return table


@given(st.dictionaries(names, st.lists(blobs, max_size=5), max_size=5))
def test_a_table_gives_back_what_it_was_told(packs):
    table = table_of(packs)
    assert dict(table.packs()) == packs
    assert len(table.packs()) == len(packs)
    assert all(table.size_of(pack) == pack_size(found) for pack, found in packs.items())
    told = {(found.type, found.id) for listed in packs.values() for found in listed}
    assert len(table) == len(told)
    for kind, name in told:
        place = table.find(kind, name)
        assert place.blob in packs[place.pack]


def test_a_table_tells_data_and_trees_of_one_id_apart():
    table = table_of({FIRST: [blob(1), blob(2, BlobType.TREE)]})
    assert table.has(BlobType.DATA, blob(1).id)
    assert not table.has(BlobType.TREE, blob(1).id)
    assert table.find(BlobType.TREE, blob(2).id).blob == blob(2, BlobType.TREE)
    assert table.find(BlobType.DATA, blob(2).id) is None
    assert len(table) == 2


def test_a_table_knows_every_copy_of_a_blob_and_prefers_the_first():
    table = table_of({FIRST: [blob(1), blob(2)], SECOND: [blob(2), blob(3)]})
    assert table.find(BlobType.DATA, blob(2).id).pack == FIRST
    assert [place.pack for place in table.copies(BlobType.DATA, blob(2).id)] == [FIRST, SECOND]
    assert list(table.copies(BlobType.TREE, blob(2).id)) == []
    assert len(table) == 3


def test_a_pack_that_two_indexes_name_is_one_pack():
    table = table_of({FIRST: [blob(1)], SECOND: [blob(2)]})
    table.add(FIRST, [blob(1)])
    assert len(table.packs()) == 2
    assert len(list(table.copies(BlobType.DATA, blob(1).id))) == 1


def test_what_was_said_last_of_a_pack_counts():
    table = table_of({FIRST: [blob(1)]})
    table.add(FIRST, [blob(1), blob(2)])
    assert dict(table.packs()) == {FIRST: [blob(1), blob(2)]}
    assert len(list(table.copies(BlobType.DATA, blob(1).id))) == 1


def test_packs_stay_as_they_were_when_they_were_asked_for():
    table = table_of({FIRST: [blob(1)]})
    before = table.packs()
    table.add(SECOND, [blob(2)])
    assert list(before) == [FIRST]
    assert SECOND not in before
    assert THIRD not in table.packs()
    with pytest.raises(KeyError):
        table.packs()[THIRD]


@pytest.mark.parametrize("name", ["", "zz", "../a", "é" * 64, "a" * 63])
def test_a_blob_whose_name_is_no_hash_is_not_there(name):
    table = table_of({FIRST: [blob(1)]})
    assert not table.has(BlobType.DATA, name)
    assert table.find(BlobType.DATA, name) is None
    assert list(table.copies(BlobType.DATA, name)) == []


def test_an_index_of_100_000_blobs_is_read_in_two_seconds():
    files = [
        encode_index({f"{pack:064x}": [blob(pack * 1000 + at) for at in range(1000)]})
        for pack in range(100)
    ]
    began = time.process_time()
    table = BlobTable()
    for data in files:
        for pack, found in decode_index(data).items():
            table.add(pack, found)
    assert len(table) == 100_000
    assert time.process_time() - began < 2
