import errno
from pathlib import Path

import pytest

from holdfast.actions import export as export_module
from holdfast.actions.export import ExportFolderFull, ExportFolderUnusable, export
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from tests.actions.phone_files import held


@pytest.fixture
def backup(world):
    return world.back_up(world.phone()).snapshot


def exported(folder):
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def test_an_export_holds_every_item_as_the_phone_gave_it(world, backup, tmp_path):
    result = export(world.vault, backup, tmp_path / "out", task=Task())

    assert sorted(exported(tmp_path / "out")) == sorted(held(world.phones["phone"]).values())
    assert result.files == len(exported(tmp_path / "out"))


def test_only_the_asked_kinds_are_exported(world, backup, tmp_path):
    result = export(world.vault, backup, tmp_path / "out", kinds={Kind.NOTES}, task=Task())

    assert [p.name for p in (tmp_path / "out").iterdir()] == ["Notes"]
    assert set(result.counts) == {Kind.NOTES}


def test_a_second_export_overwrites_nothing(world, backup, tmp_path):
    export(world.vault, backup, tmp_path / "out", kinds={Kind.NOTES}, task=Task())
    first = exported(tmp_path / "out")

    export(world.vault, backup, tmp_path / "out", kinds={Kind.NOTES}, task=Task())

    assert sorted(exported(tmp_path / "out")) == sorted(first * 2)


def test_a_folder_that_is_a_file_is_a_problem(world, backup, tmp_path):
    (tmp_path / "out").write_bytes(b"")

    with pytest.raises(ExportFolderUnusable):
        export(world.vault, backup, tmp_path / "out", task=Task())


def test_a_full_disk_is_a_problem_and_leaves_no_half_file(world, backup, tmp_path, monkeypatch):
    def full(self, target):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(export_module.Path, "rename", full)

    with pytest.raises(ExportFolderFull):
        export(world.vault, backup, tmp_path / "out", task=Task())

    assert exported(Path(tmp_path / "out")) == []
