"""A kind that is not read whole removes nothing: not from digests, not from history."""

from functools import partial

import pytest

from holdfast.actions.loss import open_alarms
from holdfast.actions.restore import plan
from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.irmc.behaviours import BreakingOff, Refusing, Silent
from holdfast.phones.virtual.store import wipe_sample
from holdfast.progress import Task
from holdfast.records.model.coverage import Reason, State
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Step

MANNERS = {
    "refused": lambda phone: Refusing(
        Refusing(phone, "telecom/pb.vcf", Code.FORBIDDEN), "telecom/pb/luid/", Code.FORBIDDEN
    ),
    "silent": lambda phone: Silent(Silent(phone, "telecom/pb.vcf"), "telecom/pb/luid/"),
    "some refused": partial(Refusing, prefix="telecom/pb/luid/0005"),
}


@pytest.fixture(params=MANNERS)
def incomplete(request, world):
    """A second backup in which contacts could not be read whole."""
    phone = world.phone()
    world.back_up(phone)
    if request.param == "some refused":
        unsettle(world.phones["phone"])
    world.misbehave("phone", MANNERS[request.param])
    return phone, world.back_up(phone)


def unsettle(folder):
    """Change a card, and make the whole-store read unusable, so that it is read alone."""
    card = folder / "contacts" / "0005.vcf"
    card.write_bytes(card.read_bytes().replace(b"END:VCARD", b"X-NO-END:1"))


def test_the_other_kinds_are_complete(world, incomplete):
    _, result = incomplete

    states = {entry.kind: entry.state for entry in result.coverage}
    assert states.pop(Kind.CONTACTS) is not State.COMPLETE
    assert set(states.values()) == {State.COMPLETE}


def test_the_digest_tells_of_nothing_removed(world, incomplete):
    _, result = incomplete

    assert sum(entry.removed for entry in result.digest) == 0
    assert result.alarms == ()


def test_history_calls_nothing_gone(world, incomplete):
    phone, result = incomplete
    first = world.vault.history.newest_trusted(phone, Kind.CONTACTS)
    assert first.id != result.snapshot.id

    for item in world.vault.history.items(first.id, Kind.CONTACTS):
        assert world.vault.history.versions(phone, item.kind, item.key)[0].gone_since is None
        assert not any(hit.gone for hit in world.vault.history.search(item.title))


def test_the_next_whole_backup_finds_nothing_changed_but_what_was_edited(world, incomplete):
    phone, _ = incomplete
    world.behave("phone")

    digest = {entry.kind: entry for entry in world.back_up(phone).digest}

    contacts = digest.get(Kind.CONTACTS)
    assert contacts is None or (contacts.added, contacts.removed) == (0, 0)


def test_matching_a_kind_that_is_not_complete_removes_nothing(world, incomplete):
    phone, result = incomplete
    world.behave("phone")
    handset = world.connect(phone)

    made = plan_match(world, handset, result.snapshot)
    handset.close()

    assert made.of(Step.REMOVE) == ()


def plan_match(world, handset, snapshot):
    return plan(world.vault, handset, snapshot, kinds={Kind.CONTACTS}, mode=Mode.MATCH, task=Task())


def test_an_emptied_phone_that_refuses_a_store_raises_no_alarm_for_it(world):
    phone = world.phone()
    world.back_up(phone)
    wipe_sample(world.phones["phone"])
    world.misbehave("phone", MANNERS["refused"])

    alarms = {alarm.kind for alarm in world.back_up(phone).alarms}

    assert Kind.CONTACTS not in alarms
    assert Kind.NOTES in alarms
    assert Kind.CONTACTS not in {alarm.kind for alarm in open_alarms(world.vault, phone)}


def test_a_photo_that_breaks_off_is_asked_for_again_and_the_others_are_kept(world):
    phone = world.phone()
    photo = next(p for p in (world.phones["phone"] / "photos").rglob("*.JPG"))
    world.misbehave("phone", partial(BreakingOff, name=photo.name, size=500))
    first = world.back_up(phone)
    assert first.snapshot.of(Kind.PHOTOS).state is State.PARTIAL

    world.behave("phone")
    second = world.back_up(phone)

    assert second.whole
    kept = world.vault.history.items(second.snapshot.id, Kind.PHOTOS)
    assert photo.read_bytes() in [b"".join(world.vault.history.read(item)) for item in kept]


def test_coverage_tells_how_each_kind_was_read(world):
    phone = world.phone()
    unsettle(world.phones["phone"])

    how = {entry.kind: entry.how for entry in world.back_up(phone).snapshot.coverage}

    assert how[Kind.CONTACTS] == "each LUID"
    assert how[Kind.NOTES] == "whole store"
    assert how[Kind.PHOTOS] == "folders"


def without_messages(phone):
    for prefix in ("telecom/msg", "telecom/pb/ich", "telecom/pb/och", "telecom/pb/mch"):
        phone = Refusing(phone, prefix, Code.NOT_FOUND)
    return phone


def test_a_kind_that_a_phone_never_had_does_not_leave_its_backups_unfinished(world):
    world.phone()
    phone = world.misbehave("phone", without_messages)
    result = world.back_up(phone)
    assert result.whole
    assert not {Kind.MESSAGES, Kind.CALLS} & {entry.kind for entry in result.coverage}


def test_a_kind_that_a_phone_had_and_says_it_has_not_is_told(world):
    phone = world.phone(small=False)
    world.back_up(phone)
    world.misbehave("phone", without_messages)
    result = world.back_up(phone)
    assert not result.whole
    states = {entry.kind: entry.state for entry in result.coverage}
    assert states[Kind.MESSAGES] is states[Kind.CALLS] is State.REFUSED


def test_a_kind_that_is_asked_for_by_name_is_told_to_be_unsupported(world):
    world.phone()
    phone = world.misbehave("phone", without_messages)
    result = world.back_up(phone, kinds=[Kind.MESSAGES])
    assert result.snapshot is None
    assert [entry.reason for entry in result.coverage] == [Reason.UNSUPPORTED]
