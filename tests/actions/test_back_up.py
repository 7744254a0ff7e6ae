from holdfast.actions.loss import accept_loss, open_alarms
from holdfast.phones.virtual.store import edit_sample, wipe_sample
from holdfast.progress import Task
from holdfast.records.model.coverage import Reason, State
from holdfast.records.model.kinds import Kind
from tests.actions.phone_files import held

KINDS = (Kind.CONTACTS, Kind.CALENDAR, Kind.TODOS, Kind.NOTES, Kind.PHOTOS)


def kept(vault, snapshot):
    return {
        (kind, item.key): b"".join(vault.history.read(item))
        for kind in Kind
        for item in vault.history.items(snapshot.id, kind)
    }


def test_every_item_of_every_kind_is_kept_byte_for_byte(world):
    phone = world.phone()

    result = world.back_up(phone)

    assert result.whole
    assert {entry.kind for entry in result.coverage} >= set(KINDS)
    stored = kept(world.vault, result.snapshot)
    assert sorted(stored.values()) == sorted(held(world.phones["phone"]).values())


def test_the_first_backup_counts_everything_as_added(world):
    result = world.back_up(world.phone())

    assert {d.kind: d.added for d in result.digest if d} == {
        entry.kind: entry.count for entry in result.coverage if entry.count
    }


def test_a_backup_without_changes_has_an_empty_digest_and_stores_no_new_content(world):
    phone = world.phone()
    first = world.back_up(phone)

    second = world.back_up(phone)

    assert not any(second.digest)
    assert contents(world.vault, second.snapshot) == contents(world.vault, first.snapshot)


def contents(vault, snapshot):
    """The blobs of all items of a snapshot."""
    items = (item for kind in Kind for item in vault.history.items(snapshot.id, kind))
    return {blob for item in items for part in item.parts for blob in part.content}


def test_what_its_owner_edited_is_told_per_kind(world):
    phone = world.phone()
    world.back_up(phone)
    edits = edit_sample(world.phones["phone"], world.desk.clock)

    result = world.back_up(phone)

    assert {d.kind: d.added for d in result.digest if d.added} == edits.added
    assert {d.kind: d.changed for d in result.digest if d.changed} == edits.changed
    assert {d.kind: d.removed for d in result.digest if d.removed} == edits.removed


def test_an_emptied_phone_raises_the_alarm_and_takes_nothing_from_history(world):
    phone = world.phone()
    first = world.back_up(phone)
    before = kept(world.vault, first.snapshot)
    wipe_sample(world.phones["phone"])

    result = world.back_up(phone)

    lost = {alarm.kind: (alarm.before, alarm.now) for alarm in result.alarms}
    assert lost == {e.kind: (e.count, 0) for e in first.coverage if e.count}
    assert kept(world.vault, first.snapshot) == before
    for kind in lost:
        assert world.vault.history.newest_trusted(phone, kind).id == first.snapshot.id


def test_the_alarm_stays_until_the_loss_is_accepted(world):
    phone = world.phone()
    world.back_up(phone)
    wipe_sample(world.phones["phone"])
    world.back_up(phone)
    again = world.back_up(phone)
    assert Kind.NOTES in {alarm.kind for alarm in again.alarms}

    assert accept_loss(world.vault, phone, Kind.NOTES)

    assert Kind.NOTES not in {alarm.kind for alarm in open_alarms(world.vault, phone)}
    assert Kind.CONTACTS in {alarm.kind for alarm in open_alarms(world.vault, phone)}
    assert Kind.NOTES not in {alarm.kind for alarm in world.back_up(phone).alarms}
    assert not accept_loss(world.vault, phone, Kind.NOTES)


def test_a_stopped_backup_keeps_what_arrived_and_the_next_one_completes(world):
    phone = world.phone()
    task = Task(lambda now: task.cancel() if now.subject == Kind.CALENDAR and now.done else None)

    result = world.back_up(phone, task=task)

    assert result.stopped
    states = {entry.kind: (entry.state, entry.reason) for entry in result.coverage}
    assert states[Kind.CONTACTS] == (State.COMPLETE, Reason.NONE)
    assert states[Kind.CALENDAR] == (State.PARTIAL, Reason.STOPPED)
    assert states[Kind.NOTES] == (State.REFUSED, Reason.STOPPED)
    assert world.back_up(phone).whole


def test_only_the_asked_kinds_are_read(world):
    result = world.back_up(world.phone(), kinds={Kind.NOTES})

    assert [entry.kind for entry in result.coverage] == [Kind.NOTES]
