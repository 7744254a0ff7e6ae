"""The ways to putting back: a loss, one item, a hit of a search, another phone, a receipt."""

from __future__ import annotations

from collections.abc import Callable

from holdfast.actions.receipts import receipt_of
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Receipt
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem
from holdfast.ui.errands import Wanted
from holdfast.ui.readings import best_source
from holdfast.ui.session import Session
from holdfast.vault.library import Vault


class PutBackOpener:
    """Finds the backup that is meant and opens the page with it."""

    def __init__(
        self,
        session: Session,
        open_page: Callable[[Wanted, str], None],
        show_receipt: Callable[[Receipt | None, SnapshotInfo], None],
    ) -> None:
        """Hand what is wanted to `open_page`, in the window's thread.

        With it goes the phone that must get it, or "" for the one it came from. `show_receipt`
        gets the receipt of an earlier restore, None if it makes no sense.
        """
        self._session = session
        self._open_page = open_page
        self._show_receipt = show_receipt

    def open_lost(self) -> None:
        """Everything the loss alarm names, from the last good backup of the first kind."""
        alarms = self._session.state.loss
        if alarms:
            source = alarms[0].alarm.snapshot
            kinds = tuple(line.alarm.kind for line in alarms if line.alarm.snapshot == source)
            self._open_snapshot(source, kinds, None)

    def open_item(self, snapshot: SnapshotInfo, item: StoredItem) -> None:
        """One item of a backup that is shown."""
        self._open_page(Wanted(snapshot, items=(item,)), "")

    def open_items(self, snapshot: SnapshotInfo, items: tuple[StoredItem, ...]) -> None:
        """Several items of a backup that is shown."""
        self._open_page(Wanted(snapshot, items=items), "")

    def open_hit(self, snapshot: str, item: StoredItem) -> None:
        """One item that a search found, from a backup it lived in."""
        self._open_snapshot(snapshot, None, (item,))

    def open_other(self) -> None:
        """The best backup of another phone, for a new one."""
        state = self._session.state
        other, new = state.other_phone, state.current
        if other is not None:
            # The other one may still be connected: it is not the one that gets it.
            self._read(lambda vault, task: best_source(vault, other.id, task), None, None, new)

    def open_receipt(self, snapshot: SnapshotInfo) -> None:
        """The receipt of the restore after which `snapshot` was read back."""
        vault = self._session.vault
        if vault is not None:
            self._session.bridge.run(
                self._session.read_queue,
                lambda _task: receipt_of(vault, snapshot.id),
                done=lambda receipt: self._show_receipt(receipt, snapshot),
            )

    def _open_snapshot(
        self,
        snapshot: str,
        kinds: tuple[Kind, ...] | None,
        items: tuple[StoredItem, ...] | None,
    ) -> None:
        self._read(lambda vault, _task: vault.history.snapshot(snapshot), kinds, items)

    def _read(
        self,
        find: Callable[[Vault, Task], SnapshotInfo | None],
        kinds: tuple[Kind, ...] | None,
        items: tuple[StoredItem, ...] | None,
        target: str = "",
    ) -> None:
        vault = self._session.vault
        if vault is None:
            return

        def done(found: SnapshotInfo | None) -> None:
            if found is not None:
                self._open_page(Wanted(found, kinds, items), target)

        self._session.bridge.run(
            self._session.read_queue, lambda task: find(vault, task), done=done
        )
