"""Who a handset is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StorageInfo:
    """One storage of a handset: its name, and capacity and free space in bytes if told."""

    name: str
    capacity: int | None = None
    free: int | None = None


@dataclass(frozen=True, slots=True)
class HandsetInfo:
    """A handset's card: `id` is stable and comes from its serial, never from its model.

    `protocol` names how it is spoken to ("IrMC over OBEX"). `clock` is the phone's own time
    as it told it (ISO 8601), or empty. `users` names those who have a space of their own on it
    (work profiles, second users), which a backup of the phone does not hold.
    """

    id: str
    serial: str
    manufacturer: str
    model: str
    protocol: str
    firmware: str = ""
    clock: str = ""
    storages: tuple[StorageInfo, ...] = ()
    users: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The name to show until its owner gives it one."""
        return " ".join(part for part in (self.manufacturer, self.model) if part) or self.id
