"""Passwords of a vault: added, changed, removed, and what this computer keeps of them."""

from __future__ import annotations

from holdfast.actions.desk import Desk
from holdfast.vault.library import Vault
from holdfast.vault.repository.key_files import KeyInfo


def add_password(desk: Desk, vault: Vault, password: str) -> KeyInfo:
    """Let `password` open the vault as well; the keychain and the sheet stay as they are.

    Raises `PasswordInUse`, `VaultLocked`, `DiskFull`, ….
    """
    with vault.writing:
        return vault.repository.keys.add(password, desk.cost)


def change_password(desk: Desk, vault: Vault, password: str) -> KeyInfo:
    """Let `password` open the vault instead of the one that opened it now.

    The keychain follows where it held the old one, and the recovery sheet has to be printed
    and typed back anew. Raises like `add_password`.
    """
    kept = desk.keeps_password(vault)
    with vault.writing:
        key = vault.repository.keys.change(password, desk.cost)
    if kept:
        desk.keep_password(vault, password)
    desk.settings.unprove_sheet(vault.id)
    return key


def remove_password(desk: Desk, vault: Vault, key: str, current: str) -> KeyInfo:
    """Remove the key whose name begins with `key`; `current` is what opened the vault now.

    The keychain may have held the password that goes, and the sheet may have shown it: the
    keychain takes `current`, and the sheet has to be proven anew. Raises `NoSuchKey`,
    `AmbiguousKey`, `LastKey`, `KeyInUse`, `VaultLocked`.
    """
    with vault.writing:
        removed = vault.repository.keys.remove(key)
    if desk.keeps_password(vault):
        desk.keep_password(vault, current)
    desk.settings.unprove_sheet(vault.id)
    return removed
