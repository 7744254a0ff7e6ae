"""What the terminal says of vaults, their passwords and their recovery sheets."""

from __future__ import annotations

from pathlib import Path

from holdfast.wording.i18n import _, counted


def password_of(vault: Path) -> str:
    """Asks for a vault's password."""
    return _("Password of {vault}: ").format(vault=vault)


def new_password() -> str:
    """Asks for a new vault's password where no keychain can keep a generated one."""
    return _(
        "A password for the new vault, as this computer has no keychain to keep one (empty: one "
        "is made and shown): "
    )


def again() -> str:
    """Asks for the same once more."""
    return _("The same again: ")


def not_the_same() -> str:
    """Said when both were not the same."""
    return _("These were not the same; nothing was made.")


def made(place: Path) -> str:
    """Confirms a new vault."""
    return _("The vault {place} is ready.").format(place=place)


def opened(place: Path, backups: int) -> str:
    """Confirms that a vault opens."""
    return counted(
        "The vault {place} is open; it holds {n} backup.",
        "The vault {place} is open; it holds {n} backups.",
        backups,
        place=place,
    )


def password_in_keychain() -> str:
    """Says where the password is."""
    return _("Its password is in this computer's keychain.")


def password_not_kept() -> str:
    """Says that nobody keeps the password."""
    return _("This computer keeps no copy of its password.")


def print_the_sheet() -> str:
    """What to do after making a vault."""
    return _(
        "Print “holdfast vault recovery-sheet” and type it back with --type: without the "
        "password nobody can open the vault."
    )


def sheet_saved(file: Path) -> str:
    """Confirms a saved sheet."""
    return _("The recovery sheet is in {file}. Print it, then delete the file.").format(file=file)


def type_sheet() -> str:
    """Asks for the sheet to be typed."""
    return _("Type the lines of the recovery sheet, then an empty line.")


def sheet_proven() -> str:
    """Confirms that the sheet opens the vault."""
    return _("The recovery sheet opens this vault.")


def index_rebuilt(backups: int) -> str:
    """Confirms a rebuilt index."""
    return counted(
        "The index was made anew from {n} backup.",
        "The index was made anew from {n} backups.",
        backups,
    )
