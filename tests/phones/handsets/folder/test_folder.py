"""What a folder does that no phone does: junk, links, rights, archives, identity."""

from __future__ import annotations

import os
import shutil
import zipfile
from dataclasses import replace

import pytest

from holdfast.phones.handsets.folder import walking
from holdfast.phones.handsets.folder.opening import FolderUnreadable, open_folder
from holdfast.phones.handsets.folder.volumes import Volume, volume_of
from holdfast.phones.handsets.handset import Garbled, ItemRefused, KindRefused
from holdfast.progress import Task
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.contract import bytes_of, new_item, read, read_all
from tests.phones.handsets.folder.rig import SMALL_CARD, FolderRig, card, lay_out


@pytest.fixture
def rig(tmp_path):
    return FolderRig(tmp_path / "card", SMALL_CARD)


def test_what_systems_leave_on_cards_is_no_item(rig):
    found = {key for items in read_all(rig.connect()).values() for key in items}

    assert not [key for key in found if "Trashes" in key or "._" in key or ".thumb" in key]


def test_a_vault_on_the_card_is_not_backed_up_into_itself(tmp_path):
    lay_out(tmp_path / "card", {"a.txt": "1", "Holdfast/config": "c", "Holdfast/data/00/x": "d"})
    for name in ("index", "keys", "snapshots"):
        (tmp_path / "card" / "Holdfast" / name).mkdir()

    assert list(read(open_folder(tmp_path / "card"), Kind.FILES)) == ["Phone memory/a.txt"]


def test_links_are_not_followed_neither_in_reading_nor_in_writing(tmp_path):
    outside = lay_out(tmp_path / "outside", {"secret.vcf": card("Secret"), "s.txt": "s"})
    inside = lay_out(tmp_path / "card", {"own.vcf": card("Own")})
    (inside / "Contacts").symlink_to(outside, target_is_directory=True)
    (inside / "link.vcf").symlink_to(outside / "secret.vcf")
    handset = open_folder(inside)

    assert list(read(handset, Kind.CONTACTS)) == ["own.vcf"]
    with pytest.raises(ItemRefused):
        handset.add(new_item(Kind.CONTACTS), Task())
    assert sorted(path.name for path in outside.iterdir()) == ["s.txt", "secret.vcf"]


@pytest.mark.parametrize("key", ["../x.vcf", "/etc/x.vcf", "a/../../x.vcf", "a/\0/x.vcf"])
def test_no_name_leads_out_of_the_folder(tmp_path, key):
    handset = open_folder(_made(tmp_path))

    handset.add(replace(new_item(Kind.CONTACTS), key=key), Task())
    path = tuple(key.split("/"))
    handset.add(replace(new_item(Kind.FILES), key=key, path=path), Task())

    everything = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(everything) == 2
    assert all(path.is_relative_to(tmp_path / "deep" / "card") for path in everything)


def _made(tmp_path):
    (tmp_path / "deep" / "card").mkdir(parents=True)
    return tmp_path / "deep" / "card"


def test_a_folder_nobody_may_look_into_makes_its_kinds_incomplete(rig):
    handset = rig.connect()
    rig.bus.stall_at(2)  # the root is the first listing

    items = list(handset.read(Kind.CONTACTS, Task()))

    refused = [item for item in items if item.key == "Calendar"]
    with pytest.raises(ItemRefused):
        bytes_of(refused[0])


def test_a_record_put_back_beside_its_export_is_no_second_copy(rig):
    handset = rig.connect()
    before = read(handset, Kind.CONTACTS)
    [(key, data)] = [(k, d) for k, d in before.items() if d == card("Jean").encode()]

    handset.add(NewItem(Kind.CONTACTS, key, ".vcf", lambda: (data,), len(data)), Task())

    after = read(handset, Kind.CONTACTS)
    assert sorted(after.values()) == sorted(before.values())


def test_taking_a_record_away_takes_it_out_of_the_export_too(rig):
    handset = rig.connect()
    data = card("Jean").encode()
    key = handset.add(NewItem(Kind.CONTACTS, "x", ".vcf", lambda: (data,), len(data)), Task())

    handset.remove(Kind.CONTACTS, key, Task())

    assert data not in read(handset, Kind.CONTACTS).values()
    assert (rig.folder / "pb.vcf").read_bytes().decode() == card("Barbara") + card("Frances")


def test_rows_lie_beside_their_record_and_are_no_file_of_their_own(rig):
    handset = rig.connect()
    files = set(read(handset, Kind.FILES))
    item = replace(new_item(Kind.CONTACTS), rows=b'{"family": "at"}')

    key = handset.add(item, Task())

    [found] = [each for each in handset.read(Kind.CONTACTS, Task()) if each.key == key]
    assert [part.suffix for part in found.parts] == [".vcf", ".rows.json"]
    assert bytes_of(found).endswith(item.rows)
    assert set(read(handset, Kind.FILES)) == files


def test_dates_of_files_are_told_and_put_back(tmp_path):
    handset = open_folder(lay_out(tmp_path / "one", {"DCIM/a.jpg": "a"}))
    os.utime(tmp_path / "one" / "DCIM" / "a.jpg", (1255200000.25, 1255200000.25))
    [item] = handset.read(Kind.PHOTOS, Task())
    other = open_folder(lay_out(tmp_path / "two", {}))
    new = NewItem(item.kind, item.key, "", item.parts[0].open, 1, item.path, item.modified)

    other.add(new, Task())

    [back] = other.read(Kind.PHOTOS, Task())
    assert (back.key, back.modified) == (item.key, item.modified)


def test_a_card_that_is_write_protected_refuses_each_kind(tmp_path):
    lay_out(tmp_path / "card", {"a.vcf": card("Ada")})
    archive = shutil.make_archive(str(tmp_path / "card"), "zip", tmp_path / "card")
    handset = open_folder(tmp_path / archive)

    assert not any(each.can_add or each.can_update for each in handset.support())
    with pytest.raises(KindRefused):
        handset.add(new_item(Kind.CONTACTS), Task())


# Archives


def test_an_archive_gives_what_its_folder_would(rig, tmp_path):
    archive = shutil.make_archive(str(tmp_path / "export"), "zip", rig.folder)

    assert read_all(open_folder(tmp_path / archive)) == read_all(rig.connect())


def test_an_archive_cannot_name_what_is_outside(tmp_path):
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("../up.vcf", card("Up"))
        archive.writestr("/root.vcf", card("Root"))
        archive.writestr("a\\..\\b.vcf", card("Back"))
        archive.writestr("good.vcf", card("Good"))

    assert list(read(open_folder(tmp_path / "evil.zip"), Kind.CONTACTS)) == ["good.vcf"]


def test_a_broken_file_in_an_archive_costs_itself_alone(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("one.jpg", b"1" * 1000)
        archive.writestr("two.jpg", b"2" * 1000)
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[data.index(b"2" * 100) + 7] ^= 1
    (tmp_path / "a.zip").write_bytes(data)

    one, two = open_folder(tmp_path / "a.zip").read(Kind.PHOTOS, Task())

    assert bytes_of(one) == b"1" * 1000
    with pytest.raises(ItemRefused):
        bytes_of(two)


def test_an_archive_that_lies_about_a_size_gives_no_more_than_it_said(tmp_path):
    """As an archive does that is made to fill disks: a small size told, a large one packed."""
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.bin", b"\0" * 50_000_000)
    data = (tmp_path / "b.zip").read_bytes()
    told = (50_000_000).to_bytes(4, "little")
    (tmp_path / "b.zip").write_bytes(data.replace(told, (1000).to_bytes(4, "little")))

    [item] = open_folder(tmp_path / "b.zip").read(Kind.FILES, Task())
    got: list[bytes] = []
    with pytest.raises(ItemRefused):
        got.extend(item.parts[0].open())

    assert len(b"".join(got)) <= 1000


@pytest.mark.parametrize("data", [b"", b"PK\3\4 but no more", b"PK\5\6" + b"\0" * 10])
def test_what_is_no_archive_is_one_file(tmp_path, data):
    (tmp_path / "x.zip").write_bytes(data)

    assert read(open_folder(tmp_path / "x.zip"), Kind.FILES) == {"Phone memory/x.zip": data}


def test_a_path_that_is_not_there_is_said(tmp_path):
    with pytest.raises(FolderUnreadable):
        open_folder(tmp_path / "nothing")


# Identity


def test_a_folder_is_known_by_its_place(tmp_path):
    one = open_folder(lay_out(tmp_path / "one", {})).info
    two = open_folder(lay_out(tmp_path / "two", {})).info

    assert one.id != two.id
    assert one.id == open_folder(tmp_path / "one").info.id
    assert one.title == "one"


@pytest.fixture
def system(tmp_path):
    """A Linux on which a card may be mounted here or there."""
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev" / "sdb1").touch()
    (tmp_path / "by-uuid").mkdir()
    (tmp_path / "by-uuid" / "1A2B-3C4D").symlink_to(tmp_path / "dev" / "sdb1")

    def mounted_at(*names: str) -> dict[str, object]:
        lines = [f"1 1 8:1 / / rw - ext4 {tmp_path}/dev/sda1 rw"]
        for name in names:
            (tmp_path / name).mkdir(exist_ok=True)
            place = str(tmp_path / name).replace(" ", "\\040")
            lines.append(f"2 1 8:2 / {place} rw,nosuid shared:1 - vfat {tmp_path}/dev/sdb1 rw")
        (tmp_path / "mountinfo").write_text("\n".join(lines) + "\n")
        return {"mounts": tmp_path / "mountinfo", "by_uuid": tmp_path / "by-uuid"}

    return mounted_at


def test_a_card_is_known_by_its_uuid_wherever_it_is_mounted(tmp_path, system):
    one = volume_of(tmp_path / "CARD", **system("CARD"))
    two = volume_of(tmp_path / "my card", **system("my card"))

    assert one == two == Volume("1A2B-3C4D", "")


def test_a_folder_on_a_card_is_known_by_its_place_on_it(tmp_path, system):
    told = system("CARD")
    (tmp_path / "CARD" / "DCIM").mkdir()

    assert volume_of(tmp_path / "CARD" / "DCIM", **told) == Volume("1A2B-3C4D", "DCIM")


def test_a_folder_on_a_disk_without_uuid_has_no_volume(tmp_path, system):
    assert volume_of(tmp_path / "dev", **system("CARD")) is None


def test_folders_without_end_are_a_problem_of_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(walking, "MAX_DEPTH", 3)
    (tmp_path / "a" / "b" / "c" / "d" / "e").mkdir(parents=True)

    with pytest.raises(Garbled):
        list(open_folder(tmp_path).read(Kind.FILES, Task()))
