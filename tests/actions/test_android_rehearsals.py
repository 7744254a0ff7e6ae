"""A backup of an Android phone put back without a phone, by the driver that a restore uses."""

from __future__ import annotations

from collections import Counter

import pytest

from holdfast.actions.rehearsing.result import Fate
from holdfast.actions.rehearsing.stage import release_like
from holdfast.phones.handsets.folder.handset import FolderHandset
from holdfast.records.model.kinds import Kind
from holdfast.vault.repository.pack import BlobType
from tests.actions.android_phones import READ, RECORDS, RELEASES, Shelf
from tests.actions.test_rehearse import STAGE, damage, rehearsed


@pytest.fixture
def shelf(world, tmp_path):
    made = Shelf(world, tmp_path)
    yield made
    made.close()


@pytest.fixture
def in_folder(monkeypatch):
    """How many records of each kind, and of MMS, the folder got instead of a phone."""
    got = Counter()
    take = FolderHandset.add

    def count(self, item, task):
        got["mms" if item.key.startswith("mms/") else item.kind] += 1
        return take(self, item, task)

    monkeypatch.setattr(FolderHandset, "add", count)
    return got


@pytest.mark.parametrize("release", RELEASES)
def test_everything_a_phone_gave_comes_back_in_a_virtual_one(world, shelf, in_folder, release):
    backup = shelf.phone("old", release).sitting.back_up()
    result = rehearsed(world)

    assert [(e.kind, e.lost) for e in result.kinds if not e.whole] == []
    assert result.whole
    told = {entry.kind: entry.back for entry in result.kinds if entry.back}
    assert told == {entry.kind: entry.count for entry in backup.coverage if entry.count}
    assert READ[release] <= told.keys()
    messages = world.vault.history.items(backup.id, Kind.MESSAGES)
    mms = sum(item.key.startswith("mms/") for item in messages)
    assert +in_folder == +Counter(mms=mms)


def test_more_than_a_rehearsal_has_time_for_comes_back_in_the_folder(
    world, shelf, in_folder, monkeypatch
):
    backup = shelf.phone("old", "16").sitting.back_up()
    monkeypatch.setattr(STAGE, "MOST_ON_A_PHONE", 3)
    assert rehearsed(world).whole
    counts = {entry.kind: entry.count for entry in backup.coverage}
    for kind in RECORDS:
        # A multimedia message that the phone was asked to take counts as one of the three.
        on_phone = counts[kind] - in_folder[kind] - in_folder["mms"] * (kind is Kind.MESSAGES)
        assert on_phone == 3 or (kind is Kind.MESSAGES and on_phone < 3)


@pytest.mark.parametrize("ending", [".vcf", ".rows.json"])
def test_a_damaged_blob_is_named_by_the_item_it_is_of(world, shelf, ending):
    backup = shelf.phone("old", "16").sitting.back_up()
    contacts = world.vault.history.items(backup.id, Kind.CONTACTS)
    part = next(part for part in contacts[2].parts if part.suffix.endswith(ending))
    damage(world, BlobType.DATA, part.content[0])

    result = rehearsed(world)
    assert not result.whole
    [(kind, lost)] = [(e.kind, e.lost) for e in result.kinds if not e.whole]
    assert kind is Kind.CONTACTS
    assert [(each.path, each.fate) for each in lost] == [(contacts[2].parts[0].path, Fate.DAMAGED)]


def test_the_android_of_a_rehearsal_is_the_phones_own_or_the_next_newer_one():
    told = ("Android 5.1", "Android 6.0.1", "Android 9", "Android 11", "Android 14", "Android 17")
    assert [release_like(each) for each in told] == ["6", "6", "11", "11", "16", "16"]
    assert release_like("") == "16"
