"""What a movie's headers say, read without FFmpeg."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.pictures.movies import Movie, read_avi, read_boxes
from tests.records.pictures.making import four_corners, movie, sound, with_matrix

EVENING = datetime(2009, 10, 2, 18, 4, 5, tzinfo=UTC)
SINCE_1904 = int((EVENING - datetime(1904, 1, 1, tzinfo=UTC)).total_seconds())
WALL = EVENING.replace(tzinfo=None)
FRAMES = [four_corners()] * 20


def box(name, *parts):
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + name + body


def mvhd(created=SINCE_1904, scale=1000, duration=2500, *, wide=False):
    form = ">B3xQQIQ" if wide else ">B3xIIII"
    return box(b"mvhd", struct.pack(form, wide, created, created, scale, duration), bytes(80))


def handler(kind):
    return box(b"mdia", box(b"hdlr", bytes(8), kind, bytes(13)))


ISO = box(b"ftyp", b"3gp4\0\0\0\0isom3gp4")
QUICKTIME = box(b"ftyp", b"qt  \0\0\0\0qt  ")


def apple(date):
    name = b"com.apple.quicktime.creationdate"
    other = b"com.apple.quicktime.make"
    keys = box(b"keys", struct.pack(">II", 0, 2), box(b"mdta", other), box(b"mdta", name))
    value = box(b"data", struct.pack(">II", 1, 0), date)
    values = box(
        b"ilst", box(b"\0\0\0\1", box(b"data", bytes(8), b"Apple")), box(b"\0\0\0\2", value)
    )
    return box(b"meta", box(b"hdlr", bytes(24)), keys, values)


@pytest.mark.parametrize("form", ["mp4", "3gp", "mov"])
def test_headers_of_encoded_movies_tell_length_and_size(form):
    found = read_boxes(movie(FRAMES, form))
    assert (found.width, found.height) == (160, 96)
    assert found.seconds == pytest.approx(2.0, abs=0.15)
    assert found.video is True


def test_an_encoded_movie_tells_its_date():
    data = movie(FRAMES, metadata={"creation_time": "2009-10-02T18:04:05Z"})
    assert read_boxes(data).taken == EVENING


@pytest.mark.parametrize("wide", [False, True])
def test_iso_movies_tell_utc(wide):
    found = read_boxes(ISO + box(b"moov", mvhd(wide=wide)))
    assert found.taken == EVENING
    assert found.seconds == 2.5


@pytest.mark.parametrize("start", [QUICKTIME, box(b"wide")])
def test_quicktime_does_not_say_that_its_time_is_utc(start):
    assert read_boxes(start + box(b"moov", mvhd())).taken == WALL


def test_iphones_tell_the_wall_time_and_its_offset():
    data = QUICKTIME + box(b"moov", mvhd(), apple(b"2009-10-02T14:04:05-0400"))
    found = read_boxes(data).taken
    assert found == EVENING
    assert found.utcoffset() == timedelta(hours=-4)


def test_the_day_in_quicktimes_user_data_counts_if_it_has_a_time():
    def told(words):
        day = box(b"\xa9day", struct.pack(">HH", len(words), 0), words)
        return read_boxes(QUICKTIME + box(b"moov", mvhd(created=0), box(b"udta", day))).taken

    assert told(b"2009-10-02T18:04:05+0000") == EVENING
    assert told(b"2009") is None


def test_a_date_of_zero_is_none():
    assert read_boxes(ISO + box(b"moov", mvhd(created=0))).taken is None


@pytest.mark.parametrize(
    ("scale", "duration"), [(0, 5), (1000, 0), (1000, 0xFFFFFFFF), (1, 0xFFFFFFF0)]
)
def test_a_length_that_cannot_be_is_none(scale, duration):
    assert read_boxes(ISO + box(b"moov", mvhd(scale=scale, duration=duration))).seconds is None


def test_a_movie_turned_aside_tells_its_size_upright():
    found = read_boxes(with_matrix(movie(FRAMES), 0, 1, -1, 0))
    assert (found.width, found.height) == (96, 160)


def test_sound_alone_is_told_from_video():
    assert read_boxes(sound()).video is False
    assert read_boxes(ISO + box(b"moov", mvhd(), box(b"trak", handler(b"soun")))).video is False
    assert read_boxes(ISO + box(b"moov", mvhd(), box(b"trak", handler(b"vide")))).video is True


def test_headers_at_the_end_behind_large_boxes_are_found():
    wide = struct.pack(">I4sQ", 1, b"mdat", 16 + 1000) + bytes(1000)
    assert read_boxes(ISO + wide + box(b"moov", mvhd())).taken == EVENING


def test_a_movie_without_headers_tells_nothing():
    assert read_boxes(ISO + box(b"mdat", bytes(100))) == Movie()


def test_boxes_that_say_nothing_true_end_the_walk():
    for head in (b"\0\0\0\4moov", b"\0\0\0\1moov" + bytes(8), b"\xff\xff\xff\xffmoov", bytes(8)):
        assert read_boxes(ISO + head + mvhd(created=0)).taken is None


def chunk(name, body):
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def avi(*lists):
    head = struct.pack("<I12xI12xII16x", 40_000, 50, 320, 240)
    header = chunk(b"LIST", b"hdrl" + chunk(b"avih", head))
    return chunk(b"RIFF", b"AVI " + header + b"".join(lists))


@pytest.mark.parametrize(
    "extra",
    [
        chunk(b"IDIT", b"Fri Oct 02 18:04:05 2009\n\0"),
        chunk(b"LIST", b"odml" + chunk(b"IDIT", b"2009/10/02 18:04:05\0")),
        chunk(b"LIST", b"INFO" + chunk(b"ICRD", b"2009-10-02 18:04:05")),
    ],
)
def test_avi_cameras_tell_their_wall_time(extra):
    assert read_avi(avi(extra)) == Movie(WALL, 2.0, 320, 240, video=True)


def test_an_avi_of_impossible_size_tells_none():
    data = avi().replace(struct.pack("<II", 320, 240), struct.pack("<II", 0xFFFFFFFF, 240))
    assert (read_avi(data).width, read_avi(data).height) == (0, 0)
    assert read_avi(data).seconds == 2.0


def test_what_looks_like_a_date_among_the_frames_is_none():
    frames = chunk(b"LIST", b"movi" + chunk(b"IDIT", b"2009/10/02 18:04:05\0"))
    assert read_avi(avi(frames)).taken is None


@given(st.binary(max_size=300))
def test_no_bytes_make_the_readers_fail(data):
    for start in (data, ISO + data, ISO + box(b"moov", data), ISO + box(b"moov", mvhd(), data)):
        read_boxes(start)
    read_avi(b"RIFF\0\0\0\0AVI " + data)


@given(st.data())
def test_no_damage_makes_the_readers_fail(data):
    for whole, read in ((AN_MP4, read_boxes), (avi(chunk(b"IDIT", b"x")), read_avi)):
        broken = bytearray(whole)
        for place in data.draw(st.lists(st.integers(0, len(broken) - 1), max_size=8)):
            broken[place] = data.draw(st.integers(0, 255))
        read(bytes(broken[: data.draw(st.integers(0, len(broken)))]))


AN_MP4 = QUICKTIME + box(
    b"moov", mvhd(), apple(b"2009-10-02T14:04:05-0400"), box(b"trak", handler(b"vide"))
)


def test_a_million_empty_boxes_are_not_walked():
    lists = chunk(b"LIST", b"hdrl") * 1_000_000
    assert read_avi(avi(lists, chunk(b"IDIT", b"2009/10/02 18:04:05"))).taken is None
    assert read_boxes(ISO + box(b"free") * 1_000_000 + box(b"moov", mvhd())) == Movie()
