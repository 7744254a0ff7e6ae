"""An index made anew: lives at once, texts after that, stopped and gone on with."""

from __future__ import annotations

import pytest

from holdfast.progress import Cancelled, Task
from holdfast.records.model.kinds import Kind
from holdfast.vault.history import refreshing
from holdfast.vault.history.history import History

from .conftest import LX, card

CONTACTS, PHOTOS = Kind.CONTACTS, Kind.PHOTOS


@pytest.fixture
def filled(owner):
    owner.phone = {
        CONTACTS: {f"{n:02}": card(f"Berg;Anna{n}", extra="NOTE:sailing") for n in range(20)},
        PHOTOS: {"Phone/kiel.jpg": b"jpeg"},
    }
    owner.backs_up()
    # As another phone would write it: the same in everything but transport.
    same = card("Berg;Anna0", extra="NOTE:sailing\nX-IRMC-LUID:00")
    owner.phone[CONTACTS]["00"] = same
    owner.backs_up()
    return owner


def test_lives_are_told_before_any_text_was_read(filled, history):
    history.refresh_structure()

    assert not history.complete
    newest = history.timeline()[0].snapshot.id
    listed = history.listing(newest, CONTACTS)
    assert len(listed) == 20
    assert {item.title for item in listed} == {f"Anna{n} Berg" for n in range(20)}
    assert history.counts(newest) == {CONTACTS: 20, PHOTOS: 1}
    assert len(history.search("kiel")) == 1
    assert history.search("sailing") == ()


def test_once_texts_are_read_all_is_as_if_read_at_once(filled, history, repository):
    history.refresh_structure()
    history.finish()
    at_once = History(None, repository)

    assert history.complete
    assert len(history.search("sailing")) == 20
    assert history.timeline() == at_once.timeline()
    assert history.versions(LX.id, CONTACTS, "00") == at_once.versions(LX.id, CONTACTS, "00")
    newest = history.snapshot("latest").id
    assert tuple(history.listing(newest, CONTACTS)) == at_once.items(newest, CONTACTS)
    at_once.close()


def test_reading_can_be_stopped_and_goes_on_at_the_next_start(
    filled, repository, tmp_path, monkeypatch
):
    monkeypatch.setattr(refreshing, "_AT_ONCE", 5)
    place = tmp_path / "stopped.sqlite"
    first = History(place, repository)
    first.refresh_structure()
    task = Task(lambda progress: task.cancel() if progress.done >= 10 else None)
    with pytest.raises(Cancelled):
        first.finish(task)
    some = len(first.search("sailing"))
    first.close()
    again = History(place, repository)
    again.refresh_structure()
    told = []
    again.finish(Task(told.append))

    assert 0 < some < 20
    assert told[0].total == 21 - 10
    assert len(again.search("sailing")) == 20
    again.close()


def test_what_is_put_back_or_kept_waits_for_the_texts(filled, history):
    history.refresh_structure()
    assert len(history.known(LX.id, CONTACTS)) == 20
    assert history.complete


def test_a_folder_holds_what_lies_in_it_alone(filled, history):
    newest = history.snapshot("latest").id

    assert [item.title for item in history.folder(newest, ("Photos", "Phone"))] == ["kiel.jpg"]
    assert history.folder(newest, ("Photos",)) == ()


def test_a_keepsake_ends_no_life_and_what_it_holds_is_found(filled, history):
    before = filled.phone
    filled.phone = {CONTACTS: {"00": card("Berg;Anna0"), "gone": card("Adler;Paul")}}
    keepsake = filled.backs_up(tags=["keepsake", "pinned"])
    filled.phone = before
    newest = filled.backs_up()

    assert keepsake not in {entry.snapshot.id for entry in history.timeline()}
    assert history.timeline()[0].digest == ()
    assert history.snapshot(newest).id == newest
    assert history.snapshot(keepsake).id == keepsake
    (hit,) = history.search("adler")
    assert (hit.version.last.id, hit.version.item.key) == (keepsake, "gone")
    assert hit.gone
    assert history.versions(LX.id, CONTACTS, "01")[0].gone_since is None
