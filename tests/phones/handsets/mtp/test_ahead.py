"""Reading ahead: no thread is left behind, whatever becomes of it."""

from __future__ import annotations

import threading
from contextlib import closing

import pytest

from holdfast.phones.handsets.mtp.ahead import ReadAhead
from holdfast.phones.links.link import NoAnswer, Unplugged
from holdfast.phones.protocols.mtp.codes import Op
from holdfast.phones.virtual.mtp.service import Reply, SilentError
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.mtp.rig import MtpRig, bytes_of, items

LARGE = bytes(range(251)) * 50_000


def threads() -> list[str]:
    return [each.name for each in threading.enumerate() if each.name == "mtp ahead"]


def film(handset):
    [found] = [each for each in items(handset, Kind.PHOTOS) if each.key.endswith("mp4")]
    return found


@pytest.fixture
def rig(tmp_path):
    return MtpRig(tmp_path / "phone", files={"film.mp4": LARGE, "a.jpg": b"small"})


def test_what_is_read_ahead_comes_whole_and_in_order():
    def pieces():
        yield from (bytes((number,)) for number in range(99))

    assert b"".join(ReadAhead(pieces)) == bytes(range(99))
    assert threads() == []


def test_what_goes_wrong_behind_the_pieces_is_told_where_they_are_used():
    def pieces():
        yield b"1"
        raise KeyError("behind")

    reading = ReadAhead(pieces)
    assert next(reading) == b"1"
    with pytest.raises(KeyError, match="behind"):
        next(reading)
    assert threads() == []


def test_a_reading_that_nobody_began_has_no_thread(rig):
    with closing(rig.connect()) as handset:
        film(handset).parts[0].open()
        assert threads() == []


def test_a_reader_that_stops_in_the_middle_leaves_no_thread(rig):
    with closing(rig.connect()) as handset:
        pieces = iter(film(handset).parts[0].open())
        next(pieces)
        assert threads()
        del pieces
        assert threads() == []
        assert bytes_of(film(handset)) == LARGE


def test_closing_the_phone_ends_what_is_read_ahead(rig):
    handset = rig.connect()
    pieces = iter(film(handset).parts[0].open())
    next(pieces)
    handset.close()
    assert threads() == []
    with pytest.raises(RuntimeError):
        list(pieces)


def test_a_file_left_half_read_is_never_taken_for_a_whole_one(rig):
    with closing(rig.connect()) as handset:
        pieces = iter(film(handset).parts[0].open())
        next(pieces)
        assert bytes_of(film(handset)) == LARGE
        with pytest.raises(RuntimeError):
            list(pieces)
    assert threads() == []


def test_the_next_file_can_be_asked_for_while_one_is_half_read(tmp_path):
    files = {"a/film.mp4": LARGE, "b/film.mp4": LARGE[::-1]}
    rig = MtpRig(tmp_path / "phone", files=files)
    got = []
    with closing(rig.connect()) as handset:
        for item in handset.read(Kind.PHOTOS, Task()):
            pieces = iter(item.parts[0].open())
            got.append(next(pieces)[:9])
    assert got == [LARGE[:9], LARGE[::-1][:9]]
    assert threads() == []


@pytest.mark.parametrize("n", [2, 5, 9, 14])
def test_a_cable_pulled_in_the_middle_of_a_file_leaves_no_thread(rig, n):
    with closing(rig.connect()) as handset:
        found = film(handset)
        rig.bus.unplug_at(n)
        with pytest.raises(Unplugged):
            bytes_of(found)
        assert threads() == []
    assert threads() == []


class Mute:
    """A body that hangs the phone after its first mebibyte."""

    def __init__(self) -> None:
        self.left = 1 << 20

    def read(self, size: int, /) -> bytes:
        if size > self.left:
            raise SilentError
        self.left -= size
        return bytes(size)

    def close(self) -> None:
        pass


def test_a_phone_that_falls_silent_for_good_in_a_file_leaves_no_thread(tmp_path):
    def mute(request, onward):
        if request.op == Op.GetObject:
            return Reply(body=Mute(), size=len(LARGE))
        return onward(request)

    rig = MtpRig(tmp_path / "phone", files={"film.mp4": LARGE}, answered=mute)
    with closing(rig.connect()) as handset:
        found = film(handset)
        with pytest.raises(NoAnswer):
            bytes_of(found)
        assert threads() == []
    assert threads() == []
