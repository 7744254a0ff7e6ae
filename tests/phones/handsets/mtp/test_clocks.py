"""Clocks put on by whole hours change nothing; a file that changed is seen all the same."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime

import pytest

from holdfast.phones.handsets.mtp.clocks import Clocks, Shift, instant_of
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.since import Since
from tests.phones.handsets.mtp.rig import CARD, INTERNAL, MTIME, MtpRig, items

FILES = {f"DCIM/{number}.jpg": bytes((number,)) for number in range(1, 9)}
NAMES = [*FILES]


def marks(rig, anchor=""):
    """The marks of all photos, and what is to be kept for the next time."""
    since = {Kind.PHOTOS: Since(anchor, frozenset)} if anchor else {}
    with closing(rig.connect()) as handset:
        reading = handset.read(Kind.PHOTOS, Task(), since)
        found = {item.key: item.mark for item in reading}
        return found, reading.anchor


def all_marks(rig, since):
    """The marks of all photos and files, and where the next reading of both may begin."""
    found, later = {}, {}
    with closing(rig.connect()) as handset:
        for kind in handset.kinds():
            reading = handset.read(kind, Task(), since)
            found |= {item.key: item.mark for item in reading}
            later[kind] = Since(reading.anchor, frozenset)
    return found, later


def move(rig, seconds, names, storage=INTERNAL):
    for name in names:
        place = rig.place(name, storage)
        at = place.stat().st_mtime + seconds
        os.utime(place, (at, at))


@pytest.mark.parametrize("hours", [1, -1, 9, -14])
def test_dates_that_all_moved_by_whole_hours_change_no_mark_now_or_later(tmp_path, hours):
    rig = MtpRig(tmp_path / "phone", files=FILES)
    first, anchor = marks(rig)
    move(rig, hours * 3600, NAMES)
    second, later = marks(rig, anchor)
    third, _ = marks(rig, later)
    assert first == second == third


def test_a_file_that_changed_on_the_journey_is_seen(tmp_path):
    rig = MtpRig(tmp_path / "phone", files=FILES)
    first, anchor = marks(rig)
    move(rig, 3600, NAMES)
    move(rig, 90, NAMES[:1])
    second, _ = marks(rig, anchor)
    assert {key for key in first if first[key] != second[key]} == {f"Phone/{NAMES[0]}"}


def test_one_file_moved_by_an_hour_is_a_change(tmp_path):
    rig = MtpRig(tmp_path / "phone", files=FILES)
    first, anchor = marks(rig)
    move(rig, 3600, NAMES[:1])
    second, _ = marks(rig, anchor)
    assert {key for key in first if first[key] != second[key]} == {f"Phone/{NAMES[0]}"}


@pytest.mark.parametrize("moved", [INTERNAL, CARD])
def test_a_storage_that_moved_leaves_the_one_beside_it_alone(tmp_path, moved):
    rig = MtpRig(tmp_path / "phone", files=FILES, card=FILES)
    first, since = all_marks(rig, {})
    move(rig, 3600, NAMES, moved)
    still = CARD if moved == INTERNAL else INTERNAL
    move(rig, 3600, NAMES[:1], still)
    second, _ = all_marks(rig, since)
    name = "Phone" if still == INTERNAL else "SD card"
    assert {key for key in first if first[key] != second[key]} == {f"{name}/{NAMES[0]}"}


@pytest.mark.parametrize("few", ["song.mp3", "only.jpg"])
def test_photos_and_music_of_one_storage_move_together(tmp_path, few):
    many = FILES if few.endswith("mp3") else {f"Music/{n}.mp3": b"la" * n for n in range(1, 9)}
    rig = MtpRig(tmp_path / "phone", files={**many, few: b"one"})
    first, since = all_marks(rig, {})
    move(rig, 7200, [*many, few])
    second, later = all_marks(rig, since)
    third, _ = all_marks(rig, later)
    assert first == second == third


def test_many_new_files_before_the_known_ones_hide_no_shift(tmp_path):
    rig = MtpRig(tmp_path / "phone", files=FILES)
    first, anchor = marks(rig)
    move(rig, 3600, NAMES)
    rig.fill({f"Art/{number}.jpg": b"new" for number in range(60)})
    second, _ = marks(rig, anchor)
    assert {key: second[key] for key in first} == first


def test_a_card_that_was_out_for_a_while_keeps_its_clock(tmp_path):
    rig = MtpRig(tmp_path / "phone", files=FILES, card=FILES)
    first, anchor = marks(rig)
    move(rig, 3600, NAMES, CARD)
    drawer = rig.place("", CARD).rename(tmp_path / "drawer")
    rig.bus.replug(rig.slot)
    _, anchor = marks(rig, anchor)
    drawer.rename(rig.place("", CARD))
    rig.bus.replug(rig.slot)
    again, _ = marks(rig, anchor)
    assert again == first


def test_a_date_is_told_by_the_clock_where_the_phone_is(tmp_path):
    rig = MtpRig(tmp_path / "phone", files=FILES)
    with closing(rig.connect()) as handset:
        told = {item.modified for item in items(handset, Kind.PHOTOS)}
    assert told == {datetime.fromtimestamp(MTIME, UTC)}


def test_a_date_with_a_zone_needs_no_clock():
    there = datetime.fromisoformat("2009-10-11T09:00:00+09:00")
    assert instant_of(there, None) == datetime(2009, 10, 11, 0, tzinfo=UTC)


def test_without_a_date_or_a_size_there_is_no_mark():
    assert Shift().mark(3, None) is None
    assert Shift().mark(None, datetime(2009, 10, 11, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    "anchor",
    [
        "{",
        "[]",
        '{"P": 3}',
        '{"P": {"hours": "x"}}',
        '{"P": {"samples": 3}}',
        '{"hours": 1}',
        "null",
    ],
)
def test_an_anchor_that_is_none_begins_anew(anchor):
    assert Clocks.since(anchor).of("P").hours == 0


def test_an_anchor_has_an_end_whatever_a_phone_calls_its_files():
    clocks = Clocks()
    for storage in range(99):
        for number in range(99):
            clocks.of(str(storage)).learn(
                "x" * 9000 + str(number), datetime(2009, 10, 1, tzinfo=UTC)
            )
            clocks.of(str(storage)).learn(
                "x" * 500 + str(number), datetime(2009, 10, 1, tzinfo=UTC)
            )
    assert len(clocks.anchor()) < 1 << 20
