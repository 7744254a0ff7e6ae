"""The vault's password: made, kept in the system keychain, read from a file, typed from paper."""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import logging
import re
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.errors import Problem

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

log = logging.getLogger(__name__)

SERVICE = "holdfast"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U to be mistaken on paper."""

_LIKE = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_GROUP = 5
_GROUPS = 6
_GROUPS_PER_LINE = 2
_CHECK = 2
_LINES = _GROUPS // _GROUPS_PER_LINE
_LINE = _GROUP * _GROUPS_PER_LINE + _CHECK
"""Letters of one line, those that check it included."""
_BETWEEN = re.compile(r"[\W_]+")
_PRINTED = re.compile(r"^\s*password\s*:[ \t]*(\S.*?)\s*$", re.IGNORECASE | re.MULTILINE)
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
    """Return the first line of the file, without blanks around it, as restic reads it.

    Files of Windows' editor and shell (a byte order mark, UTF-16) are read too. Raises
    `PasswordFileUnreadable`.
    """
    try:
        with path.open("rb") as file:
            lines = _decoded(file.read(_MAX_PASSWORD_FILE)).splitlines()
    except OSError as error:
        raise PasswordFileUnreadable(str(path), error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise PasswordFileUnreadable(str(path), "not text") from error
    password = lines[0].strip() if lines else ""
    if not password:
        raise PasswordFileUnreadable(str(path), "empty")
    return password


def _decoded(data: bytes) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if wide else "utf-8-sig")


def recovery_sheet(password: str, vault: str, place: str, now: datetime) -> str:
    """Write the sheet that opens the vault without this computer, to be printed or saved.

    `vault` is its id, `place` its folder, `now` the local time. A generated password stands
    there in lines as well; two letters at a line's end tell whether it was typed right.
    """
    return "\n".join(
        [
            "HOLDFAST RECOVERY SHEET",
            "",
            "Whoever has this sheet can open your backups. Without it, and without the",
            "computer that made it, nobody can: not even the makers of Holdfast.",
            "Keep it on paper, away from the computer.",
            "",
            *_lines_to_type(password),
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


def _lines_to_type(password: str) -> list[str]:
    lines = [
        f"    {number}   {' '.join(words)}" for number, words in enumerate(sheet_lines(password), 1)
    ]
    return [*lines, "", "In each line, the last two letters only check the line."] if lines else []


def sheet_lines(password: str) -> list[tuple[str, ...]]:
    """The lines to type: groups of a generated password, then two letters that check the line.

    Empty for a password that its owner chose: it has to be typed as it is.
    """
    if not _is_generated(password):
        return []
    groups = password.split("-")
    lines = []
    for number, at in enumerate(range(0, _GROUPS, _GROUPS_PER_LINE), 1):
        line = groups[at : at + _GROUPS_PER_LINE]
        lines.append((*line, _check(number, "".join(line))))
    return lines


def password_from_sheet(typed: str) -> str:
    """Read back what was typed from the sheet: its numbered lines, or its "Password:" line.

    Case, blanks, dashes, line breaks and line numbers do not matter; O is read as 0, I and L
    as 1, U as V. The sheet's text may be pasted whole. Raises `SheetMistyped`, with the
    number of the line where that can be told.
    """
    if printed := _PRINTED.search(typed):
        letters = _letters(printed[1].split())
        return _grouped(letters) if _is_whole(letters) else printed[1]
    rows = [words for line in typed.splitlines() if (words := _words(line))]
    if len(rows) == _LINES:
        lines = [_without_number(number, row) for number, row in enumerate(rows, 1)]
    else:
        lines = _cut(_without_numbers(chain.from_iterable(rows)))
    letters = "".join(lines)
    if _is_whole(letters):
        return _grouped(letters)  # the check letters were left out
    return _grouped("".join(_checked(number, line) for number, line in enumerate(lines, 1)))


def _is_generated(password: str) -> bool:
    groups = password.split("-")
    return len(groups) == _GROUPS and all(
        len(group) == _GROUP and set(group) <= set(ALPHABET) for group in groups
    )


def _is_whole(letters: str) -> bool:
    return len(letters) == _GROUP * _GROUPS and set(letters) <= set(ALPHABET)


def _words(line: str) -> list[str]:
    return [word for word in _BETWEEN.split(line.upper()) if word]


def _letters(words: Iterable[str]) -> str:
    """Join words as they were typed into the sheet's own letters."""
    return "".join(_BETWEEN.sub("", word.upper()) for word in words).translate(_LIKE)


def _without_number(number: int, words: list[str]) -> str:
    """Bring one typed line to the sheet's own letters, without its number."""
    first, *rest = words
    if rest and first == str(number):
        return _letters(rest)
    letters = _letters(words)
    return letters[1:] if len(letters) == _LINE + 1 and letters[0] == str(number) else letters


def _without_numbers(words: Iterable[str]) -> str:
    """The same for lines that were typed on end, or broken elsewhere."""
    letters = ""
    for word in words:
        number, within = divmod(len(letters), _LINE)
        if within or word != str(number + 1):
            letters += _letters([word])
    return letters


def _cut(letters: str) -> list[str]:
    """Cut what was typed on end into lines; what is too much stays with the last one."""
    starts = [number * _LINE for number in range(_LINES)]
    return [letters[at : at + _LINE] for at in starts[:-1]] + [letters[starts[-1] :]]


def _checked(number: int, line: str) -> str:
    letters, check = line[:-_CHECK], line[-_CHECK:]
    if len(line) != _LINE or _check(number, letters) != check:
        raise SheetMistyped(number)
    return letters


def _check(number: int, letters: str) -> str:
    digest = hashlib.sha256(f"{number}{letters}".encode("utf-8", "surrogatepass")).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:_CHECK])


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


class Keychain:
    """The system's keychain. Where there is none, or only one that hides nothing, say so.

    Passwords never go to a file of ours: `available` is False and they are asked for.
    """

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        """Use `backend`, or none at all; `system()` finds the computer's own."""
        self._lock = threading.Lock()
        self._found = backend
        self._find: Callable[[], KeyringBackend | None] | None = None

    @classmethod
    def system(cls) -> Keychain:
        """Use the keychain of this computer, if it has one that keeps secrets.

        It is looked for when it is first asked, which takes some tenths of a second.
        """
        made = cls()
        made._find = _of_this_computer
        return made

    @property
    def _backend(self) -> KeyringBackend | None:
        with self._lock:
            if self._find is not None:
                self._found, self._find = self._find(), None
            return self._found

    @property
    def available(self) -> bool:
        """Whether there is a keychain."""
        return self._backend is not None

    def load(self, vault: str) -> str | None:
        """Return the password of the vault known as `vault`, or None."""
        found: str | None = None
        backend = self._backend
        if backend is not None:
            with _its_own_errors():
                found = backend.get_password(SERVICE, vault)
        return found

    def save(self, vault: str, password: str) -> bool:
        """Keep the password; return whether the keychain took it and gives it back."""
        kept = False
        backend = self._backend
        if backend is not None:
            with _its_own_errors():
                backend.set_password(SERVICE, vault, password)
                kept = backend.get_password(SERVICE, vault) == password
        return kept

    def forget(self, vault: str) -> None:
        """Remove the password."""
        backend = self._backend
        if backend is not None:
            with _its_own_errors():
                backend.delete_password(SERVICE, vault)


def _of_this_computer() -> KeyringBackend | None:
    import keyring  # noqa: PLC0415 - large: the window is seen before it is there

    secret: list[KeyringBackend] = []
    with _its_own_errors():
        chosen = keyring.get_keyring()
        secret += filter(_keeps_secrets, getattr(chosen, "backends", [chosen]))
    return secret[0] if secret else None


@contextlib.contextmanager
def _its_own_errors() -> Iterator[None]:
    # Backends let through whatever D-Bus, the Windows API or a broken keyringrc.cfg raise
    # beneath them; without a keychain the password is asked for, so none of it is fatal.
    try:
        yield
    except Exception as error:  # noqa: BLE001
        # No trace: it could quote what was being kept.
        log.warning("the keychain does not answer: %s", type(error).__name__)


def _keeps_secrets(backend: KeyringBackend) -> bool:
    return type(backend).__module__.startswith(_TRUSTED_BACKENDS)
