"""Passwords of a vault, and what the keychain and the sheet make of their changes."""

import pytest
from keyring.backend import KeyringBackend

from holdfast.actions.desk import PasswordNeeded
from holdfast.actions.passwords import add_password, change_password, remove_password
from holdfast.vault.keys import Keychain
from holdfast.vault.repository.problems import PasswordInUse
from tests.actions.conftest import PASSWORD, make_desk
from tests.vault.test_keys import MemoryKeyring

NEW = "another password"


class Refusing(MemoryKeyring):
    """A keychain that keeps what it has and takes nothing more."""

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.kept:
            raise OSError("locked")
        super().set_password(service, username, password)


def desk_with(tmp_path, backend: KeyringBackend | None):
    desk = make_desk(tmp_path)
    desk.keychain = Keychain(backend)
    return desk


@pytest.fixture
def desk(tmp_path):
    desk = desk_with(tmp_path, MemoryKeyring())
    yield desk
    desk.close()


@pytest.fixture
def vault(desk, tmp_path):
    vault, _ = desk.create_vault(tmp_path / "vault", PASSWORD)
    desk.settings.prove_sheet(vault.id)
    return vault


def reopens(desk, vault, password=None) -> bool:
    desk.open_vault(vault.place, password).close()
    return True


def test_after_a_change_the_keychain_opens_the_vault_and_the_sheet_is_to_be_proven(desk, vault):
    change_password(desk, vault, NEW)
    assert reopens(desk, vault)
    assert desk.keychain.load(str(vault.place)) == NEW
    assert not desk.settings.sheet_proven(vault.id)


def test_a_change_puts_no_password_into_a_keychain_that_had_none(desk, vault):
    desk.keychain.forget(str(vault.place))
    change_password(desk, vault, NEW)
    assert desk.keychain.load(str(vault.place)) is None


def test_an_added_password_leaves_the_keychain_and_the_sheet_as_they_are(desk, vault):
    add_password(desk, vault, NEW)
    assert reopens(desk, vault, NEW)
    assert desk.keychain.load(str(vault.place)) == PASSWORD
    assert desk.settings.sheet_proven(vault.id)


def test_a_change_that_is_refused_changes_nothing_here(desk, vault):
    with pytest.raises(PasswordInUse):
        change_password(desk, vault, PASSWORD)
    assert desk.keychain.load(str(vault.place)) == PASSWORD
    assert desk.settings.sheet_proven(vault.id)


def test_the_keychain_never_keeps_a_password_that_was_removed(desk, vault):
    first = vault.repository.keys.listed()[0]
    add_password(desk, vault, NEW)
    other = desk.open_vault(vault.place, NEW)
    remove_password(desk, other, first.id, NEW)
    assert desk.keychain.load(str(vault.place)) == NEW
    assert not desk.settings.sheet_proven(vault.id)


def test_a_keychain_that_takes_nothing_more_costs_only_a_question(tmp_path):
    desk = desk_with(tmp_path, Refusing())
    vault, _ = desk.create_vault(tmp_path / "vault", PASSWORD)
    change_password(desk, vault, NEW)
    with pytest.raises(PasswordNeeded):
        desk.open_vault(vault.place)
    assert reopens(desk, vault, NEW)
    desk.close()
