from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import threading
import zlib
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from holdfast.records.pictures import messages, scaling
from holdfast.records.pictures.thumbnails import PictureRefused, Refusal, ThumbnailWorker


@pytest.fixture(scope="module")
def worker():
    made = ThumbnailWorker()
    yield made
    made.close()


def picture(width=400, height=300, form="JPEG", mode="RGB", exif=None):
    out = io.BytesIO()
    image = Image.new(mode, (width, height), "red")
    image.save(out, form, **({"exif": exif} if exif else {}))
    return out.getvalue()


def opened(thumbnail):
    with Image.open(io.BytesIO(thumbnail.image)) as image:
        image.load()
        return image


def refusal(worker, data, size=100):
    with pytest.raises(PictureRefused) as caught:
        worker.thumbnail(data, size)
    return caught.value.reason


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"])
def test_pictures_of_phones_are_made_small(worker, form):
    small = worker.thumbnail(picture(form=form), 100)
    assert (small.width, small.height) == (100, 75)
    assert opened(small).size == (100, 75)


def test_small_pictures_are_not_blown_up(worker):
    small = worker.thumbnail(picture(40, 30), 100)
    assert (small.width, small.height) == (40, 30)


def test_pictures_stand_upright_and_know_their_date(worker):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x0132] = "2009:10:02 18:04:05"
    small = worker.thumbnail(picture(400, 300, exif=exif), 100)
    assert (small.width, small.height) == (75, 100)
    assert small.taken == datetime(2009, 10, 2, 18, 4, 5)  # noqa: DTZ001


def test_what_is_seen_through_stays_so(worker):
    out = io.BytesIO()
    Image.new("RGBA", (200, 200), (255, 0, 0, 0)).save(out, "PNG")
    assert opened(worker.thumbnail(out.getvalue(), 100)).mode == "RGBA"


def bomb(width, height):
    """A PNG that says it is huge, in a few bytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def test_bombs_are_refused_by_their_announced_size(worker):
    assert refusal(worker, bomb(60_000, 60_000)) is Refusal.TOO_LARGE
    assert refusal(worker, bomb(12_000, 12_000)) is Refusal.TOO_LARGE


def test_what_is_no_picture_is_refused(worker):
    for data in (b"", b"hello", os.urandom(1000), b"%!PS-Adobe-3.0 EPSF-3.0\n"):
        assert refusal(worker, data) is Refusal.NOT_A_PICTURE


def test_a_picture_cut_short_is_refused_and_the_next_one_is_made(worker):
    data = picture(400, 300, "PNG")
    assert refusal(worker, data[: len(data) // 2]) is Refusal.DAMAGED
    assert worker.thumbnail(picture(), 100).width == 100


def test_pictures_that_are_too_large_are_not_even_sent(worker, monkeypatch):
    monkeypatch.setattr(messages, "MAX_PICTURE", 10)
    assert refusal(worker, b"x" * 11) is Refusal.TOO_LARGE


def dummy(code):
    return (sys.executable, "-c", code)


def test_a_worker_that_hangs_is_killed_and_started_anew(monkeypatch):
    monkeypatch.setattr("holdfast.records.pictures.thumbnails._START_LIMIT", 0)
    worker = ThumbnailWorker(time_limit=0.5, command=dummy("import time; time.sleep(600)"))
    assert refusal(worker, b"x") is Refusal.TOO_SLOW
    assert refusal(worker, b"x" * 10_000_000) is Refusal.TOO_SLOW
    worker.close()


def test_a_worker_that_dies_costs_one_picture(tmp_path):
    once = tmp_path / "died"
    code = (
        f"import os, sys\nif not os.path.exists({str(once)!r}):\n"
        f"    open({str(once)!r}, 'w').close(); os._exit(3)\n"
        "from holdfast.records.pictures.worker import main; main()"
    )
    worker = ThumbnailWorker(command=dummy(code))
    assert refusal(worker, picture()) is Refusal.DAMAGED
    assert worker.thumbnail(picture(), 100).width == 100
    worker.close()


@pytest.mark.parametrize(
    "answer",
    [
        messages.ANSWER.pack(messages.MADE, 1, 1, 0, 0xFFFFFFFF),
        messages.ANSWER.pack(messages.MADE, 1, 1, 0, 0),
        messages.ANSWER.pack(messages.MADE, 1, 1, 3, 1) + b"xyz!",
        messages.ANSWER.pack(messages.MADE, 1, 1, 1, 1) + b"\xff!",
        messages.ANSWER.pack(99, 0, 0, 0, 0),
        b"short",
    ],
)
def test_a_worker_taken_over_by_a_picture_is_not_believed(answer):
    code = f"import sys; sys.stdout.buffer.write({answer!r})"
    worker = ThumbnailWorker(command=dummy(code))
    assert refusal(worker, b"x") is Refusal.DAMAGED
    worker.close()


@pytest.mark.skipif(sys.platform != "linux", reason="address space cannot be limited here")
def test_memory_is_limited(worker):
    code = (
        "from holdfast.records.pictures.worker import _limit_memory; _limit_memory()\n"
        "try:\n    bytearray(4 << 30)\nexcept MemoryError:\n    print('limited')"
    )
    done = subprocess.run(dummy(code), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "limited"


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


def test_a_closed_worker_starts_again_when_asked():
    worker = ThumbnailWorker()
    assert worker.thumbnail(picture(), 50).width == 50
    worker.close()
    assert worker.thumbnail(picture(), 50).width == 50
    worker.close()


def test_no_qt_is_loaded():
    code = (
        "import sys, holdfast.records.pictures.worker as worker\n"
        "worker.prepare(); print('PySide6' in sys.modules)"
    )
    done = subprocess.run(dummy(code), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_large_jpeg_is_decoded_small():
    scaling.prepare()
    assert scaling.shrink(picture(9000, 6000), 100).width == 100


MEDIA = sorted(Path(os.environ.get("HOLDFAST_CORPUS", "/nowhere"), "media").glob("*"))


@pytest.mark.skipif(not MEDIA, reason="corpus: absent (set HOLDFAST_CORPUS)")
@pytest.mark.parametrize("path", MEDIA, ids=lambda path: path.name)
def test_a_real_cameras_picture_is_made_small_and_nothing_else_is(worker, path):
    data = path.read_bytes()
    if path.suffix.lower() in (".jpg", ".heic", ".png", ".webp"):
        assert worker.thumbnail(data, 100).image
    else:
        assert refusal(worker, data) is Refusal.NOT_A_PICTURE
