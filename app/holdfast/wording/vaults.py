"""What the terminal says of vaults, their passwords and their recovery sheets."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from holdfast.wording import times
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


def another_password() -> str:
    """Asks for a further password of a vault."""
    return _("The new password: ")


def say_new_password() -> str:
    """Said when nobody is there to type the new password."""
    return _(
        "Say which new password: with --new-password-file FILE, or --generate to have one made."
    )


def password_added(moment: datetime | None) -> str:
    """When a password was added, in the list of them."""
    return _("at an unknown time") if moment is None else times.full(moment)


def password_current() -> str:
    """Marks the password that opened the vault now, in the list of them."""
    return _("in use now")


def password_is_added(key: str) -> str:
    """Confirms a further password."""
    return _("The new password opens the vault, too; it is listed as {key}.").format(key=key)


def password_is_changed() -> str:
    """Confirms a changed password, and what that cannot do."""
    return _(
        "The new password opens the vault, the old one no more. Copies of the vault that were "
        "made before still open with the old one."
    )


def password_is_removed(key: str) -> str:
    """Confirms that a password is gone, and what that cannot do."""
    return _(
        "The password {key} opens the vault no more. Copies of the vault that were made before "
        "still open with it."
    ).format(key=key)


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
