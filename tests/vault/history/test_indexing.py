from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.records.model.kinds import Kind
from holdfast.vault.history.history import History
from holdfast.vault.history.layout import Kept, KeptPart, place
from holdfast.vault.repository.problems import VaultDamaged
from holdfast.vault.repository.tree import FileEntry

from .conftest import LX, REPLACEMENT, START, Owner, card

CONTACTS, PHOTOS = Kind.CONTACTS, Kind.PHOTOS


class Watched:
    """A repository that counts what is read of it, and whose blobs and trees can be damaged."""

    def __init__(self, repository) -> None:
        self._repository = repository
        self.trees: list[str] = []
        self.blobs: list[str] = []
        self.damaged: set[str] = set()

    def __getattr__(self, name):
        return getattr(self._repository, name)

    def tree(self, tree):
        self.trees.append(tree)
        if tree in self.damaged:
            raise VaultDamaged(tree)
        return self._repository.tree(tree)

    def open_content(self, content):
        self.blobs += content
        if self.damaged.intersection(content):
            raise VaultDamaged(content[0])
        return self._repository.open_content(content)


@pytest.fixture
def watched(repository):
    return Watched(repository)


@pytest.fixture
def history(watched, tmp_path):
    history = History(tmp_path / "index.sqlite", watched)
    yield history
    history.close()


def foreign_snapshot(repository, files: dict[str, bytes]) -> str:
    with repository.writer() as writer:
        saved = {name: writer.save_content([data], compress=True) for name, data in files.items()}
        tree = writer.save_tree(
            FileEntry((name,), kept.content, kept.size, START) for name, kept in saved.items()
        )
        snapshot = writer.save_snapshot(
            tree=tree, time=START, hostname="laptop", paths=("/home",), tags=[]
        )
    return snapshot.id


@pytest.mark.parametrize(
    "files",
    [
        {"thesis.txt": b"x"},
        {"handset.json": b"{"},
        {"handset.json": b"[]"},
        {"handset.json": b'{"id": ""}'},
        {"handset.json": b'{"id": "a"}', "coverage.json": b"7"},
        {"handset.json": b'{"id": "a"}', "marks.json": b'{"contacts": {"items": 3}}'},
    ],
)
def test_snapshots_of_other_programs_are_passed_over_and_counted(owner, repository, history, files):
    foreign_snapshot(repository, files)
    owner.phone = {CONTACTS: {"1": card("Berg;Anna")}}
    ours = owner.backs_up()

    assert history.foreign == 1
    assert [entry.snapshot.id for entry in history.timeline()] == [ours]
    history.refresh()
    assert history.foreign == 1


def test_only_what_is_new_is_read(owner, history, watched):
    owner.phone = {CONTACTS: {f"{n:04}": card(f"Name{n}") for n in range(300)}}
    owner.backs_up()
    history.refresh()
    owner.phone[CONTACTS]["0007"] = card("Changed")
    owner.phone[CONTACTS]["new"] = card("New")
    watched.trees.clear()
    watched.blobs.clear()
    owner.backs_up(history=history)
    history.refresh()

    sidecars = 2
    assert len(watched.trees) <= 2 + 2
    assert len(watched.blobs) == sidecars + 2


def test_bytes_known_from_another_handset_are_not_read_again(owner, history, watched, repository):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna")}}
    owner.backs_up()
    history.refresh()
    other = Owner(
        repository, REPLACEMENT, now=owner.now, phone={CONTACTS: {"77": card("Berg;Anna")}}
    )
    watched.blobs.clear()
    other.backs_up()
    history.refresh()

    assert len(watched.blobs) == 2


def test_counts_are_those_of_the_items_whatever_folders_came_and_went(owner, history):
    owner.phone = {
        CONTACTS: {str(n): card(f"Name{n}") for n in range(200)},
        PHOTOS: {f"Phone/A/{n // 3}/{n}.JPG": b"%d" % n for n in range(9)},
    }
    ids = [owner.backs_up()]
    history.refresh()
    owner.phone[CONTACTS] |= {"7": card("Name7", "555-0199"), "new": card("New")}
    owner.phone[PHOTOS] = {"Phone/A/2/8.JPG": b"8", "Card/B/9.JPG": b"9"}
    ids.append(owner.backs_up())
    owner.phone = {CONTACTS: {"1": card("Name1")}, PHOTOS: {}}
    ids.append(owner.backs_up())
    owner.phone[PHOTOS] = {"Phone/A/2/8.JPG": b"8"}
    ids.append(owner.backs_up())
    history.refresh()

    counted = [[history.counts(i).get(kind, 0) for kind in (CONTACTS, PHOTOS)] for i in ids]
    listed = [[len(history.items(i, kind)) for kind in (CONTACTS, PHOTOS)] for i in ids]
    assert counted == listed == [[200, 9], [201, 2], [1, 0], [1, 1]]


def test_counts_hold_after_the_newest_snapshot_was_forgotten(owner, history, repository):
    owner.phone = {CONTACTS: {str(n): card(f"Name{n}") for n in range(5)}}
    owner.backs_up()
    newest = owner.backs_up()
    history.refresh()
    repository.drop(newest)
    del owner.phone[CONTACTS]["3"]
    after = owner.backs_up()
    history.refresh()

    assert history.counts(after) == {CONTACTS: 4}


def test_photos_are_never_read_for_the_index(owner, history, watched):
    owner.phone = {PHOTOS: {f"Phone/{n}.jpg": b"jpeg" * n for n in range(20)}}
    owner.backs_up()
    history.refresh()

    assert len(watched.blobs) == 3


def test_a_damaged_tree_costs_its_own_snapshot_only(owner, history, watched, repository):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna")}}
    first = owner.backs_up()
    owner.phone = {CONTACTS: {"1": card("Berg;Anna", "555-0199")}}
    second = owner.backs_up()
    owner.phone = {CONTACTS: {"1": card("Berg;Anna"), "2": card("Adler;Paul")}}
    third = owner.backs_up()
    watched.damaged.add(repository.snapshot(second).tree)

    assert [entry.snapshot.id for entry in history.timeline()] == [third, first]
    (unreadable,) = history.unreadable
    assert (unreadable.id, unreadable.handset) == (second, LX.id)
    assert isinstance(unreadable.problem, VaultDamaged)
    assert history.timeline()[0].digest[0].added == 1
    watched.damaged.clear()
    history.refresh()
    assert [entry.snapshot.id for entry in history.timeline()] == [third, second, first]
    assert history.unreadable == ()


def test_a_damaged_item_is_listed_and_not_readable_until_it_is_mended(
    owner, history, watched, repository, tmp_path
):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna"), "2": card("Adler;Paul")}}
    snapshot = owner.backs_up()
    blob = next(
        entry.content[0]
        for entry in repository.files(repository.snapshot(snapshot).tree)
        if entry.path[-1].endswith("--1.vcf")
    )
    watched.damaged.add(blob)
    items = {item.key: item for item in history.items(snapshot, CONTACTS)}

    assert [items[key].readable for key in "12"] == [False, True]
    watched.damaged.clear()
    again = History(tmp_path / "other.sqlite", watched)
    assert all(item.readable for item in again.items(snapshot, CONTACTS))
    again.close()


def test_change_marks_that_are_not_of_size_and_date_come_back(owner, history, repository):
    def back_up(mark: str) -> str:
        with repository.writer() as writer:
            saved = writer.save_content([card("Berg;Anna")], compress=True)
            part = KeptPart(".vcf", saved.content, saved.size)
            kept = [Kept(CONTACTS, "1", (part,), "Anna Berg", mark)]
            tree = writer.save_tree(place(LX, (), kept, START, writer))
            time = START + timedelta(days=int(mark))
            return writer.save_snapshot(
                tree=tree, time=time, hostname=LX.id, paths=("/x",), tags=[]
            ).id

    first, second = back_up("7"), back_up("8")

    assert history.item(first, CONTACTS, "1").mark == "7"
    assert history.item(second, CONTACTS, "1").mark == "8"
    (version,) = history.versions(LX.id, CONTACTS, "1")
    assert version.count == 2
