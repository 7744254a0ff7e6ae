"""What leaves the window for other programs: the clipboard, a drag, a file opened outside.

Other programs need real files. They are written by a job into a folder of this run that only
its owner can read, and go with the window. A drag is offered when its files are whole: small
ones are there while the hand still moves; for large ones the bar says that they are being got
ready, and then that they can be dragged. So nothing is ever dropped that is not there yet, and
the window never waits.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDrag, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from holdfast.actions import handing_out
from holdfast.errors import Problem
from holdfast.progress import Task
from holdfast.records.model.snapshot import StoredItem
from holdfast.ui import clip_text
from holdfast.vault.library import Vault
from holdfast.wording import selections

if TYPE_CHECKING:
    from holdfast.ui.session import Session  # it makes this

_QUEUE = "handing-out"
_KEPT = 8
CARDS = "text/vcard"

Say = Callable[[str], None]


class Handout(QObject):
    """Writes files for other programs and lets them have them.

    Signals:
        copied: things are on the clipboard now.
    """

    copied = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        """Read through `session`; no folder is made before it is needed."""
        super().__init__(parent)
        self._session = session
        self._place: tempfile.TemporaryDirectory[str] | None = None
        self._written: dict[
            tuple[int, ...], tuple[Sequence[StoredItem], handing_out.HandedOut]
        ] = {}
        self._writing: tuple[int, ...] | None = None

    @property
    def place(self) -> Path | None:
        """The folder of this run, once something was written."""
        return Path(self._place.name) if self._place is not None else None

    def close(self) -> None:
        """Take everything away that was written."""
        place, self._place = self._place, None
        self._written.clear()
        if place is not None:
            place.cleanup()

    # Copying

    def copy(self, items: Sequence[StoredItem], say: Say) -> None:
        """Put `items` on the clipboard: as text, contacts as vCards too, photos as files."""
        vault = self._session.vault
        if vault is None or not items:
            return
        media = [item for item in items if item.kind.is_media]

        def read(clipped: handing_out.Clip) -> None:
            if media:
                self._files(media, say, lambda done: self._put(clipped, done, say))
            else:
                self._put(clipped, handing_out.HandedOut(()), say)

        self._session.bridge.run(
            _QUEUE, lambda task: handing_out.clip(vault, items, task), done=read
        )

    def _put(self, clipped: handing_out.Clip, handed: handing_out.HandedOut, say: Say) -> None:
        data = QMimeData()
        data.setText(clip_text.text_of(clipped))
        if clipped.cards:
            data.setData(CARDS, clipped.cards)
        if handed.files:
            data.setUrls(_urls(handed))
        QGuiApplication.clipboard().setMimeData(data)
        say(selections.failed() if handed.damaged else selections.copied(len(clipped.views)))
        self.copied.emit()

    # Dragging

    def drag(self, source: QWidget, items: Sequence[StoredItem], say: Say) -> None:
        """Offer `items` as files; `say` tells what the hand has to wait for."""

        def ready(handed: handing_out.HandedOut) -> None:
            if not handed.files:
                say(selections.failed())
            elif QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
                say("")
                begin_drag(source, handed)
            else:
                say(selections.drag_again())

        self._files(items, say, ready)

    # Opening

    def open_outside(self, item: StoredItem, say: Say) -> None:
        """Open one item with the program that the system has for it."""

        def ready(handed: handing_out.HandedOut) -> None:
            if handed.files:
                say("")
                QDesktopServices.openUrl(_urls(handed)[0])
            else:
                say(selections.failed())

        self._files([item], say, ready)

    # Files

    def _files(
        self, items: Sequence[StoredItem], say: Say, ready: Callable[[handing_out.HandedOut], None]
    ) -> None:
        key = tuple(id(item) for item in items)
        held = self._written.get(key)
        if held is not None and all(path.exists() for path in held[1].files):
            ready(held[1])
            return
        vault = self._session.vault
        if vault is None or not items or self._writing == key:
            return
        self._writing = key
        say(selections.writing(len(items)))

        def done(handed: handing_out.HandedOut) -> None:
            self._writing = None
            self._keep(key, items, handed)
            ready(handed)

        def ended() -> None:
            self._writing = None
            say("")

        def failed(problem: Problem) -> None:
            ended()
            self._session.failed.emit(problem)

        self._session.bridge.run(
            _QUEUE,
            lambda task: self._write(vault, items, task),
            done=done,
            failed=failed,
            stopped=ended,
        )

    def _write(
        self, vault: Vault, items: Sequence[StoredItem], task: Task
    ) -> handing_out.HandedOut:
        """In the job's thread."""
        if self._place is None:
            self._place = tempfile.TemporaryDirectory(
                prefix="holdfast-", ignore_cleanup_errors=True
            )
        folder = Path(tempfile.mkdtemp(dir=self._place.name))
        return handing_out.hand_out(vault, items, folder, task)

    def _keep(
        self, key: tuple[int, ...], items: Sequence[StoredItem], handed: handing_out.HandedOut
    ) -> None:
        # The items are kept along, so that their ids stay their own.
        self._written[key] = (items, handed)
        while len(self._written) > _KEPT:
            self._written.pop(next(iter(self._written)))


def file_data(handed: handing_out.HandedOut) -> QMimeData:
    """Files as a drag carries them."""
    data = QMimeData()
    data.setUrls(_urls(handed))
    return data


def begin_drag(source: QWidget, handed: handing_out.HandedOut) -> Qt.DropAction:
    """Let the files be dropped somewhere; returns when they were."""
    drag = QDrag(source)
    drag.setMimeData(file_data(handed))
    return drag.exec(Qt.DropAction.CopyAction)


def _urls(handed: handing_out.HandedOut) -> list[QUrl]:
    return [QUrl.fromLocalFile(str(path)) for path in handed.files]
