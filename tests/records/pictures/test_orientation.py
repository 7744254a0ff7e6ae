from __future__ import annotations

import struct

import pytest

from tests.records.pictures.heic import heic
from tests.records.pictures.making import (
    CORNERS,
    corners,
    encoded,
    exif_block,
    four_corners,
    laid,
)

EIGHT = range(1, 9)
# What a phone writes into HEIC for each orientation: quarter turns anticlockwise, then a mirror.
HEIC_TURNS = {
    1: (0, None),
    2: (0, 1),
    3: (2, None),
    4: (0, 0),
    5: (3, 1),
    6: (3, None),
    7: (1, 1),
    8: (1, None),
}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", EIGHT)
def test_pictures_stand_upright_however_the_phone_was_held(worker, form, orientation):
    data = encoded(laid(four_corners(), orientation), form, exif=exif_block(orientation))
    small = worker.thumbnail(data, 80)
    assert (small.width, small.height) == (80, 48)
    assert corners(small) == CORNERS
    assert (small.facts.width, small.facts.height) == (160, 96)


@pytest.mark.parametrize("orientation", EIGHT)
def test_heic_is_turned_once_and_not_again_by_its_exif(worker, orientation):
    turns, mirror = HEIC_TURNS[orientation]
    data = heic(
        laid(four_corners(), orientation),
        exif=exif_block(orientation),
        turns=turns,
        mirror=mirror,
    )
    small = worker.thumbnail(data, 80)
    assert corners(small) == CORNERS
    assert (small.width, small.height) == (80, 48)
    assert (small.facts.width, small.facts.height) == (160, 96)


def test_exif_does_not_turn_a_heic_whose_boxes_do_not(worker):
    assert corners(worker.thumbnail(heic(four_corners(), exif=exif_block(6)), 80)) == CORNERS


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_is_none_turns_nothing(worker, orientation):
    data = encoded(four_corners(), exif=exif_block(orientation))
    assert corners(worker.thumbnail(data, 80)) == CORNERS


def test_xmp_turns_a_picture_that_has_no_exif(worker):
    packet = b'<x:xmpmeta><rdf:Description tiff:Orientation="6"/></x:xmpmeta>'
    data = encoded(laid(four_corners(), 6), xmp=packet)
    assert corners(worker.thumbnail(data, 80)) == CORNERS


def test_a_broken_maker_note_turns_nothing_and_loses_nothing(worker):
    """An editor moved the block: what the maker note points at lies outside."""
    block = exif_block(6, camera={0x9003: "2009:10:02 18:04:05", 0x927C: b"Nikon\0" + bytes(40)})
    place = block.index(struct.pack(">H", 0x927C)) if b"MM" in block[:8] else None
    entry = block.index(struct.pack("<H", 0x927C)) if place is None else place
    order = "<" if place is None else ">"
    broken = block[: entry + 4] + struct.pack(order + "II", 0xFFFFFFF0, 0xFFFFFFF0)
    broken += block[entry + 12 :]
    small = worker.thumbnail(encoded(laid(four_corners(), 6), exif=broken), 80)
    assert corners(small) == CORNERS
    assert str(small.taken) == "2009-10-02 18:04:05"
