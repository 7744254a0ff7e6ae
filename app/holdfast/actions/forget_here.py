"""Forget here: what this computer knows of a vault goes; the vault itself stays as it is."""

from __future__ import annotations

from holdfast.actions.desk import Desk
from holdfast.actions.vault_memory import VaultMemory
from holdfast.vault.library import Vault


def forget_here(desk: Desk, vault: Vault) -> None:
    """Close `vault`, and delete its index and its password from this computer.

    From then on only its password, or its recovery sheet, opens it here.
    """
    with vault.writing:
        vault.close()
        desk.forget_password(vault)
        desk.delete_index(vault)
        VaultMemory(desk.settings.folder, vault.id).forget()
