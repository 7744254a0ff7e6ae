from __future__ import annotations

import hashlib
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.matching.plan import plan_restore
from holdfast.records.matching.targets import TargetSupport
from holdfast.records.model.coverage import Coverage, State
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Step, Why
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem, StoredPart

ALL = TargetSupport(can_add=True, can_update=True, can_remove=True)


@pytest.fixture
def plan(snapshot):
    def make(wanted, present, mode=Mode.ADD, support=ALL, source=None, kind=Kind.CONTACTS):
        source = source or snapshot(kind=kind, count=len(wanted))
        offered = {} if support is None else {kind: support}
        return plan_restore(source, "new", mode, [kind], wanted, present, offered)

    return make


def steps(plan):
    return [(entry.step, entry.item.key, entry.why) for entry in plan.steps]


def test_what_is_missing_is_added_and_what_is_there_is_left(plan, record):
    made = plan([record("1", "Jane"), record("2", "John")], [record("9", "John", handset="new")])
    assert steps(made) == [(Step.ADD, "1", Why.NONE), (Step.SKIP, "2", Why.ALREADY_THERE)]
    assert made.steps[1].present is not None
    assert made.steps[1].present.key == "9"


def test_restoring_twice_adds_nothing_when_the_target_gave_its_own_keys(plan, record):
    wanted = [record(str(number), f"person {number}") for number in range(20)]
    present = [record(f"n{number}", f"person {number}", handset="new") for number in range(20)]
    assert plan(wanted, present).writes == 0


def test_what_the_source_held_twice_comes_back_twice_and_no_more(plan, record):
    wanted = [record("1", "Jane"), record("2", "Jane")]
    once = plan(wanted, [record("9", "Jane", handset="new")])
    assert [entry.step for entry in once.steps] == [Step.SKIP, Step.ADD]
    twice = [record("9", "Jane", handset="new"), record("8", "Jane", handset="new")]
    assert plan(wanted, twice).writes == 0


def test_twins_pair_with_their_own_keys_first(plan, record):
    wanted = [record("1", "Jane", handset="new"), record("2", "Jane", handset="new")]
    made = plan(wanted, [record("2", "Jane", handset="new")])
    assert [(entry.step, entry.item.key) for entry in made.steps] == [
        (Step.ADD, "1"),
        (Step.SKIP, "2"),
    ]


def test_the_same_uid_is_the_same_thing_though_it_changed(plan, record):
    made = plan([record("1", "Jane old", uid="u")], [record("9", "Jane new", uid="u")])
    assert steps(made) == [(Step.SKIP, "1", Why.ALREADY_THERE)]


def test_an_exception_of_a_series_is_not_taken_for_the_series(plan, record):
    wanted = [record("1", "series", uid="u"), record("2", "moved once", uid="u")]
    made = plan(wanted, [record("9", "series", uid="u", handset="new")])
    assert [entry.step for entry in made.steps] == [Step.SKIP, Step.ADD]


def test_a_key_alone_is_no_sameness(plan, record):
    made = plan([record("1", "Jane", handset="new")], [record("1", "Someone", handset="new")])
    assert steps(made) == [(Step.ADD, "1", Why.NONE)]


def test_update_replaces_the_newer_version_of_the_same_thing(plan, record):
    old = record("1", "Jane 555", title="Jane", handset="new")
    new = record("1", "Jane 666", title="Jane", handset="new")
    made = plan([old], [new], Mode.UPDATE)
    assert [(entry.step, entry.present) for entry in made.steps] == [(Step.UPDATE, new)]
    by_uid = plan([record("1", "a", uid="u")], [record("9", "b", uid="u")], Mode.UPDATE)
    assert by_uid.steps[0].step is Step.UPDATE


def test_update_never_overwrites_someone_else_who_got_the_key(plan, record):
    """After a reset a phone hands out its LUIDs anew."""
    made = plan(
        [record("1", "Jane", handset="new")], [record("1", "Bob", handset="new")], Mode.UPDATE
    )
    assert [entry.step for entry in made.steps] == [Step.ADD]


def test_match_also_removes_and_does_so_last(plan, record):
    extra = record("9", "Extra", handset="new")
    made = plan([record("1", "Jane")], [extra], Mode.MATCH)
    assert [(entry.step, entry.item.key) for entry in made.steps] == [
        (Step.ADD, "1"),
        (Step.REMOVE, "9"),
    ]


def test_a_replaced_item_is_not_removed_as_well(plan, record):
    old = record("1", "Jane 555", title="Jane", handset="new")
    new = record("1", "Jane 666", title="Jane", handset="new")
    assert [entry.step for entry in plan([old], [new], Mode.MATCH).steps] == [Step.UPDATE]


@pytest.mark.parametrize(
    "source",
    [
        {"state": State.PARTIAL, "count": 1},
        {"state": State.REFUSED},
        {"count": 1, "tags": ("loss:contacts",)},
        {"count": 5},
    ],
    ids=["partial", "refused", "alarmed", "fewer wanted than counted"],
)
def test_match_removes_nothing_that_the_source_cannot_vouch_for(plan, record, snapshot, source):
    extra = record("9", "Extra", handset="new")
    made = plan([record("1", "Jane")], [extra], Mode.MATCH, source=snapshot(**source))
    assert steps(made) == [(Step.ADD, "1", Why.NONE), (Step.SKIP, "9", Why.NOT_COMPLETE)]


def test_match_removes_nothing_of_a_target_read_in_part(plan, record):
    support = TargetSupport(can_add=True, can_remove=True, complete=False)
    made = plan([], [record("9", "Extra")], Mode.MATCH, support)
    assert steps(made) == [(Step.SKIP, "9", Why.NOT_COMPLETE)]


@pytest.mark.parametrize(
    ("support", "why"),
    [
        (None, Why.KIND_NOT_HELD),
        (TargetSupport(), Why.READ_ONLY),
        (TargetSupport(can_add=True, max_bytes=9), Why.TOO_LARGE),
        (TargetSupport(can_add=True, max_bytes=10), Why.NONE),
    ],
)
def test_what_the_target_cannot_carry_is_said(plan, record, support, why):
    made = plan([record("1", "Jane", size=10)], [], support=support)
    assert steps(made) == [(Step.CANNOT if why else Step.ADD, "1", why)]


def test_what_is_there_already_needs_no_support(plan, record):
    made = plan([record("1", "Jane")], [record("1", "Jane")], support=TargetSupport())
    assert steps(made) == [(Step.SKIP, "1", Why.ALREADY_THERE)]


def test_kinds_not_asked_for_are_left_alone(snapshot, record):
    wanted = [record("1", "Jane"), record("2", "Note", kind=Kind.NOTES)]
    made = plan_restore(
        snapshot(), "new", Mode.MATCH, [Kind.NOTES], wanted, [record("9", "X")], {Kind.NOTES: ALL}
    )
    assert [entry.item.key for entry in made.steps] == ["2"]
    assert made.kinds == (Kind.NOTES,)


def test_photos_are_there_by_bytes_or_by_path_and_size(plan, photo):
    wanted = [
        photo("phone/DCIM/1.jpg", "aa"),
        photo("phone/DCIM/2.jpg", "bb", size=200),
        photo("phone/DCIM/3.jpg", "cc"),
    ]
    present = [
        photo("card/Moved/one.jpg", "aa", handset="new"),
        photo("card/DCIM/2.jpg", size=200, handset="new"),
    ]
    made = plan(wanted, present, kind=Kind.PHOTOS)
    assert [entry.step for entry in made.steps] == [Step.SKIP, Step.SKIP, Step.ADD]


def test_another_photo_of_the_same_name_is_never_overwritten_by_adding(plan, photo):
    made = plan(
        [photo("phone/DCIM/1.jpg", "aa", size=100)],
        [photo("phone/DCIM/1.jpg", "bb", size=300, handset="new")],
        kind=Kind.PHOTOS,
    )
    assert steps(made) == [(Step.CANNOT, "phone/DCIM/1.jpg", Why.NAME_TAKEN)]


CONTENTS = st.lists(st.sampled_from("abcde"), max_size=12)


@given(CONTENTS, CONTENTS, st.sampled_from(Mode))
def test_carrying_out_a_plan_leaves_nothing_to_do(plan_pure, wanted, present, mode):
    first, after = plan_pure(wanted, present, mode)
    assert sorted(after) == (
        sorted(wanted) if mode is Mode.MATCH else sorted((*present, *missing(wanted, present)))
    )
    second, _ = plan_pure(wanted, after, mode)
    assert second.writes == 0
    assert first.counted(Step.REMOVE).total() == 0 or mode is Mode.MATCH


def missing(wanted, present):
    left = list(present)
    for content in wanted:
        if content in left:
            left.remove(content)
        else:
            yield content


@pytest.fixture(scope="module")
def plan_pure():
    """Plan and carry out over bare contents; the target gives keys of its own."""

    def item(handset, key, content):
        digest = hashlib.sha256(content.encode()).hexdigest()
        part = StoredPart(".vcf", "", (digest,), 1)
        return StoredItem(handset, Kind.CONTACTS, key, (part,), digest, content)

    def run(wanted, present, mode):
        source = SnapshotInfo(
            "a" * 64,
            datetime(2009, 10, 10, tzinfo=UTC),
            HandsetInfo("old", "", "", "", ""),
            (Coverage(Kind.CONTACTS, State.COMPLETE, len(wanted)),),
        )
        asked = [item("old", f"o{place}", content) for place, content in enumerate(wanted)]
        there = [item("new", f"n{place}", content) for place, content in enumerate(present)]
        made = plan_restore(
            source, "new", mode, [Kind.CONTACTS], asked, there, {Kind.CONTACTS: ALL}
        )
        after = list(present)
        for entry in made.steps:
            if entry.step is Step.ADD:
                after.append(entry.item.title)
            elif entry.step is Step.REMOVE:
                after.remove(entry.item.title)
            elif entry.step is Step.UPDATE and entry.present is not None:
                after[after.index(entry.present.title)] = entry.item.title
        return made, after

    return run


def test_five_thousand_contacts_are_planned_in_a_second(plan, record):
    wanted = [record(f"o{number}", f"p{number}") for number in range(5000)]
    present = [record(f"n{number}", f"p{number}", handset="new") for number in range(2500, 7500)]
    started = time.process_time()
    made = plan(wanted, present, Mode.MATCH)
    assert time.process_time() - started < 1
    assert made.counted(Step.ADD)[Kind.CONTACTS] == 2500
    assert made.counted(Step.REMOVE)[Kind.CONTACTS] == 2500
