"""One key that this computer shows to phones: read from its file, or made and kept there."""

from __future__ import annotations

import getpass
import logging
import os
import platform
import tempfile
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

_MAX_FILE = 64 * 1024


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


def _comment() -> str:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "unknown"
    return f"{user}@{platform.node() or 'unknown'}"
