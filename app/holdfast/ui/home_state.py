"""What the window knows at one moment, as plain data; it decides and words, widgets only show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from holdfast.errors import Problem
from holdfast.progress import Progress
from holdfast.records.model.coverage import LossAlarm
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Receipt
from holdfast.records.model.snapshot import SnapshotInfo, Tag, TimelineEntry
from holdfast.ui.readings import HandsetReading
from holdfast.ui.timeline_rows import is_extra
from holdfast.wording import states, times, window
from holdfast.wording.controls import Label, label
from holdfast.wording.problems import say
from holdfast.wording.states import Facts, Status
from holdfast.wording.waiting import Waiting


class Doing(StrEnum):
    """What long work is under way."""

    BACK_UP = "back-up"
    PLAN = "plan"
    RESTORE = "restore"
    UNDO = "undo"
    EXPORT = "export"
    CHECK = "check"
    REPAIR = "repair"
    REHEARSE = "rehearse"
    FORGET = "forget"
    MIRROR = "mirror"
    PASSWORDS = "passwords"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Running:
    """Work under way: its last report, how far it is (0 to 1), and the seconds still to come."""

    doing: Doing
    report: Progress
    fraction: float = 0.0
    seconds_left: float | None = None
    stopping: bool = False


@dataclass(frozen=True, slots=True)
class Phone:
    """A handset that is connected or was backed up before; `title` is its owner's name for it.

    `known` tells that the vault has backups of it, `held` how many items are kept from them.
    """

    id: str
    title: str
    connected: bool
    last: datetime | None = None
    known: bool = False
    held: int = 0

    @property
    def filled(self) -> bool:
        """Whether any backup of it holds anything."""
        return self.held > 0

    def line(self, now: datetime) -> str:
        """Connected, or when it was backed up last."""
        if self.connected:
            return label(Label.CONNECTED)
        if self.last is None:
            return label(Label.NOT_CONNECTED)
        return window.seen_last(times.moment(self.last, now))

    def kept(self, now: datetime) -> str:
        """How much is kept of it, and when it was backed up last."""
        if self.last is None:
            return self.line(now)
        return window.kept_of(self.held, times.moment(self.last, now))


@dataclass(frozen=True, slots=True)
class Sample:
    """That the vault of the sample phone is open; `own` is the folder of a person's own, or ""."""

    own: str = ""


@dataclass(frozen=True, slots=True)
class HomeState:
    """Everything the home page shows.

    `vault` is the open vault's folder, or empty. `phones` has the connected ones first.
    `loaded` tells that the vault's handsets are known. `current` is the chosen handset's id, or
    empty while none was ever seen. `reading` is None while its history is still being read.
    `password_kept` tells whether this computer can open the vault by itself, None while nobody
    asked its keychain. `counted` is the last count of changes, `missed` the last backup that did
    not come about, `copies` in how many places backups of the chosen handset are. `waiting` are
    the phones that wait for their owner. `untaken` are the kinds that phones, by their ids, do
    not take back.
    """

    now: datetime
    vault: str = ""
    vault_id: str = ""
    sample: Sample | None = None
    loaded: bool = False
    phones: tuple[Phone, ...] = ()
    current: str = ""
    reading: HandsetReading | None = None
    running: Running | None = None
    sheet_proven: bool = True
    password_kept: bool | None = None
    checked: datetime | None = None
    damage: str = ""
    waiting: tuple[Waiting, ...] = ()
    counted: Counted | None = None
    missed: Missed | None = None
    copies: int | None = None
    untaken: frozenset[tuple[str, Kind]] = frozenset()

    @property
    def phone(self) -> Phone | None:
        """The chosen handset."""
        return next((phone for phone in self.phones if phone.id == self.current), None)

    @property
    def connected(self) -> bool:
        """Whether the chosen handset is there."""
        return self.phone is not None and self.phone.connected

    @property
    def entries(self) -> tuple[TimelineEntry, ...]:
        """The chosen handset's timeline, newest first."""
        return self.reading.entries if self.reading is not None else ()

    @property
    def held(self) -> Mapping[Kind, int]:
        """How much of each kind the newest entry of the chosen handset's timeline has."""
        return self.entries[0].counts if self.entries else {}

    @property
    def read(self) -> bool:
        """Whether everything is known that the timeline will show."""
        return self.loaded and (not self.current or self.reading is not None)

    @property
    def last(self) -> SnapshotInfo | None:
        """The newest backup that was not made by a restore, else the newest at all."""
        made = [entry for entry in self.entries if not is_extra(entry)] or list(self.entries)
        return made[0].snapshot if made else None

    @property
    def waiting_changes(self) -> int | None:
        """Changes on the connected phone that no backup has; None while nobody counted them."""
        found, last = self.counted, self.last
        if found is None or last is None or not self.connected:
            return None
        fits = found.handset == self.current and found.snapshot == last.id
        return found.changes if fits else None

    @property
    def rehearsal(self) -> SnapshotInfo | None:
        """The result of the last rehearsal of the chosen handset's backups."""
        made = (entry.snapshot for entry in self.entries)
        return next((snapshot for snapshot in made if Tag.REHEARSAL in snapshot.tags), None)

    @property
    def not_made(self) -> Missed | None:
        """Why the chosen handset has no newer backup, where one was tried in vain."""
        missed, last = self.missed, self.last
        if missed is None or missed.handset != self.current:
            return None
        return missed if last is None or last.time < missed.when else None

    @property
    def can_undo(self) -> bool:
        """Whether the last restore onto the chosen handset can be undone now."""
        return self.connected and self.reading is not None and self.reading.undo is not None

    def can_be_undone(self, receipt: Receipt) -> bool:
        """Whether what `receipt` tells of is the last restore that can be undone now."""
        last = self.reading.undo if self.reading is not None else None
        return self.can_undo and last is not None and last.safety == receipt.safety

    def can_be_redone(self, receipt: Receipt) -> bool:
        """Whether `receipt` is of the undo that was the last thing done to the chosen handset."""
        newest = self.newest_receipt
        is_last = newest is not None and newest.safety == receipt.safety
        return self.connected and is_last and bool(receipt.undoes)

    @property
    def newest_receipt(self) -> Receipt | None:
        """The receipt of the last restore onto the chosen handset, or of its undoing."""
        told = self.reading.past.receipts.values() if self.reading is not None else ()
        return next(iter(told), None)

    @property
    def other_phone(self) -> Phone | None:
        """For a connected phone that never held anything: another whose content it could get."""
        held = any(count for entry in self.entries for count in entry.counts.values())
        if not self.connected or self.reading is None or held:
            return None
        others = (phone for phone in self.phones if phone.id != self.current and phone.filled)
        return next(others, None)

    @property
    def status(self) -> Status:
        """The status strip in words."""
        backing_up = self.running is not None and self.running.doing is Doing.BACK_UP
        return states.status(
            Facts(
                now=self.now,
                connected=self.connected,
                last=self.last,
                alarms=self.reading.alarms if self.reading else (),
                checked=self.checked,
                damage=self.damage,
                running=self.running.report if self.running and backing_up else None,
                seconds_left=self.running.seconds_left if self.running else None,
                sheet_proven=True,
                waiting=self.waiting_changes,
                copies=self.copies,
                rehearsal=self.rehearsal,
                replaces=self.other_phone.title if self.other_phone is not None else "",
                missed=self.not_made.when if self.not_made is not None else None,
                missed_why=say(self.not_made.problem).what if self.not_made is not None else "",
            )
        )

    @property
    def warning(self) -> str:
        """Who alone can open the vault, until its recovery sheet was typed back; or empty."""
        if self.sheet_proven or self.password_kept is None:
            return ""
        return states.only_here() if self.password_kept else window.nobody_without()

    @property
    def loss(self) -> tuple[LossLine, ...]:
        """The loss alarm, kind by kind, contacts first."""
        if self.reading is None:
            return ()
        order = list(Kind)
        alarms = sorted(self.reading.alarms, key=lambda a: order.index(a.kind))
        return tuple(
            LossLine(
                alarm,
                self.reading.alarm_times.get(alarm.snapshot),
                taken=(self.current, alarm.kind) not in self.untaken,
            )
            for alarm in alarms
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """How many changes a phone had since one of its backups, by the ids of both."""

    handset: str
    snapshot: str
    changes: int


@dataclass(frozen=True, slots=True)
class Missed:
    """A backup of a phone that was tried and did not come about, and why."""

    handset: str
    when: datetime
    problem: Problem


@dataclass(frozen=True, slots=True)
class LossLine:
    """One kind of a loss alarm; its last good backup was made at `when`.

    `taken` tells whether the phone takes things of that kind back, as far as is known.
    """

    alarm: LossAlarm
    when: datetime | None
    taken: bool = True
