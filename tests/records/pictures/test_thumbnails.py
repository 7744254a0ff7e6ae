from __future__ import annotations

import io
import os
import random
import threading
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from holdfast.records.pictures import messages
from holdfast.records.pictures.thumbnails import PictureRefused, Refusal, ThumbnailWorker
from tests.records.pictures.heic import heic
from tests.records.pictures.making import (
    CORNERS,
    corners,
    encoded,
    four_corners,
    opened,
    picture,
    png,
    refusal,
)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "MPO", "AVIF"])
def test_pictures_of_phones_are_made_small(worker, form):
    small = worker.thumbnail(encoded(four_corners(), form), 80)
    assert (small.width, small.height) == (80, 48)
    assert opened(small).size == (80, 48)
    assert corners(small) == CORNERS
    assert small.whole


def test_heic_is_made_small(worker):
    small = worker.thumbnail(heic(four_corners()), 80)
    assert (small.width, small.height) == (80, 48)
    assert corners(small) == CORNERS


def test_small_pictures_are_not_blown_up(worker):
    small = worker.thumbnail(picture(40, 30), 100)
    assert (small.width, small.height) == (40, 30)


def test_a_ribbon_keeps_a_pixel(worker):
    small = worker.thumbnail(picture(3000, 1), 100)
    assert (small.width, small.height) == (100, 1)


@pytest.mark.parametrize(
    ("form", "mode"),
    [("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "1"), ("PNG", "P"), ("PNG", "I;16"), ("TIFF", "F")],
)
def test_every_kind_of_pixel_is_shown(worker, form, mode):
    small = worker.thumbnail(encoded(Image.new("L", (64, 64), 0).convert(mode), form), 32)
    assert opened(small).size == (32, 32)


def test_deep_grey_is_scaled_and_not_cut_off(worker):
    image = Image.new("I;16", (64, 64), 0x8000)
    shown = opened(worker.thumbnail(encoded(image, "PNG"), 32)).convert("L")
    assert shown.getpixel((5, 5)) == pytest.approx(0x80, abs=2)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_seen_through_stays_so(worker, mode):
    data = encoded(Image.new(mode, (200, 200)), "PNG")
    assert opened(worker.thumbnail(data, 100)).mode == "RGBA"


def test_one_colour_that_is_seen_through_stays_so(worker):
    image = Image.new("P", (64, 64), 3)
    shown = opened(worker.thumbnail(encoded(image, "GIF", transparency=3), 32))
    assert shown.getpixel((5, 5))[3] == 0


def test_nothing_of_the_camera_is_carried_along(worker):
    image = Image.new("RGBA", (64, 64), "red")
    profile = b"profile" * 1000
    thumbnail = worker.thumbnail(encoded(image, "PNG", icc_profile=profile), 32)
    assert set(opened(thumbnail).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_what_is_no_picture_is_refused(worker):
    postscript = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n"
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    icon = encoded(Image.new("RGB", (32, 32)), "ICO")
    for data in (b"", b"hello", bytes(range(256)) * 4, postscript, drawing, icon):
        assert refusal(worker, data) is Refusal.NOT_A_PICTURE


def noise(width, height):
    pixels = random.Random(width).randbytes(width * height * 3)  # noqa: S311 - the same each time
    return Image.frombytes("RGB", (width, height), pixels)


@pytest.mark.parametrize("options", [{}, {"progressive": True}])
def test_half_a_jpeg_shows_its_upper_half(worker, options):
    image = four_corners(640, 480)
    image.paste(noise(640, 100), (0, 140))
    data = encoded(image, quality=95, **options)
    small = worker.thumbnail(data[: len(data) * 2 // 3], 100)
    assert not small.whole
    assert (small.facts.width, small.facts.height) == (640, 480)
    assert corners(small)[:2] == CORNERS[:2]


def test_a_progressive_jpeg_may_be_cut_short_anywhere_behind_its_first_scan(worker):
    """In the midst of pixels, of a marker, of its length or of a table: it shows something."""
    data = encoded(four_corners(320, 240), progressive=True)
    second = data.index(b"\xff\xda", data.index(b"\xff\xda") + 2)
    for cut in range(second - 40, len(data) - 2):
        small = worker.thumbnail(data[:cut], 100)
        assert not small.whole
        assert corners(small) == CORNERS


@pytest.mark.parametrize("form", ["PNG", "GIF", "BMP"])
def test_half_a_picture_of_rows_shows_its_upper_half(worker, form):
    data = encoded(noise(400, 300).convert("P" if form == "GIF" else "RGB"), form)
    small = worker.thumbnail(data[: len(data) // 2], 100)
    assert not small.whole
    assert (small.width, small.height) == (100, 75)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "HEIC", "AVIF"])
def test_a_picture_of_which_only_the_head_arrived_is_damaged(worker, form):
    data = heic(four_corners()) if form == "HEIC" else encoded(noise(400, 300), form)
    length = data.index(b"\xff\xda") + 14 if form == "JPEG" else min(len(data) - 20, 700)
    for kept in (length, 60):
        assert refusal(worker, data[:kept]) is Refusal.DAMAGED


def test_a_wrong_checksum_costs_nothing_but_the_claim_to_be_whole(worker):
    data = png((b"tEXt", b"Comment\0hello")).replace(b"hello", b"hallo")
    small = worker.thumbnail(data, 50)
    assert not small.whole
    assert opened(small).convert("RGB").getpixel((4, 4))[0] > 200


def test_a_damaged_picture_does_not_make_the_next_one_less_strict(worker):
    data = encoded(noise(400, 300))
    assert not worker.thumbnail(data[: len(data) // 2], 100).whole
    assert worker.thumbnail(data, 100).whole
    assert not worker.thumbnail(data[: len(data) // 2], 100).whole


def test_pictures_that_are_too_large_are_not_even_sent(monkeypatch):
    monkeypatch.setattr(messages, "MAX_PICTURE", 10)
    worker = ThumbnailWorker(command=("this", "is", "never", "started"))
    assert refusal(worker, b"x" * 11) is Refusal.TOO_LARGE


def test_an_absurd_edge_is_brought_into_bounds(worker):
    data = picture(5000, 200)
    assert worker.thumbnail(data, 10**9).width == messages.MAX_EDGE
    assert worker.thumbnail(data, -5).width == 1


def test_the_largest_answer_is_believed(worker):
    assert messages.MAX_EDGE**2 * 4 * 1.01 < messages.MAX_ANSWER
    edge = messages.MAX_EDGE // 3  # the whole takes seconds
    image = Image.frombytes("RGBA", (edge, edge), os.urandom(edge * edge * 4))
    thumbnail = worker.thumbnail(encoded(image, "PNG", compress_level=0), edge)
    assert (thumbnail.width, thumbnail.height) == (edge, edge)


def test_several_threads_may_ask_at_once(worker):
    widths = []
    threads = [
        threading.Thread(target=lambda: widths.append(worker.thumbnail(picture(), 50).width))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert widths == [50] * 8


def test_a_large_jpeg_is_decoded_small(worker):
    thumbnail = worker.thumbnail(picture(16000, 12000), 100)
    assert (thumbnail.width, thumbnail.facts.width) == (100, 16000)


MEDIA = sorted(Path(os.environ.get("HOLDFAST_CORPUS", "/nowhere"), "media").glob("*"))
STILL = {".jpg", ".jpeg", ".png", ".gif"}
BOXED = {".heic", ".webp", ".avif"}
MOVING = {".mov", ".mp4", ".3gp", ".3g2", ".avi", ".mkv", ".webm", ".wmv"}


def shown_or_refused(worker, data):
    try:
        worker.thumbnail(data, 100)
    except PictureRefused as refused:
        return refused.reason
    return None


@pytest.mark.skipif(not MEDIA, reason="corpus: absent (set HOLDFAST_CORPUS)")
@pytest.mark.parametrize("path", MEDIA, ids=lambda path: path.name)
def test_a_real_cameras_picture_is_made_small_and_nothing_else_is(worker, path):
    data = path.read_bytes()
    if path.suffix.lower() in STILL:
        assert worker.thumbnail(data, 100).image
    elif path.suffix.lower() in MOVING | BOXED:
        # Test files often keep the headers without the frames.
        assert shown_or_refused(worker, data) in (None, Refusal.DAMAGED)
    else:
        assert refusal(worker, data) is Refusal.NOT_A_PICTURE


@pytest.mark.skipif(not MEDIA, reason="corpus: absent (set HOLDFAST_CORPUS)")
@pytest.mark.parametrize(
    "path", [path for path in MEDIA if path.suffix == ".jpg"], ids=lambda p: p.name
)
def test_the_dates_of_real_cameras_are_those_that_pillow_reads(worker, path):
    data = path.read_bytes()
    with Image.open(io.BytesIO(data)) as image:
        exif = image.getexif()
    camera = exif.get_ifd(0x8769)
    told = [date for date in map(as_date, (camera.get(0x9003), camera.get(0x9004))) if date]
    if told:
        assert worker.facts(data).taken.replace(tzinfo=None, microsecond=0) == told[0]


def as_date(words):
    try:
        return datetime.strptime(words, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - wall time
    except (TypeError, ValueError):
        return None


@pytest.mark.skipif(not MEDIA, reason="corpus: absent (set HOLDFAST_CORPUS)")
def test_headers_of_real_movies_tell_date_and_size(worker):
    facts = [worker.facts(path.read_bytes()) for path in MEDIA if path.suffix.lower() in MOVING]
    assert all(fact.width and fact.taken and fact.seconds for fact in facts)
