"""The session: which vault and which handset the window shows, and what is going on."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from holdfast.actions import awake as waking
from holdfast.actions import forget_here as forgetting
from holdfast.actions import places
from holdfast.actions.desk import Desk, PasswordNeeded
from holdfast.errors import Problem
from holdfast.progress import Progress, Stage, Task
from holdfast.records.model.kinds import Kind
from holdfast.ui import errands, phone_list, readings
from holdfast.ui.behind import Behind
from holdfast.ui.bridge import Bridge
from holdfast.ui.handout import Handout
from holdfast.ui.home_state import Counted, Doing, HomeState, Missed, Phone, Running, Sample
from holdfast.ui.pace import Expected, Pace
from holdfast.ui.readings import HandsetReading, Handsets
from holdfast.ui.watching import PhoneWatch
from holdfast.vault.library import Vault
from holdfast.vault.repository import check as checking
from holdfast.vault.repository.problems import WrongPassword
from holdfast.wording import background, checks

T = TypeVar("T")

_OPENING = "opening"
_ALTERING = (Doing.RESTORE, Doing.UNDO)


class Session(QObject):
    """Holds the state and changes it; every look at a vault or a phone happens in a job.

    Signals:
        changed: the state is another one now.
        vault_changed: another vault is open, or none.
        password_wanted: the folder of a vault whose password nobody knows here, and whether
            one was tried already.
        sheet_wanted: a vault was made whose password is kept nowhere on this computer.
        failed: a Problem to be told.
        phone_failed: a Problem with a phone that cannot be opened.
        texts_came: names, times and texts are known that were not read before.
    """

    changed = Signal()
    vault_changed = Signal()
    password_wanted = Signal(object, bool)
    sheet_wanted = Signal()
    failed = Signal(object)
    phone_failed = Signal(object)
    texts_came = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        """Begin without a vault; nothing is read before `start`."""
        super().__init__(parent)
        self.desk = desk
        self.bridge = Bridge(desk.jobs, self)
        self.bridge.failed.connect(self._fail)
        self.handout = Handout(self, self)
        self.vault: Vault | None = None
        self.state = HomeState(desk.clock())
        self.sample_folder: Path | None = None
        self._handsets = Handsets()
        self._password = ""
        self._task: Task | None = None
        self._opening = False
        self.behind = Behind(desk, self.bridge, self)
        self.behind.unlocked.connect(self._know_keychain)
        self.behind.locked_out.connect(self._lock_out)
        self.behind.texts_came.connect(self._show_texts)
        self.watch = PhoneWatch(desk, self.bridge, self)
        self.watch.came.connect(self._meet)
        self.watch.waits.connect(lambda waits: self._set(waiting=waits))
        self.watch.failed.connect(self.phone_failed)

    @property
    def opening(self) -> bool:
        """Whether a vault is being opened."""
        return self._opening

    def start(self) -> None:
        """Open the vault of last time and begin to look for phones."""
        place = self.desk.settings.current_vault
        if place is not None and self.vault is None:
            self._open(
                lambda task: errands.open_last_vault(self.desk, place, task),
                "",
                lambda problem: self._not_opened(place, problem),
            )
        self.watch.start()

    def close(self) -> None:
        """Stop looking, and let nobody be called back."""
        self.watch.stop()
        if self._task is not None:
            self._task.cancel()
        self.bridge.close()
        self.handout.close()

    # Vaults

    def adopt(self, vault: Vault) -> None:
        """Show a vault that somebody else opened and keeps open."""
        self._take_vault(vault)

    def open_vault(self, place: Path, password: str | None = None) -> None:
        """Open the vault in `place`; asks for its password where the keychain is silent."""
        self._open(
            lambda task: errands.open_vault(self.desk, place, password, task),
            password or "",
            lambda problem: self._not_opened(place, problem),
        )

    def create_vault(self, chosen: Path) -> None:
        """Make a vault in `chosen`, or in a folder of it where other things lie; open it."""

        def made(task: Task) -> Vault:
            place = places.new_vault_place(chosen)
            vault, self._password = self.desk.create_vault(place, None, task)
            return vault

        self._open(made, None, self.failed.emit, new=True)

    def try_sample(self) -> None:
        """Plug in the sample phone of `sample_folder`, with a vault of its own beside it."""
        folder = self.sample_folder
        if folder is None:
            return
        self._open(
            lambda task: errands.run_sample(self.desk, folder, task),
            errands.SAMPLE_PASSWORD,
            self.failed.emit,
        )

    @property
    def password(self) -> str | None:
        """The open vault's password, as this run or the keychain knows it; may take a moment."""
        if self.vault is None or self._password:
            return self._password or None
        if not self.desk.keychain.available:
            return None
        return self.desk.keychain.load(str(self.vault.place.resolve()))

    def note_password(self, password: str) -> None:
        """The open vault has another password now."""
        self._password = password

    def forget_vault(self) -> None:
        """Forget what this computer knows of the open vault; its password is asked for then."""
        vault = self.vault
        if vault is None or self.state.running is not None:
            return
        queue, place = self.read_queue, vault.place
        self.vault, self._password = None, ""
        self.state = HomeState(self.desk.clock(), waiting=self.state.waiting)
        self.changed.emit()
        self.bridge.run(
            queue,
            lambda _task: forgetting.forget_here(self.desk, vault),
            done=lambda _nothing: self.open_vault(place),
        )

    def prove_sheet(self) -> None:
        """Remember that the open vault's recovery sheet was typed back."""
        vault = self.vault
        if vault is not None:
            self.bridge.run(
                _OPENING,
                lambda _task: self.desk.settings.prove_sheet(vault.id),
                done=lambda _nothing: self._set(),
            )

    def _open(
        self,
        work: Callable[[Task], Vault],
        password: str | None,
        failed: Callable[[Problem], None],
        *,
        new: bool = False,
    ) -> None:
        def done(vault: Vault) -> None:
            if password is not None:
                self._password = password
            self._take_vault(vault)
            if new and not self.desk.keychain.available:
                self.sheet_wanted.emit()

        def not_done(problem: Problem) -> None:
            self._end_opening()
            failed(problem)

        if self.state.running is not None:
            return  # what is being written keeps its vault; every door is shut meanwhile
        self._opening = True
        self.changed.emit()
        self.bridge.run(_OPENING, work, done=done, failed=not_done, stopped=self._end_opening)

    def _end_opening(self) -> None:
        self._opening = False
        self.changed.emit()

    def _not_opened(self, place: Path, problem: Problem) -> None:
        if isinstance(problem, (PasswordNeeded, WrongPassword)):
            self.password_wanted.emit(place, isinstance(problem, WrongPassword))
        else:
            self.failed.emit(problem)

    def _take_vault(self, vault: Vault) -> None:
        if self.vault is not None and self.vault is not vault:
            self.vault.close()
        self.vault = vault
        self._opening = False
        self._handsets = Handsets()
        self.state = HomeState(
            self.desk.clock(),
            str(vault.place),
            vault.id,
            sample=self._mind_sample(vault.place),
            waiting=self.state.waiting,
        )
        self.vault_changed.emit()
        self.behind.begin(vault)
        self.refresh()
        self.watch.look()

    def _mind_sample(self, place: Path) -> Sample | None:
        """What is to be known where the sample's vault is open; into another it is not read."""
        folder = self.sample_folder
        if folder is None:
            return None
        if place.absolute() == errands.sample_vault(folder).absolute():
            others = (known for known in self.desk.settings.now.vaults if Path(known) != place)
            return Sample(next(others, ""))
        phone = errands.sample_phone(folder)
        self.bridge.run("ports", lambda _task: self.desk.unhang_sample(phone))
        return None

    def _show_texts(self, vault: Vault) -> None:
        if vault is self.vault:
            self.refresh()
            self.texts_came.emit()

    def _know_keychain(self, vault: Vault, kept: bool) -> None:  # noqa: FBT001 - as the signal has it
        if vault is self.vault:
            self._set(password_kept=kept)

    def _fail(self, problem: Problem) -> None:
        """Tell a Problem that nobody asked for; that a vault stays locked is asked about."""
        if not isinstance(problem, (PasswordNeeded, WrongPassword)):
            self.failed.emit(problem)
        elif self.vault is not None:
            self._lock_out(self.vault)

    def _lock_out(self, vault: Vault) -> None:
        """Show a vault no longer that was shown by its index; who may see it is asked."""
        if vault is self.vault and self.state.running is None:
            self.vault = None
            vault.close()
            self.state = HomeState(self.desk.clock(), waiting=self.state.waiting)
            self.vault_changed.emit()
            self.open_vault(vault.place)

    # Phones

    def _meet(self, new: list[str]) -> None:
        if new and self.state.running is None:
            self.choose_phone(new[-1])
        self._update_phones()

    def choose_phone(self, handset: str) -> None:
        """Show another handset."""
        if handset != self.state.current:
            self.state = replace(self.state, current=handset, reading=None)
            self.refresh()

    def rename_phone(self, handset: str, name: str) -> None:
        """Call a handset by the name its owner gives it."""
        self.bridge.run(
            _OPENING,
            lambda _task: self.desk.settings.rename(handset, name),
            done=lambda _nothing: self._update_phones(),
        )

    def note_settings(self) -> None:
        """What is remembered on this computer was changed: show it."""
        self._update_phones()

    def _update_phones(self) -> None:
        phones = self._phones()
        current = phone_list.chosen(phones, self.state.current)
        changed = current != self.state.current
        reading = None if changed else self.state.reading
        self._set(phones=phones, current=current, reading=reading)
        if changed and self.vault is not None:
            self.refresh()

    def _phones(self) -> tuple[Phone, ...]:
        named = self.desk.settings.name_of
        return phone_list.phones(self._handsets, self.watch.there, named, self.state.last)

    def know_check(self, when: datetime, damaged: int) -> None:
        """Remember how the last check went, how many parts were damaged."""
        self._set(checked=when, damage=checks.damaged(damaged) if damaged else "")

    def note_check(self, report: checking.CheckReport) -> None:
        """Remember what a check of the vault found."""
        damage = checks.headline(report) if report.problems else ""
        self._set(checked=self.desk.clock(), damage=damage)

    def note_counted(self, counted: Counted | None) -> None:
        """Remember how many changes are not backed up; None where that is not known any more."""
        if counted != self.state.counted:
            self._set(counted=counted)

    def note_untaken(self, handset: str, kinds: frozenset[Kind]) -> None:
        """Remember the kinds of which a phone takes nothing back, as a plan has shown."""
        self._set(untaken=self.state.untaken | {(handset, kind) for kind in kinds})

    def note_missed(self, problem: Problem) -> None:
        """Remember that a backup of the chosen phone did not come about."""
        self._set(missed=Missed(self.state.current, self.desk.clock(), problem))

    # Reading

    def refresh(self) -> None:
        """Read the handsets and the chosen one's history again."""
        vault, handset = self.vault, self.state.current
        if vault is None:
            self._update_phones()
            return

        def done(found: tuple[Handsets, HandsetReading | None]) -> None:
            if vault is self.vault:
                self._take_reading(*found)

        self.bridge.run(
            self.read_queue, lambda task: readings.read_home(vault, handset, task), done=done
        )

    @property
    def read_queue(self) -> tuple[str, str]:
        """The queue for what only reads the open vault."""
        return ("read", str(self.vault.place) if self.vault else "")

    @property
    def write_queue(self) -> tuple[str, str]:
        """The queue for what writes to the open vault."""
        return ("write", str(self.vault.place) if self.vault else "")

    def _take_reading(self, found: Handsets, reading: HandsetReading | None) -> None:
        self._handsets = found
        self.state = replace(self.state, loaded=True)
        current = phone_list.chosen(self._phones(), self.state.current)
        if reading is not None and reading.handset == current:
            self.state = replace(self.state, current=current, reading=reading)
        self._update_phones()
        self.behind.seen()

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.state = replace(self.state, now=self.desk.clock(), sheet_proven=self._proven())
        self.state = replace(self.state, copies=self._copies())
        self.changed.emit()

    def _copies(self) -> int | None:
        """In how many places backups of the chosen phone are: the vault, and its mirror folder."""
        if self.vault is None:
            return None
        return 1 + (self.desk.settings.mirror_of(self.state.current) is not None)

    def _proven(self) -> bool:
        return self.vault is None or self.desk.settings.sheet_proven(self.vault.id)

    # Long work

    def run(
        self,
        doing: Doing,
        work: Callable[[Task], T],
        done: Callable[[T], None],
        failed: Callable[[Problem], None] | None = None,
        stopped: Callable[[], None] | None = None,
        expected: Expected | None = None,
    ) -> bool:
        """Do one long thing with the vault; False when another one is still under way.

        What is `expected` of it is by default to go through all that the chosen phone held last.
        """
        if self.state.running is not None or self.vault is None:
            return False
        pace = Pace.expecting(time.monotonic(), expected or Expected(self.state.held))
        self._set(running=Running(doing, Progress(Stage.CONNECTING)))

        def finished(result: T) -> None:
            self._end_run()
            done(result)

        def not_finished(problem: Problem) -> None:
            self._end_run()
            (failed or self.failed.emit)(problem)

        def was_stopped() -> None:
            self._end_run()
            if stopped is not None:
                stopped()

        job = self.bridge.run(
            self.write_queue,
            waking.awake(work, background.why_awake()),
            done=finished,
            failed=not_finished,
            stopped=was_stopped,
            progressed=lambda report: self._take_report(doing, pace, report),
        )
        self._task = job.task
        return True

    def stop(self) -> None:
        """Ask the work under way to stop at its next step."""
        if self._task is not None and self.state.running is not None:
            self._task.cancel()
            self._set(running=replace(self.state.running, stopping=True))

    def _take_report(self, doing: Doing, pace: Pace, report: Progress) -> None:
        running = self.state.running
        if running is None or running.doing is not doing:
            return
        pace.feed(report, time.monotonic())
        made = Running(doing, report, pace.fraction, pace.seconds_left, running.stopping)
        self._set(running=made)

    def _end_run(self) -> None:
        running, self._task = self.state.running, None
        if running is not None and running.doing in _ALTERING:
            # What was counted before is not what is on the phone now.
            self._set(running=None, counted=None)
        else:
            self._set(running=None)
        self.refresh()
