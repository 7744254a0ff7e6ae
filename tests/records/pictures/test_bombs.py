"""Files made to exhaust whoever opens them; each costs itself alone, and little time."""

from __future__ import annotations

import io
import random
import struct
import time
import zlib
from contextlib import suppress

import pytest
from PIL import Image

from holdfast.records.pictures.thumbnails import PictureRefused, Refusal, ThumbnailWorker
from tests.records.pictures.heic import heic
from tests.records.pictures.making import (
    encoded,
    exif_block,
    four_corners,
    movie,
    picture,
    png,
    refusal,
)

PATIENCE = 25.0


@pytest.fixture(autouse=True)
def _quick_and_alive(worker):
    """Whatever came, it took bounded time and the next picture is shown."""
    start = time.monotonic()
    yield
    assert time.monotonic() - start < PATIENCE
    assert worker.thumbnail(picture(), 50).width == 50


@pytest.mark.parametrize("side", [12_000, 50_000, 2**31 - 1])
def test_a_png_is_refused_by_the_size_it_announces(worker, side):
    data = png(width=side, height=side, pixels=zlib.compress(bytes(1000)))
    assert refusal(worker, data) is Refusal.TOO_LARGE


def test_a_jpeg_is_refused_by_the_size_it_announces(worker):
    data = picture(64, 64).replace(b"\x00\x40\x00\x40", b"\xff\xff\xff\xff", 1)
    assert refusal(worker, data) is Refusal.TOO_LARGE


def test_a_gif_is_refused_by_the_size_it_announces(worker):
    data = picture(64, 64, "GIF")
    assert refusal(worker, data[:6] + b"\xff\xff\xff\xff" + data[10:]) is Refusal.TOO_LARGE


def test_a_webp_is_refused_by_the_size_it_announces(worker):
    data = encoded(Image.new("RGBA", (64, 64)), "WEBP", lossless=True, exif=exif_block(1))
    place = data.index(b"VP8X") + 12
    grown = data[:place] + b"\xff\x3f\x00\xff\x3f\x00" + data[place + 6 :]
    assert refusal(worker, grown) is Refusal.DAMAGED


def test_a_bmp_is_refused_by_the_size_it_announces(worker):
    data = bytearray(picture(64, 64, "BMP"))
    data[18:26] = struct.pack("<ii", 60_000, 60_000)
    assert refusal(worker, bytes(data)) is Refusal.TOO_LARGE


def tiff(entries, after=b"", following=0):
    head = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(entries))
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return head + body + struct.pack("<I", following) + after


def grey_tiff(width, height, compression, strip, size, following=0, rows=None):
    entries = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, 8),
        (259, 3, 1, compression),
        (262, 3, 1, 1),
        (273, 4, 1, 8 + 2 + 12 * 9 + 4),
        (277, 3, 1, 1),
        (278, 4, 1, rows or height),
        (279, 4, 1, size),
    ]
    return tiff(entries, strip, following)


def test_a_tiff_whose_strip_unpacks_without_end_is_refused(worker):
    packed = zlib.compress(bytes(16 * 1024 * 1024), 9)
    assert refusal(worker, grey_tiff(60_000, 60_000, 8, packed, len(packed))) is Refusal.TOO_LARGE


def test_a_tiff_that_lies_about_its_strip_shows_at_most_what_it_said(worker):
    packed = zlib.compress(bytes(16 * 1024 * 1024), 9)
    for compression in (5, 8):
        data = grey_tiff(100, 100, compression, packed, 0xFFFFFFFF, rows=0xFFFFFFFF)
        assert refusal(worker, data) is Refusal.DAMAGED


def test_a_tiff_of_many_directories_is_not_counted_through(worker):
    page = grey_tiff(64, 64, 1, bytes(range(64)) * 64, 64 * 64)
    single = worker.thumbnail(page, 32)
    chained = grey_tiff(64, 64, 1, bytes(range(64)) * 64, 64 * 64, following=8)
    assert worker.thumbnail(chained, 32).width == single.width == 32


def test_a_tiff_of_a_billion_values_is_refused(worker):
    data = tiff([(256, 4, 0x40000000, 8), (257, 4, 1, 64), (258, 3, 0xFFFFFFFF, 8)])
    assert refusal(worker, data) is Refusal.DAMAGED


@pytest.mark.parametrize("name", [b"zTXt", b"iTXt", b"iCCP"])
def test_a_png_whose_text_unpacks_without_end_is_shown_without_it(worker, name):
    packed = zlib.compress(bytes(20 * 1024 * 1024), 9)
    between = {b"zTXt": b"\0", b"iTXt": b"\1\0\0\0", b"iCCP": b"\0"}[name]
    data = png((name, b"Comment\0" + between + packed))
    assert worker.thumbnail(data, 32).width == 8


def test_a_thousand_small_texts_that_unpack_are_bounded(worker):
    packed = zlib.compress(bytes(1024 * 1000), 9)
    data = png(*[(b"zTXt", b"Comment\0\0" + packed)] * 1000)
    assert refusal(worker, data) is Refusal.DAMAGED


def test_exif_and_profile_of_megabytes_in_a_jpeg_are_passed_over(worker):
    plain = encoded(four_corners(), exif=exif_block(main={0x0132: "2009:10:02 18:04:05"}))
    segment = b"\xff\xe1" + struct.pack(">H", 65535) + b"Exif\0\0" + bytes(65527)
    profile = b"\xff\xe2" + struct.pack(">H", 65535) + b"ICC_PROFILE\0\1\1" + bytes(65519)
    data = plain[:2] + (segment + profile) * 100 + plain[2:]
    assert worker.thumbnail(data, 32).width == 32


def test_an_xmp_packet_of_megabytes_is_not_searched_through(worker):
    packet = b'exif:DateTimeOriginal="' * 1_000_000
    assert worker.thumbnail(png((b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet)), 32).width == 8


def animated(form, count):
    frames = [Image.new("P", (64, 64), index % 200) for index in range(count)]
    out = io.BytesIO()
    frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=10)
    return out.getvalue()


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_picture_is_shown(worker, form):
    assert worker.thumbnail(animated(form, 200), 32).width == 32


def test_a_gif_of_a_hundred_thousand_frames_is_not_counted_through(worker):
    data = picture(64, 64, "GIF")
    frame = b"\x21\xf9\x04\0\1\0\0\0" + data[data.index(b"\x2c\0\0\0\0") : -1]
    grown = data[:-1] + frame * 100_000 + data[-1:]
    start = time.monotonic()
    assert worker.thumbnail(grown, 32).width == 32
    assert time.monotonic() - start < 2


def test_a_heic_of_tiles_is_put_together_unless_they_are_thousands(worker):
    tile = four_corners(64, 64)
    assert worker.thumbnail(heic(tile, grid=(16, 16)), 32).facts.width == 1024
    assert refusal(worker, heic(tile, grid=(64, 64))) is Refusal.DAMAGED
    assert refusal(worker, heic(tile, grid=(2, 2), size=(30_000, 30_000))) is Refusal.TOO_LARGE


def test_a_heic_that_lies_about_its_size_is_refused(worker):
    assert refusal(worker, heic(four_corners(), size=(16, 16))) is Refusal.DAMAGED
    assert refusal(worker, heic(four_corners(), size=(60_000, 60_000))) is Refusal.TOO_LARGE


def test_a_progressive_jpeg_of_endless_scans_is_given_up():
    data = encoded(Image.new("L", (8000, 8000), 128), progressive=True)
    start = data.rindex(b"\xff\xda")
    scan = data[start:-2]
    grown = data[:-2] + scan * (10_000_000 // len(scan)) + data[-2:]
    hasty = ThumbnailWorker(time_limit=2)
    assert refusal(hasty, grown) is Refusal.TOO_SLOW
    hasty.close()


DAMAGED_FORMS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "AVIF", "heic", "mp4", "avi", "matroska")


@pytest.mark.parametrize("form", DAMAGED_FORMS)
def test_damage_at_random_places_costs_only_the_picture(worker, form):
    """The worker answers for each of them; it need not be started anew."""
    chance = random.Random(form)  # noqa: S311 - the same each time
    whole = sample(form)
    worker.facts(picture())
    before = worker._process.pid
    for _ in range(40):
        broken = bytearray(whole)
        for _ in range(chance.choice((1, 2, 8))):
            place = chance.randrange(min(len(broken), chance.choice((64, 400, 10_000))))
            broken[place] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        for ask in (worker.facts, lambda data: worker.thumbnail(data, 50)):
            with suppress(PictureRefused):
                ask(bytes(broken[: chance.choice((len(broken), len(broken) // 2))]))
    assert worker._process.pid == before


def sample(form):
    if form == "heic":
        return heic(four_corners(), exif=exif_block(6))
    if form.islower():
        return movie([four_corners()] * 5, form, "mpeg4")
    return encoded(four_corners(), form, exif=exif_block(6))
