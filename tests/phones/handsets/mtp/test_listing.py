"""Listing: nothing missed, nothing invented, and an end to what a hostile phone sends."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest

from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.protocols.mtp.codes import Format, Op, Property
from holdfast.phones.protocols.mtp.prop_lists import (
    Element,
    PropListReader,
    encode_count,
    encode_element,
)
from holdfast.phones.protocols.mtp.values import DataType
from holdfast.phones.virtual.mtp.service import Reply, told
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.mtp.rig import FILES, JPEG, MtpRig, items, read


def keys_of(files: Sequence[str], storage: str = "Phone") -> set[str]:
    return {f"{storage}/{name}" for name in files}


def test_all_storages_are_read_each_under_its_own_name(tmp_path):
    rig = MtpRig(tmp_path / "phone", card={"DCIM/Camera/IMG_0001.jpg": b"card"})
    found = read(rig.connect())
    assert set(found) == keys_of([*FILES]) | {"SD card/DCIM/Camera/IMG_0001.jpg"}
    assert found["SD card/DCIM/Camera/IMG_0001.jpg"] == b"card"


def test_the_phones_bin_and_half_written_files_are_passed_over(tmp_path):
    litter = {"DCIM/.trashed-1700000000-a.jpg": b"x", "DCIM/.pending-1700000000-b.jpg": b"y"}
    rig = MtpRig(tmp_path / "phone", files={**FILES, **litter})
    assert set(read(rig.connect())) == keys_of([*FILES])


def test_a_size_over_4_gib_is_told_whole(tmp_path):
    for number, without in enumerate((frozenset(), frozenset({Op.GetObjectPropList}))):
        rig = MtpRig(tmp_path / str(number), files={}, without=without)
        with rig.put("film.mp4", b"").open("r+b") as file:
            file.truncate((5 << 30) + 1)
        [film] = items(rig.connect(), Kind.PHOTOS)
        assert film.parts[0].size == (5 << 30) + 1


def test_a_folder_costs_four_property_lists_and_only_the_first_a_list_of_handles(tmp_path):
    files = {f"DCIM/{n}/{m}.jpg": JPEG[:9] for n in range(9) for m in range(3)}
    rig = MtpRig(tmp_path / "phone", files=files)
    handset = rig.connect()
    rig.log.clear()
    assert len(items(handset, Kind.PHOTOS)) == 27
    assert items(handset, Kind.FILES) == []
    assert rig.log[Op.GetObjectPropList] == 4 * 11
    assert rig.log[Op.GetObjectHandles] == 2
    assert rig.log[Op.GetObjectInfo] == 0


def broken(request, onward):
    reply = onward(request)
    if request.op == Op.GetObjectPropList and request.param(2) == Property.ObjectSize:
        return told(reply.body.read(1 << 16)[:-3])
    return reply


def short(request, onward):
    """Leave out the last but one element of each list of names."""
    reply = onward(request)
    if request.op != Op.GetObjectPropList or request.param(2) != Property.ObjectFileName:
        return reply
    data = reply.body.read(1 << 16)
    count = int.from_bytes(data[:4], "little")
    name = Element(1 << 20, Property.ObjectFileName, DataType.STR, "x")
    return told(encode_count(1) + encode_element(name)) if count else told(data)


@pytest.mark.parametrize("answered", [broken, short])
def test_property_lists_that_cannot_be_right_are_not_used_and_nothing_is_missed(tmp_path, answered):
    rig = MtpRig(tmp_path / "phone", answered=answered)
    assert set(read(rig.connect())) == keys_of([*FILES])


def test_a_phone_that_lists_no_root_is_asked_object_by_object_there_alone(tmp_path):
    def rootless(request, onward):
        if request.op == Op.GetObjectPropList and not request.param(0):
            return told(encode_count(0))
        return onward(request)

    rig = MtpRig(tmp_path / "phone", answered=rootless)
    handset = rig.connect()
    rig.log.clear()
    found = [item.key for kind in handset.kinds() for item in items(handset, kind)]
    assert set(found) == keys_of([*FILES])
    assert rig.log[Op.GetObjectInfo] == len({name.split("/")[0] for name in FILES})
    assert rig.log[Op.GetObjectHandles] == 2


def test_a_phone_without_useful_lists_is_asked_once_for_what_is_in_each_folder(tmp_path):
    def alone(request, onward):
        if request.op == Op.GetObjectPropList:
            return told(encode_count(0))
        return onward(request)

    rig = MtpRig(tmp_path / "phone", answered=alone)
    handset = rig.connect()
    rig.log.clear()
    found = [item.key for kind in handset.kinds() for item in items(handset, kind)]
    assert set(found) == keys_of([*FILES])
    folders = {"/".join(name.split("/")[:n]) for name in FILES for n in range(name.count("/") + 1)}
    assert rig.log[Op.GetObjectHandles] == len(folders)
    assert rig.log[Op.GetObjectPropList] == 2


def test_two_names_that_are_one_give_two_items(tmp_path):
    def twins(request, onward):
        reply = onward(request)
        if request.op != Op.GetObjectPropList or request.param(2) != Property.ObjectFileName:
            return reply
        data = reply.body.read(1 << 16)
        return told(data.replace("b.txt".encode("utf-16-le"), "a.txt".encode("utf-16-le")))

    files = {"one/a.txt": b"1", "one/b.txt": b"2", "one/a.txt (2)": b"3"}
    rig = MtpRig(tmp_path / "phone", files=files, answered=twins)
    found = items(rig.connect(), Kind.FILES)
    assert len({each.key for each in found}) == 3


def test_a_folder_that_is_its_own_child_is_walked_once(tmp_path):
    def looping(request, onward):
        if request.op == Op.GetObjectPropList and request.param(0):
            return onward(type(request)(request.op, (0, *request.params[1:])))
        if request.op == Op.GetObjectHandles:
            return onward(type(request)(request.op, (*request.params[:2], 0xFFFFFFFF)))
        return onward(request)

    rig = MtpRig(tmp_path / "phone", files={"DCIM/a.jpg": JPEG, "b.txt": b"1"}, answered=looping)
    assert set(read(rig.connect())) == {"Phone/b.txt", "Phone/DCIM/b.txt"}


class Endless:
    """Elements without end, or of one handle for ever."""

    def __init__(self, step: int) -> None:
        self._step = step
        self._handle = 1
        self._rest = (1 << 32) - 1
        self._head = self._rest.to_bytes(4, "little")

    def read(self, size: int, /) -> bytes:
        out = bytearray(self._head)
        self._head = b""
        while len(out) < size:
            form = Element(self._handle, Property.ObjectFormat, DataType.UINT16, int(Format.Text))
            out += encode_element(form)
            self._handle += self._step
        self._head = bytes(out[size:])
        return bytes(out[:size])

    def close(self) -> None:
        pass


@pytest.mark.parametrize("step", [0, 1])
def test_a_property_list_without_end_has_an_end(tmp_path, monkeypatch, step):
    monkeypatch.setattr("holdfast.phones.handsets.mtp.listing._MAX_IN_FOLDER", 20_000)

    def endless(request, onward):
        if request.op == Op.GetObjectPropList and request.param(2) == Property.ObjectFormat:
            return Reply(body=Endless(step), size=None)
        return onward(request)

    handset = MtpRig(tmp_path / "phone", answered=endless).connect()
    with pytest.raises(Garbled):
        list(handset.read(Kind.FILES, Task()))
    handset.close()


def test_a_list_of_two_thousand_million_handles_is_refused(tmp_path):
    def many(request, onward):
        if request.op == Op.GetObjectHandles:
            return Reply(body=_Repeated((1 << 31).to_bytes(4, "little")), size=None)
        return onward(request)

    handset = MtpRig(tmp_path / "phone", answered=many).connect()
    with pytest.raises(Garbled):
        list(handset.read(Kind.FILES, Task()))
    handset.close()


class _Repeated(io.RawIOBase):
    def __init__(self, head: bytes) -> None:
        super().__init__()
        self._left = head

    def read(self, size: int = -1, /) -> bytes:
        left, self._left = self._left, b""
        return left + b"\7" * (size - len(left))


@pytest.mark.parametrize("name", ["../x.txt", "..", ".", "a/b.txt"])
def test_a_name_that_leads_elsewhere_is_no_item(tmp_path, name):
    def evil(request, onward):
        reply = onward(request)
        if request.op != Op.GetObjectPropList or request.param(2) != Property.ObjectFileName:
            return reply
        data = reply.body.read(1 << 16)
        out = [encode_count(int.from_bytes(data[:4], "little"))]
        for each in PropListReader().feed(data):
            said = name if each.value in ("evil", "evil.txt") else each.value
            out.append(encode_element(Element(each.handle, each.property, each.type, said)))
        return told(b"".join(out))

    files = {"good.txt": b"1", "evil.txt": b"2", "evil/inside.txt": b"3"}
    rig = MtpRig(tmp_path / "phone", files=files, answered=evil)
    assert set(read(rig.connect())) == {"Phone/good.txt"}
