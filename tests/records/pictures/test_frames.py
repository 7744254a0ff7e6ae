"""Thumbnails of videos that the tests encode."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from PIL import Image

from holdfast.records.pictures.process import worker_command
from holdfast.records.pictures.thumbnails import Refusal, ThumbnailWorker
from tests.records.pictures.making import (
    CORNERS,
    corners,
    four_corners,
    laid,
    movie,
    opened,
    picture,
    refusal,
    sound,
    with_matrix,
)

BLACK = Image.new("RGB", (160, 96), "black")
# The matrices of tkhd (ISO/IEC 14496-12, 8.3.2) that bring each orientation upright.
MATRICES = {
    1: (1, 0, 0, 1),
    2: (-1, 0, 0, 1),
    3: (-1, 0, 0, -1),
    4: (1, 0, 0, -1),
    5: (0, 1, 1, 0),
    6: (0, 1, -1, 0),
    7: (0, -1, -1, 0),
    8: (0, -1, 1, 0),
}


def restless(seed):
    """A frame that no encoder can fold into the one before."""
    image = four_corners()
    pixels = random.Random(seed).randbytes(80 * 40 * 3)  # noqa: S311 - the same each time
    image.paste(Image.frombytes("RGB", (80, 40), pixels), (40, 28))
    return image


@pytest.mark.parametrize(
    ("form", "codec", "pixels"),
    [
        ("mp4", "libx264", "yuv420p"),
        ("mp4", "libx265", "yuv420p"),
        ("mov", "mjpeg", "yuvj420p"),
        ("3gp", "mpeg4", "yuv420p"),
        ("avi", "mjpeg", "yuvj420p"),
        ("avi", "mpeg4", "yuv420p"),
        ("matroska", "libx264", "yuv420p"),
        ("webm", "libsvtav1", "yuv420p"),
        ("mpegts", "libx264", "yuv420p"),
        ("asf", "msmpeg4", "yuv420p"),
        ("mpeg", "mpeg2video", "yuv420p"),
    ],
)
def test_videos_of_phones_show_a_frame(worker, form, codec, pixels):
    rate = 25 if form == "mpeg" else 10
    small = worker.thumbnail(movie([four_corners()] * 20, form, codec, rate, pixels), 80)
    assert (small.width, small.height) == (80, 48)
    assert corners(small) == CORNERS
    assert (small.facts.width, small.facts.height) == (160, 96)


def test_old_phones_filmed_in_h263_with_pixels_that_are_not_square(worker):
    """Its 176 x 144 are seen as 4 : 3 (ITU-T H.263, 4.1)."""
    frame = four_corners(176, 144)
    small = worker.thumbnail(movie([frame] * 10, "3gp", "h263"), 88)
    assert (small.width, small.height) == (88, 66)
    assert corners(small) == CORNERS


def test_length_and_date_are_told(worker):
    data = movie([four_corners()] * 20, metadata={"creation_time": "2009-10-02T18:04:05Z"})
    for facts in (worker.facts(data), worker.thumbnail(data, 50).facts):
        assert facts.seconds == pytest.approx(2.0, abs=0.15)
        assert facts.taken == datetime(2009, 10, 2, 18, 4, 5, tzinfo=UTC)


def test_length_and_date_of_matroska_come_with_its_frame(worker):
    data = movie(
        [four_corners()] * 20, "matroska", metadata={"creation_time": "2009-10-02T18:04:05Z"}
    )
    facts = worker.thumbnail(data, 50).facts
    assert facts.seconds == pytest.approx(2.0, abs=0.15)
    assert facts.taken == datetime(2009, 10, 2, 18, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_videos_stand_upright_mirrors_included(worker, orientation):
    flat = movie([laid(four_corners(), orientation)] * 3)
    data = with_matrix(flat, *MATRICES[orientation])
    small = worker.thumbnail(data, 80)
    assert corners(small) == CORNERS
    assert (small.width, small.height) == (80, 48)
    assert (small.facts.width, small.facts.height) == (160, 96)
    facts = worker.facts(data)
    assert (facts.width, facts.height) == (160, 96)


def test_a_video_that_fades_in_shows_its_first_light(worker):
    data = movie([BLACK] * 15 + [four_corners()] * 5)
    assert corners(worker.thumbnail(data, 80)) == CORNERS


def test_a_video_that_stays_dark_is_dark(worker):
    small = worker.thumbnail(movie([BLACK] * 80), 80)
    assert max(high for _, high in opened(small).convert("RGB").getextrema()) < 40


def test_light_that_comes_late_is_not_waited_for(worker):
    small = worker.thumbnail(movie([BLACK] * 80 + [four_corners()]), 80)
    assert max(high for _, high in opened(small).convert("RGB").getextrema()) < 40


def test_a_voice_note_is_no_picture(worker):
    assert refusal(worker, sound("mp4")) is Refusal.NOT_A_PICTURE
    assert refusal(worker, sound("3gp")) is Refusal.NOT_A_PICTURE
    assert refusal(worker, sound("matroska")) is Refusal.NOT_A_PICTURE


def test_a_video_cut_short_shows_what_came_before(worker):
    fragments = {"movflags": "frag_keyframe+empty_moov"}
    for form, options in (("mp4", fragments), ("avi", {}), ("matroska", {}), ("mpegts", {})):
        whole = movie([restless(seed) for seed in range(20)], form, container=options)
        assert corners(worker.thumbnail(whole[: len(whole) * 3 // 4], 80)) == CORNERS


def test_a_video_without_its_end_where_its_index_is_says_so(worker):
    whole = movie([four_corners()] * 40)
    assert refusal(worker, whole[: len(whole) // 2]) is Refusal.DAMAGED


def test_a_video_that_points_at_other_files_opens_none(worker, tmp_path):
    """A playlist, by name a video: FFmpeg would follow it if it were left to guess."""
    target = tmp_path / "secret.mp4"
    target.write_bytes(movie([four_corners()] * 3))
    concat = f"ffconcat version 1.0\nfile '{target}'\n".encode()
    hls = f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{target}\n#EXT-X-ENDLIST\n".encode()
    for data in (concat, hls):
        assert refusal(worker, data) is Refusal.NOT_A_PICTURE


def test_frames_of_absurd_size_are_refused(worker):
    data = movie([Image.new("RGB", (64, 64))] * 2, "avi", "mjpeg", pixels="yuvj420p")
    grown = data.replace(
        b"\xff\xc0\x00\x11\x08\x00\x40\x00\x40", b"\xff\xc0\x00\x11\x08\xf0\x00\xf0\x00"
    )
    assert grown != data
    assert refusal(worker, grown) in (Refusal.TOO_LARGE, Refusal.DAMAGED)


def test_without_video_support_a_video_is_refused_calmly_and_its_facts_are_told():
    code = (
        "import sys; sys.modules['av'] = None\n"
        "from holdfast.records.pictures.worker import main; main()"
    )
    worker = ThumbnailWorker(command=(sys.executable, "-c", code))
    data = movie([four_corners()] * 20, metadata={"creation_time": "2009-10-02T18:04:05Z"})
    assert refusal(worker, data) is Refusal.NO_VIDEO_SUPPORT
    assert refusal(worker, sound()) is Refusal.NOT_A_PICTURE
    facts = worker.facts(data)
    assert (facts.width, facts.height) == (160, 96)
    assert facts.taken == datetime(2009, 10, 2, 18, 4, 5, tzinfo=UTC)
    assert worker.thumbnail(picture(), 50).width == 50
    worker.close()


def test_video_support_is_loaded_when_the_first_video_comes():
    code = (
        "import sys, holdfast.records.pictures.scaling as scaling\n"
        "scaling.prepare(); print('av' in sys.modules)"
    )
    done = subprocess.run(
        (*worker_command()[:1], "-c", code), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
