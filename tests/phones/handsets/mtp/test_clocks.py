"""Clocks put on by whole hours change nothing; a file that changed is seen all the same."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime

import pytest

from holdfast.phones.handsets.mtp.clocks import Shift, instant_of
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.since import Since
from tests.phones.handsets.mtp.rig import MTIME, MtpRig, items

FILES = {f"DCIM/{number}.jpg": bytes((number,)) for number in range(1, 9)}
NAMES = [*FILES]


def marks(rig, anchor=""):
    """The marks of all photos, and what is to be kept for the next time."""
    since = {Kind.PHOTOS: Since(anchor, frozenset())} if anchor else {}
    with closing(rig.connect()) as handset:
        reading = handset.read(Kind.PHOTOS, Task(), since)
        found = {item.key: item.mark for item in reading}
        return found, reading.anchor


def move(rig, seconds, names):
    for name in names:
        place = rig.place(name)
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


@pytest.mark.parametrize("anchor", ["{", "[]", '{"samples": 3}', '{"hours": "x"}', "null"])
def test_an_anchor_that_is_none_begins_anew(anchor):
    assert Shift.since(anchor).hours == 0
