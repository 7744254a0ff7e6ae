"""Every value that is worded has words, in English and in a language that is not."""

from __future__ import annotations

import pytest

from holdfast.actions.settings import AtPlugIn
from holdfast.progress import Progress, Stage
from holdfast.records.model.coverage import Coverage, Reason, State
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Outcome, Step, Why
from holdfast.vault.repository.check import CheckProblem, CheckReport, Damage
from holdfast.wording import (
    checks,
    coverage,
    kinds,
    languages,
    plans,
    preferences,
    progress,
    receipts,
    safety_labels,
    sizes,
    states,
)
from holdfast.wording.pseudo import LONG

WORDED = [
    *((kinds.title, kind) for kind in Kind),
    *((kinds.name, kind) for kind in Kind),
    *((coverage.why, reason) for reason in Reason if reason),
    *((plans.mode, mode) for mode in Mode),
    *((plans.mode_hint, mode) for mode in Mode),
    *((plans.why, why) for why in Why if why),
    *((receipts.outcome, outcome) for outcome in Outcome),
    *((receipts.step, step) for step in Step),
    *((progress.stage, stage) for stage in Stage),
    *((checks.damage, damage) for damage in Damage),
    *((safety_labels.topic, topic) for topic in safety_labels.Topic),
    *((safety_labels.act, act) for act in safety_labels.Act),
    *((preferences.at_plug_in, choice) for choice in AtPlugIn),
    *((preferences.at_plug_in_hint, choice) for choice in AtPlugIn),
    *((states.step_label, step) for step in states.NextStep if step is not states.NextStep.NONE),
]


@pytest.mark.parametrize(
    ("word", "value"), WORDED, ids=[f"{word.__name__}-{value}" for word, value in WORDED]
)
def test_every_value_has_words(word, value):
    assert word(value)
    languages.choose(LONG)
    assert word(value).startswith("[")


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_can_be_counted(kind):
    assert kinds.count(kind, 1) == kinds.count(kind, 2).replace("2 ", "1 ").removesuffix("s")


def test_counts_leave_out_what_is_not_there():
    assert kinds.counts({Kind.NOTES: 1, Kind.PHOTOS: 60, Kind.CALLS: 0}) == "1 note and 60 photos"
    assert kinds.counts({}) == ""


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (4200000, "4.2 MB"), (118000000, "118 MB")],
)
def test_sizes_are_round(count, said):
    assert sizes.size(count) == said


def test_a_whole_kind_and_a_partial_one_are_told_apart():
    whole = Coverage(Kind.CONTACTS, State.COMPLETE, 412)
    partial = Coverage(Kind.NOTES, State.PARTIAL, 3, announced=9, reason=Reason.UNPLUGGED)
    refused = Coverage(Kind.CALLS, State.REFUSED, 0, reason=Reason.DENIED)

    assert coverage.line(whole) == "Contacts: 412, all of them"
    assert coverage.line(partial) == "Notes: 3 of 9, the phone went away"
    assert coverage.line(refused) == "Calls: none, refused by the phone"
    assert coverage.parts((whole, partial, refused)) == "1 of 3 parts"
    assert (
        coverage.shortfall((whole, partial, refused))
        == "Notes: the phone went away, and 1 more not whole."
    )


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, ""),
        (0, "Almost done"),
        (20, "Less than a minute left"),
        (61, "About 1 minute left"),
        (300, "About 5 minutes left"),
    ],
)
def test_time_left_is_rough(seconds, said):
    assert progress.time_left(seconds) == said


def test_progress_without_a_total_still_counts():
    assert progress.line(Progress(Stage.READING, "notes", 7)) == "Backing up: notes, 7"
    assert progress.line(Progress(Stage.CONNECTING)) == "Connecting to the phone"
    assert (
        progress.line(Progress(Stage.CHECKING, done=3, total=40)) == "Checking the vault: 3 of 40"
    )


def test_a_sound_vault_and_a_damaged_one_are_told_apart():
    sound = CheckReport((), 2, 4, 9, 2_500_000, 0)
    broken = CheckReport((CheckProblem(Damage.PACK_MISSING, "1a2b"),), 2, 4, 9, 2_500_000, 0)

    assert checks.headline(sound) == "The vault is whole: 2 backups, 4 packs, 2.5 MB."
    assert checks.headline(broken) == "1 part of the vault is damaged."
    assert checks.line(broken.problems[0]) == "A pack is missing: 1a2b"
