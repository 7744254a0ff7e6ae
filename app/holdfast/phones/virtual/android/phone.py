"""An Android phone in a folder: its card, its users' providers, its storage, its clock.

sample.json   providers/contacts2.db …   providers/10/… (the work profile's)
storage/emulated/0/DCIM/Camera/…   what /sdcard shows
"""

from __future__ import annotations

import shutil
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from holdfast.phones.virtual.android.profiles import PROFILES, Profile, properties
from holdfast.phones.virtual.android.providers.calendar import CalendarProvider
from holdfast.phones.virtual.android.providers.calls import CallLogProvider
from holdfast.phones.virtual.android.providers.contacts import ContactsProvider
from holdfast.phones.virtual.android.providers.context import Context
from holdfast.phones.virtual.android.providers.errors import ILLEGAL_STATE, ProviderError
from holdfast.phones.virtual.android.providers.media import MediaProvider
from holdfast.phones.virtual.android.providers.mms import ConversationsProvider, MmsProvider
from holdfast.phones.virtual.android.providers.provider import Provider
from holdfast.phones.virtual.android.providers.sms import SmsProvider
from holdfast.phones.virtual.android.providers.store import Store
from holdfast.phones.virtual.android.providers.telephony_tables import SCHEMA
from holdfast.phones.virtual.android.settings import Settings
from holdfast.phones.virtual.card import SampleInfo, read_card
from holdfast.phones.virtual.clock import VirtualClock

OWNER, WORK = 0, 10
"""The users a phone may have."""
PROVIDERS, STORAGE = "providers", "storage"
APP_OPS = "appops"
WRITE_SMS = "WRITE_SMS"
_OF_THEIR_OWN: Mapping[str, Callable[[Context], Provider]] = {
    "com.android.contacts": ContactsProvider,
    "com.android.calendar": CalendarProvider,
    "call_log": CallLogProvider,
    "media": MediaProvider,
}
_OF_MESSAGES: Mapping[str, Callable[[Context, Store], Provider]] = {
    "sms": SmsProvider,
    "mms": MmsProvider,
    "mms-sms": ConversationsProvider,
}
_MESSAGES_BY_USER = 34
_BEFORE_UNLOCKING = -1
_SHARED = ("/sdcard", "/storage/self/primary", "/mnt/sdcard")


class AndroidPhone:
    """The phone in `folder`; raises `NotASample` where there is none.

    `processes` counts the programs that were started, by name. Set `locked_since_boot` to have
    restarted the phone without unlocking it. Close it before its folder is removed.
    """

    def __init__(self, folder: Path, clock: VirtualClock) -> None:
        self.folder = folder
        self.clock = clock
        self.info: SampleInfo = read_card(folder)
        self.processes: Counter[str] = Counter()
        self.locked_since_boot = False
        self._lock = threading.RLock()
        self._providers: dict[tuple[str, int], Provider] = {}
        self._messages: dict[int, Store] = {}
        self.settings = Settings(folder / PROVIDERS)

    @property
    def profile(self) -> Profile:
        """The release of Android that is on it."""
        return PROFILES[self.info.android]

    @property
    def locked(self) -> bool:
        """Whether its owner's data is still shut since it was started."""
        return self.locked_since_boot and self.profile.unlocks_later

    @property
    def users(self) -> tuple[int, ...]:
        """The users it has."""
        return (OWNER, WORK) if self.info.work_profile else (OWNER,)

    @property
    def model(self) -> str:
        """What it calls itself."""
        return self.info.model if self.info.model != SampleInfo("").model else self.profile.model

    def properties(self) -> dict[str, str]:
        """What `getprop` tells, by name."""
        return properties(self.profile, self.info.serial, self.model, unlocked=not self.locked)

    def spend(self, seconds: float) -> None:
        """Let time pass on its clock."""
        self.clock.advance(seconds)

    def now(self) -> int:
        """The time on its clock, in milliseconds since 1970."""
        return round(self.clock().timestamp() * 1000)

    def may_write_sms(self) -> bool:
        """Whether the shell was allowed to write messages."""
        return self.settings.get(APP_OPS, WRITE_SMS) == "allow"

    def provider(self, authority: str, user: int = OWNER) -> Provider:
        """The provider of one user; raises `ProviderError` where there is none, or no access."""
        if user not in self.users or (self.locked and authority not in _OF_MESSAGES):
            raise _none_found(authority)
        with self._lock:
            key = (authority, _BEFORE_UNLOCKING if self.locked else user)
            if key not in self._providers:
                self._providers[key] = self._made(authority, user)
            return self._providers[key]

    def _made(self, authority: str, user: int) -> Provider:
        context = self._context(user)
        if authority in _OF_THEIR_OWN:
            return _OF_THEIR_OWN[authority](context)
        if authority in _OF_MESSAGES:
            return _OF_MESSAGES[authority](context, self.messages(user))
        raise _none_found(authority)

    def messages(self, user: int = OWNER) -> Store:
        """The database of messages, which older phones have once for all users."""
        with self._lock:
            owner = user if self.profile.sdk >= _MESSAGES_BY_USER else OWNER
            if self.locked:
                # Until it is unlocked the phone has another database, with nothing in it.
                owner = _BEFORE_UNLOCKING
            if owner not in self._messages:
                self._messages[owner] = Store(self._home(owner) / "mmssms.db", SCHEMA)
            return self._messages[owner]

    def _context(self, user: int) -> Context:
        return Context(
            self.profile,
            self._home(user),
            partial(self.file, user=user),
            self.now,
            self.settings.default_account,
            self.may_write_sms,
        )

    def _home(self, user: int) -> Path:
        base = self.folder / PROVIDERS
        return base if user == OWNER else base / str(user)

    def storage(self, user: int = OWNER) -> Path:
        """The folder that /sdcard shows to a user."""
        return self.folder / STORAGE / "emulated" / str(user)

    def file(self, path: str, user: int = OWNER) -> Path | None:
        """Where what the phone names `path` on shared storage lies here; None elsewhere."""
        for base in (*_SHARED, f"/storage/emulated/{user}"):
            if path == base or path.startswith(f"{base}/"):
                parts = [
                    each for each in path.removeprefix(base).split("/") if each not in ("", ".")
                ]
                if ".." in parts or any("\0" in each for each in parts):
                    return None
                return self.storage(user).joinpath(*parts)
        return None

    def close(self) -> None:
        """Close every database; what is asked next opens it again."""
        with self._lock:
            for provider in self._providers.values():
                store = getattr(provider, "store", None)
                if isinstance(store, Store):
                    store.close()
            for messages in self._messages.values():
                messages.close()
            self.settings.store.close()
            self._providers.clear()
            self._messages.clear()

    def wipe(self) -> None:
        """Reset it as its owner would before giving it away: nothing of theirs is left."""
        with self._lock:
            self.close()
            for name in (PROVIDERS, STORAGE):
                shutil.rmtree(self.folder / name, ignore_errors=True)
            self.info = read_card(self.folder)


def _none_found(authority: str) -> ProviderError:
    return ProviderError(ILLEGAL_STATE, f"Could not find provider: {authority}")
