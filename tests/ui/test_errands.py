"""What the window has done to a phone, without the window."""

from __future__ import annotations

from holdfast.actions.mirror import choose_mirror
from holdfast.progress import Task
from holdfast.ui.errands import run_back_up
from tests.actions.conftest import PASSWORD, World, make_desk


def test_a_backup_of_the_window_brings_the_mirror_up_to_date(tmp_path):
    desk = make_desk(tmp_path)
    vault, _ = desk.create_vault(tmp_path / "vault", PASSWORD)
    phone = World(tmp_path, desk, vault).phone()
    choose_mirror(vault, desk.settings, phone, tmp_path / "mirror")
    desk.settings.rename(phone, "Old Faithful")

    result = run_back_up(desk, vault, phone, Task())

    assert result.mirror.problem is None
    assert len(list((tmp_path / "mirror" / "Contacts").iterdir())) == 12
    assert "Old Faithful" in (tmp_path / "mirror" / "README.txt").read_text("utf-8")
    vault.close()
    desk.close()
