"""What a phone left behind comes in whole, goes on in one history, and can be put back."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from holdfast.actions.importing import NameTaken, NothingToImport, import_place
from holdfast.actions.restore import plan, restore
from holdfast.phones.handsets.folder.opening import open_folder
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.wording import mirrors
from tests.phones.handsets.folder.rig import SMALL_CARD, card, lay_out

CORPUS = os.environ.get("HOLDFAST_CORPUS", "")


@pytest.fixture
def bring(world):
    def bring(path: Path, name: str | None = None):
        desk = world.desk
        return import_place(
            world.vault,
            desk.settings,
            path,
            name=name,
            words=mirrors.words("card"),
            task=Task(),
            clock=desk.clock,
        )

    return bring


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(params=["our own", "corpus"])
def source(request, tmp_path):
    if request.param == "our own":
        return lay_out(tmp_path / "card", SMALL_CARD)
    if not CORPUS:
        pytest.skip("corpus: absent (set HOLDFAST_CORPUS)")
    shutil.copytree(CORPUS, tmp_path / "card")
    return tmp_path / "card"


def test_all_that_lay_in_a_folder_comes_back_into_an_empty_one(world, bring, source, tmp_path):
    vault = world.vault
    result = bring(source, "What was left")
    target = open_folder(lay_out(tmp_path / "empty", {}))

    made = plan(vault, target, result.snapshot, task=Task())
    receipt = restore(made, vault, target, task=Task(), clock=world.desk.clock)

    assert result.whole
    assert receipt.whole
    assert made.writes == sum(entry.count for entry in result.coverage) > 0
    before, after = files_of(source), files_of(tmp_path / "empty")
    junk = {name for name in before if "Trashes" in name or ".thumb" in name or "._" in name}
    assert {name: after.get(name) for name in before.keys() - junk} == {
        name: data for name, data in before.items() if name not in junk
    }
    again = plan(vault, target, result.snapshot, task=Task())
    assert not again.writes


def test_a_second_import_of_the_same_files_changes_nothing(bring, tmp_path):
    lay_out(tmp_path / "card", SMALL_CARD)
    first = bring(tmp_path / "card")
    second = bring(tmp_path / "card")

    assert second.snapshot.handset.id == first.snapshot.handset.id
    assert not any(entry.added or entry.changed or entry.removed for entry in second.digest)


def test_an_export_unpacked_elsewhere_goes_on_under_its_name(bring, tmp_path):
    lay_out(tmp_path / "one", {"pb.vcf": card("Ada") + card("Grace")})
    lay_out(tmp_path / "two", {"pb.vcf": card("Ada") + card("Grace") + card("Jean")})

    first = bring(tmp_path / "one", "Old Sidekick")
    second = bring(tmp_path / "two", "old sidekick")

    assert second.snapshot.handset.id == first.snapshot.handset.id
    [contacts] = [each for each in second.digest if each.kind is Kind.CONTACTS]
    assert (contacts.added, contacts.changed, contacts.removed) == (1, 0, 0)


def test_a_phones_name_is_not_taken_for_an_import(world, bring, tmp_path):
    phone = world.phone()
    world.back_up(phone)
    world.desk.settings.rename(phone, "Mum")
    lay_out(tmp_path / "card", {"a.vcf": card("Ada")})

    with pytest.raises(NameTaken):
        bring(tmp_path / "card", "mum")
    assert len(world.vault.history.timeline()) == 1


def test_an_empty_folder_is_no_backup(world, bring, tmp_path):
    lay_out(tmp_path / "card", {".Trashes/x.vcf": card("Gone")})

    with pytest.raises(NothingToImport):
        bring(tmp_path / "card")
    assert not world.vault.history.timeline()


def test_an_emptied_card_raises_the_alarm(bring, tmp_path):
    lay_out(tmp_path / "card", {f"{n}.vcf": card(f"Friend {n}") for n in range(40)})
    bring(tmp_path / "card")
    for path in (tmp_path / "card").iterdir():
        path.unlink()

    result = bring(tmp_path / "card")

    assert [alarm.kind for alarm in result.alarms] == [Kind.CONTACTS]
