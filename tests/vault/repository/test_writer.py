import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.vault.repository import writer as writer_module
from holdfast.vault.repository.pack import BlobType
from holdfast.vault.repository.stores.folder import FolderStore
from holdfast.vault.repository.writer import CHUNK, _pieces
from tests.vault.repository.vaults import MIB, check, noise, read, reopen, save, save_into


class Unplugged(Exception):  # noqa: N818 - named like the real one
    """The phone is gone."""


def fading(*chunks: bytes):
    yield from chunks
    raise Unplugged


@settings(max_examples=50)
@given(st.lists(st.binary(max_size=40)), st.integers(1, 12))
def test_a_stream_is_cut_at_fixed_places_however_it_arrives(chunks, size):
    pieces = list(map(bytes, _pieces(chunks, bytearray(size))))
    whole = b"".join(chunks)
    assert pieces == [whole[at : at + size] for at in range(0, len(whole), size)]


def test_content_is_cut_into_pieces_of_four_mebibytes(repository):
    content = b"".join(noise(2 * CHUNK + 1))
    with repository.writer() as writer:
        saved = writer.save_content([content], compress=False)
        one_by_one = (content[at : at + 1000] for at in range(0, len(content), 1000))
        assert writer.save_content(one_by_one, compress=False) == saved
    assert (len(saved.content), saved.size) == (3, len(content))
    assert b"".join(repository.open_content(saved.content)) == content


def test_a_stream_may_save_another_while_it_is_read(repository):
    with repository.writer() as writer:

        def outer():
            yield b"outer "
            inner.append(writer.save_content([b"inner"], compress=False))
            yield b"stream"

        inner = []
        saved = writer.save_content(outer(), compress=False)
    assert b"".join(repository.open_content(saved.content)) == b"outer stream"
    assert b"".join(repository.open_content(inner[0].content)) == b"inner"


def test_an_empty_stream_has_no_blobs(repository):
    with repository.writer() as writer:
        for chunks in ([], [b""], [b"", b""]):
            saved = writer.save_content(chunks, compress=True)
            assert (saved.content, saved.size) == ((), 0)


def test_what_compresses_is_compressed_and_what_does_not_is_left(store, repository):
    with repository.writer() as writer:
        text = writer.save_content([b"BEGIN:VCARD\r\n" * 10_000], compress=True)
        picture = writer.save_content(noise(50_000), compress=True)
        asked_not = writer.save_content([b"a" * 60_000], compress=False)
    packed = sum(size for _, size in store.list("data"))
    assert 110_000 < packed < 113_000
    for saved in (text, picture, asked_not):
        assert sum(map(len, repository.open_content(saved.content))) == saved.size
    assert check(repository).sound


def test_content_that_is_stored_is_known_and_other_is_not(repository):
    with repository.writer() as writer:
        saved = writer.save_content([b"x"], compress=False)
        assert writer.has(saved.content)
        assert writer.has(())
        assert not writer.has((*saved.content, "ab" * 32))


def test_a_stream_that_breaks_off_leaves_what_arrived_and_no_more(store, repository, clock):
    first, second = b"".join(noise(CHUNK)), b"".join(noise(CHUNK))
    with repository.writer() as writer:
        with pytest.raises(Unplugged):
            writer.save_content(fading(first, second, b"half"), compress=False)
        snapshot = save_into(writer, {"kept": b"x"})
    again = reopen(store, clock)
    assert read(again, snapshot) == {"kept": b"x"}
    before = sum(size for _, size in store.list("data"))
    save(again, {"film": first + second + b"half" * 10})
    assert sum(size for _, size in store.list("data")) - before < 10_000


def save_until_unplugged(repository, content: bytes) -> None:
    with repository.writer() as writer:
        writer.save_content([content], compress=False)
        raise Unplugged


def test_a_session_that_fails_keeps_what_arrived(store, repository, clock):
    older = save(repository, {"old": b"old"})
    content = b"".join(noise(100_000))
    with pytest.raises(Unplugged):
        save_until_unplugged(repository, content)
    again = reopen(store, clock)
    assert again.snapshots() == [older]
    before = sum(size for _, size in store.list("data"))
    snapshot = save(again, {"old": b"old", "photo": content})
    assert sum(size for _, size in store.list("data")) - before < 10_000
    assert read(again, snapshot) == {"old": b"old", "photo": content}
    assert check(again).sound


def test_a_snapshot_is_written_after_its_index_and_that_after_its_packs(place, clock, on_disk):
    steps = []
    repository = reopen(FolderStore(place, steps.append), clock)
    save(repository, {"a/b": b"x"})
    written = [step.split()[1] for step in steps if step.startswith("rename ")]
    assert written == ["locks", "data", "data", "index", "snapshots"]
    assert steps[-1] == "delete locks"
    assert not list((place / "locks").iterdir())


def test_trees_and_data_lie_in_packs_of_their_own(repository):
    save(repository, {"a/b": b"x", "c": b"y"})
    for blobs in repository._blobs.packs().values():
        assert len({blob.type for blob in blobs}) == 1
    assert {blobs[0].type for blobs in repository._blobs.packs().values()} == set(BlobType)


def test_packs_are_written_when_they_are_full(store, repository):
    with repository.writer() as writer:
        writer.save_content(noise(CHUNK, 9), compress=False)
        sizes = [size for _, size in store.list("data")]
    assert len(sizes) == 2
    assert all(16 * MIB <= size < 17 * MIB for size in sizes)


def test_the_index_is_written_from_time_to_time(store, repository, monkeypatch):
    monkeypatch.setattr(writer_module, "PACKS_PER_INDEX", 2)
    with repository.writer() as writer:
        writer.save_content(noise(CHUNK, 8), compress=False)
        assert len(list(store.list("index"))) == 1


def test_a_slow_phone_is_indexed_after_a_while_too(store, repository, monkeypatch):
    with repository.writer() as writer:
        writer.save_content([b"one"], compress=False)
        assert list(store.list("index")) == []
        monkeypatch.setattr(writer_module, "SECONDS_PER_INDEX", 0)
        writer.save_content([b"two"], compress=False)
        assert len(list(store.list("index"))) == 1


def test_a_snapshot_tells_what_it_was_told(repository, clock):
    with repository.writer() as writer:
        snapshot = writer.save_snapshot(
            tree=writer.save_tree([]),
            time=clock.now,
            hostname="lx-0042",
            paths=["/lx-0042"],
            tags=["safety", "b"],
            parent="ab" * 32,
        )
    assert repository.snapshots() == [snapshot]
    assert (snapshot.hostname, snapshot.paths, snapshot.tags, snapshot.parent) == (
        "lx-0042",
        ("/lx-0042",),
        ("safety", "b"),
        "ab" * 32,
    )


_STREAM = """
import os, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.folder import FolderStore
from tests.vault.repository.vaults import CHEAP, PASSWORD

clock = lambda: datetime.now(UTC)
repository = Repository.create(FolderStore(Path(sys.argv[1])), PASSWORD, cost=CHEAP, clock=clock)
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
before = peak()
with repository.writer() as writer:
    saved = writer.save_content((os.urandom(65536) for _ in range(3200)), compress=False)
print(saved.size, peak() - before)
"""


@pytest.mark.deep
def test_a_stream_of_200_megabytes_takes_no_more_memory_than_a_few_packs(place):
    done = subprocess.run(
        [sys.executable, "-c", _STREAM, str(place)], capture_output=True, text=True, check=True
    )
    size, grown = json.loads(f"[{done.stdout.replace(' ', ',')}]")
    assert size == 200 * MIB
    assert grown < 100 * MIB
