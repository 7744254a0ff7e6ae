import json
from datetime import UTC, datetime
from pathlib import Path

from holdfast.actions.settings import AtPlugIn, Settings


def test_what_was_remembered_is_there_in_the_next_run(tmp_path):
    settings = Settings(tmp_path)
    settings.remember_vault(tmp_path / "vault", "a" * 64)
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
        settings.remember_vault(Path("/vaults") / place, place)

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
    Settings(tmp_path).remember_vault(place, "a" * 64)

    assert Settings(tmp_path).current_vault == place


def test_no_half_written_file_stays_behind(tmp_path):
    (tmp_path / "settings.json").mkdir()

    Settings(tmp_path).rename("hf-1", "Amara's phone")

    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_what_is_to_happen_at_plug_in_is_asked_until_its_owner_chose(tmp_path):
    settings = Settings(tmp_path)
    settings.choose_at_plug_in("hf-1", AtPlugIn.BACK_UP)

    again = Settings(tmp_path)

    assert again.at_plug_in("hf-1") is AtPlugIn.BACK_UP
    assert again.at_plug_in("hf-2") is AtPlugIn.ASK


def test_reminders_are_on_and_staying_is_off_until_somebody_chose(tmp_path):
    settings = Settings(tmp_path)
    assert settings.now.reminds
    assert not settings.now.stays

    settings.choose_reminders(reminds=False)
    settings.choose_stay(stays=True)

    assert not Settings(tmp_path).now.reminds
    assert Settings(tmp_path).now.stays


def test_the_time_of_a_reminder_is_kept_with_its_zone(tmp_path):
    when = datetime(2009, 10, 3, 12, 30, tzinfo=UTC)
    Settings(tmp_path).note_reminder("hf-1", when)

    assert Settings(tmp_path).now.reminded == {"hf-1": when}


def test_choices_and_times_that_nobody_understands_are_left_out(tmp_path):
    content = {"at_plug_in": {"hf-1": "dance"}, "reminded": {"hf-1": "2009-10-03T12:30:00"}}
    (tmp_path / "settings.json").write_text(json.dumps(content), encoding="utf-8")

    settings = Settings(tmp_path)

    assert settings.at_plug_in("hf-1") is AtPlugIn.ASK
    assert settings.now.reminded == {}
