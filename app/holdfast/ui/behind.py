"""What goes on behind the window once a vault is shown: it is unlocked, and read to its end."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from holdfast.actions.desk import Desk
from holdfast.errors import Problem
from holdfast.progress import Task
from holdfast.ui.bridge import Bridge
from holdfast.vault.library import Vault


class Behind(QObject):
    """Does for one vault after the other what nobody has to wait for.

    Signals:
        unlocked: a vault, and whether the keychain holds its password.
        locked_out: a vault that was shown by its index alone, and cannot be unlocked.
        texts_came: a vault of which texts are known that were not read before.
    """

    unlocked = Signal(object, bool)
    locked_out = Signal(object)
    texts_came = Signal(object)

    def __init__(self, desk: Desk, bridge: Bridge, parent: QObject) -> None:
        """Work through `bridge`."""
        super().__init__(parent)
        self._desk = desk
        self._bridge = bridge
        self._waiting: Vault | None = None

    def begin(self, vault: Vault) -> None:
        """Unlock `vault` once it has been `seen`, then read what of it was never read."""
        self._waiting = vault

    def seen(self) -> None:
        """The window has something to show: what follows would only hold up its drawing."""
        vault, self._waiting = self._waiting, None
        if vault is not None:
            # What is drawn now comes before timers do.
            QTimer.singleShot(0, self, lambda: self._unlock(vault))

    def _unlock(self, vault: Vault) -> None:
        def unlock(_task: Task) -> bool:
            vault.repository.unlock()
            return self._desk.keeps_password(vault)

        def done(kept: bool) -> None:  # noqa: FBT001 - what a job gives back
            self.unlocked.emit(vault, kept)
            self._read_texts(vault)

        def failed(_problem: Problem) -> None:
            self._waiting = vault  # once more, should it still be shown
            self.locked_out.emit(vault)

        self._bridge.run("keys", unlock, done=done, failed=failed)

    def _read_texts(self, vault: Vault) -> None:
        def read(task: Task) -> bool:
            if vault.history.complete:
                return False
            vault.history.finish(task)
            return True

        def done(came: bool) -> None:  # noqa: FBT001 - what a job gives back
            if came:
                self.texts_came.emit(vault)

        self._bridge.run(("texts", str(vault.place)), read, done=done)
