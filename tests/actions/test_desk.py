import tempfile

import pytest
from keyring.backend import KeyringBackend

from holdfast.actions.desk import Desk, PasswordNeeded
from holdfast.vault.keys import Keychain
from holdfast.vault.repository.problems import VaultMissing, WrongPassword
from tests.actions.conftest import CHEAP, PASSWORD, make_desk, ticking_clock
from tests.vault.repository.vaults import save


class InMemory(KeyringBackend):
    """A keychain that forgets with the process."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}
        self.asked = 0

    def get_password(self, service, username):
        self.asked += 1
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


@pytest.fixture
def backend():
    return InMemory()


@pytest.fixture
def desk(tmp_path, backend):
    desk = make_desk(tmp_path)
    desk.keychain = Keychain(backend)
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


def backed_up(vault):
    """Put a backup of a phone with nothing on it into `vault`, past its history."""
    return save(
        vault.repository, {"handset.json": b'{"id": "lx-0042"}', "coverage.json": b'{"kinds": []}'}
    )


def test_a_known_vault_shows_its_history_before_the_keychain_is_asked(desk, place, backend):
    vault = desk.open_vault(place)
    snapshot = backed_up(vault)
    vault.history.refresh()
    vault.close()
    backend.asked = 0

    vault = desk.open_known_vault(place)

    assert [known.snapshot.id for known in vault.history.timeline()] == [snapshot.id]
    assert backend.asked == 0
    vault.repository.unlock()
    assert backend.asked == 1
    assert vault.repository.load_snapshot(snapshot.id) == snapshot


def test_a_backup_that_another_computer_made_is_there_when_a_known_vault_opens(desk, place):
    vault = desk.open_vault(place)
    snapshot = backed_up(vault)
    vault.close()

    assert [known.snapshot.id for known in desk.open_known_vault(place).history.timeline()] == [
        snapshot.id
    ]


def test_a_vault_of_which_no_index_was_kept_is_unlocked_when_it_opens(desk, place, backend):
    for index in place.parent.glob("cache/*.sqlite*"):
        index.unlink()
    backend.asked = 0

    assert desk.open_known_vault(place).repository.keys.listed()
    assert backend.asked


def test_a_password_that_the_keychain_lost_is_asked_for_when_it_is_needed(desk, place, backend):
    backend.kept.clear()
    vault = desk.open_known_vault(place)

    with pytest.raises(PasswordNeeded):
        vault.repository.unlock()


@pytest.mark.parametrize("password", [PASSWORD, "another"])
def test_another_vault_in_its_place_costs_the_known_one_nothing(desk, place, tmp_path, password):
    vault = desk.open_vault(place)
    snapshot = backed_up(vault)
    vault.history.refresh()
    vault.close()
    kept = place.rename(tmp_path / "kept")
    other, _ = desk.create_vault(place, password)
    other.close()
    desk.settings.remember_vault(place, vault.id)

    shown = desk.open_known_vault(place)
    assert shown.id == other.id
    assert shown.history.timeline() == ()
    shown.close()

    place.rename(tmp_path / "other")
    kept.rename(place)
    desk.keychain.save(str(place), PASSWORD)
    again = desk.open_known_vault(place)
    assert [known.snapshot.id for known in again.history.timeline()] == [snapshot.id]


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
