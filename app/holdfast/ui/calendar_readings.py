"""Reads a backup's events for the calendar; what was read once is not read again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from holdfast.actions.differences import read_bytes
from holdfast.actions.record import RECORD_LIMIT
from holdfast.progress import Task
from holdfast.records.formats import agenda
from holdfast.records.model.snapshot import StoredItem
from holdfast.ui import agenda_rows, calendar_days
from holdfast.vault.library import Vault

READ_AT_MOST = 20_000
"""Events whose bytes are looked into; of others only what history knows is shown."""

_SHELF_LIMIT = 40_000


class Shelf:
    """Events that were read before, by digest; used by one job after the other."""

    def __init__(self) -> None:
        """Start empty."""
        self._events: dict[str, agenda.Event | None] = {}

    def has_all(self, items: Sequence[StoredItem]) -> bool:
        """Whether nothing of `items` would have to be read."""
        return all(item.digest in self._events for item in items[:READ_AT_MOST])

    def booked(
        self, vault: Vault, items: Sequence[StoredItem], task: Task
    ) -> tuple[calendar_days.Booked, ...]:
        """Each item with its event. Raises `VaultProblem` and `Cancelled`."""
        if len(self._events) > _SHELF_LIMIT:
            self._events.clear()
        for item in items[:READ_AT_MOST]:
            if item.digest not in self._events:
                task.check()
                self._events[item.digest] = agenda.read_event(read_bytes(vault, item, RECORD_LIMIT))
        return tuple(calendar_days.Booked(item, self._events.get(item.digest)) for item in items)


def read_month(
    booked: Sequence[calendar_days.Booked],
    day: date,
    home: date,
    first: int,
    today: date,
    task: Task,
) -> tuple[calendar_days.MonthPage, agenda_rows.Agenda]:
    """The month that holds `day`, and its agenda; see `month_page`."""
    task.check()
    page = calendar_days.month_page(booked, day, home, first)
    return page, agenda_rows.agenda_of(page, today)
