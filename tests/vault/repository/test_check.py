import random

import pytest

from holdfast.progress import Cancelled, Task
from holdfast.vault.repository import tree as tree_module
from holdfast.vault.repository.tree import Node, encode_tree
from tests.vault.repository.vaults import (
    MODIFIED,
    check,
    damages,
    entry,
    noise,
    read,
    reopen,
    save,
)

FILES = {f"Photos/{number}.jpg": bytes([number]) * 5000 for number in range(5)}


def packs(store) -> list[str]:
    return sorted(name for name, _ in store.list("data"))


def flip(store, name: str, bit: int) -> None:
    data = bytearray(store.get(name))
    data[bit // 8] ^= 1 << bit % 8
    store.put(name, bytes(data))


def save_tree(repository, nodes: list[Node]) -> None:
    """A snapshot of a tree that no writer of ours would build."""
    with repository.writer() as writer:
        root = writer._save_tree_blob(encode_tree(nodes))
        writer.save_snapshot(tree=root, time=MODIFIED, hostname="x", paths=("/x",))


def test_a_sound_vault_is_found_sound_and_counted(store, repository):
    save(repository, FILES)
    save(repository, FILES | {"more": b"x"})
    for read_data in (False, True):
        report = check(repository, read_data=read_data)
        assert report.sound
        assert (report.snapshots, report.packs) == (2, 4)
        assert report.bytes == sum(size for _, size in store.list("data"))
        assert report.blobs == len(FILES) + 1 + 2 + 1
        assert (report.read > 20) == read_data


def test_an_empty_vault_is_sound(repository):
    assert check(repository).sound


def test_a_flipped_bit_anywhere_in_a_pack_is_found(store, repository):
    save(repository, FILES)
    chosen = random.Random(0)  # noqa: S311 - chooses bits, keeps no secret
    for name in packs(store):
        size = len(store.get(name)) * 8
        bits = [0, size - 1, size - 33, *(chosen.randrange(size) for _ in range(25))]
        for bit in bits:
            flip(store, name, bit)
            assert damages(repository) & {"pack-changed", "pack-header"}, (name, bit)
            flip(store, name, bit)
    assert check(repository).sound


def test_damage_names_the_file_it_touches(store, repository):
    save(repository, {"Photos/good.jpg": b"good" * 100})
    before = packs(store)
    save(repository, {"Photos/good.jpg": b"good" * 100, "Photos/bad.jpg": b"bad" * 100})
    data = max(set(packs(store)) - set(before), key=lambda name: -len(store.get(name)))
    flip(store, data, 200)
    named = [found.what for found in check(repository).problems if found.damage == "blob-broken"]
    assert any(what.endswith(":/Photos/bad.jpg") for what in named)
    assert not any(what.endswith("good.jpg") for what in named)


def test_a_pack_cut_short_is_found_without_reading_it(store, repository):
    save(repository, FILES)
    for name in packs(store):
        whole = store.get(name)
        store.put(name, whole[:-1])
        assert "pack-size" in damages(repository, read_data=False)
        store.put(name, whole)


def test_a_missing_pack_is_found_and_its_files_named(store, repository):
    save(repository, FILES)
    for name in packs(store):
        whole = store.get(name)
        store.delete(name)
        found = check(repository, read_data=False).problems
        assert "pack-missing" in {problem.damage for problem in found}
        assert any(":/" in problem.what for problem in found)
        store.put(name, whole)


def test_a_missing_index_is_found_though_everything_can_be_read(store, repository, clock):
    snapshot = save(repository, FILES)
    for name, _ in list(store.list("index")):
        store.delete(name)
    again = reopen(store, clock)
    assert read(again, snapshot) == FILES
    assert damages(again) == {"pack-unindexed"}
    save(again, FILES)
    assert check(again).sound


def test_a_damaged_index_is_found_though_everything_can_be_read(store, repository, clock):
    snapshot = save(repository, FILES)
    (index,) = (name for name, _ in store.list("index"))
    flip(store, index, 99)
    again = reopen(store, clock)
    assert read(again, snapshot) == FILES
    assert "index-unreadable" in damages(again)


def test_a_snapshot_full_of_garbage_is_found_and_the_others_can_be_read(store, repository):
    first, second = save(repository, FILES), save(repository, {"b": b"b"})
    store.put(f"snapshots/{first.id}", b"garbage")
    assert damages(repository) == {"snapshot-unreadable"}
    assert repository.snapshots() == [second]
    assert read(repository, second) == {"b": b"b"}


def test_a_changed_key_file_is_found(store, repository):
    (key,) = (name for name, _ in store.list("keys"))
    flip(store, key, 300)
    assert damages(repository, read_data=False) == {"key-changed"}


def test_content_that_is_nowhere_is_found(repository):
    save_tree(repository, [Node("a", "file", MODIFIED, 5, ("ab" * 32,))])
    assert damages(repository) == {"blob-missing"}


def test_a_tree_that_is_nowhere_is_found(repository):
    save_tree(repository, [Node("a", "dir", MODIFIED, subtree="ab" * 32)])
    assert damages(repository) == {"tree-broken"}


def test_a_size_that_is_not_that_of_the_content_is_found(repository):
    with repository.writer() as writer:
        saved = entry(writer, "a", [b"12345"], compress=False)
    save_tree(repository, [Node("a", "file", MODIFIED, 6, saved.content)])
    assert damages(repository) == {"size"}


@pytest.mark.parametrize("names", [["b", "a"], ["a", "a"], [".."], ["a/b"], [""]])
def test_names_out_of_order_or_double_or_leading_elsewhere_are_found(
    repository, monkeypatch, names
):
    monkeypatch.setattr(tree_module, "sorted", lambda nodes, **_: list(nodes), raising=False)
    save_tree(repository, [Node(name, "file", MODIFIED) for name in names])
    assert damages(repository) == {"names"}


def test_a_lost_pack_is_healed_by_the_next_backup(store, repository, clock):
    for harm in (store.delete, lambda name: store.put(name, store.get(name)[:-20])):
        content = {**FILES, "new": b"".join(noise(3000))}
        first = save(repository, content)
        for name in packs(store):
            harm(name)
        again = reopen(store, clock)
        assert not check(again).sound
        second = save(again, content)
        assert read(again, second) == read(again, first) == content
        assert read(reopen(store, clock), first) == content
        assert "blob-missing" not in damages(again)


def test_a_check_can_be_stopped(repository):
    save(repository, FILES)
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        repository.check(read_data=True, task=task)


def test_a_check_tells_how_far_it_is(repository):
    save(repository, FILES)
    told = []
    repository.check(read_data=True, task=Task(told.append))
    assert {(progress.subject, progress.total) for progress in told} == {
        ("packs", 2),
        ("snapshots", 1),
    }
