"""A backup put back without a phone: all of it comes back, and whatever does not is named."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from holdfast.actions.back_up import back_up
from holdfast.actions.rehearse import NoRoomToRehearse, _Run, rehearse
from holdfast.actions.rehearsing.kept_record import NotABackup, find_backup, read_record
from holdfast.actions.rehearsing.result import (
    MOST_NAMED,
    Fate,
    KindRehearsal,
    Lost,
    Rehearsal,
    decode_rehearsal,
    encode_rehearsal,
)
from holdfast.actions.rehearsing.rota import EVERY, next_due, rehearsals, remember
from holdfast.actions.rehearsing.stage import PREFIX, Stage
from holdfast.actions.retention import PRESETS, Preset, Why, retain
from holdfast.phones.handsets.folder.files import DiskFiles
from holdfast.phones.handsets.folder.handset import FolderHandset
from holdfast.phones.handsets.folder.opening import open_folder
from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.card import read_card
from holdfast.phones.virtual.folder import PhoneFolder, luid_name
from holdfast.phones.virtual.irmc.behaviours import Refusing, Saying
from holdfast.phones.virtual.store import edit_sample, wipe_sample
from holdfast.progress import Cancelled, Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import Tag
from holdfast.vault.history.sidecars import COVERAGE, HANDSET, SidecarUnreadable
from holdfast.vault.repository.blobs import pack_path
from holdfast.vault.repository.pack import BlobType
from holdfast.vault.repository.problems import NoSuchSnapshot, VaultDamaged, VaultProblem
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.folder import FolderStore
from tests.actions.conftest import PASSWORD

NOW = datetime(2009, 12, 1, 12, 0, tzinfo=UTC)

# What its package hands out may be a stand-in, on which nothing can be set.
STAGE = sys.modules[Stage.__module__]


def rehearsed(world, **options):
    scratch = world.folder / "scratch"
    scratch.mkdir(exist_ok=True)
    chosen = {"task": Task(), "clock": world.desk.clock, "scratch": scratch} | options
    return rehearse(world.vault.place, PASSWORD, **chosen)


def afresh(world):
    return Repository.open(FolderStore(world.vault.place), PASSWORD, clock=world.desk.clock)


def packs(world):
    return sorted(path for path in (world.vault.place / "data").rglob("*") if path.is_file())


def flip(path, offset=20):
    """Turn one bit; the vault's files are read-only."""
    data = bytearray(path.read_bytes())
    data[offset] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


def unreadable(world, items):
    """The paths of those items of which a repository opened just now cannot give every byte."""
    repository, found = afresh(world), set()
    for item in items:
        try:
            for part in item.parts:
                for _ in repository.open_content(part.content):
                    pass
        except VaultDamaged:
            found.add(item.parts[0].path)
    return found


def everything(world, snapshot):
    return [item for kind in Kind for item in world.vault.history.items(snapshot.id, kind)]


@pytest.mark.parametrize(
    "options",
    [{"small": False}, {"small": False, "usb": "acm"}, {"small": False, "family": "at"}],
    ids=["irmc", "modem", "at"],
)
def test_everything_a_phone_gave_comes_back_in_a_virtual_one(world, options):
    snapshot = world.back_up(world.phone(**options)).snapshot
    result = rehearsed(world)
    assert result.whole
    assert result.snapshot == snapshot.id
    assert {entry.kind: entry.back for entry in result.kinds} == {
        entry.kind: entry.count for entry in snapshot.coverage
    }
    assert result.size >= sum(item.size for item in everything(world, snapshot))


def test_what_a_folder_gave_comes_back_in_a_folder(world, tmp_path):
    world.phone("source")
    folder = world.phones["source"]
    handset = open_folder(folder)
    snapshot = back_up(handset, world.vault, task=Task(), clock=world.desk.clock).snapshot
    result = rehearsed(world)
    assert result.whole
    assert sum(entry.back for entry in result.kinds) == len(everything(world, snapshot)) > 30


def test_a_rehearsal_asks_no_index(world, monkeypatch):
    world.back_up(world.phone())
    world.vault.close()

    def refused(*_arguments, **_options):
        raise AssertionError("an index was opened")

    monkeypatch.setattr(sqlite3, "connect", refused)
    assert rehearsed(world).whole


def test_a_rehearsal_changes_nothing_in_the_vault(world):
    world.back_up(world.phone())
    before = {path: path.read_bytes() for path in world.vault.place.rglob("*") if path.is_file()}
    rehearsed(world)
    after = {path: path.read_bytes() for path in world.vault.place.rglob("*") if path.is_file()}
    assert after == before


@pytest.mark.parametrize("where", [0.0, 0.3])
def test_whichever_pack_is_damaged_all_that_is_lost_in_it_is_named(world, where):
    snapshot = world.back_up(world.phone()).snapshot
    items = everything(world, snapshot)
    named = 0
    for pack in packs(world):
        whole = pack.read_bytes()
        flip(pack, 20 + int(where * len(whole)))
        result = rehearsed(world)
        lost = {each.path for entry in result.kinds for each in entry.lost}
        back = Counter({entry.kind: entry.back for entry in result.kinds})
        if not result.broken:
            assert lost == unreadable(world, items)
            assert back.total() + len(lost) == len(items)
        assert result.whole == (not lost and not result.broken)
        named += len(lost) + len(result.broken)
        pack.write_bytes(whole)
    assert named
    assert rehearsed(world).whole


def test_a_missing_pack_is_told_and_never_a_wrong_password(world):
    snapshot = world.back_up(world.phone()).snapshot
    items = everything(world, snapshot)
    largest = max(packs(world), key=lambda path: path.stat().st_size)
    largest.unlink()
    result = rehearsed(world)
    assert not result.whole
    lost = {each.path for entry in result.kinds for each in entry.lost}
    assert lost == unreadable(world, items) != set()
    assert {each.fate for entry in result.kinds for each in entry.lost} == {Fate.DAMAGED}


def damage(world, kind, blob):
    """Turn one bit of this very blob, and of no other."""
    place = afresh(world)._blobs.find(kind, blob)
    flip(world.vault.place / pack_path(place.pack), place.blob.offset + place.blob.length // 2)


def root_of(world, snapshot):
    repository = afresh(world)
    return repository.tree(repository.snapshot(snapshot.id).tree)


def test_a_folder_whose_record_is_lost_is_told_and_its_items_count_as_lost(world):
    snapshot = world.back_up(world.phone()).snapshot
    lost = world.vault.history.items(snapshot.id, Kind.CONTACTS)[0].parts[0].path.split("/")[1]
    contacts = next(
        node.subtree for node in root_of(world, snapshot).nodes if node.name == "Contacts"
    )
    folders = afresh(world).tree(contacts).nodes
    damage(world, BlobType.TREE, next(node.subtree for node in folders if node.name == lost))
    result = rehearsed(world)
    assert result.broken == (f"Contacts/{lost}",)
    told = {entry.kind: entry for entry in result.kinds}
    within = len(world.vault.history.folder(snapshot.id, ("Contacts", lost)))
    assert told[Kind.CONTACTS].held - told[Kind.CONTACTS].back == within > 0
    assert all(entry.whole for kind, entry in told.items() if kind is not Kind.CONTACTS)
    assert not result.whole


@pytest.mark.parametrize("name", [HANDSET, COVERAGE])
def test_a_backup_that_forgot_what_it_is_of_comes_back_all_the_same(world, name):
    snapshot = world.back_up(world.phone()).snapshot
    (blob,) = next(node.content for node in root_of(world, snapshot).nodes if node.name == name)
    damage(world, BlobType.DATA, blob)
    result = rehearsed(world)
    assert result.broken == (name,)
    assert result.handset == snapshot.handset.id
    assert sum(entry.back for entry in result.kinds) == len(everything(world, snapshot))
    assert all(entry.whole for entry in result.kinds)
    assert not result.whole


def test_a_backup_whose_root_is_lost_is_told_as_such(world):
    snapshot = world.back_up(world.phone()).snapshot
    damage(world, BlobType.TREE, afresh(world).snapshot(snapshot.id).tree)
    result = rehearsed(world)
    assert (result.broken, result.kinds, result.whole) == (("/",), (), False)


def run_on(world, phone, *behaviours):
    """Rehearse the newest backup on a stage whose only phone has bad manners."""
    repository = afresh(world)
    record = read_record(repository, find_backup(repository, "latest", None))
    wipe_sample(world.phones["phone"])
    for behave in behaviours:
        world.misbehave("phone", behave)
    handset = world.connect(phone)
    try:
        run = _Run(repository, Stage((handset,)), Task())
        return run.kind(Kind.NOTES, record)
    finally:
        handset.close()


def test_what_comes_back_with_other_content_or_not_at_all_is_named(world):
    phone = world.phone()
    world.back_up(phone)
    first = read_card(world.phones["phone"]).next_luid
    other, gone = (f"telecom/nt/luid/{luid_name(first + n)}.vnt" for n in range(2))
    note = b"BEGIN:VNOTE\r\nVERSION:1.1\r\nBODY:other\r\nEND:VNOTE\r\n"
    # The whole store is of no use, so that each note is asked for.
    said = {"telecom/nt.vnt": (note,), other: (note,)}
    result = run_on(world, phone, lambda it: Refusing(Saying(it, said), gone, Code.INTERNAL_ERROR))
    assert [each.fate for each in result.lost] == [Fate.DIFFERENT, Fate.MISSING]
    assert (result.held, result.back) == (4, 2)


def test_what_nobody_takes_is_named(world):
    phone = world.phone()
    world.back_up(phone)
    result = run_on(world, phone, lambda it: Refusing(it, "telecom/nt/", Code.FORBIDDEN))
    assert result.back == 0
    assert {each.fate for each in result.lost} == {Fate.REFUSED}


def test_a_rehearsal_without_room_says_so_before_anything_is_put_back(world):
    world.back_up(world.phone())
    looked = []

    def room(path):
        looked.extend(path.iterdir())
        return 1000

    with pytest.raises(NoRoomToRehearse) as told:
        rehearsed(world, room=room)
    assert told.value.needed > told.value.free == 1000
    assert looked == []
    assert list((world.folder / "scratch").iterdir()) == []


@pytest.mark.parametrize("writer", [PhoneFolder, DiskFiles], ids=["phone", "folder"])
def test_a_disk_that_fills_up_on_the_way_is_told_as_such_and_wiped(world, monkeypatch, writer):
    world.back_up(world.phone())

    def full(*_arguments, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    if writer is DiskFiles:
        # A phone that takes nothing, so that the folder gets all.
        monkeypatch.setattr(STAGE, "MOST_ON_A_PHONE", 0)
    monkeypatch.setattr(writer, "write", full)
    with pytest.raises(NoRoomToRehearse):
        rehearsed(world)
    assert list((world.folder / "scratch").iterdir()) == []


def test_what_is_too_much_for_a_phone_comes_back_in_the_folder(world, monkeypatch):
    world.back_up(world.phone())
    put = Counter()
    take = FolderHandset.add

    def count(self, item, task):
        put[item.kind] += 1
        return take(self, item, task)

    monkeypatch.setattr(FolderHandset, "add", count)
    monkeypatch.setattr(STAGE, "MOST_ON_A_PHONE", 5)
    assert rehearsed(world).whole
    assert put == {Kind.CONTACTS: 7, Kind.CALENDAR: 3}


def test_photos_need_no_room(world):
    phone = world.phone()
    (world.phones["phone"] / "photos" / "large.jpg").write_bytes(os.urandom(1_000_000))
    world.back_up(phone)
    asked = []

    def none(path):
        asked.append(path.name[: len(PREFIX)])
        return 0

    with pytest.raises(NoRoomToRehearse) as told:
        rehearsed(world, room=none)
    photos = sum(i.size for i in world.vault.history.items("latest", Kind.PHOTOS))
    assert photos > 1_000_000 > told.value.needed
    assert asked == [PREFIX]


def test_nothing_stays_on_the_disk_wherever_the_owner_says_stop(world):
    world.back_up(world.phone())
    seen = [0]
    rehearsed(world, task=Task(lambda _: seen.__setitem__(0, seen[0] + 1)))
    assert seen[0] > 20
    for stop in range(1, seen[0], 4):
        left = [stop]
        task = Task()

        def count(_progress, left=left, task=task):
            left[0] -= 1
            if not left[0]:
                assert list((world.folder / "scratch").iterdir())
                task.cancel()

        task._listener = count
        with pytest.raises(Cancelled):
            rehearsed(world, task=task)
        assert list((world.folder / "scratch").iterdir()) == []


def test_nothing_stays_on_the_disk_when_the_vault_goes_away(world):
    world.back_up(world.phone())
    moved = world.folder / "moved"

    def pulled(_progress):
        if world.vault.place.exists():
            world.vault.place.rename(moved)

    with pytest.raises(VaultProblem):
        rehearsed(world, task=Task(pulled))
    assert list((world.folder / "scratch").iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_what_is_put_back_is_for_its_owners_eyes_alone(world):
    world.back_up(world.phone())
    modes = set()

    def look(_progress):
        modes.update(p.stat().st_mode & 0o077 for p in (world.folder / "scratch").iterdir())

    rehearsed(world, task=Task(look))
    assert modes == {0}


def test_what_a_killed_rehearsal_left_is_wiped_by_a_later_one(world):
    world.back_up(world.phone())
    scratch = world.folder / "scratch"
    old, others, young = scratch / f"{PREFIX}old", scratch / "others", scratch / f"{PREFIX}young"
    for place in (old, others, young):
        place.mkdir(parents=True)
        (place / "0001.vcf").write_text("BEGIN:VCARD")
    for place in (old, others):
        os.utime(place, (0, 0))
    rehearsed(world)
    assert sorted(path.name for path in scratch.iterdir()) == [young.name, others.name]


# Which backup is meant


def test_the_latest_is_the_newest_its_owner_made_and_no_alarm_is_about(world):
    phone = world.phone()
    first = world.back_up(phone).snapshot
    other = world.back_up(world.phone("other")).snapshot
    wipe_sample(world.phones["phone"])
    assert world.back_up(phone).alarms
    world.restore(first, phone)
    assert rehearsed(world, handset=phone).snapshot == first.id
    assert rehearsed(world).snapshot == other.id


def test_a_backup_is_found_by_its_first_digits_and_by_those_it_had_before_a_pin(world):
    phone = world.phone()
    first = world.back_up(phone).snapshot
    edit_sample(world.phones["phone"], world.desk.clock)
    world.back_up(phone)
    pinned = world.vault.repository.retag(first.id, add=["pinned"])
    assert rehearsed(world, snapshot=first.short).snapshot == pinned.id
    assert rehearsed(world, snapshot=pinned.id[:8]).snapshot == pinned.id


def test_what_is_no_backup_is_not_rehearsed(world):
    with pytest.raises(NoSuchSnapshot):
        rehearsed(world)
    world.back_up(world.phone())
    kept = remember(world.vault, rehearsed(world), clock=world.desk.clock)
    with pytest.raises(NotABackup):
        rehearsed(world, snapshot=kept.short)


# What the vault remembers


def test_a_rehearsal_is_on_the_timeline_and_begins_and_ends_no_items_life(world):
    phone = world.phone()
    backup = world.back_up(phone).snapshot
    history = world.vault.history
    versions = {
        (i.kind, i.key): history.versions(phone, i.kind, i.key) for i in everything(world, backup)
    }
    known = {kind: history.known(phone, kind) for kind in Kind}
    kept = remember(world.vault, rehearsed(world), clock=world.desk.clock)
    assert [entry.snapshot for entry in history.timeline(phone)] == [kept, backup]
    assert (kept.rehearsed, kept.coverage) == ((8, 8), ())
    assert history.timeline(phone)[0].counts == {}
    assert history.snapshot("latest") == backup
    assert history.handsets() == (backup.handset,)
    for _ in range(2):
        assert {kind: history.known(phone, kind) for kind in Kind} == known
        for (kind, key), lived in versions.items():
            assert history.versions(phone, kind, key) == lived
        history.rebuild()


def test_the_backup_after_a_rehearsal_finds_only_what_changed(world):
    phone = world.phone()
    world.back_up(phone)
    remember(world.vault, rehearsed(world), clock=world.desk.clock)
    again = world.back_up(phone)
    assert (again.digest, again.alarms) == ((), ())
    item = world.vault.history.items(again.snapshot.id, Kind.CONTACTS)[0]
    (version,) = world.vault.history.versions(phone, Kind.CONTACTS, item.key)
    assert (version.count, version.gone_since) == (2, None)


def test_a_rehearsal_takes_no_backups_place_under_any_rule(world):
    phone = world.phone()
    backup = world.back_up(phone).snapshot
    kept = remember(world.vault, rehearsed(world), clock=world.desk.clock)
    result = retain([backup, kept], PRESETS[Preset.TIGHT])
    why = {stay.snapshot.id: stay.why for stay in result.stay}
    assert Why.NEWEST in why[backup.id]
    assert Why.LAST in why[backup.id]
    assert why[kept.id] == (Why.PINNED,)


def test_what_is_remembered_is_what_came_of_it(world):
    phone = world.phone()
    world.back_up(phone)
    results = [rehearsed(world), rehearsed(world, by_sheet=True)]
    for result in results:
        remember(world.vault, result, clock=world.desk.clock)
    assert list(rehearsals(world.vault, phone)) == results[::-1]
    assert [result.by_sheet for result in results] == [False, True]


LOST = Rehearsal(
    snapshot="ab" * 32,
    handset="phone",
    time=NOW,
    kinds=(
        KindRehearsal(Kind.NOTES, 3, 2, (Lost("Notes/1/a--1.vnt", Fate.DAMAGED, "a"),)),
        KindRehearsal(Kind.CALLS, 2, 2),
    ),
    broken=("Notes/2",),
    size=99,
    seconds=1.5,
)


def test_the_file_of_a_rehearsal_holds_all_of_it():
    assert decode_rehearsal(encode_rehearsal(LOST)) == LOST
    assert (LOST.parts_back, LOST.whole) == (1, False)


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b"null", encode_rehearsal(LOST).replace(b"damaged", b"unheard-of")],
)
def test_a_file_that_is_none_is_refused(data):
    with pytest.raises(SidecarUnreadable):
        decode_rehearsal(data)


def test_no_more_items_are_named_than_anybody_reads(world):
    world.back_up(world.phone(small=False))
    shutil.rmtree(world.vault.place / "data")
    (world.vault.place / "data").mkdir()
    result = rehearsed(world)
    assert not result.whole
    assert all(len(entry.lost) <= MOST_NAMED for entry in result.kinds)


# The rota


def test_a_rehearsal_is_due_sixty_days_after_the_first_backup_and_after_the_last_rehearsal(world):
    assert next_due(world.vault, "nobody", NOW) is None
    phone = world.phone()
    first = world.back_up(phone).snapshot
    world.back_up(phone)
    assert next_due(world.vault, phone, NOW).when == first.time + EVERY
    result = rehearsed(world)
    remember(world.vault, result, clock=world.desk.clock)
    assert next_due(world.vault, phone, NOW).when == result.time + timedelta(days=60)


def test_every_third_rehearsal_is_the_recovery_sheets(world):
    phone = world.phone()
    world.back_up(phone)
    turns = []
    for _ in range(7):
        due = next_due(world.vault, phone, NOW)
        turns.append(due.by_sheet)
        result = rehearsed(world, by_sheet=due.by_sheet)
        remember(world.vault, result, clock=world.desk.clock)
    assert turns == [False, False, True, False, False, True, False]


def test_after_losses_the_next_rehearsal_is_due_at_once(world):
    phone = world.phone()
    world.back_up(phone)
    largest = max(packs(world), key=lambda path: path.stat().st_size)
    whole = largest.read_bytes()
    flip(largest)
    result = rehearsed(world)
    largest.write_bytes(whole)
    kept = remember(world.vault, result, clock=world.desk.clock)
    assert Tag.PINNED in kept.tags
    back, held = kept.rehearsed or (0, 0)
    assert back < held
    assert next_due(world.vault, phone, NOW).when == NOW
