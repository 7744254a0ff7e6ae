"""What is said of rehearsals: by the day, by the part, by the item."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from holdfast.actions.rehearsing.result import Fate, KindRehearsal, Lost, Rehearsal
from holdfast.actions.rehearsing.rota import Due
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.wording import rehearsals

NOW = datetime(2009, 10, 20, 12, 0, tzinfo=UTC)
PHONE = HandsetInfo("phone", "PHONE", "Danger", "Sidekick LX", "IrMC over OBEX")


def kept(result):
    tags = frozenset({"pinned", "rehearsal", f"rehearsal:{result}"})
    return SnapshotInfo("ab" * 32, NOW - timedelta(days=9), PHONE, (), tags)


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ("7/7", "Rehearsed 9 days ago: all 7 parts came back"),
        ("6/7", "Rehearsed 9 days ago: 6 of 7 parts came back"),
        ("1/1", "Rehearsed 9 days ago: the only part came back"),
        ("0/0", "Rehearsed 9 days ago: 0 of 0 parts came back"),
        ("x/y", "Rehearsed 9 days ago: 0 of 0 parts came back"),
    ],
)
def test_a_rehearsal_on_the_timeline_tells_its_day_and_its_result(result, said):
    assert rehearsals.on_timeline(kept(result), NOW) == said


def test_a_kind_tells_how_many_came_back_and_what_did_not():
    damaged = Lost("Notes/1/Oil--1.vnt", Fate.DAMAGED)
    changed = Lost("Notes/2/Tea--2.vnt", Fate.DIFFERENT, "Tea")
    entry = KindRehearsal(Kind.NOTES, 9, 5, (damaged, changed))
    assert rehearsals.kind(entry) == "Notes: 5 of 9 came back"
    assert list(rehearsals.losses(entry)) == [
        "Notes/1/Oil--1.vnt: its bytes in the vault are damaged",
        "“Tea” (Notes/2/Tea--2.vnt): it came back with other content",
        "2 more did not come back",
    ]


def test_a_damaged_record_of_a_whole_backup_is_no_success():
    whole = Rehearsal("ab" * 32, "phone", NOW, (KindRehearsal(Kind.NOTES, 1, 1),))
    assert rehearsals.headline(whole).startswith("The only part came back of backup abababab")
    assert rehearsals.headline(replace(whole, broken=("/",))) == (
        "Not all of backup abababab came back."
    )


def test_it_is_said_when_the_next_one_is_due_and_what_it_will_ask_for():
    assert rehearsals.due(Due(NOW, by_sheet=False), NOW) == "The next rehearsal is due now."
    said = rehearsals.due(Due(NOW + timedelta(days=60), by_sheet=True), NOW)
    assert said == (
        "The next rehearsal is due on 19 December 2009. It will ask for the recovery sheet."
    )
