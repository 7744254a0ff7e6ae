"""The vault's password: made, kept in the system keychain, read from a file, typed from paper."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import keyring
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringError

from holdfast.errors import Problem

SERVICE = "holdfast"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U to be mistaken on paper."""

_LIKE = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_GROUP = 5
_GROUPS = 6
_GROUPS_PER_LINE = 2
_CHECK = 2
_MAX_PASSWORD_FILE = 64 * 1024
_TRUSTED_BACKENDS = (
    "keyring.backends.SecretService",
    "keyring.backends.kwallet",
    "keyring.backends.libsecret",
    "keyring.backends.macOS",
    "keyring.backends.Windows",
)


@dataclass(eq=False)
class PasswordFileUnreadable(Problem):
    """The password file cannot be read, is empty, or is no text; `reason` says which."""

    path: str
    reason: str


@dataclass(eq=False)
class SheetMistyped(Problem):
    """What was typed is not the recovery sheet; `line` (from 1) has the slip, 0 is unknown."""

    line: int = 0


def generate_password() -> str:
    """Make a password of 150 random bits: six groups of five, as on the recovery sheet."""
    letters = [secrets.choice(ALPHABET) for _ in range(_GROUP * _GROUPS)]
    return "-".join("".join(letters[at : at + _GROUP]) for at in range(0, len(letters), _GROUP))


def read_password_file(path: Path) -> str:
    """Return the first line of the file; raises `PasswordFileUnreadable`."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_PASSWORD_FILE)
        lines = data.decode("utf-8").splitlines()
    except OSError as error:
        raise PasswordFileUnreadable(str(path), error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise PasswordFileUnreadable(str(path), "not text") from error
    if not lines or not lines[0]:
        raise PasswordFileUnreadable(str(path), "empty")
    return lines[0]


def recovery_sheet(password: str, vault: str, place: str, now: datetime) -> str:
    """Write the sheet that opens the vault without this computer, to be printed or saved.

    `vault` is its id, `place` its folder, `now` the local time. The password stands there in
    lines; the two letters at a line's end tell whether it was typed right.
    """
    lines = [f"    {number}   {line}" for number, line in enumerate(_sheet_lines(password), 1)]
    return "\n".join(
        [
            "HOLDFAST RECOVERY SHEET",
            "",
            "Whoever has this sheet can open your backups. Without it, and without the",
            "computer that made it, nobody can: not even the makers of Holdfast.",
            "Keep it on paper, away from the computer.",
            "",
            *lines,
            "",
            "In each line, the last two letters only check the line.",
            f"Password: {password}",
            "",
            f"Vault     {vault[:16]}",
            f"Place     {place}",
            f"Written   {now:%Y-%m-%d %H:%M}",
            "",
            "With Holdfast: Open an existing vault, then Type the recovery sheet.",
            "Without Holdfast, with the free program restic (https://restic.net):",
            "    restic -r PLACE snapshots          (it asks for the password above)",
            "    restic -r PLACE restore latest --target FOLDER",
            "",
        ]
    )


def password_from_sheet(typed: str) -> str:
    """Read back what was typed from the sheet: its numbered lines, or the password itself.

    Case, blanks and dashes do not matter, and O is read as 0, I and L as 1. Raises
    `SheetMistyped`, with the number of the line where that can be told.
    """
    lines = [_letters(line) for line in typed.splitlines()]
    lines = [line for line in lines if line]
    if len(lines) == 1 and len(lines[0]) == _GROUP * _GROUPS:
        return _grouped(lines[0])
    joined = "".join(_checked(line, number) for number, line in enumerate(lines, 1))
    if len(joined) != _GROUP * _GROUPS:
        raise SheetMistyped(len(lines))
    return _grouped(joined)


def _sheet_lines(password: str) -> list[str]:
    groups = password.split("-")
    if not _is_generated(password):
        return [password]
    lines = []
    for at in range(0, len(groups), _GROUPS_PER_LINE):
        line = groups[at : at + _GROUPS_PER_LINE]
        lines.append(" ".join((*line, _check("".join(line)))))
    return lines


def _is_generated(password: str) -> bool:
    groups = password.split("-")
    return len(groups) == _GROUPS and all(
        len(group) == _GROUP and set(group) <= set(ALPHABET) for group in groups
    )


def _letters(line: str) -> str:
    """Bring one typed line to the sheet's own letters, without its number."""
    words = line.upper().replace("-", " ").split()
    if len(words) > 1 and words[0].rstrip(".:)").isdigit() and len(words[0]) <= _CHECK:
        words = words[1:]
    return "".join(words).translate(_LIKE)


def _checked(line: str, number: int) -> str:
    letters, check = line[:-_CHECK], line[-_CHECK:]
    if len(letters) != _GROUP * _GROUPS_PER_LINE or _check(letters) != check:
        raise SheetMistyped(number)
    return letters


def _check(letters: str) -> str:
    digest = hashlib.sha256(letters.encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:_CHECK])


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


class Keychain:
    """The system's keychain. Where there is none, or only one that hides nothing, say so.

    Passwords never go to a file of ours: `available` is False and they are asked for.
    """

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        """Use `backend`, or none at all; `system()` finds the computer's own."""
        self._backend = backend

    @classmethod
    def system(cls) -> Keychain:
        """Use the keychain of this computer, if it has one that keeps secrets."""
        with contextlib.suppress(KeyringError, RuntimeError):
            backend = keyring.get_keyring()
            if _keeps_secrets(backend):
                return cls(backend)
        return cls()

    @property
    def available(self) -> bool:
        """Whether there is a keychain."""
        return self._backend is not None

    def load(self, vault: str) -> str | None:
        """Return the password of the vault known as `vault`, or None."""
        if self._backend is None:
            return None
        try:
            return self._backend.get_password(SERVICE, vault)
        except KeyringError:
            return None

    def save(self, vault: str, password: str) -> bool:
        """Keep the password; return whether the keychain took it."""
        if self._backend is None:
            return False
        try:
            self._backend.set_password(SERVICE, vault, password)
        except KeyringError:
            return False
        return True

    def forget(self, vault: str) -> None:
        """Remove the password."""
        if self._backend is not None:
            with contextlib.suppress(KeyringError):
                self._backend.delete_password(SERVICE, vault)


def _keeps_secrets(backend: KeyringBackend) -> bool:
    candidates = getattr(backend, "backends", [backend])
    if any(isinstance(one, (fail.Keyring, null.Keyring)) for one in candidates):
        return False
    return bool(candidates) and all(
        type(one).__module__.startswith(_TRUSTED_BACKENDS) for one in candidates
    )
