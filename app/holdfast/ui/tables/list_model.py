"""One read-only list model for every list of the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from holdfast.ui.tables.rows import ItemRow, Row, SectionRow

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
"""Gives the row's own dataclass."""

_NOWHERE = QModelIndex()


class RowModel(QAbstractListModel):
    """Shows a sequence of rows; they are replaced as a whole, never edited."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start without rows."""
        super().__init__(parent)
        self._rows: Sequence[Row] = ()
        self._count = 0  # Qt asks twice for each row it lays out

    @property
    def rows(self) -> Sequence[Row]:
        """The rows shown now."""
        return self._rows

    def show(self, rows: Sequence[Row]) -> None:
        """Show `rows` instead."""
        self.beginResetModel()
        self._rows, self._count = rows, len(rows)
        self.endResetModel()

    def row_at(self, index: Index) -> Row | None:
        """The row at `index`, or None where there is none."""
        return self._rows[index.row()] if index.isValid() else None

    def find(self, wanted: Callable[[Row], bool]) -> QModelIndex:
        """The index of the first row that is `wanted`; invalid when there is none."""
        for number, row in enumerate(self._rows):
            if wanted(row):
                return self.index(number)
        return QModelIndex()

    def touch(self, wanted: Callable[[Row], bool]) -> None:
        """Have rows that are `wanted` drawn again."""
        for number, row in enumerate(self._rows):
            if wanted(row):
                index = self.index(number)
                self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself, its title, or what a screen reader says."""
        row = self.row_at(index)
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken or row.title
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, ItemRow):
            return row.title
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        row = self.row_at(index)
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        if isinstance(row, SectionRow):
            return Qt.ItemFlag.ItemNeverHasChildren
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )
