"""What the page *Safety* does when asked, and how each thing is said to have gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from holdfast.actions import forget as thinning
from holdfast.actions import keepsake, passwords, retention, verify
from holdfast.actions import pin as pinning
from holdfast.actions.jobs import Job
from holdfast.actions.mirroring import result as mirrored
from holdfast.actions.rehearsing import kept_record
from holdfast.actions.rehearsing import result as rehearsed
from holdfast.actions.vault_memory import Known, VaultMemory
from holdfast.errors import Problem
from holdfast.progress import Task
from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.ui import safety_errands as errands
from holdfast.ui import safety_readings
from holdfast.ui.home_state import Doing
from holdfast.ui.look import Meaning
from holdfast.ui.session import Session
from holdfast.ui.widgets import safety_passwords
from holdfast.vault.history import keepsakes
from holdfast.vault.keys import SheetMistyped, password_from_sheet
from holdfast.vault.library import Vault
from holdfast.vault.repository.key_files import KeyInfo
from holdfast.wording import checks, forgetting, keeping, mirrors, rehearsals, safety, times
from holdfast.wording.problems import say, sentence
from holdfast.wording.safety_labels import Topic

T = TypeVar("T")

_NAMED = 8
"""So many damaged or lost things are named in the window; the rest are counted."""


class SafetyDeeds(QObject):
    """Works on the open vault, and says how it went.

    Signals:
        said: on which card (`Topic`), with what `Meaning`, a title and a sentence.
        settled: something is otherwise now, and is to be read again.
        previewed: the `ForgetPlan` that was asked for.
        not_previewed: the `Problem` that kept it from being made.
        sheet_needed: a rehearsal needs the sheet, as nobody here knows the password.
        sheet_wanted: the sheet of this password is to be shown.
        offered: so many backups may go by the remembered rules.
    """

    said = Signal(object, object, str, str)
    settled = Signal()
    previewed = Signal(object)
    not_previewed = Signal(object)
    sheet_needed = Signal()
    sheet_wanted = Signal(str)
    offered = Signal(int)

    def __init__(self, session: Session, parent: QObject) -> None:
        """Work on what `session` shows."""
        super().__init__(parent)
        self._session = session
        self._desk = session.desk
        self._preview: Job[thinning.ForgetPlan] | None = None
        session.vault_changed.connect(self.recall)

    def recall(self) -> None:
        """Know the last check of the vault that was opened."""
        vault, folder = self._session.vault, self._desk.settings.folder
        if vault is None:
            return

        def done(known: Known) -> None:
            if known.check is not None and vault is self._session.vault:
                self._session.know_check(known.check.when, known.check.damaged)

        self._session.bridge.run(
            "keys", lambda _task: VaultMemory(folder, vault.id).read(), done=done
        )

    # Check and repair

    def check(self, read_all: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Check the vault."""
        self._run(
            Topic.CHECK,
            Doing.CHECK,
            lambda vault, task: errands.run_check(self._desk, vault, task, read_all=read_all),
            self._checked,
        )

    def _checked(self, found: verify.Verified) -> None:
        report = found.report
        self._session.know_check(self._desk.clock(), len(report.problems) + len(found.odd))
        whole = bool(report.read) and len(report.whole) == report.packs
        if found.sound:
            depth = safety.checked_deeper(report.read, whole=whole)
            self._say(Topic.CHECK, Meaning.SAFE, checks.headline(report), depth)
            return
        lines = [checks.items_heading(len(found.items))] if found.items else []
        lines += _some(map(checks.item, found.items))
        lines += _some(map(checks.line, report.problems)) if not found.items else []
        lines += _some(map(checks.odd, found.odd))
        title = checks.damaged(len(report.problems) + len(found.odd))
        self._say(Topic.CHECK, Meaning.DANGER, title, *lines, safety.after_damage())

    def repair(self) -> None:
        """Repair the vault, with every phone that is there."""
        connected = [phone.id for phone in self._session.state.phones if phone.connected]
        self._run(
            Topic.CHECK,
            Doing.REPAIR,
            lambda vault, task: errands.run_repair(self._desk, vault, connected, task),
            self._repaired,
        )

    def _repaired(self, done: errands.Repairing) -> None:
        result = done.repaired
        self._session.know_check(self._desk.clock(), len(result.report.problems))
        lines = [checks.healed(len(result.healed))] if result.healed else []
        lines += _some(map(checks.item, result.left))
        lines += map(sentence, done.silent)
        meaning = Meaning.SAFE if result.whole else Meaning.DANGER
        self._say(Topic.CHECK, meaning, checks.repaired(result), *lines)

    # Rehearsal

    def rehearse(self, snapshot: SnapshotInfo | None = None) -> None:
        """Rehearse a backup, else the chosen phone's latest, with the password known here."""
        handset = self._session.state.current
        name = snapshot.id if snapshot is not None else kept_record.LATEST

        def work(vault: Vault, task: Task) -> rehearsed.Rehearsal | None:
            password = self._session.password
            if password is None:
                return None
            trial = errands.Trial(handset, password, name)
            return errands.run_rehearsal(self._desk, vault, trial, task)

        self._run(Topic.REHEARSAL, Doing.REHEARSE, work, self._rehearsed)

    def rehearse_typed(self, typed: str) -> None:
        """Rehearse the latest backup; the vault is opened with the sheet as it was typed."""
        handset = self._session.state.current
        try:
            password = password_from_sheet(typed)
        except SheetMistyped as problem:
            # A password its owner chose stands on the sheet as it is.
            if len(typed.split()) != 1:
                self.tell(Topic.REHEARSAL, problem)
                return
            password = typed.strip()
        trial = errands.Trial(handset, password, by_sheet=True)
        self._run(
            Topic.REHEARSAL,
            Doing.REHEARSE,
            lambda vault, task: errands.run_rehearsal(self._desk, vault, trial, task),
            self._rehearsed,
        )

    def _rehearsed(self, result: rehearsed.Rehearsal | None) -> None:
        if result is None:
            self.sheet_needed.emit()
            return
        title = rehearsals.headline(result)
        if result.whole:
            lines = map(rehearsals.kind, result.kinds)
            self._say(Topic.REHEARSAL, Meaning.SAFE, title, *lines)
            return
        lost = [line for entry in result.kinds for line in rehearsals.losses(entry)]
        lost += map(rehearsals.broken, result.broken)
        short = [rehearsals.kind(entry) for entry in result.kinds if not entry.whole]
        said = (*short, *_some(lost), safety.after_losses())
        self._say(Topic.REHEARSAL, Meaning.DANGER, title, *said)

    # What is kept

    def preview(self, wanted: errands.Thinning) -> None:
        """See what forgetting would do; an earlier look that still goes on is given up."""
        vault = self._session.vault
        if vault is None:
            return
        if self._preview is not None:
            self._preview.task.cancel()
        self._preview = self._session.bridge.run(
            self._session.read_queue,
            lambda task: errands.run_preview(self._desk, vault, wanted, task),
            done=self.previewed.emit,
            failed=self.not_previewed.emit,
        )

    def forget(self, plan: thinning.ForgetPlan) -> None:
        """Carry out what was previewed."""
        self._run(
            Topic.KEPT,
            Doing.FORGET,
            lambda vault, task: errands.run_forget(self._desk, vault, plan, task),
            self._forgotten,
        )

    def _forgotten(self, result: thinning.ForgetResult) -> None:
        self._say(Topic.KEPT, Meaning.SAFE, forgetting.done(result))

    def remember(self, rules: retention.Rules) -> None:
        """Remember the rules for the chosen phone; nothing goes."""
        vault, handset = self._session.vault, self._session.state.current
        if vault is None or not handset:
            return
        folder = self._desk.settings.folder

        def done(_nothing: None) -> None:
            self._say(Topic.KEPT, Meaning.SAFE, keeping.rules_chosen())

        self._session.bridge.run(
            "keys",
            lambda _task: VaultMemory(folder, vault.id).choose_rules(handset, rules),
            done=done,
        )

    def pin(self, snapshot: SnapshotInfo, on: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Pin a backup, or take its pin off."""

        def done(kept: SnapshotInfo) -> None:
            when = times.moment(kept.time, self._desk.clock())
            self._say(Topic.KEPT, Meaning.SAFE, keeping.pinned(when, on=on))

        self._run(
            Topic.KEPT,
            Doing.FORGET,
            lambda vault, _task: pinning.pin(vault, snapshot, pinned=on),
            done,
        )

    def release(self, wanted: keepsake.Release) -> None:
        """Let go of what the keepsake holds."""
        handset = self._session.state.current

        def done(gone: tuple[keepsakes.KeptVersion, ...]) -> None:
            self._say(Topic.KEPT, Meaning.SAFE, forgetting.released(gone))

        self._run(
            Topic.KEPT,
            Doing.FORGET,
            lambda vault, task: errands.run_release(self._desk, vault, handset, wanted, task),
            done,
        )

    def look_after_backup(self) -> None:
        """After a backup: see whether the remembered rules would let some go."""
        vault, handset = self._session.vault, self._session.state.current
        if vault is None or not handset:
            return

        def done(going: int) -> None:
            if going:
                self.offered.emit(going)

        self._session.bridge.run(
            self._session.read_queue,
            lambda task: safety_readings.due_to_go(self._desk, vault, handset, task),
            done=done,
        )

    # Copies

    def mirror(self, folder: Path | None = None) -> None:
        """Bring the mirror up to date, in `folder` from now on if one is given."""
        phone = self._session.state.phone
        if phone is not None:
            self._run(
                Topic.COPIES,
                Doing.MIRROR,
                lambda vault, task: errands.run_mirror(
                    self._desk, vault, phone.id, phone.title, folder, task
                ),
                self._mirrored,
            )

    def _mirrored(self, result: mirrored.MirrorResult) -> None:
        lines = mirrors.shortfalls(result)
        meaning = Meaning.ATTENTION if lines else Meaning.SAFE
        moved = [mirrors.moved(result.moved)] if result.moved else []
        self._say(Topic.COPIES, meaning, mirrors.updated(result), *moved, *lines)

    def end_mirror(self) -> None:
        """Mirror the chosen phone no more."""
        phone = self._session.state.phone
        if phone is None:
            return

        def done(was: Path | None) -> None:
            self._say(Topic.COPIES, Meaning.CALM, mirrors.off(phone.title, was))

        self._run(
            Topic.COPIES,
            Doing.MIRROR,
            lambda _vault, task: errands.run_mirror_off(self._desk, phone.id, task),
            done,
        )

    # Passwords

    def take_password(self, new: safety_passwords.NewPassword) -> None:
        """Add a password, or put it in the place of the one in use."""

        def work(vault: Vault, _task: Task) -> KeyInfo:
            act = passwords.change_password if new.change else passwords.add_password
            return act(self._desk, vault, new.text)

        def done(_key: KeyInfo) -> None:
            if new.change:
                self._session.note_password(new.text)
                words = safety.password_changed()
                self._say(Topic.PASSWORDS, Meaning.SAFE, words.title, words.sentence)
            else:
                self._say(Topic.PASSWORDS, Meaning.SAFE, safety.password_added())
            if new.made:
                self.sheet_wanted.emit(new.text)

        self._run(Topic.PASSWORDS, Doing.PASSWORDS, work, done)

    def remove_password(self, key: str) -> None:
        """Remove a password by its key's id."""

        def work(vault: Vault, _task: Task) -> KeyInfo:
            return passwords.remove_password(self._desk, vault, key, self._session.password or "")

        def done(_key: KeyInfo) -> None:
            self._say(Topic.PASSWORDS, Meaning.SAFE, safety.password_removed())

        self._run(Topic.PASSWORDS, Doing.PASSWORDS, work, done)

    def keep_password(self) -> None:
        """Have the keychain keep the password in use."""

        def work(vault: Vault, _task: Task) -> bool:
            password = self._session.password
            return password is not None and self._desk.keep_password(vault, password)

        def done(kept: bool) -> None:  # noqa: FBT001 - what a job gives back
            words = safety.in_keychain() if kept else safety.not_in_keychain()
            self._say(Topic.PASSWORDS, Meaning.SAFE if kept else Meaning.ATTENTION, words)

        self._run(Topic.PASSWORDS, Doing.PASSWORDS, work, done)

    def refuse_password(self, why: str) -> None:
        """Say why what was typed cannot be taken."""
        self._say(Topic.PASSWORDS, Meaning.ATTENTION, why)

    # Vault

    def rebuild(self) -> None:
        """Make the index anew."""

        def done(backups: int) -> None:
            self._say(Topic.VAULT, Meaning.SAFE, safety.index_anew(backups))

        self._run(Topic.VAULT, Doing.INDEX, errands.run_rebuild, done)

    def tell(self, topic: Topic, problem: Problem) -> None:
        """Say a Problem: what happened, what was kept, what to do next."""
        words = say(problem)
        self._say(topic, Meaning.ATTENTION, words.what, words.kept, words.next)

    def _run(
        self,
        topic: Topic,
        doing: Doing,
        work: Callable[[Vault, Task], T],
        done: Callable[[T], None],
    ) -> None:
        vault = self._session.vault
        if vault is not None:
            self._session.run(
                doing,
                lambda task: work(vault, task),
                done,
                lambda problem: self.tell(topic, problem),
                lambda: self._say_stopped(topic),
            )

    def _say_stopped(self, topic: Topic) -> None:
        words = safety.stopped()
        self._say(topic, Meaning.ATTENTION, words.title, words.sentence)

    def _say(self, topic: Topic, meaning: Meaning, title: str, *lines: str) -> None:
        self.said.emit(topic, meaning, title, "\n".join(filter(None, lines)))
        self.settled.emit()


def _some(lines: Iterable[str]) -> list[str]:
    every = list(lines)
    more = len(every) - _NAMED
    return [*every[:_NAMED], safety.and_more(more)] if more > 0 else every
