"""Many files onto a phone: how few messages that takes, and what a refusal costs the others."""

from __future__ import annotations

from functools import partial

import pytest

from holdfast.phones.handsets.android.sync import Files
from holdfast.phones.handsets.android.sync_push import NewFile, Pushed, push_many
from holdfast.phones.handsets.android.talk import AdbTalk
from holdfast.phones.links.link import Unplugged
from holdfast.phones.protocols.adb.sync_requests import Writes
from tests.phones.protocols.adb.wire import ALL, NEW, Cupboard, Wire, services

SMALL = {f"/sdcard/{number}.jpg".encode(): b"%d" % number * 300 for number in range(200)}


class Losing(Cupboard):
    """A sync service that ends without a word at a file of `once`, and always at `/gone`."""

    def __init__(self, files, once):
        super().__init__(files)
        self.once = once

    def serve(self, request):
        if isinstance(request, Writes) and (request.path in self.once or request.path == b"/gone"):
            self.once.discard(request.path)
            self.over = True
            self.out.clear()
            return
        super().serve(request)


class Phone:
    def __init__(self, manners=NEW, once=()):
        self.files: dict[bytes, bytes] = {}
        self.opened = 0
        self.once = set(once)
        self.wire = Wire(manners, services(sync=self.open))
        self.adb = AdbTalk(self.wire, (), now=self.wire.clock)
        self.adb.connect()

    def open(self, _):
        self.opened += 1
        return Losing(self.files, self.once)


def new(files=SMALL):
    return [NewFile(path, partial(list, [data])) for path, data in files.items()]


def test_small_files_share_messages_and_streams():
    phone = Phone()

    told = list(push_many(Files(phone.adb), new()))

    assert told == [Pushed(path) for path in SMALL]
    assert phone.files == SMALL
    assert phone.opened == 8
    assert sum(each[:4] == b"WRTE" for each in phone.wire.written) <= 200 // 16 + 1


@pytest.mark.parametrize("manners", ALL, ids=["new", "plain", "old"])
def test_what_was_sent_behind_a_refused_file_is_sent_again(manners):
    phone = Phone(manners)
    files = new()
    files[3:3] = [NewFile(b"/full/a", lambda: [b"x"]), NewFile(b"/full/b", lambda: [b"x"])]

    told = list(push_many(Files(phone.adb), files))

    assert [each.path for each in told] == [each.path for each in files]
    assert [each.path for each in told if each.problem] == [b"/full/a", b"/full/b"]
    assert phone.files == SMALL


def test_a_large_file_among_small_ones_goes_alone_and_is_not_held():
    phone = Phone()
    read = 0

    def pieces():
        nonlocal read
        for _ in range(40):
            read += 1
            yield bytes(100_000)

    files = new()
    files[5:5] = [NewFile(b"/film.mp4", pieces)]

    assert all(each.problem is None for each in push_many(Files(phone.adb), files))
    assert phone.files == {**SMALL, b"/film.mp4": bytes(4_000_000)}
    assert read == 40


def test_a_file_whose_answer_was_lost_is_sent_once_more_alone():
    phone = Phone(once=[b"/sdcard/7.jpg"])

    assert all(each.problem is None for each in push_many(Files(phone.adb), new()))
    assert phone.files == SMALL


def test_a_file_that_always_ends_the_stream_ends_the_pushing():
    phone = Phone()
    files = [*new()[:4], NewFile(b"/gone", lambda: [b"x"])]
    told = []

    with pytest.raises(Unplugged):
        told.extend(push_many(Files(phone.adb), files))

    assert phone.files.keys() == set(list(SMALL)[:4])


def test_a_path_no_phone_takes_is_refused_unsent():
    phone = Phone()
    long = NewFile(b"/" + b"y" * 1024, lambda: [b"x"])

    told = list(push_many(Files(phone.adb), [long, *new(), long]))

    assert [each.path for each in told if each.problem] == [long.path] * 2
    assert phone.files == SMALL
