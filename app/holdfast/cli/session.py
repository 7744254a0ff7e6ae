"""One run of the command line: builds the desk, opens the vault, finds the handset."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol

from holdfast.actions.choosing import NoVaultChosen, choose_connected
from holdfast.actions.desk import Desk, PasswordNeeded
from holdfast.actions.importing import place_meant
from holdfast.cli.common import Common
from holdfast.cli.screen import Screen
from holdfast.phones.handsets.folder.opening import open_folder
from holdfast.phones.handsets.handset import Handset
from holdfast.progress import Task
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.vault.keys import read_password_file
from holdfast.vault.library import Vault
from holdfast.wording import vaults

DONE, IN_PART, TROUBLE, BUG = 0, 1, 2, 3


class Declined(Exception):  # noqa: N818 - an answer, not an error
    """Somebody said no, or asked to stop, before it was done; ends the run with status 1."""


class Refused(Exception):  # noqa: N818 - said to a person, like a Problem
    """What was asked for makes no sense, or nobody can answer; carries the sentence. Status 2."""


class Pictures(Protocol):
    """Takes pictures of the window as it looks at one moment of the demo."""

    def take(self, step: str, desk: Desk, vault: Vault) -> None:
        """Save pictures of the window, named after `step`."""
        ...


class Session:
    """Holds what one run needs; each part is made when a verb first asks for it.

    `status` is what the run will end with; a verb lowers it to `IN_PART` where not all was
    done. `pictures` makes what takes pictures for the demo, where there is a window to take.
    """

    def __init__(self, desk_factory: Callable[[], Desk], screen: Screen) -> None:
        """Build nothing yet."""
        self.screen = screen
        self.common = Common()
        self.status = DONE
        self.pictures: Callable[[Path], Pictures] | None = None
        self._desk_factory = desk_factory
        self._closing = ExitStack()
        self._password: str | None = None

    @cached_property
    def desk(self) -> Desk:
        """The desk, with the sample phones plugged in."""
        desk = self._desk_factory()
        self._closing.callback(desk.close)
        for folder in self.common.samples:
            desk.hang_sample(folder)
        return desk

    @cached_property
    def vault(self) -> Vault:
        """The vault that was chosen, opened; a person at a terminal is asked for the password."""
        with self.screen.working() as task:
            vault = self._open_vault(task)
            self._closing.callback(vault.close)
            # A verb answers once and then the program ends: half an answer would be a wrong one.
            vault.history.finish(task)
        return vault

    def _open_vault(self, task: Task) -> Vault:
        place = self.place
        self._password = self.password()
        try:
            return self.desk.open_vault(place, self._password, task)
        except PasswordNeeded:
            if not self.screen.interactive:
                raise
        self._password = self.screen.ask_secret(vaults.password_of(place))
        return self.desk.open_vault(place, self._password, task)

    @property
    def secret(self) -> str:
        """The password that opened the vault; raises `PasswordNeeded` where nobody knows it."""
        place = self.vault.place
        secret = self._password or self.desk.keychain.load(str(place.resolve()))
        if secret is None:
            raise PasswordNeeded(str(place))
        return secret

    def choose(self, vault: Path | None) -> None:
        """Mean the vault in this folder, if one was named."""
        if vault is not None:
            self.common = replace(self.common, vault=vault)

    @property
    def place(self) -> Path:
        """The folder of the vault that was chosen, else of the one opened last."""
        place = self.common.vault or self.desk.settings.current_vault
        if place is None:
            raise NoVaultChosen
        return place

    def password(self) -> str | None:
        """The password in the file that was named, or None where no file was."""
        file = self.common.password_file
        return read_password_file(file) if file is not None else None

    @property
    def now(self) -> datetime:
        """The time, UTC."""
        return self.desk.clock()

    def name_of(self, handset: HandsetInfo) -> str:
        """The name its owner gave the handset, else its maker's."""
        return self.desk.settings.name_of(handset.id) or handset.title

    @contextmanager
    def connected(self, wanted: str | None) -> Iterator[Handset]:
        """The handset that is meant (the only one, if None), open for the time of the block.

        A path ("./card") means the folder there.
        """
        place = place_meant(wanted)
        handset: Handset = (
            open_folder(place)
            if place is not None
            else self.desk.connect(choose_connected(self.desk, wanted))
        )
        try:
            yield handset
        finally:
            handset.close()

    def in_part(self) -> None:
        """Note that not everything was done."""
        self.status = IN_PART

    def close(self) -> None:
        """Close what was opened."""
        self._closing.close()


def kinds_of(names: Sequence[Kind] | None) -> tuple[Kind, ...] | None:
    """The kinds that were named, or None for all."""
    return tuple(names) if names else None
