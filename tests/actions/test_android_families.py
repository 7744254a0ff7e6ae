"""Between Android phones and phones of other families, and folders: what is said, what arrives."""

from __future__ import annotations

from collections import Counter

import pytest

from holdfast.phones.handsets.folder.opening import open_folder
from holdfast.phones.virtual.store import wipe_sample
from holdfast.records.matching.diff import diff_fields
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Outcome, Step, Why
from holdfast.wording import fidelity as words
from tests.actions.android_phones import Shelf
from tests.actions.test_carrying import Sitting
from tests.phones.handsets.folder.rig import HEAD, TAIL, card, event, lay_out

PEOPLE = {Kind.CONTACTS, Kind.CALENDAR}


@pytest.fixture
def shelf(world, tmp_path):
    made = Shelf(world, tmp_path)
    yield made
    made.close()


@pytest.fixture
def sit(world, tmp_path):
    opened = []

    def sit(name, *, family="", files=None, wiped=False):
        """A feature phone of a family, or a folder with files."""
        if family:
            hung = world.phone(name, family=family)
            if wiped:
                world.pull(name)
                wipe_sample(world.phones[name])
                hung = world.plug(name)
            handset = world.connect(hung)
        else:
            handset = open_folder(lay_out(tmp_path / name, files or {}))
        opened.append(handset)
        return Sitting(world, handset)

    yield sit
    for handset in opened:
        handset.close()


def outcomes(receipt):
    return Counter((line.kind, line.outcome) for line in receipt.lines)


def cannot(plan):
    return Counter((step.item.kind, step.why) for step in plan.of(Step.CANNOT))


def shortfalls(proposal, mode=Mode.ADD):
    """What the fidelity report names: by kind and label, how many values."""
    reports = proposal.fidelity(proposal.plan(mode))
    found = [each for report in reports for each in report.shortfalls]
    assert all(words.line(each, words.a_phone()) and each.examples for each in found)
    return {(each.kind, each.label): each.values for each in found}


def bodies(sitting, backup, kind):
    """The standard file of each item, by title."""
    history = sitting.world.vault.history
    return {
        item.title: b"".join(history.read(item, item.parts[0].suffix))
        for item in history.items(backup.id, kind)
    }


def test_a_feature_phone_moves_to_android_and_home_with_all_but_what_was_named(shelf, sit):
    old = sit("old", family="irmc")
    new = shelf.phone("new", "16", filled=False)
    backup = old.back_up()

    proposal = new.sitting.propose(backup)
    plan = proposal.plan(Mode.ADD)
    assert cannot(plan) == {
        (Kind.TODOS, Why.KIND_NOT_HELD): 5,
        (Kind.NOTES, Why.KIND_NOT_HELD): 4,
    }
    named = shortfalls(proposal)
    assert named[Kind.CALENDAR, "categories"] == 8
    assert outcomes(new.sitting.restore(backup)) == {
        (Kind.CONTACTS, Outcome.CONFIRMED): 12,
        (Kind.CALENDAR, Outcome.CONFIRMED): 8,
        (Kind.PHOTOS, Outcome.CONFIRMED): 6,
    }
    inserts = new.rows()
    new.sitting.restore(backup)
    assert new.rows() == inserts

    home = sit("home", family="irmc", wiped=True)
    there = new.sitting.back_up()
    back = home.propose(there)
    named |= shortfalls(back)
    assert home.restore(there).whole
    again = home.propose(backup)
    assert {step.item.kind for step in again.plan(Mode.ADD).of(Step.ADD)} == {
        Kind.CALENDAR,
        Kind.TODOS,
        Kind.NOTES,
    }
    after = home.back_up()
    came = bodies(home, after, Kind.CALENDAR)
    for title, sent in bodies(old, backup, Kind.CALENDAR).items():
        for change in diff_fields(sent, came[title], Kind.CALENDAR, ".vcs"):
            field = change.before or change.after
            if field.label in ("start", "end", "repeats"):
                assert (Kind.CALENDAR, "start") in named
            else:
                assert (Kind.CALENDAR, field.label) in named


def test_a_phone_book_is_not_doubled_by_what_went_over_to_android_and_back(shelf, sit):
    old = sit("old", family="at")
    new = shelf.phone("new", "16", filled=False)
    backup = old.back_up()

    plan = new.sitting.propose(backup).plan(Mode.ADD)
    [unsent] = plan.of(Step.CANNOT)
    assert (unsent.item.kind, unsent.why) == (Kind.MESSAGES, Why.NO_FORM)
    assert "unsent" in unsent.detail
    assert new.sitting.restore(backup).whole
    again = new.sitting.propose(backup)
    assert [again.plan(mode).writes for mode in (Mode.ADD, Mode.UPDATE)] == [0, 0]

    there = new.sitting.back_up()
    back = old.propose(there, kinds={Kind.CONTACTS})
    assert [back.plan(mode).writes for mode in (Mode.ADD, Mode.UPDATE)] == [0, 0]
    assert len(back.plan(Mode.ADD).of(Step.SKIP)) == len(back.wanted)


@pytest.mark.parametrize("release", ["6", "16"])
def test_an_android_phone_lies_in_a_folder_and_comes_back_whole(shelf, sit, release):
    source = shelf.phone("old", release)
    backup = source.sitting.back_up()
    folder = sit("folder", files={})
    kinds = PEOPLE | {Kind.PHOTOS}

    assert folder.restore(backup, kinds=kinds).whole
    assert folder.propose(backup, kinds=kinds).plan(Mode.ADD).writes == 0

    target = shelf.phone("new", release, filled=False)
    there = folder.back_up()
    receipt = target.sitting.restore(there, kinds=PEOPLE)
    assert [line for line in receipt.lines if line.outcome is not Outcome.CONFIRMED] == []
    again = target.sitting.propose(backup, kinds=PEOPLE)
    assert [again.plan(mode).writes for mode in (Mode.ADD, Mode.UPDATE)] == [0, 0]


def test_what_of_a_folder_android_cannot_hold_is_named_beforehand(shelf, sit):
    picture = "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\nEND:"
    ada = card("Ada Lovelace", "+49 170 1").replace("END:", picture)
    folder = sit("folder", files={"ada.vcf": ada, "cal.ics": HEAD + event("1") + TAIL})
    backup = folder.back_up()
    target = shelf.phone("new", "11", filled=False)

    named = shortfalls(target.sitting.propose(backup, kinds=PEOPLE))

    assert named[Kind.CONTACTS, "photo"] == 1
    assert target.sitting.restore(backup, kinds=PEOPLE).whole
    again = target.sitting.propose(backup, kinds=PEOPLE)
    assert [again.plan(mode).writes for mode in (Mode.ADD, Mode.UPDATE)] == [0, 0]


def test_an_android_phone_moves_to_a_feature_phone_and_back(shelf, sit):
    source = shelf.phone("old", "16")
    backup = source.sitting.back_up()
    phone = sit("feature", family="irmc", wiped=True)
    kinds = PEOPLE | {Kind.MESSAGES}

    proposal = phone.propose(backup, kinds=kinds)
    named = shortfalls(proposal)
    assert named[Kind.CONTACTS, "photo"] == 2
    receipt = phone.restore(backup, kinds=kinds)
    assert [line for line in receipt.lines if line.outcome is not Outcome.CONFIRMED] == []
    again = phone.propose(backup, kinds=kinds)
    assert [again.plan(mode).writes for mode in (Mode.ADD, Mode.UPDATE)] == [0, 0]

    there = phone.back_up()
    home = source.sitting.propose(there, kinds={Kind.CONTACTS})
    missing = home.plan(Mode.ADD).of(Step.ADD)
    assert {step.item.title for step in missing} <= named_titles(proposal)


def named_titles(proposal):
    """Of whom the report names something: the examples it gives."""
    reports = proposal.fidelity(proposal.plan(Mode.ADD))
    return {e.title for r in reports for s in r.shortfalls for e in s.examples}
