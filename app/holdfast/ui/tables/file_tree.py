"""The tree of files: a model that makes the lines of a folder when it is opened, and its view."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView

from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.folders import Folder, Line, lines_of
from holdfast.ui.icons import Icon, make_icon
from holdfast.ui.look import tokens
from holdfast.wording import tree as words

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_NAME, _SIZE, _CHANGED = range(3)


class _Node:
    """A line with its place in the tree; `children` is None until they were asked for."""

    __slots__ = ("children", "line", "parent", "row")

    def __init__(self, line: Line, parent: _Node | None, row: int) -> None:
        self.line = line
        self.parent = parent
        self.row = row
        self.children: list[_Node] | None = None

    def fill(self) -> list[_Node]:
        folder = self.line.folder
        lines = lines_of(folder) if folder is not None else []
        return [_Node(line, self, row) for row, line in enumerate(lines)]


class FileModel(QAbstractItemModel):
    """Name, size and date of each file and folder."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Without files."""
        super().__init__(parent)
        self._root = self._made(Folder(""))

    def _made(self, folder: Folder) -> _Node:
        root = _Node(Line("", "", "", folder), None, 0)
        root.children = root.fill()
        return root

    def show(self, folder: Folder) -> None:
        """Show another tree."""
        self.beginResetModel()
        self._root = self._made(folder)
        self.endResetModel()

    def node(self, index: Index) -> _Node:
        """The node at `index`; the root where it is invalid."""
        found = index.internalPointer() if index.isValid() else None
        return found if isinstance(found, _Node) else self._root

    def line(self, index: Index) -> Line:
        """The line at `index`."""
        return self.node(index).line

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """The index of a child."""
        children = self.node(parent).children or []
        if not (0 <= row < len(children) and 0 <= column <= _CHANGED):
            return QModelIndex()
        return self.createIndex(row, column, children[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override] # Qt has two of them
        """The index of the folder that holds it."""
        above = self.node(index).parent
        return self._index_of(above) if above is not None else QModelIndex()

    def _index_of(self, node: _Node) -> QModelIndex:
        return QModelIndex() if node is self._root else self.createIndex(node.row, 0, node)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many lines of a folder were made by now."""
        return 0 if parent.column() > 0 else len(self.node(parent).children or [])

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Name, size, date."""
        del parent
        return _CHANGED + 1

    def hasChildren(self, parent: Index = _NOWHERE) -> bool:
        """Whether a folder holds anything."""
        folder = self.node(parent).line.folder
        return parent.column() <= 0 and folder is not None and bool(folder.count)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether a folder's lines are still to be made."""
        return self.hasChildren(parent) and self.node(parent).children is None

    def fetchMore(self, parent: Index) -> None:
        """Make them."""
        node = self.node(parent)
        if node.children is None:
            found = node.fill()
            self.beginInsertRows(self._index_of(node), 0, len(found) - 1)
            node.children = found
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, icons and what a screen reader says."""
        if not index.isValid():
            return None
        line, column = self.line(index), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return (line.name, line.size, line.changed)[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.name
        if role == Qt.ItemDataRole.TextAlignmentRole and column == _SIZE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return _of_name(line, role) if column == _NAME else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The names of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return words.columns()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == _SIZE else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


def _of_name(line: Line, role: int) -> object:
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return line.spoken
    if role == Qt.ItemDataRole.DecorationRole:
        icon = Icon.FOLDER if line.folder is not None else Icon.FILES
        return make_icon(icon, tokens().quiet, 18)
    return None


class FileTree(QTreeView):
    """Files by storage and folder.

    Signals:
        chosen: the file that is current now.
        opened: the file that was activated.
        selected: what is selected changed.
        drag_wanted: what is selected is being dragged.
        copy_wanted: what is selected is to go onto the clipboard.
    """

    chosen = Signal(object)
    opened = Signal(object)
    selected = Signal()
    drag_wanted = Signal()
    copy_wanted = Signal()

    def __init__(self, name: str) -> None:
        """`name` is for screen readers."""
        super().__init__()
        self.files = FileModel(self)
        self.setModel(self.files)
        self.setAccessibleName(name)
        self.setUniformRowHeights(True)
        self.setAnimated(False)
        self.setAllColumnsShowFocus(True)
        self.setIndentation(20)
        self.setExpandsOnDoubleClick(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(True)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column in (_SIZE, _CHANGED):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selected.emit())
        self.selectionModel().currentChanged.connect(self._tell)
        self.activated.connect(self._open)

    def show_folder(self, folder: Folder) -> None:
        """Show another tree, opened as far as there is but one way to go."""
        self.files.show(folder)
        index = QModelIndex()
        while self.files.rowCount(index) == 1 and self.files.hasChildren(
            child := self.files.index(0, 0, index)
        ):
            self.files.fetchMore(child)
            self.expand(child)
            index = child
        self.setCurrentIndex(self.files.index(0, 0, index))
        self.selected.emit()

    def chosen_items(self) -> tuple[StoredItem, ...]:
        """The files that are selected, and those of selected folders, each once."""
        rows = self.selectionModel().selectedRows()
        items = (item for index in rows for item in self.files.line(index).items())
        return tuple({id(item): item for item in items}.values())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copying is more than the name that Qt would copy."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
            return
        super().keyPressEvent(event)

    def startDrag(self, supported: Qt.DropAction) -> None:
        """Ask for what is to be dragged: its files have to be written first."""
        del supported
        self.drag_wanted.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Icons follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.viewport().update()

    def _tell(self, index: QModelIndex) -> None:
        item = self.files.line(index).item if index.isValid() else None
        if item is not None:
            self.chosen.emit(item)

    def _open(self, index: QModelIndex) -> None:
        item = self.files.line(index).item
        if item is not None:
            self.opened.emit(item)
