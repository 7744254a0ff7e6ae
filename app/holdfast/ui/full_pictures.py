"""Photos in full size: decoded in the worker process, kept up to a number of bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from holdfast.actions.differences import read_bytes
from holdfast.errors import Problem
from holdfast.progress import Task
from holdfast.records.model.snapshot import StoredItem
from holdfast.records.pictures.messages import MAX_EDGE, MAX_PICTURE, Facts
from holdfast.records.pictures.thumbnails import PictureRefused, Refusal, ThumbnailWorker
from holdfast.ui.bridge import Bridge
from holdfast.vault.library import Vault

CACHE_LIMIT = 96 * 1024 * 1024
"""Bytes of pixels kept; the one that is shown is kept however large it is."""

_QUEUE = "full-pictures"


@dataclass(frozen=True, slots=True)
class FullPicture:
    """A decoded picture, upright, or why there is none; `facts` may be known without it."""

    image: QImage | None = None
    facts: Facts = field(default_factory=Facts)
    whole: bool = True
    refusal: Refusal | None = None


LoadFull = Callable[[StoredItem], FullPicture]


def load_full(vault: Vault, worker: ThumbnailWorker, item: StoredItem) -> FullPicture:
    """Decode a photo, or a frame of a video. Raises `VaultProblem`."""
    if item.size > MAX_PICTURE:
        return FullPicture(refusal=Refusal.TOO_LARGE)
    data = read_bytes(vault, item, MAX_PICTURE)
    try:
        made = worker.thumbnail(data, MAX_EDGE)
    except PictureRefused as refused:
        return FullPicture(facts=_facts(worker, data), refusal=refused.reason)
    image = QImage.fromData(made.image)
    if image.isNull():
        return FullPicture(facts=made.facts, refusal=Refusal.DAMAGED)
    return FullPicture(image, made.facts, made.whole)


def _facts(worker: ThumbnailWorker, data: bytes) -> Facts:
    try:
        return worker.facts(data)
    except PictureRefused:
        return Facts()


class FullPictures(QObject):
    """Fetches one picture at a time; of wishes that came meanwhile only the newest counts.

    Signals:
        arrived: the item whose picture is there now.
    """

    arrived = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        """Shows nothing until it has a source."""
        super().__init__(parent)
        self._bridge = bridge
        self._load: LoadFull | None = None
        self._kept: OrderedDict[int, tuple[StoredItem, FullPicture]] = OrderedDict()
        self._wishes: list[StoredItem] = []
        self._busy = False
        self._shown = 0

    def set_source(self, load: LoadFull | None) -> None:
        """Fetch with `load` from now on and forget everything."""
        self._load = load
        self._kept.clear()
        self._wishes = []

    def forget(self) -> None:
        """Give the memory back."""
        self._kept.clear()
        self._wishes = []

    def get(self, item: StoredItem) -> FullPicture | None:
        """What is there of `item` by now."""
        held = self._kept.get(id(item))
        if held is None:
            return None
        self._kept.move_to_end(id(item))
        return held[1]

    def want(self, *items: StoredItem) -> None:
        """Fetch these, in this order, and nothing that was wanted before; the first is shown."""
        self._shown = id(items[0]) if items else 0
        self._wishes = [item for item in items if id(item) not in self._kept]
        self._start()

    def _start(self) -> None:
        load = self._load
        if self._busy or load is None or not self._wishes:
            return
        item = self._wishes.pop(0)
        self._busy = True

        def work(task: Task) -> FullPicture:
            task.check()
            return load(item)

        self._bridge.run(
            _QUEUE,
            work,
            done=lambda picture: self._take(load, item, picture),
            failed=lambda _problem: self._take_problem(load, item, _problem),
            stopped=self._idle,
        )

    def _idle(self) -> None:
        self._busy = False

    def _take_problem(self, load: LoadFull, item: StoredItem, problem: Problem) -> None:
        del problem  # the bytes in the vault are damaged: a check tells more
        self._take(load, item, FullPicture(refusal=Refusal.DAMAGED))

    def _take(self, load: LoadFull, item: StoredItem, picture: FullPicture) -> None:
        self._busy = False
        if load is self._load:
            # The item is kept along, so that its id stays its own.
            self._kept[id(item)] = (item, picture)
            self._trim()
            self.arrived.emit(item)
        self._start()

    def _trim(self) -> None:
        for key in list(self._kept):
            if self.bytes <= CACHE_LIMIT:
                return
            if key != self._shown:
                del self._kept[key]

    @property
    def waiting(self) -> bool:
        """Whether pictures are still to come."""
        return self._busy or bool(self._wishes)

    @property
    def bytes(self) -> int:
        """Bytes of all pictures kept."""
        return sum(_size(picture) for _, picture in self._kept.values())


def _size(picture: FullPicture) -> int:
    return picture.image.sizeInBytes() if picture.image is not None else 0
