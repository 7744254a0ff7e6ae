"""Portraits and thumbnails for lists: made in a job, kept in memory up to a size, asked newest
first, and forgotten about when they scrolled out before their turn.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from holdfast.errors import Problem
from holdfast.progress import Task
from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.bridge import Bridge
from holdfast.ui.full_pictures import FullPictures, LoadFull
from holdfast.ui.tables.rows import ItemRow

CACHE_LIMIT = 64 * 1024 * 1024
"""Bytes of pixels kept: two screens of 3840 by 2160, full of cells."""

QUEUE_LIMIT = 96
"""Wishes waiting at once: about two screens full."""

_SIZES = (96, 192, 320, 512, 800, 1200)
_QUEUE = "pictures"

Load = Callable[[StoredItem, int], bytes | None]
"""Gives the encoded picture of an item scaled into a square, or None where it has none."""

Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class _Wish:
    key: Key
    item: StoredItem
    size: int


class Pictures(QObject):
    """Hands out what is there and fetches what is not.

    Signals:
        arrived: the item whose picture is there now.
    """

    arrived = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        """Run jobs over `bridge`; shows nothing until it has a source."""
        super().__init__(parent)
        self._bridge = bridge
        self._load: Load | None = None
        self._lock = threading.Lock()
        self._wishes: deque[_Wish] = deque(maxlen=QUEUE_LIMIT)
        self._wished: set[Key] = set()
        self._busy = False
        self._kept: OrderedDict[Key, QPixmap] = OrderedDict()
        self._bytes = 0
        self._none: set[Key] = set()
        self.full = FullPictures(bridge, self)

    def set_source(self, load: Load | None, full: LoadFull | None = None) -> None:
        """Fetch with `load`, and in full size with `full`, from now on; forget everything."""
        self.full.set_source(full)
        with self._lock:
            self._load = load
            self._wishes.clear()
        self._wished.clear()
        self._kept.clear()
        self._none.clear()
        self._bytes = 0

    def of_row(self, row: ItemRow, size: int) -> QPixmap | None:
        """The picture of a list's row, for a delegate."""
        return self.of_item(row.item, size)

    def of_item(self, item: StoredItem, size: int, ratio: float = 2.0) -> QPixmap | None:
        """The picture at least `size` logical pixels wide, or None until it arrives."""
        pixels = next((step for step in _SIZES if step >= size * ratio), _SIZES[-1])
        key = _key(item, pixels)
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        elif key not in self._none:
            self._wish(_Wish(key, item, pixels))
        return found

    def has_none(self, item: StoredItem, size: int, ratio: float = 2.0) -> bool:
        """Whether it is known that no picture can be made."""
        pixels = next((step for step in _SIZES if step >= size * ratio), _SIZES[-1])
        return _key(item, pixels) in self._none

    def _wish(self, wish: _Wish) -> None:
        if self._load is None or wish.key in self._wished:
            return
        with self._lock:
            if len(self._wishes) == self._wishes.maxlen:
                self._wished.discard(self._wishes[0].key)
            self._wishes.append(wish)
        self._wished.add(wish.key)
        self._start()

    def _start(self) -> None:
        if self._busy or self._load is None:
            return
        with self._lock:
            wish = self._wishes.pop() if self._wishes else None
        if wish is None:
            return
        self._busy = True
        load = self._load
        self._bridge.run(
            _QUEUE,
            lambda task: _fetch(load, wish, task),
            done=lambda image: self._take(load, wish, image),
            failed=lambda problem: self._take(load, wish, problem),
            stopped=self._idle,
        )

    def _idle(self) -> None:
        self._busy = False

    def _take(self, load: Load, wish: _Wish, found: QImage | Problem | None) -> None:
        self._busy = False
        self._wished.discard(wish.key)
        if load is self._load:
            if isinstance(found, QImage) and not found.isNull():
                self._keep(wish.key, QPixmap.fromImage(found))
            else:
                self._none.add(wish.key)
            self.arrived.emit(wish.item)
        self._start()

    def _keep(self, key: Key, picture: QPixmap) -> None:
        self._kept[key] = picture
        self._bytes += _size(picture)
        while self._bytes > CACHE_LIMIT and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= _size(dropped)


def _key(item: StoredItem, pixels: int) -> Key:
    content = item.parts[0].content[0] if item.parts and item.parts[0].content else item.key
    return (item.handset + str(item.kind), content, pixels)


def _size(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4


def _fetch(load: Load, wish: _Wish, task: Task) -> QImage | None:
    task.check()
    data = load(wish.item, wish.size)
    return QImage.fromData(data) if data else None
