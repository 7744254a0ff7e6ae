"""The user guide: contents and search beside the chosen page; it never leaves this computer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from holdfast.ui import guide
from holdfast.ui.guide import Page, Topic
from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning, Type, font
from holdfast.ui.session import Session
from holdfast.ui.widgets.boxes import Card, column, row
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import label
from holdfast.ui.widgets.notice import Notice
from holdfast.wording import controls
from holdfast.wording import guide as words
from holdfast.wording.controls import Label
from holdfast.wording.languages import language

_CONTENTS_WIDTH = 264
_TOPIC = Qt.ItemDataRole.UserRole


def open_address(address: str) -> None:
    """Hand an address to the person's browser."""
    QDesktopServices.openUrl(QUrl(address))


class GuidePage(QWidget):
    """Topics on one side, the text of the chosen one on the other.

    Signals:
        left: a person is done here.
    """

    left = Signal()

    def __init__(
        self, session: Session, open_address: Callable[[str], None] = open_address
    ) -> None:
        """Nothing is read before `open`; `open_address` is for links out of the guide."""
        super().__init__()
        self._session = session
        self._open_address = open_address
        self._pages: tuple[Page, ...] = ()
        self._wanted = Topic.FIRST_BACKUP
        self.search = QLineEdit()
        self.search.setPlaceholderText(words.search())
        self.search.setAccessibleName(words.search())
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._list)
        self._found = label(step=Type.SMALL, tone="quiet", wrap=True)
        self.contents = QTreeWidget()
        self.contents.setHeaderHidden(True)
        self.contents.setRootIsDecorated(False)
        self.contents.setIndentation(0)
        self.contents.setAccessibleName(words.contents())
        self.contents.setWordWrap(True)
        self.search.returnPressed.connect(self.contents.setFocus)
        self.contents.currentItemChanged.connect(self._chosen)
        self.text = QTextBrowser()
        self.text.setAccessibleName(words.text())
        self.text.setOpenLinks(False)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.anchorClicked.connect(self.follow)
        self.notice = Notice(controls.label(Label.CLOSE))
        self.setLayout(self._parts())

    def _parts(self) -> QVBoxLayout:
        self._back = Button("", Role.QUIET, Icon.BACK, name=controls.label(Label.BACK))
        self._back.clicked.connect(self.left)
        head = row(self._back, label(words.title(), Type.PAGE), None, gap=12)
        side = QWidget()
        side.setFixedWidth(_CONTENTS_WIDTH)
        side.setLayout(column(self.search, self._found, self.contents, gap=8))
        sheet = Card(column(self.text, margins=(20, 16, 8, 16)))
        line = row(side, sheet, gap=20)
        line.setStretch(1, 1)
        parts = column(head, self.notice, line, gap=12, margins=(24, 20, 24, 24))
        parts.setStretch(2, 1)
        return parts

    def open(self, topic: Topic | None = None) -> None:
        """Show `topic`, or the page shown last; the texts are read in a job."""
        self._wanted = topic or self._wanted
        self.notice.clear()
        self.search.clear()
        told = language()
        if self._pages:
            self._list()
            return
        self._session.bridge.run("guide", lambda _task: guide.load(told), done=self._take)

    def first_controls(self) -> tuple[QWidget, ...]:
        """The controls that the keyboard may begin with, the best first."""
        return (self.contents, self.search)

    @property
    def topic(self) -> Topic:
        """The topic that is shown."""
        return self._wanted

    def follow(self, link: QUrl) -> None:
        """Go where a link leads: to another topic, or out of the guide after a question."""
        topic = guide.topic_of(link.toString())
        if topic is not None:
            self.open(topic)
            return
        address = link.toString()
        said = words.leaving(address)
        action = words.open_it(), lambda: self._leave(address)
        self.notice.say(Meaning.CALM, said.title, said.sentence, action)

    def _leave(self, address: str) -> None:
        self.notice.clear()
        self._open_address(address)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the page in the colours of another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._pages:
            self._show()

    def _take(self, pages: tuple[Page, ...]) -> None:
        self._pages = pages
        self._list()

    def _list(self) -> None:
        wanted = self.search.text().strip()
        found = guide.search(self._pages, wanted) if wanted else self._pages
        self._found.setText(words.found(len(found)) if found else words.nothing(wanted))
        self._found.setVisible(bool(wanted))
        self.contents.blockSignals(True)
        self.contents.clear()
        items = [_listed(page) for page in found]
        self.contents.addTopLevelItems(items)
        self.contents.blockSignals(False)
        topics = [page.topic for page in found]
        if items:
            at = topics.index(self._wanted) if self._wanted in topics else 0
            self.contents.setCurrentItem(items[at])

    def _chosen(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self._wanted = Topic(item.data(0, _TOPIC))
            self._show()

    def _show(self) -> None:
        page = next(page for page in self._pages if page.topic is self._wanted)
        document = self.text.document()
        document.setDefaultFont(font(Type.BODY))
        self.text.setMarkdown(page.text)
        _set_apart(document)
        self._mark()

    def _mark(self) -> None:
        """Bring the first place of what was searched for into sight."""
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        for word in self.search.text().split()[:1]:
            self.text.find(word)


def _listed(page: Page) -> QTreeWidgetItem:
    item = QTreeWidgetItem([page.title])
    item.setData(0, _TOPIC, str(page.topic))
    item.setToolTip(0, page.title)
    return item


def _set_apart(document: QTextDocument) -> None:
    """Give every paragraph air, and headings the sizes they have elsewhere."""
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        form = block.blockFormat()
        heading = form.headingLevel()
        form.setTopMargin(14 if heading > 1 else 0)
        form.setBottomMargin(8)
        cursor.setBlockFormat(form)
        if heading:
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            made = QTextCharFormat()
            made.setFont(font(Type.PAGE if heading == 1 else Type.CARD))
            cursor.setCharFormat(made)
        block = block.next()
