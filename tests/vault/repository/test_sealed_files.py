import hashlib

import pytest

from holdfast.vault.repository.problems import VaultDamaged
from holdfast.vault.repository.seal import Key
from holdfast.vault.repository.sealed_files import SealedFiles, named_files
from holdfast.vault.repository.stores.memory import MemoryStore

KEY = Key.from_bytes(bytes(range(64)))


@pytest.fixture
def files(store) -> SealedFiles:
    return SealedFiles(store, KEY)


def test_a_file_reads_back_and_is_named_by_its_own_bytes(store, files):
    name = files.put("snapshots", b'{"a":1}')
    assert files.get("snapshots", name) == b'{"a":1}'
    assert files.names("snapshots") == [name]
    assert hashlib.sha256(store.get(f"snapshots/{name}")).hexdigest() == name


def test_a_file_that_is_gone_is_said_to_be_missing(files):
    name = files.put("locks", b"{}")
    files.delete("locks", name)
    files.delete("locks", name)
    assert files.names("locks") == []
    with pytest.raises(FileNotFoundError):
        files.get("locks", name)


def test_plain_json_as_older_restics_write_it_is_read(store, files):
    sealed = KEY.seal(b'{"a":1}')
    name = hashlib.sha256(sealed).hexdigest()
    store.put(f"index/{name}", sealed)
    assert files.get("index", name) == b'{"a":1}'


@pytest.mark.parametrize("bit", [0, 17, 200, -1])
def test_a_flipped_bit_is_found(store, files, bit):
    name = files.put("index", b'{"packs":[]}')
    data = bytearray(store.get(f"index/{name}"))
    data[bit // 8] ^= 1
    store.put(f"index/{name}", bytes(data))
    with pytest.raises(VaultDamaged):
        files.get("index", name)


@pytest.mark.parametrize("length", [0, 1, 31, 40])
def test_a_file_cut_short_is_found(store, files, length):
    name = files.put("index", b'{"packs":[]}')
    store.put(f"index/{name}", store.get(f"index/{name}")[:length])
    with pytest.raises(VaultDamaged):
        files.get("index", name)


def test_one_file_under_the_name_of_another_is_found(store, files):
    one, two = files.put("snapshots", b"{}"), files.put("snapshots", b'{"a":1}')
    store.put(f"snapshots/{one}", store.get(f"snapshots/{two}"))
    with pytest.raises(VaultDamaged):
        files.get("snapshots", one)


def test_sealed_but_not_compressed_as_it_says_is_damage(store, files):
    sealed = KEY.seal(b"\x02not zstd")
    name = hashlib.sha256(sealed).hexdigest()
    store.put(f"index/{name}", sealed)
    with pytest.raises(VaultDamaged):
        files.get("index", name)


def test_only_names_that_are_hashes_are_listed():
    store = MemoryStore()
    name = "ab" * 32
    for path in (f"data/ab/{name}", "data/.DS_Store", f"data/ab/._{name}", f"data/{name.upper()}"):
        store.put(path, b"12345")
    assert named_files(store, "data") == {name: 5}
