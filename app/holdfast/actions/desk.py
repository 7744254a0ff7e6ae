"""The objects that live as long as the program, and the few things done with them all."""

from __future__ import annotations

import logging
import platform
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from holdfast.actions.jobs import Jobs
from holdfast.actions.settings import Settings
from holdfast.errors import Problem
from holdfast.phones.handsets import handset as handsets
from holdfast.phones.handsets.android import reaching
from holdfast.phones.handsets.android import server as adb
from holdfast.phones.handsets.android.asleep import PHONE_MAKERS, AsleepFamily
from holdfast.phones.handsets.android.family import AndroidFamily
from holdfast.phones.handsets.android.keys import HostKeys
from holdfast.phones.handsets.find import Change, Family, Finder
from holdfast.phones.handsets.irmc.family import IrmcFamily
from holdfast.phones.handsets.modem.family import ModemFamily
from holdfast.phones.handsets.mtp.family import MtpFamily
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual import bus as virtual_bus
from holdfast.phones.virtual import device as hanging
from holdfast.phones.virtual import samples as sampling
from holdfast.progress import Task
from holdfast.vault.history.history import History
from holdfast.vault.keys import Keychain, generate_password
from holdfast.vault.library import Vault
from holdfast.vault.repository.keyfile import ScryptCost
from holdfast.vault.repository.problems import WrongPassword
from holdfast.vault.repository.repository import SETTLE, Repository
from holdfast.vault.repository.stores.folder import FolderStore

_log = logging.getLogger(__name__)

ADB_KEYS = "adb"
"""The folder beside the settings for the key that Android phones know this computer by."""

_CONSENT_SECONDS = 1.0
"""How long the owner of a phone is waited for before others get their turn."""


@dataclass(eq=False)
class PasswordNeeded(Problem):
    """The keychain does not hold the password of this vault, so its owner must say it."""

    path: str


@dataclass(frozen=True, slots=True)
class _Hung:
    """A sample phone that is plugged in, and who it was then."""

    slot: int
    device: hanging.VirtualDevice
    serial: str


def utc_now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


class Desk:
    """Everything an action needs, built once and handed down.

    Phones (real and virtual) hang on `bus` and are known to `finder`; vaults are opened here,
    with the password from the keychain where there is one. `clock` is injected for tests.
    """

    def __init__(
        self,
        *,
        settings: Settings,
        keychain: Keychain,
        cache: Path,
        bus: UsbBus | None = None,
        adb_keys: HostKeys | None = None,
        adb_server: adb.AdbServer | None = None,
        system: str | None = None,
        clock: Callable[[], datetime] = utc_now,
        cost: ScryptCost | None = None,
        settle: float = SETTLE,
    ) -> None:
        """`cache` is the folder for indexes of vaults whose password the keychain holds.

        Android phones know this computer by `adb_keys`, by default one key beside the settings;
        `adb_server` is asked for those that it holds, without it nobody is.
        `system` is what `platform.system` calls this computer's, asked there by default.
        `cost` is that of new passwords; `settle` the seconds a lock is given to become visible.
        """
        self.settings = settings
        self.keychain = keychain
        self.clock = clock
        self.jobs = Jobs()
        self.bus = bus if bus is not None else UsbBus.system()
        self._keys = adb_keys or HostKeys(settings.folder / ADB_KEYS)
        self._adb_server = adb_server
        named = platform.system() if system is None else system
        files = MtpFamily(makers=PHONE_MAKERS, system=named)
        self.finder = Finder(self.bus, self._families(adb_server, files), meanwhile=files)
        self._cache = cache
        self.cost = cost if cost is not None else ScryptCost()
        self._settle = settle
        self._samples: dict[Path, _Hung] = {}
        self._vaults: list[Vault] = []
        self._lock = threading.Lock()

    @cached_property
    def virtual(self) -> virtual_bus.VirtualBus:
        """The bus of phones in software; attached once somebody asks for it."""
        made = virtual_bus.VirtualBus()
        self.bus.attach(made)
        return made

    def _families(self, server: adb.AdbServer | None, files: Family) -> tuple[Family, ...]:
        android = AndroidFamily(self._keys, server=server, consent_seconds=_CONSENT_SECONDS)
        return (
            android,
            IrmcFamily(),
            ModemFamily(),
            files,
            AsleepFamily(),
        )

    def hang_sample(self, folder: Path) -> None:
        """Plug in the virtual phone whose data lies in `folder`; raises its Problems."""
        with self._lock:
            place = folder.resolve()
            if place not in self._samples:
                self._samples[place] = self._hang(place)

    def _hang(self, place: Path) -> _Hung:
        serial = sampling.sample_serial(place)
        device = sampling.open_sample(place, clock=self.clock)
        return _Hung(self.virtual.plug(device), device, serial)

    def unhang_sample(self, folder: Path) -> None:
        """Pull out the virtual phone of `folder`, if it is plugged in."""
        with self._lock:
            hung = self._samples.pop(folder.resolve(), None)
            if hung is not None:
                _unplug(self.virtual, hung)

    def look(self) -> Change:
        """See which handsets came and went since the last look."""
        with self._lock:
            for place in self._samples:
                self._follow_sample(place)
        return self.finder.look()

    def _follow_sample(self, place: Path) -> None:
        """Another phone that was put in the place of one that is plugged in hangs there then."""
        hung = self._samples[place]
        try:
            if sampling.sample_serial(place) != hung.serial:
                self._samples[place] = self._hang(place)
                _unplug(self.virtual, hung)
        except Problem as problem:
            _log.info("who the sample phone in %s is cannot be told now: %r", place, problem)

    def connect(self, handset: str) -> handsets.Handset:
        """Open a session with the handset that has this id; raises `NotConnected`.

        A name like "adb:192.168.1.7:5555" means the Android phone that adb calls so.
        """
        if handset.startswith(reaching.PREFIX):
            return reaching.reach(
                handset.removeprefix(reaching.PREFIX), self._keys, self._adb_server
            )
        return self.finder.connect(handset)

    def create_vault(
        self, place: Path, password: str | None = None, task: Task | None = None
    ) -> tuple[Vault, str]:
        """Make a new vault in the folder `place` and open it; return it with its password.

        Without `password` a strong one is generated. It goes to the keychain where there is
        one. Raises `VaultExists`, `DiskReadOnly`, `DiskFull`.
        """
        password = password if password is not None else generate_password()
        store = FolderStore(place)
        repository = Repository.create(
            store, password, cost=self.cost, clock=self.clock, settle=self._settle
        )
        self._save_password(place, password)
        return self._opened(place, repository, password, task), password

    def open_vault(
        self, place: Path, password: str | None = None, task: Task | None = None
    ) -> Vault:
        """Open the vault in the folder `place` and take its new backups into the index.

        Titles and texts that were never read are left to `History.finish`, so that a vault of
        many years opens at once.

        Without `password` the keychain answers; raises `PasswordNeeded` when it does not
        know, or knows that of another vault, else `VaultMissing`, `NotAVault`,
        `WrongPassword`.
        """
        store = FolderStore(place)
        Repository.demand(store)
        known = password if password is not None else self._demand_password(place)
        try:
            repository = Repository.open(store, known, clock=self.clock, settle=self._settle)
        except WrongPassword as problem:
            if password is None:
                raise PasswordNeeded(str(place)) from problem
            raise
        return self._opened(place, repository, known, task)

    def keep_password(self, vault: Vault, password: str) -> bool:
        """Put the password of `vault` into the keychain; returns whether there is one."""
        return self._save_password(vault.place, password)

    def keeps_password(self, vault: Vault) -> bool:
        """Whether the keychain holds the password of `vault`; may take a moment."""
        return self._saved_password(vault.place) is not None

    def forget_password(self, vault: Vault) -> None:
        """Take the password of `vault` out of the keychain."""
        self.keychain.forget(str(vault.place.resolve()))

    def delete_index(self, vault: Vault) -> None:
        """Delete the index that was kept of `vault`, which has to be closed."""
        for index in self._cache.glob(f"{vault.id[:16]}.sqlite*"):
            index.unlink(missing_ok=True)

    def open_known_vault(self, place: Path, task: Task | None = None) -> Vault:
        """As `open_vault` without a password, but what was indexed is there before the key is.

        That is so where an index was kept: `Repository.unlock` then raises what `open_vault`
        would have raised, and so does whatever needs the key first.
        """
        index = self._kept_index(place)
        if index is None:
            return self.open_vault(place, task=task)
        store = FolderStore(place)
        known = self.settings.id_of(place) or ""
        repository = Repository.open_later(
            store,
            known,
            lambda: self._demand_password(place),
            clock=self.clock,
            settle=self._settle,
        )
        try:
            return self._shown(place, repository, index, task)
        except (PasswordNeeded, WrongPassword):
            return self.open_vault(place, task=task)

    def _kept_index(self, place: Path) -> Path | None:
        known = self.settings.id_of(place)
        index = None if known is None else self._index(known)
        return index if index is not None and index.exists() else None

    def _index(self, vault_id: str) -> Path:
        return self._cache / f"{vault_id[:16]}.sqlite"

    def _demand_password(self, place: Path) -> str:
        known = self._saved_password(place)
        if known is None:
            raise PasswordNeeded(str(place))
        return known

    def _opened(
        self, place: Path, repository: Repository, password: str, task: Task | None
    ) -> Vault:
        # A readable index stays on disk only where the keychain can open the vault as well.
        saved = self._saved_password(place) == password
        return self._shown(place, repository, self._index(repository.id) if saved else None, task)

    def _shown(
        self, place: Path, repository: Repository, index: Path | None, task: Task | None
    ) -> Vault:
        history = History(index, repository)
        try:
            history.refresh_structure(task)
        except BaseException:
            history.close()
            raise
        self.settings.remember_vault(place, repository.id)
        vault = Vault(place, repository, history)
        with self._lock:
            self._vaults.append(vault)
        return vault

    def _save_password(self, place: Path, password: str) -> bool:
        return self.keychain.save(str(place.resolve()), password)

    def _saved_password(self, place: Path) -> str | None:
        return self.keychain.load(str(place.resolve()))

    def close(self) -> None:
        """Stop all background work, let go of every phone, and close every vault opened here.

        An index that nobody may read without the password does not outlive the program.
        """
        self.jobs.close()
        self.finder.close()
        with self._lock:
            vaults, self._vaults = self._vaults, []
            samples, self._samples = self._samples, {}
        for hung in samples.values():
            _unplug(self.virtual, hung)
        for vault in vaults:
            vault.close()


def _unplug(bus: virtual_bus.VirtualBus, hung: _Hung) -> None:
    bus.unplug(hung.slot)
    hung.device.close()
