"""Dates and orientation beside the pixels, as a whole picture tells them."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from holdfast.records.pictures import xmp
from holdfast.records.pictures.png import SIGNATURE, read_notes
from tests.records.pictures.heic import heic
from tests.records.pictures.making import encoded, exif_block, four_corners, picture, png

EVENING = datetime(2009, 10, 2, 18, 4, 5)  # noqa: DTZ001
EXPOSED = exif_block(camera={0x9003: "2009:10:02 18:04:05"})
SAVED = exif_block(main={0x0132: "2009:10:02 18:04:05"})
PACKET = (
    b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:Description %s/></x:xmpmeta>"
    % b'photoshop:DateCreated="2012-01-02T03:04:05+01:00"'
)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_exif_tells_the_date_in_every_format(worker, form):
    data = encoded(four_corners(), form, exif=EXPOSED)
    assert worker.facts(data).taken == EVENING
    assert worker.thumbnail(data, 50).taken == EVENING


def test_exif_tells_the_date_of_heic(worker):
    assert worker.facts(heic(four_corners(), exif=EXPOSED)).taken == EVENING


def test_a_picture_without_notes_has_no_date(worker):
    assert worker.facts(picture()).taken is None


def test_xmp_tells_the_date_where_exif_knows_the_day_of_saving_only(worker):
    found = worker.facts(encoded(four_corners(), exif=SAVED, xmp=PACKET)).taken
    assert found == datetime(2012, 1, 2, 3, 4, 5, tzinfo=found.tzinfo)
    assert found.utcoffset() == timedelta(hours=1)


def test_the_exposure_counts_before_xmp(worker):
    data = encoded(four_corners(), exif=EXPOSED, xmp=PACKET)
    assert worker.facts(data).taken == EVENING


def test_the_satellites_count_last(worker):
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({7: (17.0, 17.0, 58.0), 29: "2016:09:28"})
    alone = encoded(four_corners(), exif=exif)
    exif[0x0132] = "2009:10:02 18:04:05"
    both = encoded(four_corners(), exif=exif)
    assert worker.facts(alone).taken == datetime(2016, 9, 28, 17, 17, 58, tzinfo=UTC)
    assert worker.facts(both).taken == EVENING


@pytest.mark.parametrize(
    "words",
    [
        b'exif:DateTimeOriginal="2009-10-02T18:04:05"',
        b"exif:DateTimeOriginal = '2009-10-02T18:04:05'",
        b"<exif:DateTimeOriginal>2009-10-02T18:04:05</exif:DateTimeOriginal>",
        b'<xmp:CreateDate>2009-10-02T18:04:05</xmp:CreateDate>xmp:ModifyDate="2020-01-01T00:00:00"',
        b'xap:CreateDate="2009-10-02T18:04:05"',
    ],
)
def test_xmp_is_found_as_attribute_and_as_element(words):
    assert xmp.taken(words) == EVENING


@given(st.binary(max_size=300))
def test_no_packet_makes_the_reader_fail(packet):
    xmp.taken(b"exif:DateTimeOriginal=" + packet)
    assert xmp.orientation(b"tiff:Orientation=" + packet) in range(9)


def text(keyword, value):
    return b"tEXt", keyword + b"\0" + value


def international(keyword, value, packed=0):
    return b"iTXt", keyword + b"\0" + bytes([packed, 0]) + b"en\0mot\0" + value


TIME = (b"tIME", struct.pack(">HBBBBB", 2009, 10, 2, 18, 4, 5))


def test_a_png_tells_when_it_was_changed_in_utc(worker):
    assert worker.facts(png(TIME)).taken == EVENING.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "chunk",
    [
        text(b"Creation Time", b"2009:10:02 18:04:05"),
        text(b"Creation Time", b"2009-10-02T18:04:05"),
        international(b"Creation Time", b"2009:10:02 18:04:05"),
    ],
)
def test_a_png_tells_when_it_was_made_before_when_it_was_changed(worker, chunk):
    changed = (b"tIME", struct.pack(">HBBBBB", 2020, 1, 1, 0, 0, 0))
    assert worker.facts(png(changed, chunk)).taken == EVENING


def test_a_png_may_tell_its_date_as_mails_do():
    found = read_notes(png(text(b"Creation Time", b"Fri, 02 Oct 2009 18:04:05 +0000"))).created
    assert found == EVENING.replace(tzinfo=UTC)


def test_a_png_with_exif_behind_its_pixels_tells_its_date_undecoded(worker):
    data = png()
    late = data[:-12] + png((b"eXIf", EXPOSED[6:]))[33:]
    assert worker.facts(late).taken == EVENING


def test_xmp_in_a_png_is_read_but_not_unpacked():
    packed = read_notes(png(international(b"XML:com.adobe.xmp", PACKET, packed=1)))
    plain = read_notes(png(international(b"XML:com.adobe.xmp", PACKET)))
    assert packed.xmp == b""
    assert plain.xmp == PACKET


@pytest.mark.parametrize("body", [b"", bytes(7), b"\x07\xd9\x0d\x02\x12\x04\x05"])
def test_a_bad_time_of_a_png_is_none(body):
    assert read_notes(png((b"tIME", body))).changed is None


@given(st.binary(max_size=300))
def test_no_chunks_make_the_reader_fail(data):
    read_notes(SIGNATURE + data)
