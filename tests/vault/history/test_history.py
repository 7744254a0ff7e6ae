from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from holdfast.progress import Cancelled, Task
from holdfast.records.model.kinds import Kind
from holdfast.vault.history.catalogue import Catalogue
from holdfast.vault.history.history import History, NoSuchItem
from holdfast.vault.history.layout import parse
from holdfast.vault.repository.problems import AmbiguousSnapshot, NoSuchSnapshot

from .conftest import LX, PARTIAL, REPLACEMENT, START, Owner, card

CONTACTS, PHOTOS, CALENDAR = Kind.CONTACTS, Kind.PHOTOS, Kind.CALENDAR


def test_a_backup_can_be_asked_for_everything_in_it(owner, history):
    owner.phone = {
        CONTACTS: {"2": card("Berg;Anna", "555-0101"), "1": card("Adler;Paul")},
        PHOTOS: {"Phone/DCIM/a.jpg": b"jpeg"},
    }
    snapshot = owner.backs_up(tags=["pinned"])

    assert history.handsets() == (LX,)
    info = history.snapshot("latest")
    assert (info.id, info.time, info.tags) == (snapshot, START, frozenset({"pinned"}))
    assert history.counts(snapshot) == {CONTACTS: 2, PHOTOS: 1}
    anna = history.item(snapshot, CONTACTS, "2")
    assert "Anna" in anna.title
    assert b"".join(history.read(anna)) == card("Berg;Anna", "555-0101")
    assert anna.parts[0].path.startswith("Contacts/")
    assert anna.modified is None
    photo = history.item(snapshot, PHOTOS, "Phone/DCIM/a.jpg")
    assert (photo.title, photo.path) == ("a.jpg", ("Phone", "DCIM", "a.jpg"))
    assert photo.mark == f"4:{int(photo.modified.timestamp())}"
    assert [item.key for item in history.items(snapshot, CONTACTS)] == ["1", "2"]


def test_a_wrong_name_is_said(owner, history):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna")}}
    first, second = owner.backs_up(), owner.backs_up()

    assert history.snapshot(first[:12].upper()).id == first
    with pytest.raises(NoSuchSnapshot):
        history.snapshot("nothing")
    with pytest.raises(NoSuchSnapshot):
        history.snapshot("")
    with pytest.raises(NoSuchItem) as caught:
        history.item(second, CONTACTS, "9")
    assert (caught.value.snapshot, caught.value.key) == (second, "9")
    with pytest.raises(KeyError):
        history.read(history.item(second, CONTACTS, "1"), ".rows.json")


def test_a_beginning_that_fits_two_snapshots_is_ambiguous(owner, history):
    ids: dict[str, str] = {}
    while (snapshot := owner.backs_up())[0] not in ids:
        ids[snapshot[0]] = snapshot

    with pytest.raises(AmbiguousSnapshot):
        history.snapshot(snapshot[0])


def test_an_empty_vault_has_an_empty_history(history):
    assert history.timeline() == ()
    assert history.handsets() == ()
    assert history.search("anna") == ()
    assert history.known("lx-0042", CONTACTS) == {}
    assert history.versions("lx-0042", CONTACTS, "1") == ()
    with pytest.raises(NoSuchSnapshot):
        history.snapshot("latest")


def test_two_backups_of_one_second_are_two_entries(owner, history):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna")}}
    first = owner.backs_up(later=timedelta(0))
    owner.phone[CONTACTS]["2"] = card("Adler;Paul")
    second = owner.backs_up()

    assert {entry.snapshot.id for entry in history.timeline()} == {first, second}
    assert {history.counts(one)[CONTACTS] for one in (first, second)} == {1, 2}


def test_a_snapshot_with_other_tags_stays_one_entry(owner, history, repository):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna")}}
    old = owner.backs_up(tags=["loss:contacts"])
    owner.backs_up()
    history.refresh()
    new = repository.retag(old, add=["accepted:contacts"], remove=["loss:contacts"]).id
    history.refresh()

    assert len(history.timeline()) == 2
    assert history.snapshot(new).tags == frozenset({"accepted:contacts"})
    assert history.snapshot(old).id == new
    assert history.counts(new) == {CONTACTS: 1}
    again = repository.retag(new, add=["pinned"]).id
    history.refresh()
    assert history.snapshot(old).id == again
    assert len(history.timeline()) == 2


def test_a_change_of_tags_that_was_cut_short_shows_one_entry(owner, repository, history):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna")}}
    old = repository.snapshot(owner.backs_up())
    with repository.writer() as writer:
        twin = writer.save_snapshot(
            tree=old.tree, time=old.time, hostname=old.hostname, paths=old.paths, tags=["pinned"]
        )
    assert twin.id != old.id
    new = repository.retag(twin.id, add=["x"]).id

    ids = {entry.snapshot.id for entry in history.timeline()}
    assert ids == {old.id, new}


def test_two_handsets_do_not_mix(owner, history, repository):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna")}}
    first = owner.backs_up()
    other = Owner(repository, REPLACEMENT, now=owner.now)
    other.phone = {CONTACTS: {"1": card("Adler;Paul"), "2": card("Berg;Anna")}}
    second = other.backs_up()

    assert [info.id for info in history.handsets()] == [REPLACEMENT.id, LX.id]
    assert [entry.snapshot.id for entry in history.timeline(LX.id)] == [first]
    assert len(history.versions(LX.id, CONTACTS, "1")) == 1
    assert history.timeline(REPLACEMENT.id)[0].first
    (told,) = history.changes(second, first)
    assert [item.key for item in told.added] == ["2"]
    assert [(a.handset, b.handset) for a, b in told.changed] == [(LX.id, REPLACEMENT.id)]


def test_forgotten_snapshots_leave_history_and_the_rest_stays(owner, history, repository):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna")}}
    first = owner.backs_up()
    owner.phone[CONTACTS]["2"] = card("Adler;Paul")
    second = owner.backs_up()
    del owner.phone[CONTACTS]["2"]
    third = owner.backs_up()
    history.refresh()
    repository.drop(second)
    history.refresh()

    assert [entry.snapshot.id for entry in history.timeline()] == [third, first]
    assert history.search("Adler") == ()
    assert history.timeline()[0].digest == ()
    assert len(history.items(third, CONTACTS)) == 1


def test_after_the_newest_snapshot_is_forgotten_the_next_one_is_whole(owner, history, repository):
    owner.phone = {CONTACTS: {str(n): card(f"Name{n}") for n in range(20)}}
    owner.backs_up()
    owner.phone[CONTACTS]["99"] = card("Berg;Anna")
    newest = owner.backs_up()
    history.refresh()
    repository.drop(newest)
    history.refresh()
    again = owner.backs_up()
    history.refresh()

    assert len(history.items(again, CONTACTS)) == 21
    assert history.timeline()[0].digest[0].added == 1


def test_a_snapshot_that_comes_late_is_put_where_its_time_says(owner, history, repository):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna")}}
    owner.backs_up()
    owner.now += timedelta(days=30)
    owner.phone[CONTACTS]["3"] = card("Zorn;Ute")
    newest = owner.backs_up()
    history.refresh()
    owner.now = START + timedelta(days=2)
    del owner.phone[CONTACTS]["3"]
    owner.phone[CONTACTS]["2"] = card("Adler;Paul")
    late = owner.backs_up()
    history.refresh()

    entries = history.timeline()
    assert [entry.snapshot.id for entry in entries][:2] == [newest, late]
    assert (entries[1].digest[0].added, entries[1].digest[0].removed) == (1, 0)
    assert (entries[0].digest[0].added, entries[0].digest[0].removed) == (1, 1)
    assert history.versions(LX.id, CONTACTS, "2")[0].gone_since == entries[0].snapshot.time


def test_extra_files_of_a_snapshot_are_read_back(owner, history):
    snapshot = owner.backs_up(extras={"receipt.json": b'{"lines": []}\n'})

    assert history.extra(snapshot[:10], "receipt.json") == b'{"lines": []}\n'
    assert history.extra(snapshot, "nothing.json") is None


def test_what_is_known_joins_the_last_complete_reading_and_later_partial_ones(owner, history):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna"), "2": card("Adler;Paul")}}
    owner.backs_up()
    owner.phone[CONTACTS] = {"1": card("Berg;Anna", "555-0199"), "3": card("Zorn;Ute")}
    owner.backs_up({CONTACTS: PARTIAL})
    known = history.known(LX.id, CONTACTS)

    assert sorted(known) == ["1", "2", "3"]
    assert b"555-0199" in b"".join(history.read(known["1"]))


def test_the_next_reading_is_told_where_the_last_complete_one_left_off_and_what_it_found(
    owner, history
):
    odd = "key\ud83d/..\0"
    owner.phone = {CONTACTS: {"1": card("Berg;Anna"), odd: card("Adler;Paul")}}
    owner.backs_up()
    owner.phone[CONTACTS] = {"3": card("Zorn;Ute")}
    owner.backs_up({CONTACTS: PARTIAL})
    since = history.since(LX.id, CONTACTS)

    assert (since.anchor, since.keys) == ("2", {"1", odd})
    assert history.since(LX.id, PHOTOS) is None


def test_an_unchanged_undated_item_keeps_its_date_and_its_folder(owner, history, repository):
    owner.phone = {CONTACTS: {str(n): card(f"Name{n}") for n in range(50)}}
    first = owner.backs_up()
    owner.phone[CONTACTS]["99"] = card("Berg;Anna")
    second = owner.backs_up(history=history)
    trees = [
        {entry.path[:-1]: entry.mtime for entry in repository.files(repository.snapshot(s).tree)}
        for s in (first, second)
    ]

    changed = [folder for folder in trees[0] if trees[0][folder] != trees[1][folder]]
    dates = {
        item.key: entry.mtime
        for entry in repository.files(repository.snapshot(second).tree)
        if (item := parse(entry.path)) is not None
    }
    assert len(changed) <= 2
    assert {dates[str(n)] for n in range(50)} == {START}


def test_a_refresh_that_is_stopped_goes_on_the_next_time(owner, history):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna")}}
    for _ in range(3):
        owner.backs_up()
    task = Task(lambda progress: task.cancel() if progress.done == 1 else None)
    with pytest.raises(Cancelled):
        history.refresh(task)

    assert len(history.timeline()) == 3


def test_times_and_names_no_text_can_hold_are_kept(owner, history):
    odd = "key\ud83d/..\0"
    owner.phone = {CONTACTS: {odd: card("Berg;Anna")}, PHOTOS: {"Card/\udcff.jpg": b"x"}}
    snapshot = owner.backs_up()

    assert history.item(snapshot, CONTACTS, odd).key == odd
    assert history.items(snapshot, PHOTOS)[0].path == ("Card", "\udcff.jpg")
    assert history.versions(LX.id, CONTACTS, odd)[0].count == 1


def test_what_cannot_be_read_is_kept_and_says_so(owner, history):
    owner.phone = {CONTACTS: {"1": b"\x00\xff no card at all", "2": b""}}
    snapshot = owner.backs_up()
    items = history.items(snapshot, CONTACTS)

    assert [(item.title, item.readable) for item in items] == [("1", False), ("2", False)]
    assert b"".join(history.read(items[0])) == b"\x00\xff no card at all"
    assert b"".join(history.read(items[1])) == b""


def test_photos_come_newest_first_and_contacts_by_name(owner, history):
    owner.phone = {
        PHOTOS: {"Phone/b.jpg": b"1", "Phone/a.jpg": b"333", "Phone/c.jpg": b"22"},
        CONTACTS: {"1": card("Zorn;Ute"), "2": card("adler;paul"), "3": card("Berg;Anna")},
    }
    snapshot = owner.backs_up()

    assert [item.title for item in history.items(snapshot, PHOTOS)] == ["a.jpg", "c.jpg", "b.jpg"]
    assert [item.key for item in history.items(snapshot, CONTACTS)] == ["2", "3", "1"]


def test_newest_trusted_passes_over_partial_readings_and_alarms(owner, history):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna")}}
    good = owner.backs_up()
    owner.backs_up({CONTACTS: PARTIAL})
    owner.phone[CONTACTS] = {}
    alarmed = owner.backs_up(tags=["loss:contacts"])

    assert history.newest_trusted(LX.id, CONTACTS).id == good
    assert history.newest_trusted(LX.id, CONTACTS, before=alarmed).id == good
    assert history.newest_trusted(LX.id, CONTACTS, before=good) is None
    assert history.newest_trusted(LX.id, CALENDAR) is None


def test_dates_are_aware_and_utc(owner, history):
    owner.phone = {PHOTOS: {"Phone/a.jpg": b"1"}}
    item = history.items(owner.backs_up(), PHOTOS)[0]

    assert item.modified == item.when == datetime(2009, 6, 1, 0, 0, 1, tzinfo=UTC)


def test_histories_without_a_place_leave_nothing_behind(owner, repository):
    owner.phone = {CONTACTS: {"1": card("Berg;Anna")}}
    owner.backs_up()
    history = History(None, repository)
    place = history._index.place
    assert len(history.timeline()) == 1
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o777 == 0o700
    history.close()

    assert not place.parent.exists()


def test_threads_that_ask_at_once_share_one_reading_of_the_snapshots(
    owner, history, monkeypatch: pytest.MonkeyPatch
):
    owner.backs_up()
    history.refresh()
    read, load = [], Catalogue.load

    def slow(database: sqlite3.Connection) -> Catalogue:
        read.append(True)
        time.sleep(0.05)
        return load(database)

    monkeypatch.setattr(Catalogue, "load", slow)
    with ThreadPoolExecutor(4) as threads:
        told = [threads.submit(history.handsets) for _ in range(4)]
    assert [each.result() for each in told] == [(LX,)] * 4
    assert len(read) == 1
