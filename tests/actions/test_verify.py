"""Damage is found, named by item, and healed from the phone; a rota reads all in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from holdfast.actions.repair import repair
from holdfast.actions.rota import Rota
from holdfast.actions.verify import Oddity, verify
from holdfast.phones.virtual.store import wipe_sample
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.vault.repository.problems import VaultDamaged
from holdfast.vault.repository.stores.folder import FolderStore

NOW = datetime(2009, 10, 10, 12, tzinfo=UTC)


@pytest.fixture
def phone(world):
    phone = world.phone()
    world.backup = world.back_up(phone)
    return phone


def look(world, *, read_all=True, **more):
    return verify(world.vault, read_all=read_all, task=Task(), **more)


def blob_of(world, kind, number=0):
    return world.vault.history.items(world.backup.snapshot.id, kind)[number]


def damage(world, item):
    """Flip a bit of an item where it lies in its pack."""
    repository = world.vault.repository
    blobs = repository._blobs
    [blob, *_] = item.parts[0].content
    kind = next(k for k in type(next(iter(blobs.packs().values()))[0].type) if blobs.has(k, blob))
    place = blobs.find(kind, blob)
    path = world.folder / "vault" / "data" / place.pack[:2] / place.pack
    data = bytearray(path.read_bytes())
    data[place.blob.offset + place.blob.length // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


def test_a_whole_vault_is_sound_in_structure_sense_and_every_byte(world, phone):
    result = look(world)

    assert result.sound
    assert (result.items, result.odd) == ((), ())
    assert len(result.report.whole) == result.report.packs > 0


def test_a_backup_is_looked_over_when_it_is_made(world, phone):
    assert world.backup.unsound == ()


@pytest.mark.parametrize("kind", [Kind.CONTACTS, Kind.PHOTOS])
def test_a_damaged_item_is_named_and_in_how_many_backups_it_is(world, phone, kind):
    (world.phones["phone"] / "notes" / "9999.vnt").write_bytes(
        b"BEGIN:VNOTE\r\nVERSION:1.1\r\nBODY:New\r\nEND:VNOTE\r\n"
    )
    world.back_up(phone)
    item = blob_of(world, kind)

    damage(world, item)
    result = look(world)

    assert not result.sound
    [named] = result.items
    assert (named.item.kind, named.item.key, named.backups) == (kind, item.key, 2)


def test_what_is_damaged_is_read_again_from_its_phone(world, phone):
    item = blob_of(world, Kind.PHOTOS)
    damage(world, item)
    handset = world.connect(phone)

    result = repair(world.vault, [handset], task=Task(), clock=world.desk.clock)
    handset.close()

    assert result.whole
    assert [named.item.key for named in result.healed] == [item.key]
    assert b"".join(world.vault.history.read(item))
    assert not look(world).items


def test_what_no_phone_holds_any_more_stays_named_and_never_reads_wrong(world, phone):
    item = blob_of(world, Kind.PHOTOS)
    damage(world, item)
    wipe_sample(world.phones["phone"])
    handset = world.connect(phone)

    result = repair(world.vault, [handset], task=Task(), clock=world.desk.clock)
    handset.close()

    assert not result.whole
    assert [named.item.key for named in result.left] == [item.key]
    with pytest.raises(VaultDamaged):
        b"".join(world.vault.history.read(item))
    # The others of its pack were saved, and a later look still names the one.
    whole = [
        i for i in world.vault.history.items(world.backup.snapshot.id, Kind.PHOTOS) if i != item
    ]
    assert all(b"".join(world.vault.history.read(other)) for other in whole)
    assert [named.item.key for named in look(world).items] == [item.key]


def test_a_vault_that_needs_no_repair_is_left_alone(world, phone):
    before = sorted(name for name, _ in FolderStore(world.folder / "vault").list("data"))

    result = repair(world.vault, [], task=Task(), clock=world.desk.clock)

    assert result.whole
    assert not result.repair.reindexed
    assert sorted(n for n, _ in FolderStore(world.folder / "vault").list("data")) == before


def test_a_backup_that_counts_wrong_is_odd(world, phone, monkeypatch):
    timeline = world.vault.history.timeline()
    counts = timeline[0].counts
    counts[Kind.NOTES] += 1
    monkeypatch.setattr(world.vault.history, "timeline", lambda *_: timeline)

    [odd] = look(world).odd

    assert (odd.oddity, odd.kind, odd.what) == (Oddity.COUNT, Kind.NOTES, "5 / 4")


# The rota

PACKS = [f"{number:064x}" for number in range(100)]


def test_a_share_is_due_each_week_and_in_twenty_weeks_everything_was_read(tmp_path):
    read = []
    for week in range(20):
        rota, now = Rota(tmp_path, "v" * 64), NOW + timedelta(weeks=week)
        due = rota.due(PACKS, now)
        assert len(due) == 5
        rota.done(due, PACKS, now)
        assert not Rota(tmp_path, "v" * 64).due(PACKS, now + timedelta(days=6))
        read += due

    assert sorted(read) == PACKS
    progress = Rota(tmp_path, "v" * 64).progress(PACKS)
    assert (progress.share, progress.since) == (1.0, NOW.date())


def test_after_a_long_while_more_is_due_and_never_more_than_all(tmp_path):
    rota = Rota(tmp_path, "v" * 64)
    rota.done(rota.due(PACKS, NOW), PACKS, NOW)

    assert len(rota.due(PACKS, NOW + timedelta(weeks=3))) == 15
    assert len(rota.due(PACKS, NOW + timedelta(weeks=500))) == 100


def test_a_pack_that_was_found_broken_does_not_count_as_read(world, phone, tmp_path):
    damage(world, blob_of(world, Kind.PHOTOS))
    rota = Rota(tmp_path, world.vault.id)

    look(world, rota=rota, clock=lambda: NOW)

    assert 0 < rota.progress(world.vault.repository.pack_names()).share < 1


@pytest.mark.parametrize("text", ["", "{", "[]", '{"read": 1, "last": "x"}'])
def test_a_memory_that_makes_no_sense_is_none(tmp_path, text):
    (tmp_path / f"read-{'v' * 16}.json").write_text(text)

    assert len(Rota(tmp_path, "v" * 64).due(PACKS, NOW)) == 5
