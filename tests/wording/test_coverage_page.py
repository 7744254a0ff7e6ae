from __future__ import annotations

import pytest

from holdfast.records.model.coverage import Coverage, Reason, State
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.wording import coverage_page
from tests.wording.test_states import NOW

PHONE = HandsetInfo("x1", "X1", "Danger", "Sidekick LX", "IrMC")
LACKING_NOTHING_TO_DO = {Reason.NONE, Reason.UNSUPPORTED}


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_says_what_to_do_where_something_can_be_done(reason):
    assert bool(coverage_page.advice(reason)) is (reason not in LACKING_NOTHING_TO_DO)


def test_kinds_a_phone_does_not_give_are_named():
    whole = tuple(Coverage(kind, State.COMPLETE, 1) for kind in Kind if kind is not Kind.CALLS)
    snapshot = SnapshotInfo("a" * 64, NOW, PHONE, whole)

    said = coverage_page.never(snapshot)

    assert "calls" in said[0]
    assert len(said) == 2
