"""The desk of the window that is measured; imports no more than a window needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from benches.password import PASSWORD
from holdfast.actions.desk import Desk
from holdfast.actions.settings import Settings
from holdfast.phones.links.usb import UsbBus
from holdfast.vault.keys import Keychain

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend


class _Known:
    """Knows the one password, so that the index stays on the disk as it does for people.

    It is no backend of keyring's by descent: a window imports keyring behind its first picture.
    """

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
        keychain=Keychain(cast("KeyringBackend", _Known())),
        cache=folder / "cache",
        bus=UsbBus(()),
        settle=0.0,
    )
