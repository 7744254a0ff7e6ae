"""Key files: the master key, sealed with a key that scrypt makes from the password."""

from __future__ import annotations

import base64
import getpass
import json
import os
import socket
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from holdfast.vault.repository.gojson import format_time, parse_time
from holdfast.vault.repository.seal import KEY_BYTES, Key, SealBroken

SALT = 64
_MAX_MEMORY = 1 << 30
"""Bytes a foreign key file may make scrypt use (128 · N · r)."""
_MAX_P = 64


@dataclass(frozen=True, slots=True)
class ScryptCost:
    """How dear it is to try a password; the default takes 32 MiB and about half a second."""

    n: int = 32768
    r: int = 8
    p: int = 4


@dataclass(frozen=True, slots=True)
class KeyMaker:
    """Who made a key file, and when (UTC; None where it tells no time)."""

    created: datetime | None
    username: str
    hostname: str


def encode_keyfile(password: str, master: Key, cost: ScryptCost, now: datetime) -> bytes:
    """Write the key file that opens with `password`; `now` is UTC."""
    salt = os.urandom(SALT)
    sealed = _derive(password, salt, cost).seal(json.dumps(_master_json(master)).encode())
    content = {
        "created": format_time(now),
        "username": user_name(),
        "hostname": host_name(),
        "kdf": "scrypt",
        "N": cost.n,
        "r": cost.r,
        "p": cost.p,
        "salt": base64.b64encode(salt).decode(),
        "data": base64.b64encode(sealed).decode(),
    }
    return json.dumps(content).encode()


def open_keyfile(data: bytes, password: str) -> Key | None:
    """Return the master key, or None when the password does not open it.

    Raises ValueError for what is not a key file, or one that asks for absurd memory.
    """
    try:
        fields = json.loads(data)
        if fields["kdf"] != "scrypt":
            raise ValueError("kdf")
        cost = ScryptCost(int(fields["N"]), int(fields["r"]), int(fields["p"]))
        salt, sealed = base64.b64decode(fields["salt"]), base64.b64decode(fields["data"])
    except (KeyError, TypeError) as error:
        raise ValueError("key file") from error
    if min(cost.n, cost.r, cost.p) < 1 or 128 * cost.n * cost.r > _MAX_MEMORY or cost.p > _MAX_P:
        raise ValueError("scrypt cost")
    try:
        return _read_master(json.loads(_derive(password, salt, cost).open(sealed)))
    except SealBroken:
        return None
    except (KeyError, TypeError) as error:
        raise ValueError("master key") from error


def describe_keyfile(data: bytes) -> KeyMaker:
    """Tell who made a key file, which needs no password; raises ValueError for anything else."""
    try:
        fields = json.loads(data)
        if fields["kdf"] != "scrypt":
            raise ValueError("kdf")
        username, hostname = (str(fields.get(name) or "") for name in ("username", "hostname"))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("key file") from error
    return KeyMaker(_time(fields.get("created")), username, hostname)


def _time(text: Any) -> datetime | None:
    try:
        return parse_time(text)
    except (ValueError, TypeError):
        return None


def _derive(password: str, salt: bytes, cost: ScryptCost) -> Key:
    kdf = Scrypt(salt=salt, length=KEY_BYTES, n=cost.n, r=cost.r, p=cost.p)
    return Key.from_bytes(kdf.derive(password.encode("utf-8", "surrogatepass")))


def _master_json(master: Key) -> dict[str, Any]:
    def text(part: bytes) -> str:
        return base64.b64encode(part).decode()

    return {"mac": {"k": text(master.k), "r": text(master.r)}, "encrypt": text(master.encrypt)}


def _read_master(fields: Any) -> Key:
    parts = (fields["encrypt"], fields["mac"]["k"], fields["mac"]["r"])
    return Key.from_bytes(b"".join(map(base64.b64decode, parts)))


def user_name() -> str:
    """Who runs this program, or empty where the system does not know."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def host_name() -> str:
    """This computer's name."""
    return socket.gethostname()
