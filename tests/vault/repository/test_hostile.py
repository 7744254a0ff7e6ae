"""A vault that was made to do harm by somebody who has its key: nothing comes of it."""

from __future__ import annotations

import hashlib
import resource
import subprocess
import sys
import textwrap

import pytest
import zstandard

from holdfast.vault.repository import tree as tree_module
from holdfast.vault.repository.check import Damage
from holdfast.vault.repository.index import encode_index
from holdfast.vault.repository.pack import BlobType, PackedBlob, Packer
from holdfast.vault.repository.problems import VaultDamaged
from holdfast.vault.repository.tree import Node, encode_tree
from tests.vault.repository.vaults import MODIFIED, check, damages, read, reopen, save


def save_root(repository, make_root):
    """A snapshot of whatever trees `make_root` builds with the given `put`."""
    with repository.writer() as writer:
        root = make_root(lambda nodes: writer._save_tree_blob(encode_tree(nodes)))
        return writer.save_snapshot(tree=root, time=MODIFIED, hostname="x", paths=("/x",))


def folder(name, subtree):
    return Node(name, "dir", MODIFIED, subtree=subtree)


def test_few_trees_that_stand_for_more_folders_than_atoms_end_soon(repository, monkeypatch):
    monkeypatch.setattr(tree_module, "MAX_FOLDERS", 10_000)

    def diamonds(put):
        tree = put([])
        for _ in range(60):
            tree = put([folder("a", tree), folder("b", tree)])
        return tree

    snapshot = save_root(repository, diamonds)

    with pytest.raises(VaultDamaged):
        list(repository.files(snapshot.tree))
    assert check(repository, read_data=False).sound  # each tree is looked at once


def test_folders_in_folders_without_end_are_refused(repository):
    def deep(put):
        tree = put([])
        for _ in range(3_000):
            tree = put([folder("a", tree)])
        return tree

    snapshot = save_root(repository, deep)

    with pytest.raises(VaultDamaged):
        list(repository.files(snapshot.tree))
    check(repository, read_data=False)


@pytest.mark.parametrize("name", ["..", ".", "", "a/b", "/etc", "\0"])
def test_names_that_lead_elsewhere_never_come_out(repository, name):
    def evil(put):
        node = Node("good", "file", MODIFIED, content=())
        object.__setattr__(node, "name", name)
        return put([node])

    try:
        snapshot = save_root(repository, evil)
    except ValueError:
        return  # nobody can even write it
    with pytest.raises(VaultDamaged):
        list(repository.files(snapshot.tree))
    assert Damage.NAMES in damages(repository, read_data=False)


def test_a_pack_that_claims_more_than_it_holds_is_told(store, repository):
    save(repository, {"a": b"1" * 1000})
    for name in [name for name, _ in store.list("data")]:
        data = bytearray(store.get(name))
        data[-4:] = (0xFFFFFFFF).to_bytes(4, "little")
        store.put(name, bytes(data))

    assert Damage.PACK_HEADER in damages(repository)


def test_a_blob_that_swells_gives_no_more_than_its_index_says(store, repository, clock):
    """As a bomb does: kilobytes that unpack to gigabytes, with a small length told."""
    swollen = zstandard.ZstdCompressor().compress(b"\0" * 300_000_000)
    name = hashlib.sha256(b"\0" * 300_000_000).hexdigest()
    packer = Packer(repository._blobs.key)
    packer.add(name, BlobType.DATA, [repository._blobs.key.seal(swollen)], 1000)
    pack, pieces = packer.finish()
    repository._blobs.put_pack(pack, pieces, packer.blobs)
    repository._blobs.write_index()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(VaultDamaged):
        b"".join(reopen(store, clock).open_content([name]))

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_an_index_that_names_files_elsewhere_reads_nothing_there(store, repository, clock):
    blob = PackedBlob("a" * 64, BlobType.DATA, 0, 100, None)
    data = encode_index({"b" * 64: [blob]}).replace(b"b" * 64, b"../" * 21 + b"x")
    repository._files.put("index", data)

    again = reopen(store, clock)

    with pytest.raises(VaultDamaged):
        b"".join(again.open_content(["a" * 64]))
    assert Damage.INDEX_UNREADABLE in damages(again, read_data=False)
    assert read(again, save(again, {"good": b"1"})) == {"good": b"1"}


MANY = """
    import resource
    import sys
    from datetime import UTC, datetime
    from holdfast.vault.repository.keyfile import ScryptCost
    from holdfast.vault.repository.repository import Repository
    from holdfast.vault.repository.index import encode_index
    from holdfast.vault.repository.pack import BlobType, PackedBlob
    from holdfast.vault.repository.stores.memory import MemoryStore

    clock = lambda: datetime(2009, 10, 10, tzinfo=UTC)
    store = MemoryStore()
    made = Repository.create(store, "x", cost=ScryptCost(n=2, r=8, p=1), clock=clock, settle=0)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for share in range(int(sys.argv[1])):
        packs = {
            f"{share:032x}{number:032x}": [
                PackedBlob(f"{number:032x}{share:032x}", BlobType.DATA, 0, 100, None)
            ]
            for number in range(50_000)
        }
        made._files.put("index", encode_index(packs))
    opened = Repository.open(store, "x", clock=clock, settle=0)
    assert len(opened._blobs) == 50_000 * int(sys.argv[1]), len(opened._blobs)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize("shares", [2, pytest.param(20, marks=pytest.mark.deep)])
def test_a_million_tiny_packs_fit_into_memory(shares):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(MANY), str(shares)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 50_000 + 33_000 * shares  # kilobytes, the vault in memory included
