"""What a host puts on the phone and changes there."""

import os

import pytest

from holdfast.phones.protocols.mtp.codes import ALL, Format, Op, Property, Response
from holdfast.phones.protocols.mtp.values import encode_text
from tests.phones.virtual.mtp.host import CARD, CARD_NAME, INTERNAL, NOON, Host, phone_in


@pytest.fixture
def storage(tmp_path):
    storage = phone_in(tmp_path / "phone", card=True)
    (storage / "DCIM/Camera").mkdir(parents=True)
    (storage / "DCIM/Camera/a.jpg").write_bytes(b"picture")
    (storage / "Notes.txt").write_bytes(b"text")
    return storage


@pytest.fixture
def host(storage, tmp_path):
    assert storage.is_dir()
    host = Host(tmp_path / "phone").open()
    yield host
    host.close()


@pytest.fixture
def card(tmp_path):
    return tmp_path / "phone/storage" / CARD_NAME


def test_an_uploaded_file_keeps_the_date_it_came_with(host, storage):
    host.upload("new.txt", b"hello", modified="20240131T121530")
    path = storage / "new.txt"
    assert path.read_bytes() == b"hello"
    assert path.stat().st_mtime == 1706732130
    assert host.object(host.find_path("new.txt")).modified == "20240131T121530"


def test_a_date_with_a_zone_is_understood(host, storage):
    host.upload("a.txt", b"", modified="20240131T121530Z")
    host.upload("b.txt", b"", modified="20240131T121530+0100")
    assert (storage / "a.txt").stat().st_mtime == 1706703330
    assert (storage / "b.txt").stat().st_mtime == 1706699730


def test_without_a_date_it_is_from_now(host, storage):
    host.upload("new.txt", b"hello")
    assert abs((storage / "new.txt").stat().st_mtime - NOON.timestamp()) < 60


def test_folders_are_made_at_once_and_filled(host, storage):
    made = host.announce("Trip", 0, form=Format.Association)
    assert made.params[:2] == (INTERNAL, 0)
    inner = host.announce("Day 1", 0, parent=made.params[2], form=Format.Association)
    handle = host.upload("Grün.jpg", b"x", parent=inner.params[2])
    assert (storage / "Trip/Day 1/Grün.jpg").read_bytes() == b"x"
    assert host.object(handle).parent == inner.params[2]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Notes.txt", Response.GeneralError),
        ("NOTES.TXT", Response.GeneralError),
        ("DCIM", Response.GeneralError),
        ("a/b", Response.InvalidParameter),
        ("..", Response.InvalidParameter),
        (".", Response.InvalidParameter),
        ("", Response.InvalidParameter),
        ("ä" * 200, Response.GeneralError),
    ],
)
def test_names_that_are_taken_or_lead_elsewhere_are_refused(host, storage, name, code):
    before = host.tree()
    assert host.announce(name, 3).code == code
    assert host.tree() == before
    assert (storage / "Notes.txt").read_bytes() == b"text"


def test_an_upload_goes_into_a_folder_of_a_storage(host):
    notes = host.find_path("Notes.txt")
    assert host.announce("a", 1, parent=notes).code == Response.InvalidParentObject
    assert host.announce("a", 1, parent=999).code == Response.InvalidObjectHandle
    assert host.announce("a", 1, storage=0x90001).code == Response.InvalidStorageID
    assert host.bring(Op.SendObjectInfo, b"short", INTERNAL, ALL).code == Response.InvalidParameter


def test_bytes_come_at_once_after_the_announcement_or_not_at_all(host, storage):
    assert host.bring(Op.SendObject, b"data").code == Response.NoValidObjectInfo
    host.announce("new.txt", 4)
    host.storages()
    assert host.bring(Op.SendObject, b"data").code == Response.NoValidObjectInfo
    assert not (storage / "new.txt").exists()
    assert host.handles(ALL, INTERNAL) == host.handles(ALL)


def test_too_few_or_too_many_bytes_leave_no_file(host, storage):
    for data in (b"abc", b"abcde"):
        host.announce("new.txt", 4)
        assert host.bring(Op.SendObject, data).code == Response.IncompleteTransfer
        assert not (storage / "new.txt").exists()
    assert host.upload("new.txt", b"abcd")


@pytest.mark.parametrize("size", [5, 500, 512, 1012, 20_000])
def test_an_object_of_unknown_size_ends_with_a_short_packet(host, storage, size):
    data = os.urandom(size)
    host.upload("new.bin", data, size=ALL)
    assert (storage / "new.bin").read_bytes() == data


def test_a_card_takes_no_file_of_4_gib(host, card):
    assert host.announce("big.bin", ALL, storage=CARD).code == Response.ObjectTooLarge
    host.upload("small.bin", b"x", storage=CARD)
    assert (card / "small.bin").read_bytes() == b"x"


def test_a_card_takes_fewer_characters_in_names(host):
    assert host.announce("a:b", 1, storage=CARD).code == Response.GeneralError
    assert host.upload("a:b", b"x")


def test_what_does_not_fit_is_refused_at_once(host):
    free = host.storage().free
    if free < ALL:
        assert host.announce("big.bin", ALL).code == Response.StoreFull


def test_files_and_whole_folders_are_deleted(host, storage):
    assert host.ask(Op.DeleteObject, host.find_path("Notes.txt")).code == Response.OK
    picture = host.find_path("DCIM/Camera/a.jpg")
    assert host.ask(Op.DeleteObject, host.find_path("DCIM")).code == Response.OK
    assert list(storage.iterdir()) == []
    assert host.ask(Op.GetObject, picture).code == Response.InvalidObjectHandle
    assert host.ask(Op.DeleteObject, ALL).code == Response.InvalidObjectHandle


def test_objects_are_moved_and_keep_their_handles(host, storage, card):
    notes, dcim = host.find_path("Notes.txt"), host.find_path("DCIM")
    assert host.ask(Op.MoveObject, notes, INTERNAL, dcim).code == Response.OK
    assert (storage / "DCIM/Notes.txt").read_bytes() == b"text"
    assert host.object(notes).parent == dcim
    assert host.ask(Op.MoveObject, dcim, CARD, 0).code == Response.OK
    assert (card / "DCIM/Camera/a.jpg").read_bytes() == b"picture"
    assert host.fetch(notes) == b"text"
    assert host.object(notes).storage == CARD


def test_a_folder_is_not_moved_into_itself(host):
    dcim, camera = host.find_path("DCIM"), host.find_path("DCIM/Camera")
    assert host.ask(Op.MoveObject, dcim, INTERNAL, camera).code == Response.GeneralError
    assert host.ask(Op.CopyObject, dcim, INTERNAL, camera).code == Response.GeneralError


def test_objects_are_copied_and_nothing_is_overwritten(host, storage):
    notes, dcim = host.find_path("Notes.txt"), host.find_path("DCIM")
    copied = host.ask(Op.CopyObject, notes, INTERNAL, dcim)
    assert host.fetch(copied.params[0]) == b"text"
    assert host.ask(Op.CopyObject, notes, INTERNAL, dcim).code == Response.GeneralError
    assert host.ask(Op.MoveObject, notes, INTERNAL, dcim).code == Response.GeneralError
    assert (storage / "Notes.txt").exists()


def test_only_the_name_of_an_object_can_be_set(host, storage):
    camera = host.find_path("DCIM/Camera")
    picture = host.find_path("DCIM/Camera/a.jpg")

    def set_to(handle, name, code=Property.ObjectFileName):
        return host.bring(Op.SetObjectPropValue, encode_text(name), handle, code).code

    assert set_to(camera, "Kamera") == Response.OK
    assert host.fetch(picture) == b"picture"
    assert (storage / "DCIM/Kamera/a.jpg").exists()
    assert set_to(camera, "a/b") == Response.GeneralError
    assert set_to(host.find_path("Notes.txt"), "DCIM") == Response.GeneralError
    assert set_to(picture, "20240101T000000", 0xDC09) == Response.ObjectPropNotSupported
    assert host.bring(Op.SetObjectPropValue, b"\x09a", picture, 0xDC07).code == (
        Response.InvalidParameter
    )


def test_a_file_is_edited_in_place_between_begin_and_end(host, storage):
    notes = host.find_path("Notes.txt")
    assert host.bring(Op.SendPartialObject, b"x", notes, 0, 0, 1).code == Response.GeneralError
    assert host.ask(Op.TruncateObject, notes, 2, 0).code == Response.GeneralError
    assert host.ask(Op.BeginEditObject, notes).code == Response.OK
    assert host.bring(Op.SendPartialObject, b"ED", notes, 1, 0, 2).params == (2,)
    assert host.ask(Op.TruncateObject, notes, 3, 0).code == Response.OK
    assert host.ask(Op.EndEditObject, notes).code == Response.OK
    assert host.ask(Op.EndEditObject, notes).code == Response.GeneralError
    assert (storage / "Notes.txt").read_bytes() == b"tED"


def test_the_small_picture_in_a_photo_is_told(host, storage):
    photo = b"\xff\xd8\xff\xe1head\xff\xd8small\xff\xd9rest\xff\xd9"
    (storage / "DCIM/Camera/a.jpg").write_bytes(photo)
    picture = host.ask(Op.GetThumb, host.find_path("DCIM/Camera/a.jpg"))
    assert picture.data == b"\xff\xd8small\xff\xd9"
    assert host.ask(Op.GetThumb, host.find_path("Notes.txt")).code == Response.GeneralError


def test_what_vanished_since_it_was_listed_is_an_error(host, storage):
    notes = host.find_path("Notes.txt")
    (storage / "Notes.txt").unlink()
    assert host.ask(Op.GetObject, notes).code == Response.GeneralError
    assert host.ask(Op.GetObjectInfo, notes).code == Response.GeneralError
    assert host.props(notes, Property.ObjectSize, 0) == [(notes, 0)]
    assert host.ask(Op.DeleteObject, notes).code == Response.OK


def test_a_folder_has_no_bytes(host):
    assert host.ask(Op.GetObject, host.find_path("DCIM")).code == Response.GeneralError
