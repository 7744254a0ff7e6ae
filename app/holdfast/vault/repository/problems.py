"""Everything that can go wrong with a vault, one class each."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from holdfast.errors import Problem


class VaultProblem(Problem):
    """The vault cannot do what was asked."""


@dataclass(eq=False)
class VaultMissing(VaultProblem):
    """There is nothing at this place: a moved folder, or a disk that is not plugged in."""

    path: str


@dataclass(eq=False)
class NotAVault(VaultProblem):
    """There is something at this place, but it is not a vault."""

    path: str


@dataclass(eq=False)
class VaultExists(VaultProblem):
    """A new vault was asked for where there is one, or other files, already."""

    path: str


@dataclass(eq=False)
class WrongPassword(VaultProblem):
    """None of the vault's keys opens with this password."""

    path: str


@dataclass(eq=False)
class PasswordInUse(VaultProblem):
    """A password was to be added that opens the vault already; `key` is its key file's name."""

    key: str


@dataclass(eq=False)
class NoSuchKey(VaultProblem):
    """No key of the vault goes by this name."""

    name: str


@dataclass(eq=False)
class AmbiguousKey(VaultProblem):
    """Several keys begin with these digits; `matches` are their first digits."""

    name: str
    matches: tuple[str, ...]


@dataclass(eq=False)
class LastKey(VaultProblem):
    """Without this key nothing would open the vault any more, so it is not removed."""

    key: str


@dataclass(eq=False)
class KeyInUse(VaultProblem):
    """The key that is to be removed is the one the vault was opened with."""

    key: str


@dataclass(eq=False)
class VaultLocked(VaultProblem):
    """Another program holds the vault; `by` is "user@host (process)", `since` is UTC."""

    by: str
    since: datetime


@dataclass(eq=False)
class LockLost(VaultProblem):
    """Our lock was taken away while this computer slept, so a prune may have been here.

    What was saved since cannot be trusted to be there still; the next session begins anew.
    """


@dataclass(eq=False)
class VaultDamaged(VaultProblem):
    """A file of the vault is missing, or is not what it was when it was written."""

    what: str


@dataclass(eq=False)
class CannotPrune(VaultProblem):
    """A snapshot cannot be followed to all it needs, so nothing may be taken for unused."""

    what: str


@dataclass(eq=False)
class DiskFull(VaultProblem):
    """The vault's disk has no room."""

    path: str


@dataclass(eq=False)
class DiskReadOnly(VaultProblem):
    """The vault's place cannot be written to."""

    path: str


@dataclass(eq=False)
class DiskFailed(VaultProblem):
    """The vault's disk answered with an error; `reason` is the system's own word for it."""

    path: str
    reason: str


@dataclass(eq=False)
class NoSuchSnapshot(VaultProblem):
    """No snapshot goes by this name."""

    name: str


@dataclass(eq=False)
class AmbiguousSnapshot(VaultProblem):
    """Several snapshots begin with these digits; `matches` are their first digits."""

    name: str
    matches: tuple[str, ...]


_FULL = (errno.ENOSPC, errno.EDQUOT)
_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


@contextmanager
def disk_problems(path: str, *, writing: bool = False) -> Iterator[None]:
    """Translate what the operating system says of `path` into Problems, at this one border.

    A file that is not there stays FileNotFoundError, except in `writing`: then it is the
    vault's own folder that is gone, because its disk was pulled out.
    """
    try:
        yield
    except FileNotFoundError as error:
        if writing:
            raise VaultMissing(path) from error
        raise
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(path) from error
        if writing and error.errno in _READ_ONLY:
            raise DiskReadOnly(path) from error
        raise DiskFailed(path, error.strerror or str(error)) from error
