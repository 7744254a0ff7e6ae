"""Tells outside the window: by the desktop with buttons, else by the tray icon, else not at all."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from holdfast.actions.notice_server import Notice, NoticeServer
from holdfast.ui.bridge import Bridge

_QUEUE = "notices"


class Notices(QObject):
    """Shows notices and tells what was chosen on them.

    Signals:
        chosen: the key of a notice and that of the action chosen on it.
    """

    chosen = Signal(str, str)

    def __init__(
        self, bridge: Bridge, parent: QObject | None = None, *, system: str = sys.platform
    ) -> None:
        """Ask the desktop by way of `bridge`; only that of `system` linux is known."""
        super().__init__(parent)
        self._bridge = bridge
        # The signal hops to the window's thread by itself.
        self._server = NoticeServer(self.chosen.emit) if system == "linux" else None
        self.otherwise: Callable[[Notice], None] = lambda _notice: None
        """Shows a notice where the desktop does not."""

    def show(self, notice: Notice) -> None:
        """Show `notice`, in place of an older one with the same key."""
        server = self._server
        if server is None:
            self.otherwise(notice)
            return

        def done(shown: bool) -> None:  # noqa: FBT001 - what a job gives back
            if not shown:
                self.otherwise(notice)

        self._bridge.run(_QUEUE, lambda _task: server.show(notice), done=done)

    def withdraw(self, key: str) -> None:
        """Take the notice called `key` away."""
        server = self._server
        if server is not None:
            self._bridge.run(_QUEUE, lambda _task: server.withdraw(key))

    def close(self) -> None:
        """Show nothing any more."""
        if self._server is not None:
            self._server.close()
