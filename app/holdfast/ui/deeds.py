"""What the window does when asked: back up, undo, check, export, rename, accept a loss."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from holdfast.actions import back_up as backing_up
from holdfast.actions import pin as pinning
from holdfast.errors import Problem
from holdfast.records.model.plan import Receipt
from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.ui import errands, safety_errands
from holdfast.ui.home_state import Counted, Doing
from holdfast.ui.look import Meaning
from holdfast.ui.pace import Expected
from holdfast.ui.session import Session
from holdfast.vault.repository import check as checking
from holdfast.wording import checks, coverage, window
from holdfast.wording.i18n import sentences
from holdfast.wording.problems import say


class Deeds(QObject):
    """Does things to the chosen phone and the open vault, and says how they went.

    Signals:
        said: something to be read where the person looks (`Meaning`, title, sentence).
        began: a new thing is under way: what was said before is old.
        hurried: a person waits for something short that is about to be written.
        backed_up: how the backup of the chosen phone went (a `BackupResult`).
        changed_history: what a search found before may be found otherwise now.
        undo_began: a restore is being taken back, or done again (which).
        undone: its receipt.
        undo_failed: the Problem that stopped it.
    """

    said = Signal(object, str, str)
    began = Signal()
    hurried = Signal()
    backed_up = Signal(object)
    changed_history = Signal()
    undo_began = Signal(bool)
    undone = Signal(object)
    undo_failed = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        """Work on what `session` shows."""
        super().__init__(parent)
        self._session = session

    def say(self, meaning: Meaning, title: str, sentence: str = "") -> None:
        """Have something read."""
        self.said.emit(meaning, title, sentence)

    def tell(self, problem: Problem) -> None:
        """Say a Problem: what happened, what was kept, what to do next."""
        words = say(problem)
        text = sentences(words.kept, words.next)
        self.say(Meaning.ATTENTION, words.what, text)

    def back_up(self) -> None:
        """Back up the chosen phone now."""
        vault, state = self._session.vault, self._session.state
        if vault is None or not state.connected:
            return
        desk, handset = self._session.desk, state.current
        self.began.emit()
        self._session.run(
            Doing.BACK_UP,
            lambda task: errands.run_back_up(desk, vault, handset, task),
            self._backed_up,
            self._not_backed_up,
            self._tell_stopped,
        )

    def _tell_stopped(self, *, kept: bool = False) -> None:
        words = window.stopped_backup(kept=kept)
        self.say(Meaning.ATTENTION, words.title, words.sentence)

    def _not_backed_up(self, problem: Problem) -> None:
        self._session.note_missed(problem)
        self.tell(problem)

    def _backed_up(self, result: backing_up.BackupResult) -> None:
        self.changed_history.emit()
        if result.snapshot is not None and result.whole:
            # All of the phone has just been read: nothing there is not backed up.
            snapshot = result.snapshot
            self._session.note_counted(Counted(snapshot.handset.id, snapshot.id, 0))
        self.backed_up.emit(result)
        if result.problem is not None:
            if result.snapshot is None:
                self._session.note_missed(result.problem)
            self.tell(result.problem)
        elif result.stopped:
            self._tell_stopped(kept=result.snapshot is not None)
        elif not result.whole:
            self.say(Meaning.ATTENTION, coverage.shortfall(result.coverage))
        elif result.mirror is not None and result.mirror.problem is not None:
            self.tell(result.mirror.problem)

    def undo(self) -> None:
        """Take the last restore onto the chosen phone back."""
        state = self._session.state
        last = state.reading.undo if state.can_undo and state.reading is not None else None
        if last is not None:
            self._take_back(last, again=False)

    def redo(self) -> None:
        """Do again what the last undo on the chosen phone took back."""
        last = self._session.state.newest_receipt
        if last is not None and self._session.state.can_be_redone(last):
            self._take_back(last, again=True)

    def _take_back(self, last: Receipt, *, again: bool) -> None:
        vault = self._session.vault
        if vault is None:
            return
        desk, state = self._session.desk, self._session.state
        handset = state.current
        begun = self._session.run(
            Doing.UNDO,
            lambda task: errands.run_undo(desk, vault, handset, task, again=again),
            self.undone.emit,
            self.undo_failed.emit,
            expected=Expected.of_receipt(last, state.held),
        )
        if begun:
            self.undo_began.emit(again)

    def accept_loss(self) -> None:
        """Take it that the phone is meant to be empty."""
        vault, state = self._session.vault, self._session.state
        kinds = [line.alarm.kind for line in state.loss]
        if vault is not None and kinds:
            self.hurried.emit()
            self._session.bridge.run(
                self._session.write_queue,
                lambda task: errands.run_accept(vault, state.current, kinds, task),
                done=lambda _nothing: self._session.refresh(),
            )

    def pin(self, snapshot: SnapshotInfo, pinned: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Pin a backup, or take its pin off."""
        vault = self._session.vault
        if vault is not None:
            self.hurried.emit()
            self._session.bridge.run(
                self._session.write_queue,
                lambda _task: pinning.pin(vault, snapshot, pinned=pinned),
                done=lambda _kept: self._session.refresh(),
            )

    def check(self) -> None:
        """Check every byte of the vault."""
        vault = self._session.vault
        if vault is not None:
            desk = self._session.desk
            self._session.run(
                Doing.CHECK,
                lambda task: safety_errands.run_check(desk, vault, task, read_all=True).report,
                self._checked,
            )

    def _checked(self, report: checking.CheckReport) -> None:
        self._session.note_check(report)
        meaning = Meaning.DANGER if report.problems else Meaning.SAFE
        self.say(meaning, checks.headline(report), checks.depth(report))
