"""Verify: whether everything in the vault is still there and still what it was."""

from __future__ import annotations

from holdfast.progress import Task
from holdfast.vault.library import Vault
from holdfast.vault.repository.check import CheckReport


def verify(vault: Vault, *, read_all: bool, task: Task) -> CheckReport:
    """Check the vault's structure, and with `read_all` decrypt and hash every byte.

    Changes nothing. Damage is in the report; raises `VaultProblem` only when the vault cannot
    be looked at.
    """
    return vault.repository.check(read_data=read_all, task=task)
