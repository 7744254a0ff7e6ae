"""Phones with bad manners: each does what its name says, and the rest as before."""

import os
import struct

import pytest
import usb.core

from holdfast.phones.protocols.mtp.codes import ALL, Event, Op, Property, Response
from holdfast.phones.protocols.mtp.containers import UNKNOWN_LENGTH
from holdfast.phones.virtual.mtp.behaviours import (
    Busy,
    CardPulled,
    DiesAt,
    ExtraByte,
    Forgetful,
    Full,
    Leftover,
    Locked,
    NoDates,
    NoPropList,
    PtpOnly,
    ScreenLock,
    Slow,
    SplitHeader,
)
from holdfast.phones.virtual.mtp.lists import (
    BrokenPropList,
    Crowd,
    Endless,
    LyingLength,
    ParentLoop,
    Renamed,
    WholeHourShift,
)
from tests.phones.virtual.mtp.host import CARD, CARD_NAME, INTERNAL, Host, phone_in

WINTER = 1706732130
EVEN = bytes(range(250)) * 4  # with its header, a whole number of packets


@pytest.fixture
def folder(tmp_path):
    storage = phone_in(tmp_path / "phone", card=True)
    for name, data in (("DCIM/a.jpg", b"picture"), ("Notes.txt", b"text"), ("even.bin", EVEN)):
        path = storage / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (WINTER, WINTER))
    song = tmp_path / "phone/storage" / CARD_NAME / "Song.mp3"
    song.write_bytes(b"la" * 500)
    return tmp_path / "phone"


@pytest.fixture
def hosts(folder):
    made = []

    def host(behave, *, opened=True):
        made.append(Host(folder, behave))
        return made[-1].open() if opened else made[-1]

    yield host
    for each in made:
        each.close()


def test_a_locked_phone_has_no_storages_until_it_is_unlocked(hosts):
    lock = ScreenLock()
    host = hosts(lambda service: Locked(service, lock))
    assert host.storages() == ()
    assert host.ask(Op.GetStorageInfo, INTERNAL).code == Response.InvalidStorageID
    assert host.ask(Op.GetObjectHandles, ALL, 0, ALL).code == Response.InvalidObjectHandle
    assert host.events() == []
    lock.locked = False
    assert host.events() == [(Event.StoreAdded, (each,)) for each in (INTERNAL, CARD)]
    assert host.storages() == (INTERNAL, CARD)


def test_a_locked_phone_may_come_back_unlocked_instead(hosts):
    lock = ScreenLock()
    host = hosts(lambda service: Locked(service, lock))
    lock.locked = False
    host.replug()
    assert host.open().storages() == (INTERNAL, CARD)
    assert host.events() == []


def test_a_phone_without_property_lists_says_so(hosts):
    host = hosts(NoPropList)
    assert Op.GetObjectPropList not in host.info().operations
    assert Op.GetPartialObject64 not in host.info().operations
    answer = host.ask(Op.GetObjectPropList, 0, 0, Property.Name, 0, 1)
    assert answer.code == Response.OperationNotSupported
    assert "DCIM/a.jpg" in host.tree()


def test_a_broken_property_list_holds_fewer_objects_than_there_are_handles(hosts):
    host = hosts(BrokenPropList)
    assert len(host.props(0, Property.Name)) < len(host.handles(ALL))


def test_a_split_header_comes_as_a_transfer_of_its_own(hosts):
    host = hosts(SplitHeader)
    host.command(Op.GetObject, host.find_path("Notes.txt"))
    assert len(host.read()) == 12
    assert host.read() == b"text"
    assert host.read()[6:8] == b"\x01\x20"
    assert host.fetch(host.find_path("even.bin")) == EVEN


def test_an_extra_byte_comes_in_place_of_the_zero_length_packet(hosts, folder):
    (folder / "storage/emulated/0/even.bin").write_bytes(bytes(1012))
    host = hosts(ExtraByte)
    host.command(Op.GetObject, host.find_path("even.bin"))
    assert len(host.read(1024)) == 1024
    assert host.read() == b"\0"
    assert host.answer().code == Response.OK


def test_a_leftover_packet_comes_after_a_cancel(hosts, folder):
    (folder / "storage/emulated/0/even.bin").write_bytes(bytes(5000))
    host = hosts(Leftover)
    host.command(Op.GetObject, host.find_path("even.bin"))
    host.read(512)
    host.cancel()
    assert host.read(512) == bytes(512)
    with pytest.raises(usb.core.USBTimeoutError):
        host.read()
    assert host.storages() == (INTERNAL, CARD)


def test_a_slow_phone_takes_its_time(hosts):
    waits = []
    host = hosts(lambda service: Slow(service, waits.append, 3))
    host.storages()
    assert waits == [3, 3]


@pytest.mark.parametrize("sent", [0, 512])
def test_a_phone_that_dies_says_nothing_more_until_it_is_plugged_in_again(hosts, folder, sent):
    (folder / "storage/emulated/0/long.bin").write_bytes(bytes(5000))
    lives = iter((True, False))
    host = hosts(lambda service: DiesAt(service, 3, sent) if next(lives) else service)
    handle = max(host.handles(ALL, INTERNAL))
    host.command(Op.GetObject, handle)
    if sent:
        assert len(host.read(512)) == 512
    with pytest.raises(usb.core.USBTimeoutError):
        host.read()
    host.command(Op.GetStorageIDs)
    for nothing in (host.read, host.status):
        with pytest.raises(usb.core.USBError):
            nothing()
    assert host.event() is None
    host.replug()
    assert host.open().storages() == (INTERNAL, CARD)


def test_a_busy_phone_answers_later(hosts):
    host = hosts(lambda service: Busy(service, Op.GetStorageIDs, 2))
    assert [host.ask(Op.GetStorageIDs).code for _ in range(3)] == [0x2019, 0x2019, 0x2001]


def test_a_forgetful_phone_has_lost_some_of_what_it_lists(hosts):
    host = hosts(lambda service: Forgetful(service, 2))
    codes = {each: host.ask(Op.GetObject, each).code for each in host.handles(ALL)}
    assert all(codes[each] == Response.InvalidObjectHandle for each in codes if each % 2 == 0)
    assert Response.OK in codes.values()


def test_a_card_pulled_in_a_read_sends_half_and_is_gone(hosts):
    host = hosts(lambda service: CardPulled(service, CARD, 2))
    notes, song = host.find_path("Notes.txt"), host.find_path("Song.mp3", CARD)
    assert host.fetch(notes) == b"text"
    host.command(Op.GetObject, song)
    assert [len(host.read()), len(host.read())] == [512, 12]
    assert host.ask(Op.GetObject, song).code == Response.InvalidObjectHandle
    assert host.events() == [(Event.StoreRemoved, (CARD,))]
    assert host.storages() == (INTERNAL,)
    assert host.fetch(notes) == b"text"


def test_half_of_what_a_pulled_card_held_is_no_whole_answer(hosts):
    host = hosts(lambda service: CardPulled(service, CARD))
    host.command(Op.GetObject, host.find_path("Song.mp3", CARD))
    assert host.read() == struct.pack("<IHHI", 1012, 2, Op.GetObject, host.transaction) + (
        b"la" * 250
    )
    assert host.read()[6:8] == b"\x07\x20"


def test_photo_transfer_mode_shows_pictures_of_its_own_memory(hosts):
    host = hosts(PtpOnly)
    assert host.storages() == (INTERNAL,)
    assert host.tree() == {"DCIM/", "DCIM/a.jpg"}
    assert (host.info().extension_id, host.info().extensions) == (0, "")
    assert host.events() == []


def test_a_phone_may_keep_no_dates(hosts, folder):
    host = hosts(NoDates)
    host.upload("new.txt", b"x", modified="20240131T121530")
    assert (folder / "storage/emulated/0/new.txt").stat().st_mtime != WINTER


def test_a_full_phone_refuses_what_does_not_fit(hosts, folder):
    host = hosts(lambda service: Full(service, 10))
    assert host.storage().free == 10
    assert host.announce("big", 11).code == Response.StoreFull
    host.upload("small", b"12345678")
    assert host.storage().free == 2
    assert host.announce("next", 3).code == Response.StoreFull
    assert (folder / "storage/emulated/0/small").exists()


def test_a_phone_that_fills_up_in_an_upload_keeps_none_of_it(hosts, folder):
    host = hosts(lambda service: Full(service, 10))
    assert host.announce("big", 10).code == Response.OK
    assert host.bring(Op.SendObject, b"x" * 11).code == Response.GeneralError
    assert not (folder / "storage/emulated/0/big").exists()
    assert host.storage().free == 10


def test_dates_shift_by_an_hour_wherever_they_are_told(hosts):
    host = hosts(WholeHourShift)
    notes = host.find_path("Notes.txt")
    assert host.object(notes).modified == "20240131T131530"
    assert host.props(notes, Property.DateModified, 0) == [(notes, "20240131T131530")]
    told = host.ask(Op.GetObjectPropValue, notes, Property.DateModified).data
    assert "20240131T131530".encode("utf-16-le") in told


@pytest.mark.parametrize("name", ["../../x", "a/b", "..", "nul\0in", "x" * 254, ""])
def test_names_may_be_anything(hosts, name):
    host = hosts(lambda service: Renamed(service, lambda _: name))
    said = name.partition("\0")[0]
    assert {host.object(each).name for each in host.handles(ALL)} == {said}
    assert {value for _, value in host.props(0, Property.ObjectFileName)} == {said}


def test_folders_may_lie_in_themselves(hosts):
    host = hosts(ParentLoop)
    [folder] = host.handles(ALL, INTERNAL, 0x3001)
    assert folder in host.handles(folder)
    assert host.object(folder).parent == folder


def test_data_may_never_end(hosts):
    begin = struct.pack("<I", 1 << 31)
    host = hosts(lambda service: Endless(service, Op.GetObjectHandles, begin, b"\1\0\0\0"))
    host.command(Op.GetObjectHandles, ALL, 0, ALL)
    first = host.read(512)
    assert struct.unpack_from("<I", first) == (UNKNOWN_LENGTH,)
    assert first[12:20] == begin + b"\1\0\0\0"
    for _ in range(50):
        assert len(host.read(16384)) == 16384
    host.cancel()
    assert host.storages() == (INTERNAL, CARD)


@pytest.mark.parametrize("more", [-2, 100, 1 << 31])
def test_lengths_may_lie(hosts, more):
    host = hosts(lambda service: LyingLength(service, Op.GetObject, more))
    host.command(Op.GetObject, host.find_path("Notes.txt"))
    came = host.read()
    assert struct.unpack_from("<I", came) == (16 + more,)
    assert came[12:] == b"text"
    assert host.read()[6:8] == b"\x01\x20"


def test_lists_may_claim_to_hold_billions(hosts):
    host = hosts(Crowd)
    for op, asked in (
        (Op.GetObjectHandles, (ALL, 0, ALL)),
        (Op.GetObjectPropList, (0, 0, Property.Name, 0, 1)),
    ):
        data = host.ask(op, *asked).data
        assert struct.unpack_from("<I", data) == (1 << 31,)
        assert len(data) < 1000


def test_bad_manners_can_be_worn_together(hosts):
    host = hosts(lambda service: SplitHeader(ExtraByte(NoPropList(WholeHourShift(service)))))
    assert host.object(host.find_path("Notes.txt")).modified == "20240131T131530"
    assert host.fetch(host.find_path("even.bin")) == EVEN
