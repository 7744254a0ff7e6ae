"""Exporting: what, as what, where to; then the work, and the folder it is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from holdfast.actions.export import ExportResult, Form, Whole
from holdfast.actions.exporting.forms import SUITED
from holdfast.errors import Problem
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem
from holdfast.ui.dialogs import ask_new_folder
from holdfast.ui.export_errand import Asked, run_export
from holdfast.ui.home_state import Doing
from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning, Type
from holdfast.ui.session import Session
from holdfast.ui.widgets.boxes import card, column, row, scrolling
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import label
from holdfast.ui.widgets.notice import Notice
from holdfast.ui.widgets.options import DropDown
from holdfast.ui.widgets.put_back_cards import WorkCard
from holdfast.wording import controls, exports, kinds, pages
from holdfast.wording.controls import Label
from holdfast.wording.problems import say

_FORMS: tuple[Form | Whole, ...] = (
    Whole.VIEWER, Form.STANDARD, Form.PHONE, Form.NEWEST,
    Whole.VCF, Whole.ICS, Whole.CSV, Whole.HTML, Whole.PDF,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """One answer to *what*: its words, and the kinds or items that it means; all, if neither."""

    text: str
    kinds: tuple[Kind, ...] | None = None
    items: tuple[StoredItem, ...] | None = None

    def suits(self, form: Form | Whole) -> bool:
        """Whether a form is made for any of it."""
        held = set(self.kinds or ()) | {item.kind for item in self.items or ()}
        return isinstance(form, Form) or not held or not held.isdisjoint(SUITED[form])


class ExportPage(QWidget):
    """One page from the question to the folder.

    Signals:
        left: a person is done here.
    """

    left = Signal()

    def __init__(self, session: Session) -> None:
        """Empty until it is opened."""
        super().__init__()
        self._session = session
        self._snapshot: SnapshotInfo | None = None
        self._scopes: tuple[Scope, ...] = ()
        self._offered: tuple[Form | Whole, ...] = ()
        self._folder: Path | None = None
        self.what = QButtonGroup(self)
        self.what.idToggled.connect(self._offer_forms)
        self._answers = column(gap=6)
        self.form = DropDown(exports.question_as())
        self.form.currentIndexChanged.connect(self._explain)
        self._about = label(tone="quiet", wrap=True)
        self.go = Button(exports.choose_folder(), Role.PRIMARY, Icon.SAVE)
        self.go.clicked.connect(self._ask_where)
        self.notice = Notice(controls.label(Label.CLOSE))
        self.work = WorkCard()
        self.work.stopped.connect(session.stop)
        self.work.hide()
        self.setLayout(self._parts())
        session.changed.connect(self._follow)

    def _parts(self) -> QVBoxLayout:
        self._back = Button("", Role.QUIET, Icon.BACK, name=controls.label(Label.BACK))
        self._back.clicked.connect(self.leave)
        head = row(self._back, label(exports.page_title(), Type.PAGE), None, gap=12)
        self._questions = card(
            label(exports.question_what(), Type.CARD),
            self._answers,
            label(exports.question_as(), Type.CARD),
            self.form,
            self._about,
            row(None, self.go),
            gap=12,
        )
        inner = QWidget()
        parts = (self.notice, self._questions, self.work, None)
        inner.setLayout(column(*parts, gap=16, margins=(0, 0, 12, 0)))
        return column(head, scrolling(inner), gap=16, margins=(24, 20, 24, 24))

    def first_controls(self) -> tuple[QWidget, ...]:
        """The controls that the keyboard may begin with, the best first."""
        return (self.form, self._back)

    def open(
        self,
        snapshot: SnapshotInfo | None,
        *,
        kind: Kind | None = None,
        items: Sequence[StoredItem] = (),
        narrow: bool = True,
    ) -> None:
        """Ask about `snapshot`: the selected `items`, the `kind` in view, or all of it.

        Without a snapshot only the items are asked about; they may be of several backups.
        The narrowest of them that there is stands chosen, if `narrow`, else the widest.
        """
        self._snapshot = snapshot
        scopes: list[Scope] = []
        if items:
            words = exports.this_selection([item.title for item in items])
            scopes.append(Scope(words, items=tuple(items)))
        if snapshot is not None and kind is not None:
            scopes.append(Scope(exports.this_kind(kinds.title(kind)), kinds=(kind,)))
        if snapshot is not None:
            scopes.append(Scope(exports.whole_backup()))
        self._scopes = tuple(scopes)
        self.notice.clear()
        self._show_scopes(0 if narrow else len(scopes) - 1)
        self._show_working(on=False)

    def _show_scopes(self, chosen: int) -> None:
        for button in self.what.buttons():
            self.what.removeButton(button)
            self._answers.removeWidget(button)
            button.hide()
            button.deleteLater()
        for number, scope in enumerate(self._scopes):
            button = QRadioButton(scope.text)
            button.setAccessibleName(scope.text)
            self.what.addButton(button, number)
            self._answers.addWidget(button)
        self.what.button(chosen).setChecked(True)

    @property
    def scope(self) -> Scope:
        """What is chosen to be exported."""
        return self._scopes[max(0, self.what.checkedId())]

    @property
    def chosen_form(self) -> Form | Whole:
        """As what it is chosen to be exported."""
        return self._offered[max(0, self.form.currentIndex())]

    def choose_form(self, form: Form | Whole) -> None:
        """Choose a form that is offered."""
        self.form.setCurrentIndex(self._offered.index(form))

    def _offer_forms(self, _number: int, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        if not on:
            return
        self._offered = tuple(form for form in _FORMS if self.scope.suits(form))
        self.form.clear()
        self.form.addItems([exports.form(form) for form in self._offered])

    def _explain(self, index: int) -> None:
        self._about.setText(exports.about(self._offered[index]) if index >= 0 else "")

    def _ask_where(self) -> None:
        folder = ask_new_folder(self, exports.where())
        if folder is not None:
            self.export_to(folder)

    def export_to(self, folder: Path) -> None:
        """Write what is chosen into `folder`."""
        vault, snapshot = self._session.vault, self._snapshot
        if vault is None:
            return
        scope = self.scope
        name = ""
        if snapshot is not None:
            settings = self._session.desk.settings
            name = settings.name_of(snapshot.handset.id) or snapshot.handset.title
        asked = Asked(snapshot, name, folder, self.chosen_form, scope.kinds, scope.items)
        self.notice.clear()
        self.work.begin(exports.page_title(), writing=True)
        begun = self._session.run(
            Doing.EXPORT,
            lambda task: run_export(vault, asked, task),
            self._done,
            self._failed,
            lambda: self._show_working(on=False),
        )
        self._show_working(on=begun)
        if not begun:
            busy = pages.busy()
            self.notice.say(Meaning.ATTENTION, busy.title, busy.sentence)

    def _show_working(self, *, on: bool) -> None:
        self.work.setVisible(on)
        self._questions.setVisible(not on)

    def _done(self, result: ExportResult) -> None:
        self._show_working(on=False)
        self._folder = result.first.parent if result.first is not None else result.folder
        lacking = [exports.damaged(result.damaged), exports.without(result)]
        text = " ".join(part for part in lacking if part)
        meaning = Meaning.ATTENTION if result.damaged or not result.files else Meaning.SAFE
        action = (exports.open_folder(), self._open_folder) if result.files else None
        self.notice.say(meaning, exports.written(result), text, action)

    def _failed(self, problem: Problem) -> None:
        self._show_working(on=False)
        words = say(problem)
        text = " ".join(part for part in (words.kept, words.next) if part)
        self.notice.say(Meaning.ATTENTION, words.what, text)

    def _open_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _follow(self) -> None:
        running = self._session.state.running
        if running is not None and running.doing is Doing.EXPORT and not self.work.isHidden():
            self.work.show_running(running)

    def leave(self) -> None:
        """Go back; what is being written goes on to its end."""
        self.left.emit()
