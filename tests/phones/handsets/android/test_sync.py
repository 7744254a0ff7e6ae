import stat
from functools import partial

import pytest
import zstandard

from holdfast.phones.handsets.android.compressed import expanded, pays
from holdfast.phones.handsets.android.sync import Files
from holdfast.phones.handsets.android.sync_many import pull_many
from holdfast.phones.handsets.android.sync_push import NewFile, Pushed, push_many
from holdfast.phones.handsets.android.sync_stream import FileRefused
from holdfast.phones.handsets.android.talk import AdbTalk
from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.links.link import Unplugged
from holdfast.phones.protocols.adb.sync import Entry, Stat
from tests.phones.protocols.adb.wire import ALL, NEW, OLD, Cupboard, Speech, Wire, services

SMALL = {f"/sdcard/DCIM/{number}.jpg".encode(): b"%d" % number * 50 for number in range(300)}


class Phone:
    """A phone with `files`, and how often its sync service was opened."""

    def __init__(self, files, manners=NEW, **more):
        self.files = files
        self.opened = 0
        self.more = more
        self.wire = Wire(manners, services(sync=self.open))
        self.adb = AdbTalk(self.wire, (), now=self.wire.clock)
        self.adb.connect()

    def open(self, _):
        self.opened += 1
        cupboard = Cupboard(self.files, **self.more)
        self.more = {"chunk": cupboard.chunk} if self.more else {}
        return cupboard


@pytest.fixture(params=ALL, ids=["new", "plain", "old"])
def manners(request):
    return request.param


def pulled(files, path):
    return b"".join(files.pull(path))


def test_a_file_is_looked_at(manners):
    with Files(Phone({b"/a": b"12345"}, manners).adb) as files:
        for look in (files.stat, files.lstat):
            found = look(b"/a")
            assert found.there
            assert (found.size, found.mtime) == (5, 1_700_000_000)
            assert stat.S_ISREG(found.mode)
            assert not look(b"/b").there


def test_a_size_beyond_4_gib_needs_version_2():
    cupboard = Cupboard({b"/big": b""})
    cupboard.stats[b"/big"] = Stat(0o100644, 5 << 30)
    for manners, size in ((NEW, 5 << 30), (OLD, 1 << 30)):
        wire = Wire(manners, services(sync=lambda _: cupboard))
        adb = AdbTalk(wire, (), now=wire.clock)
        adb.connect()
        assert Files(adb).stat(b"/big").size == size


def test_a_folder_is_listed_without_its_dots(manners):
    files = Files(Phone({b"/d/x": b"1", b"/d/\xff\n": b"22", b"/e": b""}, manners).adb)
    assert [(each.name, each.stat.size) for each in files.list(b"/d")] == [
        (b"x", 1),
        (b"\xff\n", 2),
    ]
    assert list(files.list(b"/nowhere")) == []


def test_a_listing_may_be_left_early_and_looked_into_meanwhile(manners):
    files = Files(Phone(SMALL, manners).adb)
    for entry in files.list(b"/sdcard/DCIM"):
        assert isinstance(entry, Entry)
        assert files.stat(b"/sdcard/DCIM/" + entry.name).size == entry.stat.size
        break
    assert len(list(files.list(b"/sdcard/DCIM"))) == 300


@pytest.mark.parametrize("size", [0, 1, 65_536, 65_537, 3_000_000])
@pytest.mark.parametrize("name", [b"/sdcard/a.txt", b"/sdcard/a.jpg"])
def test_a_file_comes_and_goes_whole(manners, size, name):
    data = (bytes(range(251)) * (size // 251 + 1))[:size]
    phone = Phone({}, manners)
    files = Files(phone.adb)
    files.push(name, [data[: size // 3], data[size // 3 :]], mode=0o100640, mtime=1_234_567_890)
    assert phone.files[name] == data
    assert files.stat(name).mtime == 1_234_567_890
    assert files.stat(name).mode == 0o100640
    assert pulled(files, name) == data


def test_one_stream_serves_many_files(manners):
    phone = Phone(dict(SMALL), manners)
    files = Files(phone.adb)
    for path, data in SMALL.items():
        assert pulled(files, path) == data
        assert files.stat(path).size == len(data)
        files.push(path, [data])
    assert phone.opened == 1


def test_many_pieces_travel_in_few_messages():
    phone = Phone({})
    Files(phone.adb).push(b"/a", [bytes(1000)] * 3000)
    writes = [each for each in phone.wire.written if each[:4] == b"WRTE"]
    assert len(writes) <= 4


def test_a_file_that_is_not_there_is_refused_and_the_next_one_comes(manners):
    files = Files(Phone({b"/a": b"1"}, manners).adb)
    with pytest.raises(FileRefused) as refused:
        pulled(files, b"/b")
    assert (refused.value.path, refused.value.answer) == (
        "/b",
        "open failed: No such file or directory",
    )
    assert pulled(files, b"/a") == b"1"


def test_a_refused_file_is_not_sent_to_its_end(manners):
    phone = Phone({}, manners)
    files, drawn = Files(phone.adb), []

    def pieces():
        for number in range(1000):
            drawn.append(number)
            yield bytes(65_536)

    with pytest.raises(FileRefused) as refused:
        files.push(b"/full/a", pieces())
    assert refused.value.answer == "no space left"
    assert len(drawn) < 200
    files.push(b"/a", [b"1"])
    assert phone.files == {b"/a": b"1"}


@pytest.mark.parametrize("ask", [Files.stat, lambda files, path: list(files.pull(path))])
def test_a_path_that_no_phone_takes_is_refused(ask):
    with pytest.raises(FileRefused):
        ask(Files(Phone({}).adb), b"/" + b"a" * 1024)


def test_a_phone_that_ends_the_stream_in_the_middle_counts_as_unplugged():
    wire = Wire(NEW, services(sync=lambda _: Speech(b"DATA\x08\0\0\0abc", None)))
    adb = AdbTalk(wire, (), now=wire.clock)
    adb.connect()
    with pytest.raises(Unplugged):
        pulled(Files(adb), b"/a.jpg")


def test_nonsense_is_garbled():
    wire = Wire(NEW, services(sync=lambda _: Speech(b"XXXX\x08\0\0\0abc")))
    adb = AdbTalk(wire, (), now=wire.clock)
    adb.connect()
    with pytest.raises(Garbled):
        Files(adb).stat(b"/a")


def test_only_what_may_become_shorter_is_compressed():
    assert pays(b"/sdcard/notes.txt")
    assert pays(b"/sdcard/no.ending/file")
    assert not pays(b"/sdcard/DCIM/IMG_1.JPG")
    assert not pays(b"/sdcard/film.mp4")


def test_text_travels_compressed_where_both_ends_can():
    text = b"the same line again\n" * 50_000
    phone = Phone({b"/a.txt": text, b"/a.jpg": text})
    for path, compress, most in ((b"/a.txt", True, 10_000), (b"/a.txt", False, None)):
        before = sum(came for _, came in phone.wire.asked)
        assert pulled(Files(phone.adb, compress=compress), path) == text
        travelled = sum(came for _, came in phone.wire.asked) - before
        assert travelled < most if most else travelled > len(text)


def test_a_bomb_is_taken_in_small_pieces_and_a_cut_stream_is_noticed():
    bomb = zstandard.compress(bytes(50_000_000))
    sizes = [len(each) for each in expanded(iter([memoryview(bomb)]))]
    assert sum(sizes) == 50_000_000
    assert max(sizes) <= 32 << 20
    for odd in (bomb[:-1], bomb + b"x", b"", b"nonsense"):
        with pytest.raises(Garbled):
            list(expanded(iter([memoryview(odd)])))


def test_many_files_come_in_their_order(manners):
    files = Files(Phone(SMALL, manners).adb)
    found = [(each.path, b"".join(each.pieces)) for each in pull_many(files, SMALL)]
    assert found == list(SMALL.items())


def test_files_that_are_passed_over_or_refused_do_not_stop_the_others(manners):
    known = dict(list(SMALL.items())[:100])
    paths = [*known, b"/nowhere", *known, b"/" + b"x" * 1024, *known]
    found, refused = 0, 0
    for at, each in enumerate(pull_many(Files(Phone(known, manners).adb), paths)):
        if at % 7 == 0:
            continue
        try:
            assert b"".join(each.pieces) == known[each.path]
            found += 1
        except FileRefused:
            refused += 1
    assert (refused, found) == (2, 302 - 44 - 2)


def test_an_answer_that_is_lost_with_its_stream_is_asked_for_again(manners):
    lost = b"/sdcard/DCIM/9.jpg"
    files = Files(Phone(SMALL, manners, loses=(lost,)).adb)
    found = [(each.path, b"".join(each.pieces)) for each in pull_many(files, SMALL)]
    assert found == list(SMALL.items())


def test_many_files_take_few_round_trips():
    phone = Phone(SMALL)
    for each in pull_many(Files(phone.adb), SMALL):
        b"".join(each.pieces)
    writes = [each for each in phone.wire.written if each[:4] == b"WRTE"]
    assert len(writes) < len(SMALL) / 5


def test_a_pull_of_many_may_be_left(manners):
    phone = Phone(SMALL, manners)
    files = Files(phone.adb)
    for each in pull_many(files, SMALL):
        assert each.path == b"/sdcard/DCIM/0.jpg"
        break
    assert pulled(files, b"/sdcard/DCIM/5.jpg") == b"5" * 50


def test_many_files_go_and_each_is_told_of(manners):
    phone = Phone({}, manners)
    new = [NewFile(path, partial(list, [data]), mtime=7) for path, data in SMALL.items()]
    new[50:50] = [NewFile(b"/full/x", lambda: [b"x"]), NewFile(b"/" + b"y" * 1024, list)]

    told = list(push_many(Files(phone.adb), new))

    assert [each.path for each in told] == [each.path for each in new]
    assert next(each.problem.answer for each in told if each.problem) == "no space left"
    assert sum(each.problem is not None for each in told) == 2
    assert phone.files == SMALL
    assert told[0] == Pushed(b"/sdcard/DCIM/0.jpg")
