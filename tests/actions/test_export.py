import errno
from dataclasses import replace
from pathlib import Path

import pytest
import vobject
from icalendar import Calendar

from holdfast.actions.export import ExportFolderFull, ExportFolderUnusable, Form, export
from holdfast.progress import Cancelled, Task
from holdfast.records.model.kinds import Kind
from holdfast.vault.repository.problems import VaultDamaged
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

    monkeypatch.setattr(Path, "rename", full)

    with pytest.raises(ExportFolderFull):
        export(world.vault, backup, tmp_path / "out", task=Task())

    assert exported(Path(tmp_path / "out")) == []


def export_as(world, backup, monkeypatch, folder, kind, **changes):
    """Export `kind` as if history told `changes` of every item; return the files' paths."""
    items = [replace(item, **changes) for item in world.vault.history.items(backup.id, kind)]
    monkeypatch.setattr(world.vault.history, "items", lambda *_: tuple(items))
    export(world.vault, backup, folder, kinds={kind}, task=Task())
    return [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("title", ["CON", "nul", "Com1.x", "x" * 500, "\u00e9" * 200, "..", "a/b"])
def test_any_title_becomes_a_name_that_any_disk_takes(world, backup, tmp_path, monkeypatch, title):
    paths = export_as(world, backup, monkeypatch, tmp_path / "out", Kind.NOTES, title=title)

    assert len(paths) == 4
    for path in paths:
        stem = path.name.partition(".")[0].rstrip(" ").upper()
        assert path.parts[0] == "Notes"
        assert len(path.parts) == 2
        assert len(path.name.encode()) <= 255
        assert stem not in {"CON", "NUL", "COM1"}


def test_folders_without_end_become_a_short_path(world, backup, tmp_path, monkeypatch):
    deep = ("Phone", *["folder" * 30] * 31, "IMG.JPG")

    paths = export_as(world, backup, monkeypatch, tmp_path / "out", Kind.PHOTOS, path=deep)

    assert len(paths) == 6
    assert all(len(str(path)) < 1000 and path.suffix == ".JPG" for path in paths)


def test_a_picture_keeps_its_date(world, backup, tmp_path):
    export(world.vault, backup, tmp_path / "out", kinds={Kind.PHOTOS}, task=Task())

    items = world.vault.history.items(backup.id, Kind.PHOTOS)
    dates = sorted(item.modified.timestamp() for item in items)
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert sorted(path.stat().st_mtime for path in files) == dates


def test_a_link_in_the_folder_is_not_followed(world, backup, tmp_path):
    export(world.vault, backup, tmp_path / "out", kinds={Kind.NOTES}, task=Task())
    for path in (tmp_path / "out" / "Notes").iterdir():
        path.unlink()
        path.symlink_to(tmp_path / f"outside {path.name}")

    export(world.vault, backup, tmp_path / "out", kinds={Kind.NOTES}, task=Task())

    assert not list(tmp_path.glob("outside*"))


def test_an_item_that_is_damaged_in_the_vault_stops_no_other(world, backup, tmp_path, monkeypatch):
    whole = world.vault.history.read
    lost = world.vault.history.items(backup.id, Kind.PHOTOS)[0]

    def read(item, suffix=None):
        if item == lost:
            raise VaultDamaged("data 1234")
        return whole(item, suffix)

    monkeypatch.setattr(world.vault.history, "read", read)

    result = export(world.vault, backup, tmp_path / "out", task=Task())

    assert [item.key for item in result.damaged] == [lost.key]
    assert result.files == len(exported(tmp_path / "out"))
    assert result.files == len(held(world.phones["phone"])) - 1


def test_an_export_can_be_stopped_within_a_file(world, backup, tmp_path, monkeypatch):
    task = Task()

    def long(*_):
        yield b"first"
        task.cancel()
        yield b"second"

    monkeypatch.setattr(world.vault.history, "read", long)

    with pytest.raises(Cancelled):
        export(world.vault, backup, tmp_path / "out", task=task)

    assert exported(tmp_path / "out") == []


def test_an_export_in_a_standard_form_is_read_by_todays_programs(world, backup, tmp_path):
    result = export(world.vault, backup, tmp_path / "out", form=Form.STANDARD, task=Task())
    cards = list((tmp_path / "out" / "Contacts").glob("*.vcf"))
    events = list((tmp_path / "out" / "Calendar").iterdir())

    assert all(vobject.readOne(card.read_text("utf-8")).version.value == "3.0" for card in cards)
    assert all(Calendar.from_ical(event.read_bytes())["VERSION"] == "2.0" for event in events)
    assert {path.suffix for path in (tmp_path / "out" / "Notes").iterdir()} == {".txt"}
    assert [report.kind for report in result.fidelity] == [
        Kind.CONTACTS, Kind.CALENDAR, Kind.TODOS, Kind.NOTES,
    ]  # fmt: skip
    assert all(report.whole == report.items for report in result.fidelity)


def test_what_has_no_standard_form_is_exported_as_it_is(world, tmp_path):
    phone = world.phone()
    card = min((world.phones["phone"] / "contacts").iterdir())
    card.write_bytes(b"not a card at all")
    backup = world.back_up(phone).snapshot
    result = export(world.vault, backup, tmp_path / "out", form=Form.NEWEST, task=Task())

    assert result.as_they_are == 1
    assert b"not a card at all" in exported(tmp_path / "out")
