from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from holdfast.progress import Progress, Stage
from holdfast.records.model.coverage import Coverage, LossAlarm, Reason, State
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.wording.states import Facts, Level, NextStep, status

NOW = datetime(2009, 10, 8, 15, 0, tzinfo=UTC)
SIDEKICK = HandsetInfo("s1", "S1", "Sidekick", "LX", "IrMC")
WHOLE = (
    Coverage(Kind.CONTACTS, State.COMPLETE, 412),
    Coverage(Kind.PHOTOS, State.COMPLETE, 60),
)
TODAY = SnapshotInfo("a" * 64, NOW.replace(hour=14, minute=2), SIDEKICK, WHOLE)
CALM = Facts(NOW, connected=True, last=TODAY, waiting=0, zone=UTC)
LOSS = LossAlarm(Kind.CONTACTS, before=412, now=0, snapshot="a" * 64)


def test_without_a_backup_everything_exists_only_on_the_phone():
    found = status(Facts(NOW, connected=True))

    assert found.line == "No backup yet"
    assert found.detail == "Everything on this phone exists only on this phone"
    assert found.step is NextStep.BACK_UP


def test_a_fresh_backup_is_safe():
    found = status(replace(CALM, checked=TODAY.time))

    assert (found.line, found.detail) == ("Last backup: today 14:02", "Checked today 14:02")
    assert found.level is Level.SAFE


def test_a_backup_of_an_emptied_phone_is_no_reason_to_feel_safe():
    nothing = tuple(replace(entry, count=0) for entry in WHOLE)
    found = status(replace(CALM, last=replace(TODAY, coverage=nothing), checked=TODAY.time))

    assert found.level is Level.CALM
    assert found.detail.startswith("This phone held nothing then.")
    assert found.safety == "Checked today 14:02"


def test_a_vault_that_was_never_checked_says_so():
    assert status(CALM).detail == "Never checked"


def test_waiting_changes_are_counted():
    found = status(replace(CALM, waiting=14))

    assert found.detail == "14 changes on the phone are not backed up"
    assert found.level is Level.ATTENTION


def test_a_running_backup_tells_how_far_it_is():
    report = Progress(Stage.READING, "messages", 812, 3104)
    found = status(replace(CALM, running=report, seconds_left=118))

    assert found.line == "Backing up: messages, 812 of 3\N{NO-BREAK SPACE}104"
    assert found.detail == "About 2 minutes left · you can keep using the phone"
    assert found.step is NextStep.STOP


def test_waiting_for_the_phone_says_what_to_do():
    found = status(replace(CALM, waiting_for_phone=True))

    assert found.line == "Waiting for the phone"
    assert "Unlock it" in found.detail


def test_a_partial_backup_names_what_lacks_and_why():
    calls = Coverage(Kind.CALLS, State.REFUSED, 0, reason=Reason.DENIED)
    found = status(replace(CALM, last=replace(TODAY, coverage=(*WHOLE, calls))))

    assert found.line == "Last backup: today 14:02, 2 of 3 parts"
    assert found.detail == "Calls: refused by the phone."


def test_an_overdue_backup_counts_the_days():
    old = replace(TODAY, time=NOW - timedelta(days=5))
    found = status(replace(CALM, last=old, connected=False))

    assert (found.line, found.detail) == ("No backup for 5 days", "Plug in the phone")


def test_a_sudden_loss_is_said_before_everything_else():
    found = status(replace(CALM, alarms=(LOSS,), damage="something", waiting=3))

    assert found.line == "This phone has 0 contacts; before it had 412"
    assert found.detail == "Nothing has been removed from your history."
    assert (found.level, found.step) == (Level.DANGER, NextStep.PUT_BACK)


def test_damage_is_never_calm():
    found = status(replace(CALM, damage="A pack is missing"))

    assert (found.line, found.level) == ("The vault is damaged", Level.DANGER)


def test_until_the_sheet_is_proven_only_this_computer_can_open_the_vault():
    found = status(replace(CALM, sheet_proven=False))

    assert found.notes == ("Only this computer can open your backups",)


def test_copies_and_the_last_rehearsal_stand_beside_the_check():
    rehearsed = replace(
        TODAY, time=NOW - timedelta(days=9), tags=frozenset({"rehearsal", "rehearsal:7/7"})
    )
    found = status(replace(CALM, checked=NOW, copies=2, rehearsal=rehearsed))

    assert found.detail.endswith("· 2 copies · Rehearsed 9 days ago: all 7 parts came back")
    assert found.safety == ""
    assert "Only 1 copy" in status(replace(CALM, copies=1)).detail


def test_a_backup_that_did_not_come_about_says_when_and_why():
    found = status(replace(CALM, missed=NOW, missed_why="The phone went away."))

    assert found.detail.endswith("no backup was made. The phone went away.")
    assert found.why
    assert found.safety
