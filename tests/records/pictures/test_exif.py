from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from holdfast.records.pictures.exif import Exif, read_exif
from tests.records.pictures.making import encoded, exif_block, four_corners

EVENING = datetime(2009, 10, 2, 18, 4, 5)  # noqa: DTZ001
ORIGINAL, DIGITIZED, CHANGED = 0x9003, 0x9004, 0x0132


def directory(order, entries, start=8):
    """A TIFF of one directory; entries are (tag, type, count, four bytes)."""
    head = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(order + "I", start)
    body = struct.pack(order + "H", len(entries))
    body += b"".join(struct.pack(order + "HHI", *entry[:3]) + entry[3] for entry in entries)
    return head + body + bytes(4)


def test_the_moment_of_exposure_is_told_from_the_moment_of_saving():
    found = read_exif(
        exif_block(main={CHANGED: "2020:01:01 00:00:00"}, camera={ORIGINAL: "2009:10:02 18:04:05"})
    )
    assert found.exposed == EVENING
    assert found.changed == datetime(2020, 1, 1)  # noqa: DTZ001


MAKE, MODEL, GPS = 0x010F, 0x0110, 0x8825


@pytest.mark.parametrize(
    ("make", "model", "told"),
    [
        ("Nokia", "N95 8GB", "Nokia N95 8GB"),
        ("Canon", "Canon EOS 40D", "Canon EOS 40D"),
        ("", "K800i", "K800i"),
        ("LG Elec.\n", "KU990\x07", "LG Elec. KU990"),
    ],
)
def test_the_camera_is_told_by_maker_and_model(make, model, told):
    assert read_exif(exif_block(main={MAKE: make, MODEL: model})).camera == told


def degrees(*parts):
    return tuple(IFDRational(part) for part in parts)


def test_the_place_is_told_in_degrees_north_and_east():
    place = {1: "S", 2: degrees(33, 30, 36), 3: "W", 4: degrees(70, 45, 0)}
    assert read_exif(exif_block(main={GPS: place})).place == pytest.approx((-33.51, -70.75))


@pytest.mark.parametrize(
    "place",
    [
        {1: "N", 2: degrees(0, 0, 0), 3: "E", 4: degrees(0, 0, 0)},
        {1: "N", 2: degrees(91, 0, 0), 3: "E", 4: degrees(8, 0, 0)},
        {1: "N", 2: degrees(47, 0, 0)},
    ],
)
def test_a_place_that_is_none_is_not_told(place):
    assert read_exif(exif_block(main={GPS: place})).place is None


def test_a_scan_has_the_moment_it_was_digitized():
    assert read_exif(exif_block(camera={DIGITIZED: "2009:10:02 18:04:05"})).exposed == EVENING


def test_fractions_and_offsets_go_with_their_own_date():
    camera = {
        ORIGINAL: "2009:10:02 18:04:05",
        0x9291: "25",
        0x9011: "-04:00",
        0x9290: "99",
        0x9010: "+09:00",
    }
    found = read_exif(exif_block(main={CHANGED: "2020:01:01 00:00:00"}, camera=camera))
    assert found.exposed.microsecond == 250_000
    assert found.exposed.utcoffset() == timedelta(hours=-4)
    assert found.changed.utcoffset() == timedelta(hours=9)


def test_one_offset_serves_all_dates_that_are_one_moment():
    camera = {ORIGINAL: "2009:10:02 18:04:05", 0x9010: "+02:00"}
    same = read_exif(exif_block(main={CHANGED: "2009:10:02 18:04:05"}, camera=camera))
    other = read_exif(exif_block(main={CHANGED: "2009:10:03 00:00:00"}, camera=camera))
    assert same.exposed.utcoffset() == timedelta(hours=2)
    assert other.exposed.tzinfo is None


def test_an_unset_clock_leaves_the_other_dates():
    found = read_exif(
        exif_block(main={CHANGED: "2009:10:02 18:04:05"}, camera={ORIGINAL: "0000:00:00 00:00:00"})
    )
    assert found.exposed is None
    assert found.changed == EVENING


def test_the_satellites_date_is_utc():

    exif = Image.Exif()
    exif.get_ifd(0x8825).update(
        {7: tuple(map(IFDRational, (17, 17, 58))), 29: "2016:09:28"},
    )
    assert read_exif(exif.tobytes()).satellite == datetime(2016, 9, 28, 17, 17, 58, tzinfo=UTC)


def test_a_satellite_time_over_zero_is_no_time():
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({7: (IFDRational(1, 0),) * 3, 29: "2016:09:28"})
    assert read_exif(exif.tobytes()).satellite is None


@pytest.mark.parametrize("order", ["<", ">"])
def test_both_byte_orders_are_read(order):
    turned = struct.pack(order + "HH", 6, 0)
    assert read_exif(directory(order, [(0x0112, 3, 1, turned)])).orientation == 6


def test_a_whole_tiff_is_read_like_a_block():
    data = encoded(four_corners(), "TIFF", exif=exif_block(8))
    assert read_exif(data).orientation == 8


def test_a_bad_tag_costs_only_itself():
    entries = [
        (CHANGED, 2, 0xFFFFFFFF, struct.pack("<I", 0xFFFFFFF0)),
        (0x927C, 7, 0x7FFFFFFF, struct.pack("<I", 0xFFFFFFFF)),
        (0x8769, 4, 1, struct.pack("<I", 0xFFFFFFF0)),
        (0x8825, 99, 1, struct.pack("<I", 8)),
        (0x0112, 3, 1, struct.pack("<HH", 3, 0)),
    ]
    assert read_exif(directory("<", entries)) == Exif(orientation=3)


def test_directories_that_hold_each_other_end():
    assert read_exif(directory("<", [(0x8769, 4, 1, struct.pack("<I", 8))])) == Exif()


@pytest.mark.parametrize("data", [b"", b"II", b"Exif\0\0", b"MM\0*\0\0\0\x08", b"JUNKJUNKJUNK"])
def test_what_is_no_exif_tells_nothing(data):
    assert read_exif(data) == Exif()


@given(st.binary(max_size=400), st.sampled_from([b"II*\0", b"MM\0*", b"Exif\0\0II*\0"]))
def test_no_block_makes_the_reader_fail(data, head):
    read_exif(head + data)


BLOCK = exif_block(6, {CHANGED: "2009:10:02 18:04:05"}, {ORIGINAL: "2009:10:02 18:04:05"})


@given(st.data())
def test_no_damage_makes_the_reader_fail(data):
    block = bytearray(BLOCK)
    for place in data.draw(st.lists(st.integers(0, len(block) - 1), max_size=8)):
        block[place] = data.draw(st.integers(0, 255))
    assert read_exif(bytes(block)).orientation in range(9)
