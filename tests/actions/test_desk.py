import tempfile

import pytest
from keyring.backend import KeyringBackend

from holdfast.actions.desk import Desk, PasswordNeeded
from holdfast.vault.keys import Keychain
from holdfast.vault.repository.problems import VaultMissing, WrongPassword
from tests.actions.conftest import CHEAP, PASSWORD, make_desk, ticking_clock


class InMemory(KeyringBackend):
    """A keychain that forgets with the process."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


@pytest.fixture
def desk(tmp_path):
    desk = make_desk(tmp_path)
    desk.keychain = Keychain(InMemory())
    yield desk
    desk.close()


@pytest.fixture
def place(desk, tmp_path):
    """A vault whose password the keychain holds."""
    vault, _ = desk.create_vault(tmp_path / "vault", PASSWORD)
    vault.close()
    return tmp_path / "vault"


def indexes(tmp_path):
    return sorted(path.suffix for path in tmp_path.glob("cache/*.sqlite"))


def test_no_readable_index_outlives_the_desk(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    desk = make_desk(tmp_path)
    for name in ("one", "two"):
        desk.create_vault(tmp_path / name, PASSWORD)
    assert len(list(tmp_path.glob("holdfast-index-*"))) == 2

    desk.close()

    assert list(tmp_path.glob("holdfast-index-*")) == []


def test_a_sample_hung_up_twice_is_one_phone(world):
    world.phone()

    world.desk.hang_sample(world.phones["phone"])
    world.desk.hang_sample(world.phones["phone"] / ".." / "phone")

    assert len(world.desk.look().present) == 1


def test_the_keychain_opens_the_vault(desk, place, tmp_path):
    desk.open_vault(place).close()

    assert indexes(tmp_path) == [".sqlite"]


def test_a_wrong_password_in_the_keychain_is_asked_for_anew(desk, place):
    desk.keychain.save(str(place), "of another vault that lay here")

    with pytest.raises(PasswordNeeded):
        desk.open_vault(place)


def test_a_wrong_password_that_was_typed_is_called_wrong(desk, place):
    with pytest.raises(WrongPassword):
        desk.open_vault(place, "not it")


def test_a_vault_that_was_moved_asks_for_its_password_and_has_its_history(desk, place):
    moved = place.rename(place.with_name("moved"))

    with pytest.raises(PasswordNeeded):
        desk.open_vault(moved)
    with pytest.raises(VaultMissing):
        desk.open_vault(place)

    vault = desk.open_vault(moved, PASSWORD)
    assert desk.settings.current_vault == moved
    vault.close()


def test_the_index_stays_on_disk_only_where_the_keychain_can_open_the_vault(desk, place, tmp_path):
    (tmp_path / "cache").joinpath(next((tmp_path / "cache").iterdir()).name).unlink()
    desk.keychain.save(str(place), "of another vault that lay here")

    desk.open_vault(place, PASSWORD).close()

    assert indexes(tmp_path) == []


def test_a_desk_on_another_computer_knows_nothing_but_the_password(place, tmp_path):
    other = Desk(
        settings=make_desk(tmp_path / "other").settings,
        keychain=Keychain(None),
        cache=tmp_path / "other" / "cache",
        clock=ticking_clock(),
        cost=CHEAP,
        settle=0.0,
    )

    other.open_vault(place, PASSWORD).close()

    assert not (tmp_path / "other" / "cache").exists()
    other.close()
