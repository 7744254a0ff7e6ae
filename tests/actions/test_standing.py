"""Media that stand as they did are kept as a whole: just what placing them anew would make."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdfast.actions.gather import gather
from holdfast.actions.loss import accept_loss
from holdfast.progress import Task
from holdfast.records.model.coverage import State
from holdfast.records.model.kinds import Kind
from holdfast.vault.repository.blobs import pack_path
from holdfast.vault.repository.check import Damage
from holdfast.vault.repository.pack import BlobType
from tests.actions.camera import START, Camera, Shown, shelf, shelves

ALBUM = tuple(Shown(("Phone", "DCIM", f"IMG_{n:04}.jpg")) for n in range(8))
NOTE = Shown(("Phone", "note.pdf"), kind=Kind.FILES)
ODD_PATHS = (
    ("Phone", "a"),
    ("Phone", "a", "b"),
    ("Phone", "a", "b", "c%.jpg"),
    ("Phone", "\udcff\n.jpg"),
    ("Phone", "x" * 250 + ".jpg"),
    ("Card", "写真", '"é".jpg'),
    ("Phone", "a#2"),
)
TWINS = tuple(Shown(("Phone", "twin.jpg"), key=key) for key in ("1", "2"))
REDATED = tuple(
    Shown(("Phone", "a.jpg"), plain=False, modified=START + timedelta(days=n)) for n in range(2)
)
DATES = (
    None,
    START,
    START + timedelta(microseconds=500_000),
    datetime(1960, 1, 1, tzinfo=UTC),
    datetime(2300, 1, 1, tzinfo=UTC),
)


def standing(place, camera):
    """The kinds that would be kept as a whole now."""
    with place.vault.repository.writer() as writer:
        found = gather(camera, place.vault, writer, camera.kinds(), Task(), whole=True)
    return set(found.same)


def index(place):
    """Every row of the index that does not tell which vault it is of."""
    with place.vault.history._index.reading() as database:
        return [
            database.execute(query).fetchall()
            for query in (
                "SELECT * FROM spans ORDER BY id",
                "SELECT * FROM versions ORDER BY id",
                "SELECT * FROM summaries ORDER BY id",
                "SELECT * FROM folders ORDER BY handset, path",
                "SELECT number, tree, tags, info, coverage, counts, digest FROM snapshots",
            )
        ]


def told(result):
    alarms = [replace(alarm, snapshot="") for alarm in result.alarms]
    return result.coverage, result.digest, alarms, result.unsound, result.stopped


@st.composite
def files(draw):
    paths = draw(st.lists(st.sampled_from(ODD_PATHS), max_size=7))
    return tuple(
        Shown(
            path,
            version=draw(st.integers(0, 2)),
            modified=draw(st.sampled_from(DATES)) if draw(st.booleans()) else START,
            marked=draw(st.integers(0, 9)) > 0,
            plain=draw(st.integers(0, 4)) > 0,
            refused=draw(st.integers(0, 9)) == 0,
            kind=draw(st.sampled_from([Kind.PHOTOS, Kind.PHOTOS, Kind.FILES])),
        )
        for path in paths
    )


@st.composite
def visits(draw):
    """What a camera shows on several days: often what it showed before, in some order."""
    phones = [*draw(st.lists(files(), min_size=1, max_size=2)), ALBUM]
    days = []
    for _ in range(draw(st.integers(2, 5))):
        shown = list(draw(st.sampled_from(phones)))
        if draw(st.booleans()):
            shown = draw(st.permutations(shown))
        if draw(st.integers(0, 3)) == 0:
            shown = shown[draw(st.integers(0, 3)) :]
        days.append(Camera(shown, draw(st.none() | st.none() | st.integers(0, 8))))
    return days


@given(visits())
@example([Camera([NOTE, *ALBUM]), Camera([*ALBUM, NOTE]), Camera([NOTE, *ALBUM[::-1]])])
@example([Camera(ALBUM), Camera(), Camera(), Camera(ALBUM), Camera(ALBUM)])
@example([Camera(ALBUM), Camera(ALBUM[:1]), Camera(ALBUM[:1]), Camera(ALBUM)])
@example([Camera(ALBUM), Camera(ALBUM, 3), Camera(ALBUM), Camera(ALBUM)])
@example([Camera(TWINS), Camera(TWINS[::-1]), Camera(TWINS)])
@example([Camera(REDATED[:1]), Camera(REDATED[1:]), Camera(REDATED[:1])])
@settings(max_examples=60, deadline=None)
def test_what_is_kept_as_a_whole_is_what_placing_it_anew_makes(days):
    with shelves() as (whole, anew):
        for camera in days:
            results = [whole.back_up(camera), anew.back_up(camera, afresh=True)]

            assert whole.tree(results[0]) == anew.tree(results[1])
            assert told(results[0]) == told(results[1])
        assert index(whole) == index(anew)


def test_a_kind_without_a_change_stands_and_one_with_a_change_does_not():
    with shelf() as place:
        place.back_up(Camera([*ALBUM, NOTE]))

        assert standing(place, Camera([*ALBUM, NOTE])) == {Kind.PHOTOS, Kind.FILES}
        assert standing(place, Camera([*ALBUM, replace(NOTE, version=22)])) == {Kind.PHOTOS}
        assert standing(place, Camera([*ALBUM[1:], NOTE])) == {Kind.FILES}
        assert standing(place, Camera([*ALBUM, ALBUM[0], NOTE])) == {Kind.FILES}
        assert standing(place, Camera([*ALBUM, NOTE], lasts=8)) == set()


def test_odd_names_stand_too():
    odd = [Shown(path) for path in ODD_PATHS]
    with shelf() as place:
        place.back_up(Camera(odd))

        assert standing(place, Camera(odd)) == {Kind.PHOTOS}


def test_empty_files_stand_alone_and_beside_others():
    empty = Shown(("Card", "empty.txt"), version=0, kind=Kind.FILES)
    with shelf() as place:
        place.back_up(Camera([*ALBUM, replace(ALBUM[0], path=("Card", "0.jpg"), version=0), empty]))
        again = Camera([*ALBUM, replace(ALBUM[0], path=("Card", "0.jpg"), version=0), empty])

        assert standing(place, again) == {Kind.PHOTOS, Kind.FILES}


def test_after_a_partial_reading_nothing_stands():
    with shelf() as place:
        place.back_up(Camera(ALBUM))
        place.back_up(Camera(ALBUM, lasts=3))

        assert standing(place, Camera(ALBUM)) == set()


def test_a_phone_that_goes_away_leaves_what_was_met_by_then():
    with shelf() as place:
        place.back_up(Camera(ALBUM))

        result = place.back_up(Camera(ALBUM, lasts=3))

        photos = result.snapshot.of(Kind.PHOTOS)
        assert (photos.state, photos.count) == (State.PARTIAL, 3)
        assert len(place.vault.history.items(result.snapshot.id, Kind.PHOTOS)) == 3


def test_bytes_that_a_damaged_vault_lost_are_read_again():
    with shelf() as place:
        with place.vault.repository.writer() as writer:
            for shown in ALBUM:
                writer.save_content(shown.item.parts[0].open(), compress=False)
        (pack,) = place.store.list("data")
        place.back_up(Camera(ALBUM))
        assert standing(place, Camera(ALBUM)) == {Kind.PHOTOS}
        place.store.delete(pack[0])

        result = place.back_up(Camera(ALBUM))

        assert {problem.damage for problem in result.unsound} == {Damage.PACK_MISSING}
        for item in place.vault.history.items(result.snapshot.id, Kind.PHOTOS):
            assert b"".join(place.vault.history.read(item)) == f"{item.key} 1".encode()


def test_folders_that_a_damaged_vault_lost_are_written_again():
    with shelf() as place:
        first = place.tree(place.back_up(Camera(ALBUM)))
        trees = place.vault.repository._blobs.find(BlobType.TREE, first)
        place.back_up(Camera([*ALBUM, NOTE]))
        assert standing(place, Camera([*ALBUM, NOTE])) == {Kind.PHOTOS, Kind.FILES}
        place.store.delete(pack_path(trees.pack))

        result = place.back_up(Camera([*ALBUM, NOTE]))

        assert Damage.PACK_MISSING in {problem.damage for problem in result.unsound}
        files = place.vault.repository.files(place.tree(result))
        assert sum(entry.path[0] in {"Photos", "Files"} for entry in files) == 9


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owner here")
def test_another_person_becomes_the_owner_of_what_stands(monkeypatch):
    with shelves() as (whole, anew):
        for each in (whole, anew):
            each.back_up(Camera(ALBUM))
        other = os.getuid() + 1
        monkeypatch.setattr(os, "getuid", lambda: other)

        results = [whole.back_up(Camera(ALBUM)), anew.back_up(Camera(ALBUM), afresh=True)]

        assert whole.tree(results[0]) == anew.tree(results[1])


def test_a_loss_that_stands_is_told_until_it_is_accepted():
    with shelf() as place:
        place.back_up(Camera(ALBUM))
        few = Camera(ALBUM[:1])

        assert len(place.back_up(few).alarms) == 1
        assert standing(place, few) == {Kind.PHOTOS}
        assert len(place.back_up(few).alarms) == 1
        accept_loss(place.vault, few.info.id, Kind.PHOTOS)
        assert place.back_up(few).alarms == ()


def test_after_forgetting_and_pruning_what_stands_is_sound():
    with shelf() as place:
        first = place.back_up(Camera(ALBUM))
        second = place.back_up(Camera(ALBUM))
        place.vault.repository.drop(first.snapshot.id)
        place.vault.repository.prune(Task())
        place.vault.history.refresh()

        third = place.back_up(Camera(ALBUM))
        place.vault.repository.drop(second.snapshot.id)
        place.vault.repository.drop(third.snapshot.id)
        place.vault.repository.prune(Task())
        place.vault.history.refresh()
        fourth = place.back_up(Camera(ALBUM))

        assert third.unsound == fourth.unsound == ()
        assert place.vault.repository.check(read_data=True, task=Task()).problems == ()


def test_a_stop_amid_what_stands_is_obeyed():
    def stop(progress):
        if progress.done >= 100:
            task.cancel()

    task = Task(stop)
    many = [Shown(("Phone", f"{n}.jpg")) for n in range(300)]
    with shelf() as place:
        place.back_up(Camera(many))

        result = place.back_up(Camera(many), task=task)

        assert result.stopped
        assert 0 < result.coverage[0].count < 300


def test_a_stop_before_the_first_item_keeps_nothing():
    task = Task()
    task.cancel()
    with shelf() as place:
        place.back_up(Camera(ALBUM))

        result = place.back_up(Camera(ALBUM), task=task)

        assert result.stopped
        assert result.snapshot is None
