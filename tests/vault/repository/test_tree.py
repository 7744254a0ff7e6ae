import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.vault.repository.problems import VaultDamaged
from holdfast.vault.repository.tree import (
    FileEntry,
    Node,
    build_trees,
    decode_tree,
    encode_tree,
    name_bytes,
    walk,
)
from tests.vault.repository.vaults import MODIFIED

NEVER = ("", ".", "..")
raw_names = st.binary(min_size=1, max_size=8).filter(
    lambda raw: b"/" not in raw and b"\0" not in raw
)
names = raw_names.map(lambda raw: raw.decode("utf-8", "surrogateescape")).filter(
    lambda name: name not in NEVER
)
times = st.datetimes(timezones=st.just(UTC))
contents = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), max_size=3).map(tuple)
entries = st.builds(
    FileEntry,
    path=st.lists(names, min_size=1, max_size=4).map(tuple),
    content=contents,
    size=st.integers(0, 2**50),
    mtime=times,
)


def no_clash(found: list[FileEntry]) -> bool:
    """No two files at one path, and no file where another has a folder."""
    paths = [entry.path for entry in found]
    folders = {path[:length] for path in paths for length in range(1, len(path))}
    return len(set(paths)) == len(paths) and not folders & set(paths)


class Trees:
    """Encoded trees by their hash."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        name = hashlib.sha256(data).hexdigest()
        self.kept[name] = data
        return name

    def load(self, name: str):
        return decode_tree(self.kept[name])


def file(path: str, mtime: datetime = MODIFIED) -> FileEntry:
    return FileEntry(tuple(path.split("/")), (), 0, mtime)


@settings(max_examples=30)
@given(st.lists(entries, max_size=8).filter(no_clash))
def test_the_files_of_a_tree_are_those_that_were_put_in(found):
    trees = Trees()
    root = build_trees(found, trees.put)
    assert sorted(walk(root, trees.load), key=str) == sorted(found, key=str)


@settings(max_examples=30)
@given(st.lists(entries, max_size=8).filter(no_clash))
def test_names_stand_in_the_order_of_their_bytes(found):
    trees = Trees()
    build_trees(found, trees.put)
    for data in trees.kept.values():
        order = [name_bytes(node.name) for node in decode_tree(data).nodes]
        assert order == sorted(set(order))


@settings(max_examples=30)
@given(st.lists(entries, max_size=8).filter(no_clash), st.randoms())
def test_the_same_files_give_the_same_tree_in_any_order(found, random):
    shuffled = random.sample(found, len(found))
    assert build_trees(found, Trees().put) == build_trees(shuffled, Trees().put)


def test_a_tree_is_written_in_the_very_bytes_of_restic():
    blob, subtree = "ab" * 32, "cd" * 32
    nodes = [
        Node("notes", "dir", MODIFIED, subtree=subtree),
        Node('A&B "x".vcf', "file", MODIFIED, 1234, (blob,)),
        Node("empty", "file", MODIFIED.replace(microsecond=0)),
    ]
    time = b'"mtime":"2009-09-27T14:05:33.25Z","atime":"2009-09-27T14:05:33.25Z",'
    time += b'"ctime":"2009-09-27T14:05:33.25Z","uid":1000,"gid":100,'
    assert encode_tree(nodes, (1000, 100)) == (
        b'{"nodes":[{"name":"A\\u0026B \\\\\\"x\\\\\\".vcf","type":"file","mode":384,'
        + time
        + b'"size":1234,"content":["'
        + blob.encode()
        + b'"]},{"name":"empty","type":"file","mode":384,'
        + time.replace(b".25Z", b"Z")
        + b'"content":[]},{"name":"notes","type":"dir","mode":2147484096,'
        + time
        + b'"content":null,"subtree":"'
        + subtree.encode()
        + b'"}]}\n'
    )


def test_a_folder_is_dated_like_the_newest_file_in_it():
    trees, later = Trees(), MODIFIED + timedelta(days=1)
    root = build_trees([file("a/b/old"), file("a/b/c/new", later), file("a/z")], trees.put)
    (folder,) = trees.load(root).nodes
    assert folder.mtime == later


def test_a_tree_of_nothing_is_a_tree():
    trees = Trees()
    assert trees.load(build_trees([], trees.put)).nodes == ()


def test_trees_that_are_known_are_not_opened():
    trees = Trees()
    root = build_trees([file("a/one"), file("b/two")], trees.put)
    known = {node.subtree for node in trees.load(root).nodes if node.name == "a"}
    for name in known:
        del trees.kept[name]
    assert [entry.path for entry in walk(root, trees.load, known.__contains__)] == [("b", "two")]


@pytest.mark.parametrize(
    "paths",
    [
        [()],
        [("",)],
        [("a", "..", "b")],
        [(".",)],
        [("a/b",)],
        [("a\0b",)],
        [("\ud800",)],
        [("a",), ("a",)],
        [("a",), ("a", "b")],
        [("a", "b"), ("a",)],
        [("é",), ("\udcc3\udca9",)],
    ],
)
def test_paths_that_cannot_be_are_refused(paths):
    found = [FileEntry(path, (), 0, MODIFIED) for path in paths]
    with pytest.raises(ValueError, match=r"."):
        build_trees(found, Trees().put)


@pytest.mark.parametrize("name", ["..", ".", "", "a/b", "../../etc/passwd", "a\\x00b"])
def test_a_name_that_leads_elsewhere_is_never_handed_out(name):
    node = {"name": name, "type": "file", "mtime": "2009-09-27T14:05:33Z", "content": []}
    tree = decode_tree(json.dumps({"nodes": [node]}).encode())
    with pytest.raises(VaultDamaged):
        list(walk("root", lambda _: tree))


def test_what_is_neither_file_nor_folder_is_passed_over():
    node = {"name": "link", "type": "symlink", "mtime": "2009-09-27T14:05:33Z", "content": None}
    tree = decode_tree(json.dumps({"nodes": [node]}).encode())
    assert list(walk("root", lambda _: tree)) == []


@given(
    st.binary()
    | st.sampled_from([b"[]", b"1", b"null", b"{}", b'{"nodes":[1]}', b'{"nodes":[{"name":1}]}'])
)
def test_what_is_no_tree_is_refused(data):
    with pytest.raises(ValueError, match=r"."):
        decode_tree(data)


@pytest.mark.parametrize("size", ["Infinity", "NaN", '"big"'])
def test_a_size_that_is_no_number_is_refused(size):
    node = f'{{"name":"a","type":"file","mtime":"2009-09-27T14:05:33Z","size":{size}}}'
    with pytest.raises(ValueError, match=r"."):
        decode_tree(f'{{"nodes":[{node}]}}'.encode())
