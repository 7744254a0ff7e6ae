from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.adb import sync
from holdfast.phones.protocols.adb.messages import BrokenAdbError
from holdfast.phones.protocols.adb.sync import DoesNotFitError, Ended, Entry, Flags, Piece, Stat
from holdfast.phones.protocols.adb.sync_replies import Failed, ReplyReader, Stored
from holdfast.phones.protocols.adb.sync_requests import Asked, Quits, Reads, RequestReader, Writes

word = st.integers(0, 0xFFFFFFFF)
long = st.integers(0, (1 << 64) - 1)
time = st.integers(-(1 << 63), (1 << 63) - 1)
stats = st.builds(Stat, word, long, time, word, long, long, word, word, word, time, time)
short = st.builds(Stat, word, word, word)
names = st.binary(min_size=1, max_size=60)
paths = st.binary(min_size=1, max_size=60)
flags = st.sampled_from([Flags.NONE, Flags.ZSTD, Flags.LZ4 | Flags.DRY_RUN])


def heard(reader, data, size):
    """Everything that comes out of `data` in cuts of `size`, with pieces joined to one."""
    joined = []
    for at in range(0, len(data), size):
        for each in reader.feed(data[at : at + size]):
            found = bytes(each.data) if isinstance(each, Piece) else each
            if isinstance(found, bytes) and joined and isinstance(joined[-1], bytes):
                found = joined.pop() + found
            joined.append(found)
    return joined


def test_the_structures_are_as_long_as_adbd_makes_them():
    assert len(sync.stat_v1(Stat())) == 16
    assert len(sync.stat_v2(sync.STA2, Stat())) == 72
    assert len(sync.dent_v1(Entry(b"", Stat()))) == len(sync.list_done_v1()) == 20
    assert len(sync.dent_v2(Entry(b"", Stat()))) == len(sync.list_done_v2()) == 76


@given(st.lists(st.tuples(names, stats), max_size=3), stats, st.integers(1, 90))
def test_version_2_says_everything_of_a_file(entries, one, size):
    reader = ReplyReader()
    for kind in (sync.LIS2, sync.STA2, sync.LST2):
        reader.expect(kind)
    data = b"".join(sync.dent_v2(Entry(*each)) for each in entries) + sync.list_done_v2()
    data += sync.stat_v2(sync.STA2, one) + sync.stat_v2(sync.LST2, one)

    assert heard(reader, data, size) == [*(Entry(*each) for each in entries), Ended(), one, one]
    assert not reader.waiting


@given(st.lists(st.tuples(names, short), max_size=3), short, st.integers(1, 90))
def test_version_1_says_mode_size_and_time(entries, one, size):
    reader = ReplyReader()
    reader.expect(sync.LIST)
    reader.expect(sync.STAT)
    data = b"".join(sync.dent_v1(Entry(*each)) for each in entries) + sync.list_done_v1()

    assert heard(reader, data + sync.stat_v1(one), size) == [
        *(Entry(*each) for each in entries),
        Ended(),
        one,
    ]


def test_version_1_cuts_to_32_bits_and_does_not_break():
    reader = ReplyReader()
    reader.expect(sync.STAT)
    assert heard(reader, sync.stat_v1(Stat(1, (5 << 32) + 7, -1)), 99) == [Stat(1, 7, 0xFFFFFFFF)]


@given(st.lists(st.binary(min_size=1, max_size=50), max_size=5), st.integers(1, 90))
def test_a_files_bytes_come_out_of_any_cut(parts, size):
    reader = ReplyReader()
    reader.expect(sync.RECV)
    reader.expect(sync.RCV2)
    reader.expect(sync.SND2)
    data = b"".join(sync.data_prefix(len(part)) + part for part in parts) + sync.done()

    whole = [b"".join(parts)] if parts else []
    told = heard(reader, data + sync.done() + sync.okay(), size)
    assert told == [*whole, Ended(), Ended(), Stored()]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.integers(1, 50))
def test_a_refusal_ends_an_answer_of_any_kind(reason, size):
    reader = ReplyReader()
    for kind in (sync.STAT, sync.LIS2, sync.RECV, sync.SEND):
        reader.expect(kind)
    assert heard(reader, sync.fail(reason) * 4, size) == [Failed(reason)] * 4


def test_a_piece_is_a_view_of_what_came():
    reader = ReplyReader()
    reader.expect(sync.RECV)
    data = sync.data_prefix(5) + b"hello"
    (piece,) = reader.feed(data)
    assert piece.data.obj is data


@pytest.mark.parametrize(
    ("asked", "odd"),
    [
        (sync.STAT, sync.okay()),
        (sync.STAT, sync.stat_v2(sync.STA2, Stat())),
        (sync.LIST, sync.dent_v2(Entry(b"a", Stat()))),
        (sync.RECV, sync.PREFIX.pack(sync.DATA, sync.MAX_DATA + 1)),
        (sync.RECV, sync.PREFIX.pack(sync.FAIL, 1 << 30)),
        (sync.LIST, sync.DENT_V1.pack(sync.DENT, 0, 0, 0, 1 << 30)),
        (sync.SEND, b"\0\0\0\0\0\0\0\0"),
        (None, sync.okay()),
    ],
)
def test_what_no_phone_answers_is_broken(asked, odd):
    reader = ReplyReader()
    if asked:
        reader.expect(asked)
    with pytest.raises(BrokenAdbError):
        list(reader.feed(odd))


@given(st.binary(max_size=300), st.sampled_from([sync.STAT, sync.LIS2, sync.RECV, sync.SEND]))
def test_no_answer_is_too_odd(data, kind):
    reader = ReplyReader()
    reader.expect(kind)
    with suppress(BrokenAdbError):
        list(reader.feed(data))


@given(paths, word, flags, st.lists(st.binary(min_size=1, max_size=50)), word, st.integers(1, 70))
def test_the_phone_hears_what_the_host_asks(path, mode, how, parts, mtime, size):
    file = b"".join(sync.data_prefix(len(part)) + part for part in parts) + sync.done(mtime)
    data = (
        sync.request(sync.LIS2, path)
        + sync.request(sync.RECV, path)
        + sync.recv_v2(path, how)
        + sync.send(path, mode)
        + file
        + sync.send_v2(path, mode, how)
        + file
        + sync.quit_request()
    )
    written = [b"".join(parts)] if parts else []

    assert heard(RequestReader(), data, size) == [
        Asked(sync.LIS2, path),
        Reads(path),
        Reads(path, how),
        Writes(path, mode),
        *written,
        Ended(mtime),
        Writes(path, mode, how),
        *written,
        Ended(mtime),
        Quits(),
    ]


@pytest.mark.parametrize(
    "odd",
    [
        sync.done(),
        b"XXXX\0\0\0\0",
        sync.PREFIX.pack(sync.STAT, 1 << 30),
        sync.send(b"/a", 1) + sync.quit_request(),
        sync.request(sync.SND2, b"/a") + sync.SEND_V2.pack(sync.RCV2, 0, 0),
    ],
)
def test_what_no_host_asks_is_broken(odd):
    with pytest.raises(BrokenAdbError):
        list(RequestReader().feed(odd))


def test_a_mode_that_is_missing_is_the_usual_one():
    spec = sync.request(sync.SEND, b"/sdcard/a,b")
    assert list(RequestReader().feed(spec)) == [Writes(b"/sdcard/a,b", 0o644)]


def test_a_path_longer_than_any_phone_takes_is_not_sent():
    with pytest.raises(DoesNotFitError):
        sync.request(sync.STAT, b"a" * 1025)


def test_a_time_before_1970_is_the_earliest_there_is():
    assert sync.done(-5) == sync.done(0)
    assert sync.done(1 << 40)[4:] == b"\xff" * 4
