from pathlib import Path

from holdfast.actions.settings import Settings


def test_what_was_remembered_is_there_in_the_next_run(tmp_path):
    settings = Settings(tmp_path)
    settings.remember_vault(tmp_path / "vault")
    settings.rename("hf-1", "Amara's phone")
    settings.prove_sheet("ab" * 32)
    settings.choose_theme("dark")
    settings.choose_language("de")
    settings.choose_calm(calm=True)

    again = Settings(tmp_path)

    assert again.current_vault == tmp_path / "vault"
    assert again.name_of("hf-1") == "Amara's phone"
    assert again.sheet_proven("ab" * 32)
    assert again.now.theme == "dark"
    assert again.now.language == "de"
    assert again.now.calm


def test_the_vault_opened_last_comes_first_and_only_once(tmp_path):
    settings = Settings(tmp_path)
    for place in ("one", "two", "one"):
        settings.remember_vault(Path("/vaults") / place)

    assert settings.now.vaults == ("/vaults/one", "/vaults/two")


def test_an_empty_name_forgets_the_name(tmp_path):
    settings = Settings(tmp_path)
    settings.rename("hf-1", "Amara's phone")
    settings.rename("hf-1", "")

    assert settings.name_of("hf-1") is None


def test_a_garbled_settings_file_counts_as_empty(tmp_path):
    for garbage in (b"\xff\xfe\x00", b"[]", b'{"names": 3}', b'{"vaults": 7}', b""):
        (tmp_path / "settings.json").write_bytes(garbage)

        assert Settings(tmp_path).now.vaults == ()


def test_a_folder_that_cannot_be_written_costs_only_the_memory(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    settings = Settings(tmp_path / "file" / "folder")

    settings.rename("hf-1", "Amara's phone")

    assert settings.name_of("hf-1") == "Amara's phone"


def test_what_another_program_remembered_meanwhile_is_not_forgotten(tmp_path):
    window, terminal = Settings(tmp_path), Settings(tmp_path)
    terminal.rename("hf-1", "Amara's phone")
    terminal.prove_sheet("ab" * 32)

    window.rename("hf-2", "Ben's phone")

    again = Settings(tmp_path)
    assert again.name_of("hf-1") == "Amara's phone"
    assert again.name_of("hf-2") == "Ben's phone"
    assert again.sheet_proven("ab" * 32)


def test_a_path_that_is_no_text_is_remembered(tmp_path):
    place = Path("/vaults/caf\udce9")
    Settings(tmp_path).remember_vault(place)

    assert Settings(tmp_path).current_vault == place


def test_no_half_written_file_stays_behind(tmp_path):
    (tmp_path / "settings.json").mkdir()

    Settings(tmp_path).rename("hf-1", "Amara's phone")

    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]
