"""The room for help: connecting a phone, the check-up, the guide, and the way to a new phone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from holdfast.ui.guide import Topic
from holdfast.ui.pages.connect import ConnectPage
from holdfast.ui.pages.doctor import DoctorPage
from holdfast.ui.pages.guide import GuidePage
from holdfast.ui.pages.new_phone import NewPhonePage
from holdfast.ui.pages.put_back import PutBackPage
from holdfast.ui.pages.safety import SafetyPage
from holdfast.ui.pages.sheet import SheetPage
from holdfast.ui.pages.unlock import UnlockPage
from holdfast.ui.session import Session
from holdfast.wording.connecting import Kin

_TOPICS: tuple[tuple[type[QWidget], Topic], ...] = (
    (NewPhonePage, Topic.NEW_PHONE),
    (DoctorPage, Topic.TROUBLESHOOTING),
    (PutBackPage, Topic.PUTTING_BACK),
    (SheetPage, Topic.RECOVERY_SHEET),
    (SafetyPage, Topic.REHEARSALS),
    (UnlockPage, Topic.NEW_COMPUTER),
)
_KINS = {
    Kin.ANDROID: Topic.ANDROID,
    Kin.FILES: Topic.ANDROID,
    Kin.FEATURE: Topic.FEATURE_PHONES,
    Kin.FOLDER: Topic.CARDS_AND_FOLDERS,
    Kin.IPHONE: Topic.IPHONES,
}


class HelpRoom(QStackedWidget):
    """Pages that can be reached with and without a vault, and the way back through them.

    Signals:
        wanted: it is to be shown now.
        left: a person is done here.
        moved: another page of it is shown.
        open_wanted: a vault is to be opened.
        imported: a folder was backed up (the handset's id).
        plan_wanted: what is to be put back (`Wanted`), and the id of the phone that gets it.
    """

    wanted = Signal()
    left = Signal()
    moved = Signal()
    open_wanted = Signal()
    imported = Signal(str)
    plan_wanted = Signal(object, str)

    def __init__(self, session: Session) -> None:
        """Build every page once."""
        super().__init__()
        self.setProperty("surface", "window")
        self.connecting = ConnectPage(session)
        self.doctor = DoctorPage(session)
        self.guide = GuidePage(session)
        self.new_phone = NewPhonePage(session)
        self._trail: list[QWidget] = []
        for page in (self.connecting, self.doctor, self.guide, self.new_phone):
            self.addWidget(page)
            page.left.connect(self.back)
        self.connecting.doctor_wanted.connect(self.show_doctor)
        self.connecting.imported.connect(self._imported)
        self.doctor.connect_wanted.connect(self.show_connecting)
        self.new_phone.connect_wanted.connect(self.show_connecting)
        self.new_phone.doctor_wanted.connect(self.show_doctor)
        self.new_phone.open_wanted.connect(self.open_wanted)
        self.new_phone.plan_wanted.connect(self._plan)

    @property
    def under_way(self) -> bool:
        """Whether somebody is on the way to a new phone, as while a vault is being opened."""
        return self.new_phone in self._trail

    def show_connecting(self, kin: Kin | None = None) -> None:
        """Show how a phone is connected."""
        self.connecting.open(kin)
        self._go(self.connecting)

    def show_doctor(self) -> None:
        """Look whether everything is there."""
        self._go(self.doctor)
        self.doctor.look()

    def show_guide(self, topic: Topic | None = None) -> None:
        """Show the guide."""
        self._go(self.guide)
        self.guide.open(topic)

    def show_new_phone(self) -> None:
        """Begin the way to a new phone."""
        self.new_phone.open()
        self._go(self.new_phone)

    def show_about(self, page: QWidget | None, *, alarmed: bool = False) -> None:
        """Show the page of the guide that fits `page`; `alarmed` while a loss alarm stands."""
        here = self.currentWidget() if page is self else page
        if here is not self.guide:
            self.show_guide(self._topic_of(here, alarmed=alarmed))

    def _topic_of(self, page: QWidget | None, *, alarmed: bool) -> Topic:
        if page is self.connecting:
            return _KINS[self.connecting.how.kin]
        found = (topic for kind, topic in _TOPICS if isinstance(page, kind))
        return next(found, Topic.LOSS_ALARM if alarmed else Topic.FIRST_BACKUP)

    def back(self) -> None:
        """Go one page back, or out."""
        if self._trail:
            self._trail.pop()
        if self._trail:
            self.setCurrentWidget(self._trail[-1])
            self.moved.emit()
        else:
            self.left.emit()

    def first_controls(self) -> tuple[QWidget, ...]:
        """The controls that the keyboard may begin with, the best first."""
        for page in (self.connecting, self.doctor, self.guide, self.new_phone):
            if page is self.currentWidget():
                return page.first_controls()
        return ()

    def _go(self, page: QWidget) -> None:
        if not self.isVisible() and not self.under_way:
            self._trail = []
        if page in self._trail:
            del self._trail[self._trail.index(page) :]
        self._trail.append(page)
        self.setCurrentWidget(page)
        self.wanted.emit()
        self.moved.emit()

    def _leave(self, tell: Callable[[], None]) -> None:
        self._trail = []
        self.left.emit()
        tell()

    def _imported(self, handset: str) -> None:
        self._leave(lambda: self.imported.emit(handset))

    def _plan(self, wanted: object, target: str) -> None:
        self._leave(lambda: self.plan_wanted.emit(wanted, target))
