"""What a provider knows of the phone it runs on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from holdfast.phones.virtual.android.profiles import Profile


@dataclass(frozen=True, slots=True)
class Account:
    """An account on the phone, as its owner sees it in the settings."""

    name: str
    type: str


class Default(Enum):
    """Where new contacts go when nobody says where, unless that is an `Account`."""

    UNKNOWN = "unknown"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Context:
    """The phone around a provider, for one of its users.

    `folder` holds the user's databases, `files` maps a path as the phone names it to the file.
    `now` tells the time in milliseconds since 1970. `default_account` tells where new contacts
    go, `may_write_sms` whether the shell was allowed to write messages.
    """

    profile: Profile
    folder: Path
    files: Callable[[str], Path | None]
    now: Callable[[], int]
    default_account: Callable[[], Account | Default]
    may_write_sms: Callable[[], bool]
