"""What this computer remembers of a vault, and how it forgets."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from holdfast.actions.retention import PRESETS, Preset, Rules
from holdfast.actions.vault_memory import LastCheck, VaultMemory

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
VAULT = "ab" * 32


def test_a_check_and_rules_are_remembered_side_by_side(tmp_path: Path) -> None:
    memory = VaultMemory(tmp_path, VAULT)
    memory.note_check(LastCheck(NOON, damaged=2, read_all=True))
    memory.choose_rules("a", PRESETS[Preset.TIGHT])
    memory.choose_rules("b", Rules(last=3))

    again = VaultMemory(tmp_path, VAULT).read()

    assert again.check == LastCheck(NOON, damaged=2, read_all=True)
    assert again.rules == {"a": PRESETS[Preset.TIGHT], "b": Rules(last=3)}


def test_rules_that_keep_everything_are_no_rules(tmp_path: Path) -> None:
    memory = VaultMemory(tmp_path, VAULT)
    memory.choose_rules("a", Rules(last=3))
    memory.choose_rules("a", Rules())

    assert memory.read().rules == {}


def test_a_file_that_makes_no_sense_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / f"safety-{VAULT[:16]}.json").write_text('{"check": 7}')

    assert VaultMemory(tmp_path, VAULT).read().check is None


def test_nothing_is_remembered_after_forgetting(tmp_path: Path) -> None:
    memory = VaultMemory(tmp_path, VAULT)
    memory.note_check(LastCheck(NOON))
    memory.forget()

    assert memory.read().check is None
    assert list(tmp_path.iterdir()) == []
