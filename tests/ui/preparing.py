"""Makes what the tours of the window go through: phones, and a vault with a history of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from holdfast.actions.back_up import back_up
from holdfast.actions.desk import Desk
from holdfast.actions.settings import Settings
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.store import create_sample, edit_sample, wipe_sample
from holdfast.progress import Task
from holdfast.vault.keys import Keychain
from holdfast.vault.repository.keyfile import ScryptCost

PASSWORD = "walk"  # noqa: S105 - of a vault that holds fictional people only
OLD, NEW, EMPTY = "old", "new", "empty"
"""The phones: an old one that lost everything, an Android phone, one never backed up."""
SERIALS = {OLD: "OLD1", NEW: "NEW1"}
_CHEAP = ScryptCost(n=2, r=8, p=1)


class Clock:
    """Real time, moved on when the tour says so."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def desk_in(folder: Path, clock: Clock) -> Desk:
    """A desk whose vaults are cheap and whose keychain knows nothing."""
    return Desk(
        settings=Settings(folder / "settings"),
        keychain=Keychain(None),
        cache=folder / "cache",
        bus=UsbBus(()),
        clock=clock,
        cost=_CHEAP,
        settle=0.0,
    )


def prepare(folder: Path) -> None:
    """Make phones and a vault with a history in `folder`; every tour goes through a copy."""
    clock = Clock()
    clock.ahead = timedelta(days=-40)
    desk = desk_in(folder, clock)
    vault, _ = desk.create_vault(folder / "vault", PASSWORD)

    def keep(name: str, days: int) -> None:
        clock.ahead += timedelta(days=days)
        desk.hang_sample(folder / name)
        (found,) = desk.look().present
        phone = desk.connect(found.info.id)
        assert back_up(phone, vault, task=Task(), clock=clock).snapshot is not None
        phone.close()
        desk.unhang_sample(folder / name)
        desk.look()

    create_sample(folder / OLD, small=True, serial="OLD1", name="Sidekick LX 2009 of Grandma")
    create_sample(folder / NEW, family="android", serial="NEW1", small=True)
    create_sample(folder / EMPTY, small=True, serial="EMPTY1")
    wipe_sample(folder / EMPTY)
    keep(OLD, 0)
    edit_sample(folder / OLD, clock)
    for days in (3,) * 9:
        keep(OLD, days)
    keep(NEW, 3)
    edit_sample(folder / NEW, clock)
    keep(NEW, 3)
    wipe_sample(folder / OLD)
    keep(OLD, 3)
    desk.close()
