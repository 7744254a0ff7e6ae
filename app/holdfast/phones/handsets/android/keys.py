"""The keys this computer shows to phones: the owner's own for adb, or one of ours."""

from __future__ import annotations

import getpass
import logging
import os
import platform
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from holdfast.phones.protocols.adb import keys

_log = logging.getLogger(__name__)

NAME = "adbkey"
_MAX_FILE = 64 * 1024
_MOST_KEYS = 16
_SUFFIX = ".adb_key"


@dataclass(frozen=True, slots=True)
class HostKey:
    """One key: the private half, and the public one as a line with its comment."""

    private: rsa.RSAPrivateKey
    line: bytes

    @property
    def fingerprint(self) -> str:
        """What the dialog on the phone shows for this key."""
        return keys.fingerprint(self.line)

    def sign(self, token: bytes) -> bytes:
        """Return the signature under a phone's `token`; raises `ValueError` for an odd one."""
        return keys.sign(token, self.private)


class HostKeys:
    """All keys to try with a phone; none is made before one is needed."""

    def __init__(self, own: Path, users: Path | None = None, vendors: Iterable[Path] = ()) -> None:
        """Look for the owner's key in the folder `users` (`~/.android`).

        `vendors` are files, or folders of files, as ADB_VENDOR_KEYS names them. Where the
        owner has no key of adb, one of ours is kept in the folder `own`.
        """
        self._own = own
        self._users = users
        self._vendors = tuple(vendors)

    def all(self) -> tuple[HostKey, ...]:
        """Return the keys to try, the one to offer on the phone's screen first.

        Makes ours where the owner has none; raises `OSError` when it cannot be kept.
        """
        mine = self._of_user() or self._ours()
        found: dict[bytes, HostKey] = {}
        for key in (mine, *self._of_vendors()):
            found.setdefault(key.line, key)
        return tuple(found.values())

    def _of_user(self) -> HostKey | None:
        return None if self._users is None else read_key(self._users / NAME)

    def _ours(self) -> HostKey:
        place = self._own / NAME
        return read_key(place) or make_key(place)

    def _of_vendors(self) -> Iterator[HostKey]:
        places = [each for vendor in self._vendors for each in _key_files(vendor)]
        yield from filter(None, map(read_key, places[:_MOST_KEYS]))


def read_key(place: Path) -> HostKey | None:
    """Return the private key in the file `place`; None where there is none that can be used."""
    try:
        with place.open("rb") as file:
            private = load_pem_private_key(file.read(_MAX_FILE), None)
        if not isinstance(private, rsa.RSAPrivateKey):
            return None
        return HostKey(private, keys.public_line(private.public_key(), _comment()))
    except FileNotFoundError:
        return None
    except (OSError, TypeError, ValueError, UnsupportedAlgorithm) as error:
        _log.warning("the key %s cannot be used: %s", place, error)
        return None


def make_key(place: Path) -> HostKey:
    """Make a key and keep it in `place`, for its owner alone; raises `OSError`.

    The public half lies beside it, with ".pub" behind the name.
    """
    private = rsa.generate_private_key(keys.EXPONENT, keys.BITS)
    key = HostKey(private, keys.public_line(private.public_key(), _comment()))
    place.parent.mkdir(parents=True, exist_ok=True)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _keep(place, pem)
    _keep(place.with_name(f"{place.name}.pub"), key.line + b"\n")
    return key


def _keep(place: Path, data: bytes) -> None:
    """Write a file that is whole or not there; made readable for its owner alone."""
    descriptor, name = tempfile.mkstemp(prefix=f".{place.name}-", dir=place.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(place)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise


def _key_files(vendor: Path) -> list[Path]:
    try:
        if not vendor.is_dir():
            return [vendor]
        return sorted(each for each in vendor.iterdir() if each.suffix == _SUFFIX)
    except OSError:
        return []


def _comment() -> str:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "unknown"
    return f"{user}@{platform.node() or 'unknown'}"
