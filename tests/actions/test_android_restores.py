"""Restores between releases of Android, column by column of the two phones' databases."""

from __future__ import annotations

from collections import Counter

import pytest

from holdfast.actions.restore import restore
from holdfast.progress import Task
from holdfast.records.formats.converting.contents import Loss
from holdfast.records.model.coverage import Reason, State
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Outcome, Step, Why
from holdfast.wording.android import not_in_backup
from tests.actions.android_phones import READ, RECORDS, RELEASES, Shelf, differences, files


@pytest.fixture
def shelf(world, tmp_path):
    made = Shelf(world, tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("old", RELEASES)
def test_all_that_content_can_deliver_is_the_same_on_a_replacement(world, shelf, old):
    source = shelf.phone("old", old)
    backup = source.sitting.back_up()
    theirs = source.rows()

    for new in RELEASES:
        target = shelf.phone(f"new{new}", new, filled=False)
        proposal = target.sitting.propose(backup)
        plan = proposal.plan(Mode.ADD)

        assert cannot(plan) == foretold(theirs, backup, new)
        [photos] = [each for report in proposal.fidelity(plan) for each in report.shortfalls]
        assert (photos.kind, photos.label, photos.why) == (Kind.CONTACTS, "photo", Loss.UNREAD)
        assert photos.values == 2
        handset, clock = target.sitting.handset, world.desk.clock
        receipt = restore(plan, world.vault, handset, task=Task(), clock=clock)

        assert [line for line in receipt.lines if line.outcome is not Outcome.CONFIRMED] == []
        ours = target.rows()
        for kind in RECORDS:
            if kind in READ[old] & READ[new]:
                assert differences(theirs[kind], ours[kind]) == []
            else:
                assert ours[kind] == Counter()
        assert files(source) == files(target)
        again = target.sitting.propose(backup)
        assert [again.plan(mode).writes for mode in (Mode.ADD, Mode.UPDATE)] == [0, 0]


@pytest.mark.parametrize("release", RELEASES)
def test_what_a_release_keeps_from_the_cable_is_refused_and_named(shelf, release):
    backup = shelf.phone("old", release).sitting.back_up()

    for entry in backup.coverage:
        if entry.kind in READ[release] or entry.kind.is_media:
            assert entry.complete
        else:
            assert (entry.state, entry.reason) == (State.REFUSED, Reason.DENIED)
    assert any("photos" in said for said in not_in_backup(backup.handset))


def cannot(plan):
    """How many of each kind the plan says cannot be carried, and why."""
    return Counter((step.item.kind, step.why) for step in plan.of(Step.CANNOT))


def foretold(theirs, backup, new):
    """What has to be in every plan for a phone of the release `new`."""
    found = Counter()
    for entry in backup.coverage:
        if entry.count and entry.kind in RECORDS and entry.kind not in READ[new]:
            found[entry.kind, Why.NOT_READ] = entry.count
        elif entry.count and entry.kind is Kind.MESSAGES:
            found[entry.kind, Why.NO_FORM] = entry.count - theirs[Kind.MESSAGES].total()
    return +found
