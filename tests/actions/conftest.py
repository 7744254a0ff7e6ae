"""A desk with a cheap vault and virtual phones on its bus, as every test here starts from."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from holdfast.actions.back_up import BackupResult, back_up
from holdfast.actions.desk import Desk
from holdfast.actions.restore import plan, restore
from holdfast.actions.settings import Settings
from holdfast.actions.undo import undo
from holdfast.phones.handsets.handset import Handset
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.irmc.device import virtual_irmc
from holdfast.phones.virtual.irmc.service import Service
from holdfast.phones.virtual.store import create_sample
from holdfast.progress import Task
from holdfast.records.model.plan import Receipt
from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.vault.keys import Keychain
from holdfast.vault.library import Vault
from holdfast.vault.repository.keyfile import ScryptCost

PASSWORD = "correct horse"  # noqa: S105 - opens vaults of this run only
CHEAP = ScryptCost(n=2, r=8, p=1)


def ticking_clock() -> Callable[[], datetime]:
    """A clock that moves on by a minute each time it is read."""
    start = datetime(2009, 10, 1, 12, 0, tzinfo=UTC)
    minutes = itertools.count()
    return lambda: start + timedelta(minutes=next(minutes))


@dataclass
class World:
    """A folder with one vault and any number of phones, driven through the desk."""

    folder: Path
    desk: Desk
    vault: Vault
    phones: dict[str, Path] = field(default_factory=dict)
    slots: list[int] = field(default_factory=list)

    def phone(self, name: str = "phone", *, small: bool = True, **options: Any) -> str:
        """Make a virtual phone called `name`, plug it in, and return the handset's id."""
        folder = self.folder / name
        create_sample(folder, small=small, **options)
        self.phones[name] = folder
        return self.plug(name)

    def plug(self, name: str) -> str:
        before = {found.info.id for found in self.desk.look().present if found.info}
        self.desk.hang_sample(self.phones[name])
        present = {found.info.id for found in self.desk.look().present if found.info}
        return next(iter(present - before))

    def misbehave(self, name: str, behave: Callable[[Service], Service]) -> str:
        """Plug the phone in again with bad manners; return its id, which stays the same."""
        self.pull(name)
        device = virtual_irmc(self.phones[name], self.desk.clock, behave)
        self.slots.append(self.desk.virtual.plug(device))
        return next(found.info.id for found in self.desk.look().appeared if found.info)

    def behave(self, name: str) -> str:
        """Plug the phone in again with good manners."""
        self.desk.virtual.unplug(self.slots.pop())
        self.desk.look()
        return self.plug(name)

    def pull(self, name: str) -> None:
        self.desk.unhang_sample(self.phones[name])
        self.desk.look()

    def connect(self, handset: str) -> Handset:
        return self.desk.connect(handset)

    def back_up(self, handset: str, **options: Any) -> BackupResult:
        phone = self.connect(handset)
        try:
            chosen: dict[str, Any] = {"task": Task(), "clock": self.desk.clock} | options
            return back_up(phone, self.vault, **chosen)
        finally:
            phone.close()

    def undo(self, handset: str, task: Task | None = None) -> Receipt:
        phone = self.connect(handset)
        try:
            return undo(self.vault, phone, task=task or Task(), clock=self.desk.clock)
        finally:
            phone.close()

    def restore(self, snapshot: SnapshotInfo, handset: str, **options: Any) -> Receipt:
        phone = self.connect(handset)
        try:
            made = plan(self.vault, phone, snapshot, task=Task(), **options)
            return restore(made, self.vault, phone, task=Task(), clock=self.desk.clock)
        finally:
            phone.close()


def make_desk(folder: Path) -> Desk:
    return Desk(
        settings=Settings(folder / "settings"),
        keychain=Keychain(backend=None),
        cache=folder / "cache",
        bus=UsbBus(()),
        clock=ticking_clock(),
        cost=CHEAP,
        settle=0.0,
    )


@pytest.fixture
def world(tmp_path) -> Iterator[World]:
    desk = make_desk(tmp_path)
    vault, _ = desk.create_vault(tmp_path / "vault", PASSWORD)
    yield World(tmp_path, desk, vault)
    vault.close()
    desk.close()
