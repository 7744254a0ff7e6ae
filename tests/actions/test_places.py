import pytest

from holdfast.actions.places import new_vault_place
from holdfast.vault.repository.problems import VaultExists
from tests.actions.conftest import PASSWORD, make_desk


@pytest.fixture
def documents(tmp_path):
    (tmp_path / "Documents").mkdir()
    (tmp_path / "Documents" / "letter.txt").write_text("Dear Paul")
    return tmp_path / "Documents"


def test_an_empty_folder_is_taken_as_it_is(tmp_path):
    assert new_vault_place(tmp_path) == tmp_path


def test_a_folder_that_is_not_there_yet_is_taken_as_it_is(tmp_path):
    assert new_vault_place(tmp_path / "new") == tmp_path / "new"


def test_among_other_things_the_vault_gets_a_folder_of_its_own(documents):
    assert new_vault_place(documents) == documents / "Holdfast"


def test_a_disk_that_holds_only_its_own_folder_counts_as_used(tmp_path):
    (tmp_path / "lost+found").mkdir()

    assert new_vault_place(tmp_path) == tmp_path / "Holdfast"


def test_a_name_that_is_taken_is_counted_on(documents):
    (documents / "Holdfast").mkdir()
    (documents / "Holdfast" / "config").touch()
    (documents / "Holdfast 2").touch()

    assert new_vault_place(documents) == documents / "Holdfast 3"


def test_an_empty_folder_of_that_name_is_not_taken(documents):
    (documents / "Holdfast").mkdir()

    assert new_vault_place(documents) == documents / "Holdfast"


def test_a_vault_gets_no_other_vault_inside(tmp_path):
    desk = make_desk(tmp_path)
    vault, _ = desk.create_vault(tmp_path / "vault", PASSWORD)
    vault.close()

    assert new_vault_place(vault.place) == vault.place
    with pytest.raises(VaultExists):
        desk.create_vault(new_vault_place(vault.place), PASSWORD)
    desk.close()


def test_two_vaults_made_in_documents_lie_beside_each_other(documents, tmp_path):
    desk = make_desk(tmp_path)
    for _ in range(2):
        vault, _password = desk.create_vault(new_vault_place(documents), PASSWORD)
        vault.close()
    desk.close()

    assert sorted(path.name for path in documents.iterdir()) == [
        "Holdfast",
        "Holdfast 2",
        "letter.txt",
    ]
