"""The desk of the window that is measured; imports no more than a window needs."""

from __future__ import annotations

from pathlib import Path

from keyring.backend import KeyringBackend

from benches.password import PASSWORD
from holdfast.actions.desk import Desk
from holdfast.actions.settings import Settings
from holdfast.phones.links.usb import UsbBus
from holdfast.vault.keys import Keychain


class _Known(KeyringBackend):
    """Knows the one password, so that the index stays on the disk as it does for people."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        """Return the password."""
        del service, username
        return PASSWORD

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep nothing."""


def desk_in(folder: Path) -> Desk:
    """A desk whose settings and indexes lie in `folder`, without any phone."""
    return Desk(
        settings=Settings(folder / "settings"),
        keychain=Keychain(_Known()),  # type: ignore[no-untyped-call] # keyring has no types
        cache=folder / "cache",
        bus=UsbBus(()),
        settle=0.0,
    )
