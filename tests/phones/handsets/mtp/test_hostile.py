"""A hostile phone: a clear end to whatever it sends, in memory that is bounded."""

from __future__ import annotations

import gc
import struct
import tracemalloc
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from holdfast.phones.handsets.handset import Garbled, HandsetProblem, ItemRefused
from holdfast.phones.handsets.mtp import listing
from holdfast.phones.protocols.mtp.codes import Format, Op, Property
from holdfast.phones.protocols.mtp.datasets import ObjectInfo
from holdfast.phones.protocols.mtp.prop_lists import Element, encode_count, encode_element
from holdfast.phones.protocols.mtp.values import DataType, Value
from holdfast.phones.virtual.mtp.lists import Crowd, Endless, LyingLength, ParentLoop, Renamed
from holdfast.phones.virtual.mtp.service import Reply, told
from holdfast.progress import Task
from holdfast.records.model.item import Item
from holdfast.records.model.kinds import Kind
from holdfast.wording.problems import say
from tests.phones.handsets.mtp.rig import FILES, JPEG, MtpRig, bytes_of, items, read

MIB = 1 << 20
BOUND = 64 * MIB
KEYS = {f"Phone/{name}" for name in FILES}
BY_OBJECT = frozenset({Op.GetObjectPropList})


class Zeros:
    """Noughts without end."""

    def read(self, size: int, /) -> bytes:
        return bytes(size)

    def close(self) -> None:
        pass


@contextmanager
def bounded(most: int = BOUND) -> Iterator[None]:
    """At most so many bytes are held at once more than before."""
    gc.collect()
    tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < most, f"{peak / MIB:.0f} MiB"


def ending(rig: MtpRig, most: int = MIB) -> HandsetProblem | None:
    """What ends the reading of all files, those of up to `most` bytes with their bytes."""
    try:
        with closing(rig.connect()) as handset:
            for item in handset.read(Kind.FILES, Task()):
                if (item.parts[0].size or 0) <= most:
                    _pass_over(item)
    except HandsetProblem as problem:
        return problem
    return None


def _pass_over(item: Item) -> None:
    try:
        for _ in item.parts[0].open():
            pass
    except ItemRefused as problem:
        assert say(problem).what  # noqa: PT017 - it may be whole as well


def refused(rig: MtpRig) -> HandsetProblem:
    """What is said in place of an endless reading."""
    problem = ending(rig)
    assert problem is not None
    assert say(problem).what
    return problem


class Long:
    """A property list of a million names and more."""

    def __init__(self, count: int, name: str) -> None:
        self._count = count
        self._handle = 0
        self._held = bytearray(encode_count(count))

        said = Element(0, Property.ObjectFileName, DataType.STR, name)
        self._rest = encode_element(said)[4:]

    def read(self, size: int, /) -> bytes:
        while len(self._held) < size and self._handle < self._count:
            self._handle += 1
            self._held += self._handle.to_bytes(4, "little") + self._rest
        data = bytes(self._held[:size])
        del self._held[:size]
        return data

    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    "name",
    [pytest.param("IMG_0001.txt", marks=pytest.mark.deep), "日" * 240],
    ids=["many", "long"],
)
def test_a_property_list_of_a_million_names_is_refused_in_little_memory(tmp_path, name):
    def long(request, onward):
        if request.op == Op.GetObjectPropList and request.param(2) == Property.ObjectFileName:
            return Reply(body=Long(1_200_000, name), size=None)
        return onward(request)

    rig = MtpRig(tmp_path / "phone", answered=long)
    with bounded():
        assert isinstance(refused(rig), Garbled)


@pytest.mark.parametrize(
    "op",
    [
        Op.GetStorageInfo,
        Op.GetObjectHandles,
        Op.GetObjectPropList,
        Op.GetObjectInfo,
        Op.GetObjectPropValue,
        Op.GetObject,
    ],
    ids=lambda op: op.name,
)
@pytest.mark.parametrize("again", [b"\0", b"\x01\0\0\0\x07\xdc\xff\xff", b"\xff"])
def test_data_without_end_have_an_end(tmp_path, op, again):
    without = frozenset() if op == Op.GetObjectPropList else BY_OBJECT
    rig = MtpRig(
        tmp_path / "phone",
        files={"a.txt": b"1", "film.txt": b""},
        behave=lambda service: Endless(service, op, b"\xff\xff\xff\x7f", again),
        without=without,
    )
    with rig.place("film.txt").open("r+b") as file:
        file.truncate(5 << 30)
    with bounded():
        problem = ending(rig)
    assert problem is None or say(problem).what


@pytest.mark.parametrize("more", [-12, -1, 1, 600, 1 << 31])
@pytest.mark.parametrize(
    "op", [Op.GetObjectHandles, Op.GetObjectPropList, Op.GetObjectInfo, Op.GetStorageInfo]
)
def test_a_length_that_is_a_lie_in_a_list_hangs_nothing(tmp_path, op, more):
    without = frozenset() if op == Op.GetObjectPropList else BY_OBJECT
    rig = MtpRig(
        tmp_path / "phone",
        behave=lambda service: LyingLength(service, op, more),
        without=without,
    )
    with bounded():
        problem = ending(rig)
    assert problem is None or say(problem).what


@pytest.mark.parametrize("more", [-12, 1, 600, 1 << 31])
def test_a_length_that_is_a_lie_in_one_file_costs_that_file_alone(tmp_path, more):
    def lying(request, onward):
        reply = onward(request)
        if request.op == Op.GetObject and reply.size == len(JPEG):
            reply.announced = reply.size + more
        return reply

    rig = MtpRig(tmp_path / "phone", files={**FILES, "z.jpg": b"last"}, answered=lying)
    got, lost = {}, set()
    with closing(rig.connect()) as handset:
        for item in handset.read(Kind.PHOTOS, Task()):
            try:
                got[item.key] = bytes_of(item)
            except ItemRefused as problem:
                lost.add(problem.key)
    assert lost == {"Phone/DCIM/Camera/IMG_0001.jpg"}
    assert got["Phone/z.jpg"] == b"last"


def test_a_phone_that_lies_of_every_file_is_given_up(tmp_path):
    files = {f"{number}.jpg": JPEG for number in range(40)}
    rig = MtpRig(
        tmp_path / "phone",
        files=files,
        behave=lambda service: LyingLength(service, Op.GetObject, 600),
    )
    with closing(rig.connect()) as handset:
        problems = [problem for each in items(handset, Kind.PHOTOS) if (problem := _failure(each))]
    assert isinstance(problems[0], ItemRefused)
    assert isinstance(problems[-1], Garbled)


def _failure(item: Item) -> HandsetProblem | None:
    try:
        bytes_of(item)
    except HandsetProblem as problem:
        return problem
    return None


@pytest.mark.parametrize("without", [frozenset(), BY_OBJECT], ids=["lists", "objects"])
def test_lists_that_claim_two_thousand_million_things_are_refused(tmp_path, without):
    rig = MtpRig(tmp_path / "phone", behave=Crowd, without=without)
    with bounded():
        assert isinstance(refused(rig), Garbled)


@pytest.mark.parametrize("without", [frozenset(), BY_OBJECT], ids=["lists", "objects"])
def test_folders_that_lie_in_themselves_are_walked_once(tmp_path, without):
    rig = MtpRig(tmp_path / "phone", behave=ParentLoop, without=without)
    with closing(rig.connect()) as handset:
        assert set(read(handset)) == KEYS


@pytest.mark.parametrize("without", [frozenset(), BY_OBJECT], ids=["lists", "objects"])
def test_folders_without_end_have_an_end(tmp_path, monkeypatch, without):
    monkeypatch.setattr(listing, "MAX_FILES", 3_000)
    count = iter(range(1 << 20, 1 << 30))

    def deeper(request, onward):
        match request.op:
            case Op.GetObjectHandles:
                handles = [next(count) for _ in range(9)]
                return told(struct.pack("<10I", len(handles), *handles))
            case Op.GetObjectPropList:
                return told(_folders(request.param(2), [next(count) for _ in range(9)]))
            case Op.GetObjectInfo:
                name = f"{request.param(0)}"
                return told(ObjectInfo(format=Format.Association, name=name).encode())
        return onward(request)

    rig = MtpRig(tmp_path / "phone", answered=deeper, without=without)
    with bounded():
        assert isinstance(refused(rig), Garbled)


def _folders(code: int, handles: list[int]) -> bytes:
    """A property of folders that nobody ever heard of."""
    values: dict[Property, tuple[DataType, Value]] = {
        Property.ObjectFileName: (DataType.STR, "f"),
        Property.ObjectFormat: (DataType.UINT16, int(Format.Association)),
    }
    kind, value = values.get(Property(code), (DataType.UINT64, 0))
    elements = [Element(each, code, kind, value) for each in handles]
    return encode_count(len(elements)) + b"".join(map(encode_element, elements))


NAMES = ["../x", "/etc/passwd", "a\0b", "..", ".", "", "\0", "a/../../b"]


@pytest.mark.parametrize("without", [frozenset(), BY_OBJECT], ids=["lists", "objects"])
@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_a_name_that_is_a_path_leads_nowhere(tmp_path, name, without):
    files = {"good.txt": b"1", "evil.txt": b"2", "evil/inside.txt": b"3"}
    rig = MtpRig(
        tmp_path / "phone",
        files=files,
        behave=lambda service: Renamed(
            service, lambda said: name if said.startswith("evil") else said
        ),
        without=without,
    )
    with closing(rig.connect()) as handset:
        found = items(handset, Kind.FILES)
    for item in found:
        assert item.path[0] == "Phone"
        assert not {"", ".", ".."} & set(item.path)
        assert not any(each in part for part in item.path for each in "/\0")
    assert "Phone/good.txt" in {item.key for item in found}


def test_a_file_that_grows_for_ever_has_an_end(tmp_path):
    def growing(request, onward):
        if request.op == Op.GetObject:
            return Reply(body=Zeros(), size=None)
        return onward(request)

    rig = MtpRig(tmp_path / "phone", files={"a.txt": b"1"}, answered=growing)
    with closing(rig.connect()) as handset, bounded(8 * MIB):
        [item] = items(handset, Kind.FILES)
        with pytest.raises(ItemRefused):
            for _ in item.parts[0].open():
                pass
        assert items(handset, Kind.FILES)
