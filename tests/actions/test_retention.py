"""Which backups stay: against the real restic, and what no rule may take."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta, timezone
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.actions.retention import (
    ALL,
    PRESETS,
    Preset,
    Rules,
    Why,
    keep_periods,
    retain,
)
from holdfast.records.model.coverage import Coverage, Reason, State
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.folder import FolderStore
from tests.vault.repository.vaults import PASSWORD, Clock, create

START = datetime(2019, 12, 20, 22, 30, tzinfo=UTC)
PHONE = HandsetInfo("lx-0042", "LX0042", "Danger", "Sidekick LX", "IrMC over OBEX")
_numbers = count()


def backup(time: datetime, *tags: str, partial: tuple[Kind, ...] = (), kinds=None) -> SnapshotInfo:
    covered = kinds or (Kind.CONTACTS, Kind.NOTES)
    coverage = tuple(
        Coverage(kind, State.PARTIAL, 1, reason=Reason.UNPLUGGED)
        if kind in partial
        else Coverage(kind, State.COMPLETE, 1)
        for kind in covered
    )
    return SnapshotInfo(f"{next(_numbers):064x}", time, PHONE, coverage, frozenset(tags))


def daily(days: int, *tags: str) -> list[SnapshotInfo]:
    return [backup(START + timedelta(days=day), *tags) for day in range(days)]


def test_no_rules_keep_everything():
    kept = retain(daily(400), PRESETS[Preset.EVERYTHING])
    assert len(kept.stay) == 400
    assert kept.go == ()
    assert all(Why.EVERYTHING in entry.why for entry in kept.stay)


@pytest.mark.parametrize(("preset", "stay"), [(Preset.CAREFUL, 30), (Preset.TIGHT, 7)])
def test_a_preset_keeps_each_of_the_last_days_and_thins_out_what_is_older(preset, stay):
    backups = daily(3 * 365)
    kept = retain(backups, PRESETS[preset])
    staying = [entry.snapshot for entry in kept.stay]
    assert staying[:stay] == backups[: -stay - 1 : -1]
    assert stay < len(staying) < 140
    assert len(staying) + len(kept.go) == len(backups)
    years = {entry.snapshot.time.year for entry in kept.stay if Why.YEARLY in entry.why}
    assert years == {2019, 2020, 2021, 2022}


def test_days_are_those_of_the_owner():
    tokyo = timezone(timedelta(hours=9))
    evening = datetime(2009, 10, 1, 14, 30, tzinfo=UTC)  # 23:30 there
    times = [evening + timedelta(hours=1), evening]
    assert keep_periods(times, Rules(daily=5)) == {0: (Why.DAILY,)}
    assert keep_periods(times, Rules(daily=5), tokyo) == {0: (Why.DAILY,), 1: (Why.DAILY,)}


def test_what_is_pinned_stays_under_any_rule():
    backups = daily(30)
    pinned = backup(START - timedelta(days=1), "pinned")
    kept = retain([*backups, pinned], Rules(last=1))
    assert [entry.snapshot for entry in kept.stay] == [backups[-1], pinned]
    assert kept.stay[1].why == (Why.PINNED,)


def test_a_backup_under_alarm_is_never_the_newest_good_one_nor_stands_for_its_day():
    good = backup(START)
    emptied = [backup(START + timedelta(hours=hour), "loss:contacts") for hour in (1, 2, 3)]
    kept = retain([good, *emptied], Rules(last=1, daily=7, yearly=ALL))
    why = {entry.snapshot.id: entry for entry in kept.stay}
    assert set(why) == {good.id, emptied[-1].id}
    assert Why.NEWEST_GOOD in why[good.id].why
    assert why[good.id].good == (Kind.CONTACTS,)
    assert why[emptied[-1].id].good == (Kind.NOTES,)
    assert {Why.DAILY, Why.LAST} <= set(why[good.id].why)
    assert kept.go == (emptied[1], emptied[0])


def test_an_accepted_loss_is_a_backup_like_any_other():
    good = backup(START)
    accepted = backup(START + timedelta(hours=1), "accepted:contacts")
    assert retain([good, accepted], Rules(last=1)).go == (good,)


def test_the_newest_whole_reading_of_each_kind_stays():
    whole = backup(START)
    later = [backup(START + timedelta(days=day), partial=(Kind.CONTACTS,)) for day in range(1, 20)]
    kept = retain([whole, *later], Rules(last=2))
    assert [entry.snapshot for entry in kept.stay] == [later[-1], later[-2], whole]
    assert kept.stay[-1].good == (Kind.CONTACTS,)


def test_what_surrounds_a_restore_takes_no_backups_place_and_receipts_stay_with_their_safety():
    backups = daily(5)
    safety = backup(START + timedelta(days=5), "pinned", "safety", kinds=(Kind.CALLS,))
    unpinned = backup(START + timedelta(days=6), "safety", kinds=(Kind.CALENDAR,))
    receipts = [
        backup(START + timedelta(days=5, hours=1), "read-back", kinds=(Kind.CALLS,)),
        backup(START + timedelta(days=6, hours=1), "read-back", kinds=(Kind.CALENDAR,)),
    ]
    newest = backup(START + timedelta(days=9), kinds=(Kind.CALLS, Kind.CALENDAR))
    kept = retain(
        [*backups, safety, unpinned, *receipts, newest],
        Rules(last=3),
        receipts={receipts[0].id: safety.id, receipts[1].id: unpinned.id},
    )
    why = {entry.snapshot.id: entry.why for entry in kept.stay}
    assert why[safety.id] == (Why.SAFETY,)
    assert why[receipts[0].id] == (Why.RECEIPT,)
    assert set(why) == {newest.id, safety.id, receipts[0].id, backups[-1].id, backups[-2].id}


_minutes = st.lists(st.integers(0, 60 * 24 * 800), min_size=1, max_size=25, unique=True)
_counts = st.integers(ALL, 6)
_rules = st.builds(
    Rules,
    last=_counts,
    hourly=_counts,
    daily=_counts,
    weekly=_counts,
    monthly=_counts,
    yearly=_counts,
).filter(lambda rules: not rules.everything)


class Peer:
    """The real restic on a vault whose snapshots have the times that are asked for."""

    def __init__(self, place) -> None:
        self.place = place
        self.store = FolderStore(place)
        self.repository: Repository = create(self.store, Clock(START))
        with self.repository.writer() as writer:
            self.tree = writer.save_tree([])

    def fill(self, times) -> None:
        for name in self.repository.file_names("snapshots"):
            (self.place / "snapshots" / name).unlink()
        with self.repository.writer() as writer:
            for time in times:
                writer.save_snapshot(
                    tree=self.tree, time=time, hostname="lx", paths=["/lx"], tags=[]
                )

    def keeps(self, rules: Rules) -> set[datetime]:
        words = [
            word
            for name in ("last", "hourly", "daily", "weekly", "monthly", "yearly")
            if (told := getattr(rules, name))
            # Up to 0.15 it knows no "unlimited"; more than there are is the same.
            for word in (f"--keep-{name}", str(told if told > 0 else 10_000))
        ]
        told = subprocess.run(
            ["restic", "--no-cache", "-r", self.place, "forget", "--dry-run", "--json", *words],
            capture_output=True,
            check=True,
            timeout=30,
            env=os.environ | {"RESTIC_PASSWORD": PASSWORD, "TZ": "UTC"},
        )
        groups = json.loads(told.stdout)
        return {datetime.fromisoformat(entry["time"]) for g in groups for entry in g["keep"]}


@pytest.fixture(scope="module")
def peer(tmp_path_factory) -> Peer:
    if shutil.which("restic") is None:
        pytest.skip("RESTIC IS NOT INSTALLED: nothing independent has counted our periods")
    return Peer(tmp_path_factory.mktemp("peer") / "vault")


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(minutes=_minutes, rules=_rules)
def test_the_rules_keep_what_restic_keeps(peer, minutes, rules):
    times = sorted((START + timedelta(minutes=m) for m in minutes), reverse=True)
    peer.fill(times)
    assert {times[place] for place in keep_periods(times, rules)} == peer.keeps(rules)


@given(minutes=_minutes, rules=_rules, data=st.data())
def test_whatever_the_rules_the_newest_and_the_newest_good_of_each_kind_stay(minutes, rules, data):
    tags = st.sets(st.sampled_from(["loss:contacts", "loss:notes", "pinned", "read-back"]))
    partial = st.sets(st.sampled_from([Kind.CONTACTS, Kind.NOTES])).map(tuple)
    backups = [
        backup(START + timedelta(minutes=m), *data.draw(tags), partial=data.draw(partial))
        for m in sorted(minutes)
    ]
    kept = retain(backups, rules)
    staying = [entry.snapshot for entry in kept.stay]
    assert backups[-1] in staying
    for kind in (Kind.CONTACTS, Kind.NOTES):
        good = [entry for entry in backups if entry.trusted(kind)]
        assert not good or good[-1] in staying
    assert all(entry in staying for entry in backups if "pinned" in entry.tags)
    assert sorted(entry.id for entry in (*staying, *kept.go)) == sorted(b.id for b in backups)
