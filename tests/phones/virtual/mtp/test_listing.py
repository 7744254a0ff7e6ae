"""What the phone shows: storages, handles, what objects tell of themselves."""

import os
from datetime import UTC, datetime

import pytest

from holdfast.phones.protocols.mtp.codes import ALL, Event, Format, Op, Property, Response
from holdfast.phones.protocols.mtp.values import Cursor, DataType, decode_array
from tests.phones.virtual.mtp.host import CARD, CARD_NAME, INTERNAL, Host, phone_in

WINTER = datetime(2024, 1, 31, 20, 15, 30, tzinfo=UTC).timestamp()
SUMMER = datetime(2024, 7, 1, 20, 0, 0, tzinfo=UTC).timestamp()


def put(path, data=b"", when=WINTER):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (when, when))


@pytest.fixture
def storage(tmp_path):
    storage = phone_in(tmp_path / "phone", card=True)
    put(storage / "DCIM/Camera/a.jpg", b"\xff\xd8one")
    put(storage / "DCIM/Camera/b.mp4", b"video", SUMMER)
    put(storage / "Notes.txt", b"text")
    put(tmp_path / "phone/storage" / CARD_NAME / "Song.mp3", b"music")
    return storage


@pytest.fixture
def host(storage, tmp_path):
    assert storage.is_dir()
    host = Host(tmp_path / "phone").open()
    yield host
    host.close()


def test_it_says_that_it_is_an_android_phone(host):
    info = host.info()
    assert info.extensions == "microsoft.com: 1.0; android.com: 1.0;"
    assert (info.manufacturer, info.model) == ("Holdfast", "Pixel Sample")
    assert info.extension_id == 6
    assert {Op.GetObjectPropList, Op.GetPartialObject64, Op.SendObject} <= set(info.operations)
    assert Op.SendObjectPropList not in info.operations
    assert Op.SetObjectPropList not in info.operations


def test_its_own_serial_number_is_not_that_of_its_usb_descriptor(host):
    assert host.device.serial_number == "HF0000000001"
    assert len(host.info().serial) == 32


def test_before_a_session_only_the_device_tells_of_itself(storage, tmp_path):
    host = Host(tmp_path / "phone")
    assert storage.is_dir()
    assert host.info().model == "Pixel Sample"
    assert host.ask(Op.GetStorageIDs).code == Response.SessionNotOpen
    assert host.ask(Op.OpenSession, 7).code == Response.OK
    again = host.ask(Op.OpenSession, 9)
    assert (again.code, again.params) == (Response.SessionAlreadyOpen, (7,))
    assert host.ask(Op.CloseSession).code == Response.OK
    assert host.ask(Op.CloseSession).code == Response.SessionNotOpen


def test_what_it_does_not_know_it_refuses(host):
    for op in (Op.FormatStore, Op.GetObjectReferences, 0x9999):
        assert host.ask(op, 1).code == Response.OperationNotSupported
    assert host.bring(Op.SendObjectPropList, b"data").code == Response.OperationNotSupported
    assert host.ask(Op.GetObjectInfo).code == Response.InvalidParameter


def test_storages_are_its_memory_and_its_cards(host):
    assert host.storages() == (INTERNAL, CARD)
    own, card = host.storage(INTERNAL), host.storage(CARD)
    assert (own.description, own.storage_type) == ("Internal shared storage", 3)
    assert (card.description, card.storage_type) == ("SD card", 4)
    assert 0 < own.free <= own.capacity
    assert host.ask(Op.GetStorageInfo, 0x30001).code == Response.InvalidStorageID


def test_handles_are_listed_by_folder_storage_and_format(host):
    assert host.tree() == {
        "DCIM/",
        "DCIM/Camera/",
        "DCIM/Camera/a.jpg",
        "DCIM/Camera/b.mp4",
        "Notes.txt",
    }
    assert host.tree(storage=CARD) == {"Song.mp3"}
    assert len(host.handles(ALL)) == 3
    assert len(host.handles(0)) == 6
    assert len(host.handles(0, INTERNAL)) == 5
    assert len(host.handles(0, form=Format.MP4)) == 1
    assert host.ask(Op.GetNumObjects, ALL, 0, 0).params == (6,)
    assert host.ask(Op.GetNumObjects, INTERNAL, 0, ALL).params == (2,)
    assert host.ask(Op.GetObjectHandles, 5, 0, ALL).code == Response.InvalidStorageID
    assert host.ask(Op.GetObjectHandles, ALL, 0, 99).code == Response.InvalidObjectHandle


def test_handles_count_from_1_in_each_life_of_the_server(host):
    first = host.handles()
    assert sorted(first) == [1, 2, 3]
    last = host.find_path("DCIM/Camera/b.mp4")
    host.replug()
    assert host.open().find_path("DCIM/Camera/b.mp4") != last or host.handles() == first
    assert min(host.handles()) == 1


def test_a_handle_is_never_given_again(host, storage):
    notes = host.find_path("Notes.txt")
    assert host.ask(Op.DeleteObject, notes).code == Response.OK
    assert host.upload("Notes.txt", b"new") > notes
    assert host.ask(Op.GetObjectInfo, notes).code == Response.InvalidObjectHandle
    assert (storage / "Notes.txt").read_bytes() == b"new"


def test_dates_are_local_time_without_a_zone(host):
    assert host.object(host.find_path("DCIM/Camera/a.jpg")).modified == "20240131T121530"
    clip = host.object(host.find_path("DCIM/Camera/b.mp4"))
    assert clip.modified == clip.created == "20240701T130000"


def test_an_object_tells_its_format_size_and_folder(host):
    handle = host.find_path("DCIM/Camera/a.jpg")
    info = host.object(handle)
    assert (info.format, info.size, info.storage) == (Format.EXIF_JPEG, 5, INTERNAL)
    assert info.parent == host.find_path("DCIM/Camera")
    top = host.object(host.find_path("DCIM"))
    assert (top.format, top.parent, top.association_type) == (Format.Association, 0, 1)


def test_a_size_beyond_32_bits_is_capped_in_the_info_and_whole_as_a_property(host, storage):
    with (storage / "big.bin").open("wb") as file:
        file.truncate((5 << 30) + 1)
    handle = host.find_path("big.bin")
    assert host.object(handle).size == 0xFFFFFFFF
    assert host.props(handle, Property.ObjectSize, 0) == [(handle, (5 << 30) + 1)]


def test_a_property_list_at_depth_1_is_the_content_and_the_folder_itself(host):
    camera = host.find_path("DCIM/Camera")
    names = host.props(camera, Property.ObjectFileName)
    assert [name for _, name in names] == ["a.jpg", "b.mp4", "Camera"]
    assert names[-1][0] == camera
    assert [size for _, size in host.props(camera, Property.ObjectSize)] == [5, 5, 0]
    assert {value for _, value in host.props(camera, Property.ParentObject)} >= {camera}


def test_a_property_list_of_handle_0_is_the_tops_of_all_storages(host):
    names = host.props(0, Property.ObjectFileName, 1)
    assert [name for _, name in names] == ["DCIM", "Notes.txt", "Song.mp3"]
    assert len(host.props(0, Property.ObjectFileName, ALL)) == 6


def test_a_property_list_of_all_properties_tells_them_all(host):
    handle = host.find_path("Notes.txt")
    supported = Cursor(host.ask(Op.GetObjectPropsSupported, Format.Text).data)
    assert len(host.props(handle, ALL, 0)) == len(supported.array(DataType.UINT16))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ((1, 0, 0, 2, 0), Response.SpecificationByGroupUnsupported),
        ((1, 0, 0, 0, 0), Response.ParameterNotSupported),
        ((1, 0, Property.Name, 0, 2), Response.SpecificationByDepthUnsupported),
        ((1, 0, Property.Name, 0, ALL), Response.SpecificationByDepthUnsupported),
        ((99, 0, Property.Name, 0, 1), Response.InvalidObjectHandle),
        ((1, 0, 0xDCFF, 0, 0), Response.ObjectPropNotSupported),
        ((1, 0, Property.Name), Response.InvalidParameter),
    ],
)
def test_other_property_lists_are_refused(host, asked, code):
    host.handles()
    assert host.ask(Op.GetObjectPropList, *asked).code == code


def test_properties_are_described_and_told_one_by_one(host):
    handle = host.find_path("Notes.txt")
    told = host.ask(Op.GetObjectPropValue, handle, Property.ObjectSize)
    assert Cursor(told.data).number(DataType.UINT64) == 4
    described = host.ask(Op.GetObjectPropDesc, Property.ObjectFileName, Format.Text)
    assert described.data == b"\x07\xdc\xff\xff\x01\x00\x00\x00\x00\x00\x00"
    assert host.ask(Op.GetObjectPropDesc, 0xDCFF, 0).code == Response.ObjectPropNotSupported


def test_a_host_may_say_who_it_is(host):
    told = b"\x08" + "Holdfas".encode("utf-16-le") + b"\0\0"
    assert host.bring(Op.SetDevicePropValue, told, 0xD406).code == Response.OK
    assert host.ask(Op.GetDevicePropValue, 0xD406).data == told
    assert host.ask(Op.GetDevicePropDesc, 0x5001).data[-3:] == b"\x00\x64\x01"
    assert host.bring(Op.SetDevicePropValue, told, 0x5001).code == Response.DevicePropNotSupported


def test_hidden_trashed_and_pending_files_are_listed_and_links_are_not(host, storage):
    for name in (".trashed-1700000000-a.jpg", ".pending-1700000000-b.jpg", ".nomedia"):
        put(storage / "New" / name)
    (storage / "New" / "link").symlink_to("/etc/passwd")
    host.events()
    assert {path for path in host.tree() if path.startswith("New/.")} == {
        "New/.trashed-1700000000-a.jpg",
        "New/.pending-1700000000-b.jpg",
        "New/.nomedia",
    }
    assert "New/link" not in host.tree()


def test_what_its_owner_does_shows_as_events(host, storage):
    host.tree()
    camera = storage / "DCIM/Camera"
    gone = host.find_path("DCIM/Camera/a.jpg")
    (camera / "a.jpg").unlink()
    put(camera / "c.jpg")
    kinds = host.events()
    assert kinds[0] == (Event.ObjectRemoved, (gone,))
    assert kinds[1][0] == Event.ObjectAdded
    assert host.object(kinds[1][1][0]).name == "c.jpg"
    assert host.events() == []


def test_folders_are_kept_as_they_were_read_until_something_is_noticed(host, storage):
    camera = host.find_path("DCIM/Camera")
    before = host.handles(camera)
    put(storage / "DCIM/Camera/c.jpg")
    assert host.handles(camera) == before
    host.events()
    assert len(host.handles(camera)) == len(before) + 1


def test_nothing_is_told_of_folders_nobody_asked_for(host, storage):
    host.handles()
    put(storage / "DCIM/Camera/c.jpg")
    assert host.events() == []


def test_what_the_host_does_itself_is_no_event(host):
    host.tree()
    handle = host.upload("new.txt", b"new")
    host.bring(Op.SetObjectPropValue, b"\x02b\0\0\0", handle, Property.ObjectFileName)
    host.ask(Op.DeleteObject, handle)
    assert host.events() == []


def test_a_pulled_card_is_an_event_and_its_objects_are_gone(host, tmp_path):
    song = host.find_path("Song.mp3", CARD)
    card = tmp_path / "phone/storage" / CARD_NAME
    card.rename(tmp_path / "card")
    assert host.events() == [(Event.StoreRemoved, (CARD,))]
    assert host.storages() == (INTERNAL,)
    assert host.ask(Op.GetObject, song).code == Response.InvalidObjectHandle
    (tmp_path / "card").rename(card)
    assert host.events() == [(Event.StoreAdded, (0x30001,))]
    assert host.tree(storage=0x30001) == {"Song.mp3"}


def test_many_objects_are_listed_quickly(tmp_path):
    storage = phone_in(tmp_path / "phone")
    for number in range(2000):
        (storage / f"{number}.txt").touch()
    host = Host(tmp_path / "phone").open()
    assert len(decode_array(host.ask(Op.GetObjectHandles, ALL, 0, ALL).data)) == 2000
    transfers = host.bus.transfers
    assert len(host.props(0, Property.DateModified)) == 2000
    assert host.bus.transfers - transfers < 12
