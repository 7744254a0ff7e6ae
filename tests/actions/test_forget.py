"""Forgetting: what goes, what moves into the keepsake, and that nothing is lost on the way."""

from __future__ import annotations

import pytest

from holdfast.actions.forget import MustStay, forget, plan_forget
from holdfast.actions.keepsake import NoKeepsake, Release, in_keepsake, keepsakes, release
from holdfast.actions.pin import pin
from holdfast.actions.retention import Rules
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.vault.history.history import History


def run(world, handset, **options):
    plan = plan_forget(world.vault, handset, task=Task(), **options)
    return plan, forget(world.vault, plan, task=Task(), clock=world.desk.clock)


def card(number: int) -> bytes:
    lines = ["BEGIN:VCARD", "VERSION:2.1", f"N:Vance;Owen {number}", "END:VCARD", ""]
    return "\r\n".join(lines).encode()


def everything(vault, handset) -> dict:
    """Every version that history can reach: its bytes by kind, key and content."""
    found = {}
    for entry in vault.history.timeline(handset):
        for kind in Kind:
            for item in vault.history.items(entry.snapshot.id, kind):
                for part in item.parts:
                    found[kind, item.key, part.content] = b"".join(
                        vault.repository.open_content(part.content)
                    )
    return found


def lives(versions) -> dict:
    return {version.identity: version.life for version in versions}


@pytest.fixture
def edited(world):
    """A phone with five backups; with each a contact is another one, and one note goes."""
    handset = world.phone()
    for number in range(5):
        (world.phones["phone"] / "contacts/0001.vcf").write_bytes(card(number))
        if number == 2:
            (world.phones["phone"] / "notes/0001.vnt").unlink()
        world.back_up(handset)
    return handset


def test_what_only_forgotten_backups_hold_moves_into_the_keepsake(world, edited):
    before = everything(world.vault, edited)
    plan, result = run(world, edited, rules=Rules(last=1))
    assert len(result.forgotten) == 4
    assert len(world.vault.history.timeline(edited)) == 1
    kept = in_keepsake(world.vault, edited)
    assert lives(kept) == lives(result.moved) == lives(plan.moving)
    assert {v.kept.name for v in kept if v.kept.kind is Kind.CONTACTS} == {
        f"Owen {number} Vance" for number in range(4)
    }
    assert plan.kept[Kind.CONTACTS] == 4
    assert plan.kept[Kind.NOTES] == 1
    left = everything(world.vault, edited) | {
        (v.kept.kind, v.kept.key, part.content): b"".join(
            world.vault.repository.open_content(part.content)
        )
        for v in kept
        for part in v.kept.parts
    }
    assert left == before
    assert world.vault.repository.check(read_data=True, task=Task()).sound


def test_history_still_tells_and_reads_each_version_after_its_backups_went(world, edited, tmp_path):
    contact = next(
        item
        for item in world.vault.history.items("latest", Kind.CONTACTS)
        if len(world.vault.history.versions(edited, Kind.CONTACTS, item.key)) == 5
    )
    asked = (edited, Kind.CONTACTS, contact.key)
    before = [
        b"".join(world.vault.history.read(v.item)) for v in world.vault.history.versions(*asked)
    ]
    lived = [_dates(version) for version in world.vault.history.versions(*asked)]
    run(world, edited, rules=Rules(last=1))
    fresh = History(tmp_path / "fresh.sqlite", world.vault.repository)
    for history in (world.vault.history, fresh):
        after = [b"".join(history.read(v.item)) for v in history.versions(*asked)]
        assert after == before
        told = [_dates(version) for version in history.versions(*asked)]
        assert told == lived
        hits = history.search("Owen")
        assert any(hit.version.item.key == contact.key for hit in hits)
    fresh.close()


def _dates(version) -> tuple:
    return version.first.time, version.last.time, version.count


def test_a_keepsake_is_on_no_timeline_and_changes_no_digest(world, edited):
    newest = world.vault.history.timeline(edited)[0]
    run(world, edited, rules=Rules(last=2))
    timeline = world.vault.history.timeline(edited)
    assert len(timeline) == 2
    assert timeline[0] == newest


def test_a_second_forgetting_moves_the_former_keepsake_over(world, edited):
    run(world, edited, rules=Rules(last=3))
    first = in_keepsake(world.vault, edited)
    run(world, edited, rules=Rules(last=1))
    second = in_keepsake(world.vault, edited)
    assert len(keepsakes(world.vault, edited)) == 1
    assert {v.identity for v in first} < {v.identity for v in second}
    assert {v.identity: v.life for v in first}.items() <= {
        v.identity: v.life for v in second
    }.items()


def test_the_keepsake_knows_when_each_version_lived(world, edited):
    times = [entry.snapshot.time for entry in world.vault.history.timeline(edited)][::-1]
    run(world, edited, rules=Rules(last=1))
    note = next(v for v in in_keepsake(world.vault, edited) if v.kept.kind is Kind.NOTES)
    assert (note.life.first, note.life.last, note.life.count) == (times[0], times[1], 2)
    assert note.life.ended == times[2]


def test_what_is_pinned_or_the_newest_cannot_be_named(world, edited):
    newest, older, *_ = [entry.snapshot for entry in world.vault.history.timeline(edited)]
    pinned = pin(world.vault, older, pinned=True)
    for snapshot in (newest, pinned):
        with pytest.raises(MustStay) as raised:
            plan_forget(world.vault, edited, named=[snapshot.id], task=Task())
        assert raised.value.snapshot == snapshot.id
    run(world, edited, rules=Rules(last=1))
    assert [e.snapshot for e in world.vault.history.timeline(edited)] == [newest, pinned]


def test_the_keepsake_is_released_by_kind_age_and_size(world, edited):
    run(world, edited, rules=Rules(last=1))
    clock, vault = world.desk.clock, world.vault
    with pytest.raises(NoKeepsake):
        release(vault, edited, Release(larger=1 << 40), clock)
    gone = release(vault, edited, Release(kinds=frozenset({Kind.NOTES})), clock)
    assert {v.kept.kind for v in gone} == {Kind.NOTES}
    kept = in_keepsake(vault, edited)
    assert {v.kept.kind for v in kept} == {Kind.CONTACTS}
    middle = sorted(v.life.last for v in kept)[2]
    gone = release(vault, edited, Release(before=middle), clock)
    assert len(gone) == 2
    release(vault, edited, Release(), clock)
    assert keepsakes(vault, edited) == []


def test_the_next_backup_goes_on_as_if_nothing_had_been_forgotten(world, edited):
    run(world, edited, rules=Rules(last=1))
    result = world.back_up(edited)
    assert result.whole
    assert result.digest == ()
