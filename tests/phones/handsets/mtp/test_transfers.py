"""Reading and writing files: resumed inside, dated, never over another, and full phones."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from holdfast.phones.handsets.handset import ItemRefused, PhoneFull
from holdfast.phones.protocols.mtp.codes import Format, Op, Response
from holdfast.phones.protocols.mtp.datasets import ObjectInfo
from holdfast.phones.virtual.mtp.service import Reply, told
from holdfast.progress import Task
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.mtp.rig import INTERNAL, JPEG, MTIME, MtpRig, bytes_of, items, read

LARGE = bytes(range(251)) * 12_000
GALAXY = (0x04E8, 0x6860)
WHEN = datetime.fromtimestamp(MTIME, UTC)


def new(*path: str, data: bytes = JPEG) -> NewItem:
    return NewItem(Kind.PHOTOS, "/".join(path), "", lambda: (data,), len(data), path, WHEN)


NO_64 = frozenset({Op.GetPartialObject64})
NO_PARTS = NO_64 | {Op.GetPartialObject}
PARTS = pytest.mark.parametrize(
    "without", [frozenset(), NO_64, NO_PARTS], ids=["64 bits", "32 bits", "no parts"]
)


@PARTS
@pytest.mark.parametrize("broken", ["stall_at", "time_out_at"])
def test_a_file_goes_on_after_a_stall_or_a_long_silence_wherever_it_comes(
    tmp_path, without, broken
):
    rig = MtpRig(tmp_path / "phone", files={"film.mp4": LARGE}, without=without)
    with closing(rig.connect()) as handset:
        [film] = items(handset, Kind.PHOTOS)
        for n in range(1, 16):
            getattr(rig.bus, broken)(n)
            assert bytes_of(film) == LARGE
            rig.bus.forget_faults()


@PARTS
@pytest.mark.parametrize("change", [LARGE + b"more", LARGE[:-9], LARGE[::-1]])
def test_the_rest_of_another_file_is_never_put_behind_what_came(tmp_path, without, change):
    rig = MtpRig(tmp_path / "phone", files={"film.mp4": LARGE}, without=without)
    with closing(rig.connect()) as handset:
        [film] = items(handset, Kind.PHOTOS)
        pieces = iter(film.parts[0].open())
        rig.bus.stall_at(4)
        rig.put("film.mp4", change, at=MTIME + 7)
        with pytest.raises(ItemRefused) as refused:
            list(pieces)
        assert bytes_of(items(handset, Kind.PHOTOS)[0]) == change
    assert "changed" in refused.value.answer


@pytest.mark.parametrize(
    "without", [frozenset(), frozenset({Op.GetPartialObject64})], ids=["64 bits", "32 bits"]
)
def test_a_stall_inside_a_file_costs_no_byte_that_had_come(tmp_path, without):
    rig = MtpRig(tmp_path / "phone", files={"film.mp4": LARGE}, without=without)
    with closing(rig.connect()) as handset:
        [film] = items(handset, Kind.PHOTOS)
        rig.log.clear()
        rig.bus.stall_at(4)
        assert bytes_of(film) == LARGE
        assert rig.log[Op.GetObject] == 1
        assert rig.log[Op.GetPartialObject64] + rig.log[Op.GetPartialObject]


def test_a_file_of_which_only_the_low_bits_of_its_size_are_told_comes_whole(tmp_path):
    """umtp-responder 1.3 tells 32 bits of a size, before a file and in front of it."""
    short = 70_000

    def cut(request, onward):
        reply = onward(request)
        if request.op == Op.GetObjectInfo:
            info = ObjectInfo.decode(reply.body.read(1 << 16))
            reply.body.close()
            return told(replace(info, size=min(info.size, short)).encode())
        return replace(reply, announced=short) if request.op == Op.GetObject else reply

    data = bytes(range(256)) * 1000
    rig = MtpRig(
        tmp_path / "phone",
        files={"DCIM/long.mp4": data},
        without=frozenset({Op.GetObjectPropList}),
        answered=cut,
    )
    with closing(rig.connect()) as handset:
        [item] = items(handset, Kind.PHOTOS)
        assert bytes_of(item) == data


def test_a_phone_that_hangs_on_whole_packets_is_never_asked_for_them(tmp_path):
    answers = []

    def noting(request, onward):
        reply = onward(request)
        if request.op == Op.GetPartialObject64:
            answers.append((request.param(1), reply.size))
        return reply

    rig = MtpRig(tmp_path / "phone", files={}, answered=noting, usb_ids=GALAXY)
    with closing(rig.connect()) as handset:

        def fetch(size):
            rig.put("film.mp4", LARGE[:size])
            [film] = items(handset, Kind.PHOTOS)
            rig.bus.stall_at(4)
            assert bytes_of(film) == LARGE[:size]

        fetch(2_000_000)
        came = answers[0][0]
        fetch(came + 512 * 1000 - 12)
    assert [begin for begin, _ in answers].count(came) == 2
    assert all((size + 12) % 512 for _, size in answers)


def test_a_file_that_vanished_is_refused_alone(tmp_path):
    rig = MtpRig(tmp_path / "phone", files={"a.jpg": JPEG, "b.jpg": JPEG})
    with closing(rig.connect()) as handset:
        first, second = items(handset, Kind.PHOTOS)
        rig.place("a.jpg").unlink()
        with pytest.raises(ItemRefused):
            bytes_of(first)
        assert bytes_of(second) == JPEG


@pytest.mark.parametrize("said", ["00010101T000000", "99991231T235959", "nonsense", ""])
def test_a_date_no_calendar_has_costs_nothing_but_itself(tmp_path, said):
    def dated(request, onward):
        reply = onward(request)
        if request.op != Op.GetObjectInfo:
            return reply
        info = ObjectInfo.decode(reply.body.read(1 << 16))
        reply.body.close()
        return told(replace(info, modified=said).encode())

    rig = MtpRig(tmp_path / "phone", without=frozenset({Op.GetObjectPropList}), answered=dated)
    with closing(rig.connect()) as handset:
        assert len(read(handset)) == 4


def test_a_new_file_has_its_date_and_never_takes_the_place_of_another(tmp_path):
    rig = MtpRig(tmp_path / "phone", files={"DCIM/IMG.jpg": b"old"})
    with closing(rig.connect()) as handset:
        key = handset.add(new("Phone", "DCIM", "img.JPG"), Task())
    assert key == "Phone/DCIM/img (1).JPG"
    placed = rig.place("DCIM/img (1).JPG")
    assert placed.read_bytes() == JPEG
    assert int(placed.stat().st_mtime) == MTIME
    assert rig.place("DCIM/IMG.jpg").read_bytes() == b"old"


def test_a_folder_of_its_parents_name_is_made_inside_it(tmp_path):
    rig = MtpRig(tmp_path / "phone", files={"DCIM/IMG.jpg": b"old", "DCIM/Camera/1.jpg": JPEG})
    with closing(rig.connect()) as handset:
        read(handset)
        handset.add(new("Phone", "DCIM", "DCIM", "x.jpg"), Task())
    assert rig.place("DCIM/DCIM/x.jpg").read_bytes() == JPEG


def test_a_folder_that_was_just_made_is_asked_for_once_and_its_files_are_not(tmp_path):
    rig = MtpRig(tmp_path / "phone", files={"DCIM/IMG.jpg": b"old"})
    with closing(rig.connect()) as handset:
        handset.add(new("Phone", "DCIM", "1.jpg"), Task())
        rig.log.clear()
        handset.add(new("Phone", "Trips", "Oslo", "1.jpg"), Task())
        handset.add(new("Phone", "Trips", "Oslo", "2.jpg"), Task())
    assert rig.log[Op.SendObjectInfo] == 2 + 2
    assert rig.log[Op.GetObjectHandles] == 2
    assert rig.log[Op.GetObjectPropList] == 0
    assert rig.place("Trips/Oslo/2.jpg").read_bytes() == JPEG


def test_a_phone_that_tells_another_number_than_its_new_folder_has_is_looked_through(tmp_path):
    def elsewhere(request, onward):
        reply = onward(request)
        is_folder = request.op == Op.SendObjectInfo and reply.code == Response.OK
        if is_folder and ObjectInfo.decode(request.data).format == Format.Association:
            storage, parent, handle = reply.params
            return replace(reply, params=(storage, parent, handle + 1000))
        return reply

    rig = MtpRig(tmp_path / "phone", files={"DCIM/IMG.jpg": b"old"}, answered=elsewhere)
    with closing(rig.connect()) as handset:
        handset.add(new("Phone", "Trips", "Oslo", "1.jpg"), Task())
    assert rig.place("Trips/Oslo/1.jpg").read_bytes() == JPEG


@pytest.mark.parametrize("refused", ["folder", "file"])
def test_a_full_phone_says_so_for_folders_and_files(tmp_path, refused):
    def full(request, onward):
        if request.op != Op.SendObjectInfo:
            return onward(request)
        is_folder = ObjectInfo.decode(request.data).format == Format.Association
        if is_folder == (refused == "folder"):
            return Reply(Response.StoreFull)
        return onward(request)

    rig = MtpRig(tmp_path / "phone", answered=full)
    with closing(rig.connect()) as handset:
        with pytest.raises(PhoneFull):
            handset.add(new("Phone", "New", "x.jpg"), Task())
        assert len(read(handset)) == 4


def test_without_renaming_an_interrupted_upload_leaves_nothing(tmp_path):
    rig = MtpRig(tmp_path / "phone", without=frozenset({Op.SetObjectPropValue}))

    def breaking():
        yield JPEG[:100]
        raise KeyError("gone")

    item = NewItem(Kind.PHOTOS, "x", "", breaking, len(JPEG), ("Phone", "DCIM", "x.jpg"))
    with closing(rig.connect()) as handset:
        with pytest.raises(KeyError):
            handset.add(item, Task())
        before = rig.on_disk()
        key = handset.add(new("Phone", "DCIM", "x.jpg"), Task())
    assert f"{INTERNAL}/DCIM/x.jpg" not in before
    assert key == "Phone/DCIM/x.jpg"
