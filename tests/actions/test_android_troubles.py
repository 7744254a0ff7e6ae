"""An Android phone that goes away in the middle: nothing is lost, doubled or left half done."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any

import pytest

from holdfast.actions.back_up import back_up
from holdfast.actions.proposing import propose
from holdfast.actions.recover import NothingToContinue, plan_rest, settle
from holdfast.actions.restore import restore
from holdfast.actions.undo import undo
from holdfast.errors import Problem
from holdfast.phones.handsets.handset import LockedSinceBoot
from holdfast.phones.virtual.android.device import device_of
from holdfast.phones.virtual.android.phone import APP_OPS, WRITE_SMS
from holdfast.phones.virtual.android.providers.context import Account
from holdfast.phones.virtual.android.providers.errors import ILLEGAL_STATE, ProviderError
from holdfast.phones.virtual.android.providers.uris import parse_uri
from holdfast.progress import Stage, Task
from holdfast.records.model.coverage import State
from holdfast.records.model.plan import Mode, Outcome, Step
from tests.phones.handsets.android.rig import GOOGLE, AndroidRig

START = 0.5
"""Seconds of a start of `content`, by which it is told from other programs."""
ALL = 10_000


class Plug:
    """What a phone's end of the cable is: pulled in the middle of whatever the phone is doing."""

    def __init__(self, rig: AndroidRig) -> None:
        device = device_of(rig.phone)
        self._inner, device.function = device.function, self
        self._rig = rig
        self.loose = False
        rig.bus.replug(rig.slot, device)

    def __getattr__(self, name):
        return getattr(self._inner, name)

    def receive(self, endpoint, data):
        self._inner.receive(endpoint, data)
        self._fall_out()

    def transmit(self, endpoint, size):
        said = self._inner.transmit(endpoint, size)
        self._fall_out()
        return said

    def _fall_out(self):
        if self.loose:
            self.loose = False
            self._rig.bus.unplug(self._rig.slot)


@dataclass
class Cut:
    """Ends a phone's session at one start of `content`; what its script still asks fails."""

    rig: Any
    at: int
    seen: int = 0
    struck: bool = False

    def __enter__(self):
        self._spend, self._provider = self.rig.phone.spend, self.rig.phone.provider
        self.rig.phone.spend, self.rig.phone.provider = self.spend, self.provider
        return self

    def __exit__(self, *_):
        self.rig.phone.spend, self.rig.phone.provider = self._spend, self._provider

    def spend(self, seconds):
        self._spend(seconds)
        if seconds == START and not self.struck:
            self.seen += 1
            if self.seen == self.at:
                self.struck = self.rig.plug.loose = True

    def provider(self, *which):
        if self.struck:
            raise ProviderError(ILLEGAL_STATE, "the phone is going down")
        return self._provider(*which)


@dataclass
class Table:
    """A vault, a phone that was backed up into it, and a way to empty phones beside it."""

    world: Any
    folder: Any
    backup: Any = None
    made: int = 0

    def new(self, release="16", **options):
        self.made += 1
        name = f"T{self.made:04}XYZ7"
        rig: Any = AndroidRig(self.folder / name, release, serial=name, **options)
        rig.plug = Plug(rig)
        rig.phone.settings.add_account(Account(GOOGLE["account_name"], GOOGLE["account_type"]))
        return rig

    def back_up(self, rig, task=None):
        with closing(rig.connect()) as handset:
            vault, clock = self.world.vault, self.world.desk.clock
            return back_up(handset, vault, task=task or Task(), clock=clock)

    def restore(self, handset, mode=Mode.ADD, task=None, **how):
        made = self.propose(handset, **how).plan(mode)
        return self.carry_out(made, handset, task)

    def propose(self, handset, **how):
        return propose(self.world.vault, handset, self.backup, task=Task(), **how)

    def carry_out(self, made, handset, task=None):
        vault, clock = self.world.vault, self.world.desk.clock
        return restore(made, vault, handset, task=task or Task(), clock=clock)

    def go_on(self, handset):
        """What `restore --continue` does; where nothing was broken off, the restore itself."""
        vault, clock = self.world.vault, self.world.desk.clock
        settle(vault, handset, clock=clock)
        try:
            made = plan_rest(vault, handset, Task())
        except NothingToContinue:
            return self.restore(handset)
        return self.carry_out(made, handset)

    def undo(self, handset):
        return undo(self.world.vault, handset, task=Task(), clock=self.world.desk.clock)


@pytest.fixture
def table(world, tmp_path):
    return Table(world, tmp_path / "rigs")


@pytest.fixture
def tiny(table):
    source = table.new(tiny=True)
    with source.phone.messages().writing() as db:
        db.executemany(
            "INSERT INTO sms (address, date, type, body, read) VALUES (?, ?, 1, ?, 1)",
            [(f"+49{n}", 1_255_300_000_000 + n, f"Message {n}") for n in range(5)],
        )
    table.backup = table.back_up(source).snapshot
    return table, content(source)


QUERIES = (
    ("contacts2.db", "raw_contacts", "SELECT 1 FROM raw_contacts WHERE deleted=0"),
    ("contacts2.db", "data", "SELECT mimetype, data1, data2 FROM data"),
    ("calendar.db", "events", "SELECT title, dtstart, dtend FROM Events WHERE deleted=0"),
    ("mmssms.db", "sms", "SELECT address, date, body, type FROM sms"),
    ("calllog.db", "calls", "SELECT number, date, duration, type FROM calls"),
)


def content(rig):
    """What a phone holds of each table, each row as often as it is there."""
    rig.phone.close()
    found = {}
    for file, name, sql in QUERIES:
        rows = select(rig, file, sql)
        found[name] = Counter(rows)
    files = rig.phone.storage().rglob("*")
    found["files"] = Counter(each.read_bytes() for each in files if each.is_file())
    return found


def select(rig, file, sql):
    path = rig.phone.folder / "providers" / file
    if not path.exists():
        return []
    with closing(sqlite3.connect(path)) as db:
        try:
            return [tuple(map(str, row)) for row in db.execute(sql)]
        except sqlite3.OperationalError:
            return []


def litter(rig):
    """What of ours is left on a phone that nobody is to see."""
    marks = [
        *select(
            rig, "contacts2.db", "SELECT sync1 FROM raw_contacts WHERE sync1 LIKE 'holdfast:%'"
        ),
        *select(
            rig, "calendar.db", "SELECT sync_data1 FROM Events WHERE sync_data1 LIKE 'holdfast:%'"
        ),
    ]
    files = [each.name for each in rig.phone.folder.rglob("*holdfast-*")]
    mode = rig.phone.settings.get(APP_OPS, WRITE_SMS)
    return [*marks, *files, *([mode] if mode else [])]


def starts_of_a_restore(table):
    """How often a restore onto an empty phone starts `content`."""
    rig = table.new(empty=True)
    with closing(rig.connect()) as handset:
        made = table.propose(handset).plan(Mode.ADD)
        before = rig.processes["content"]
        with Cut(rig, ALL) as cut:
            table.carry_out(made, handset)
        assert cut.seen == rig.processes["content"] - before
        return cut.seen


def broken_off_and_gone_on(tiny, at):
    table, held = tiny
    rig = table.new(empty=True)
    with closing(rig.connect()) as handset:
        made = table.propose(handset).plan(Mode.ADD)
        with Cut(rig, at):
            try:
                receipt = table.carry_out(made, handset)
            except Problem:
                receipt = None
    assert receipt is None or not receipt.whole or content(rig) == held
    with closing(rig.connect()) as handset:
        table.go_on(handset)
        left = table.propose(handset).plan(Mode.ADD)
    assert content(rig) == held, at
    assert not left.writes, at
    assert litter(rig) == [], at


def spread(last, points):
    return range(1, last + 1, max(1, last // points))


def test_a_restore_broken_off_anywhere_is_finished_by_going_on(tiny):
    for at in spread(starts_of_a_restore(tiny[0]), 8):
        broken_off_and_gone_on(tiny, at)


@pytest.mark.deep
def test_a_restore_broken_off_at_every_start_of_the_tool_is_finished_by_going_on(tiny):
    for at in range(1, starts_of_a_restore(tiny[0]) + 1):
        broken_off_and_gone_on(tiny, at)


def broken_off_and_undone(tiny, at):
    table, _ = tiny
    rig = table.new(empty=True)
    empty = content(rig)
    with closing(rig.connect()) as handset:
        made = table.propose(handset).plan(Mode.ADD)
        with Cut(rig, at):
            try:
                table.carry_out(made, handset)
            except Problem:
                return
    with closing(rig.connect()) as handset:
        with suppress(Problem):
            table.undo(handset)
        # What was left half written goes with the next write at the latest.
        table.restore(handset)
        table.undo(handset)
    assert {name: rows for name, rows in content(rig).items() if rows} == {
        name: rows for name, rows in empty.items() if rows
    }, at
    assert litter(rig) == [], at


def test_a_restore_broken_off_anywhere_can_be_undone(tiny):
    for at in spread(starts_of_a_restore(tiny[0]), 4):
        broken_off_and_undone(tiny, at)


def test_a_phone_that_restarted_meanwhile_is_asked_to_be_unlocked_and_then_goes_on(tiny):
    table, held = tiny
    rig = table.new(empty=True)
    with closing(rig.connect()) as handset:
        made = table.propose(handset).plan(Mode.ADD)
        with Cut(rig, starts_of_a_restore(table) // 2):
            table.carry_out(made, handset)
    rig.phone.locked_since_boot = True
    with closing(rig.connect()) as handset, pytest.raises(LockedSinceBoot):
        table.go_on(handset)
    rig.phone.locked_since_boot = False
    with closing(rig.connect()) as handset:
        table.go_on(handset)
    assert content(rig) == held
    assert litter(rig) == []


def test_a_backup_broken_off_anywhere_loses_nothing_and_the_next_is_whole(tiny):
    table, _ = tiny
    rig = table.new(tiny=True)
    before = content(rig)
    with Cut(rig, ALL) as cut:
        whole = table.back_up(rig)
    for at in spread(cut.seen, 6):
        with Cut(rig, at):
            table.back_up(rig)
        after = table.back_up(rig)
        assert all(entry.state is State.COMPLETE for entry in after.coverage)
        counts = {entry.kind: entry.count for entry in whole.coverage}
        assert {entry.kind: entry.count for entry in after.coverage} == counts
        assert after.alarms == ()
    assert content(rig) == before
    assert litter(rig) == []


# Stopping, and going on tomorrow


def many_messages(table, count):
    """A phone full of messages, their numbers in the order of their dates, is backed up."""
    source = table.new(empty=True)
    with source.phone.messages().writing() as db:
        db.executemany(
            "INSERT INTO sms (address, date, type, body, read) VALUES (?, ?, 1, ?, 1)",
            [
                (f"+49{n % 7}", 1_255_300_000_000 + n * 1000, str(n))
                for n in sorted(range(count), key=lambda n: n * 37 % count)
            ],
        )
    table.backup = table.back_up(source).snapshot
    return content(source)


def stop_after(count):
    def listen(now):
        if now.stage is Stage.WRITING and now.done >= count:
            task.cancel()

    task = Task(listen)
    return task


def test_a_stopped_restore_has_brought_the_newest_messages_and_goes_on_another_day(table):
    held = many_messages(table, 150)
    rig = table.new(empty=True)
    with closing(rig.connect()) as handset:
        made = table.propose(handset).plan(Mode.ADD)
        receipt = table.carry_out(made, handset, stop_after(20))
    there = sorted(int(body) for (body,) in select(rig, "mmssms.db", "SELECT body FROM sms"))
    assert 20 <= len(there) < 150
    assert there == list(range(150 - len(there), 150))
    assert receipt.counted(Outcome.CONFIRMED) == len(there)
    assert receipt.counted(Outcome.NOT_TRIED) == 150 - len(there)
    assert litter(rig) == []

    with closing(rig.connect()) as handset:
        assert table.go_on(handset).whole
    assert content(rig) == held
    assert litter(rig) == []


def test_undoing_a_stopped_restore_takes_back_all_it_wrote(table):
    many_messages(table, 60)
    rig = table.new(empty=True)
    with closing(rig.connect()) as handset:
        made = table.propose(handset).plan(Mode.ADD)
        table.carry_out(made, handset, stop_after(3))
        assert select(rig, "mmssms.db", "SELECT body FROM sms")
        table.undo(handset)
    assert select(rig, "mmssms.db", "SELECT body FROM sms") == []


# Modes


def extra_contact(rig):
    where = "?caller_is_syncadapter=true&" + "&".join(f"{k}={v}" for k, v in GOOGLE.items())
    provider = rig.phone.provider("com.android.contacts")
    raw = provider.insert(parse_uri(f"content://com.android.contacts/raw_contacts{where}"), GOOGLE)
    one = int(raw.partition("?")[0].rpartition("/")[2])
    row = {
        "raw_contact_id": one,
        "mimetype": "vnd.android.cursor.item/name",
        "data1": "Extra",
        "data2": "Extra",
    }
    provider.insert(parse_uri("content://com.android.contacts/data"), row)


@pytest.mark.parametrize("mode", [Mode.ADD, Mode.UPDATE])
def test_a_contact_of_an_account_is_removed_only_when_the_phone_is_to_match(tiny, mode):
    table, _ = tiny
    rig = table.new(tiny=True)
    extra_contact(rig)
    with closing(rig.connect()) as handset:
        assert not table.propose(handset).plan(mode).of(Step.REMOVE)
        (step,) = table.propose(handset, match=True).plan(Mode.MATCH).of(Step.REMOVE)
    assert step.item.title == "Extra"


def test_undo_restores_what_was_updated_and_removes_what_was_added(tiny):
    table, _ = tiny
    rig = table.new(tiny=True)
    rig.phone.close()
    with closing(sqlite3.connect(rig.phone.folder / "providers" / "contacts2.db")) as db:
        db.execute("UPDATE data SET data1='+491' WHERE mimetype LIKE '%phone_v2'")
        db.execute("UPDATE data SET data_version=data_version+1")
        db.commit()
    before = content(rig)
    with closing(rig.connect()) as handset:
        receipt = table.restore(handset, Mode.UPDATE)
        assert {line.outcome for line in receipt.lines} == {Outcome.CONFIRMED}
        assert content(rig) != before
        table.undo(handset)
    assert content(rig) == before
