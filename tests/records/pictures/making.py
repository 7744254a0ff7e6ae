"""Pictures and movies that the tests make themselves."""

from __future__ import annotations

import io
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import av
import pytest
from PIL import Image

from holdfast.records.pictures.thumbnails import PictureRefused

CORNERS = ("red", "lime", "blue", "white")
# How a sensor lay for each orientation: the inverse of what makes it upright (Exif 2.32, 4.6.4).
LAID = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
_BY_COLOUR = {(1, 0, 0): "red", (0, 1, 0): "lime", (0, 0, 1): "blue", (1, 1, 1): "white"}


def four_corners(width=160, height=96):
    """Upright: red, lime above blue, white."""
    image = Image.new("RGB", (width, height), "black")
    middle, half = width // 2, height // 2
    places = ((0, 0), (middle, 0), (0, half), (middle, half))
    for colour, (x, y) in zip(CORNERS, places, strict=True):
        image.paste(colour, (x, y, x + middle, y + half))
    return image


def laid(image, orientation):
    turn = LAID[orientation]
    return image if turn is None else image.transpose(turn)


def opened(thumbnail):
    with Image.open(io.BytesIO(thumbnail.image)) as image:
        image.load()
        return image


def corners(thumbnail):
    """The colours of the corners of a thumbnail, row by row."""
    image = opened(thumbnail).convert("RGB")
    width, height = image.size
    places = [(x, y) for y in (height // 4, 3 * height // 4) for x in (width // 4, 3 * width // 4)]
    pixels = [[int(value > 127) for value in image.getpixel(place)] for place in places]
    return tuple(_BY_COLOUR.get((red, green, blue)) for red, green, blue in pixels)


def encoded(image, form="JPEG", **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def picture(width=400, height=300, form="JPEG", mode="RGB", **options):
    return encoded(Image.new(mode, (width, height), "red"), form, **options)


def exif_block(orientation=None, main=(), camera=()):
    """An Exif block by Pillow, with "Exif" mark."""
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    exif.update(dict(main))
    exif.get_ifd(0x8769).update(dict(camera))
    return exif.tobytes()


def png(*chunks, width=8, height=8, pixels=None):
    """A PNG of chunks (name, body) around its pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff\0\0" * width) * height) if pixels is None else pixels
    parts = [(b"IHDR", head), *chunks, (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def movie(*images, **how):
    """A movie that shows `images`, one a frame; see `_movie`.

    It is made in a thread that then ends: SVT-AV1 has the thread that calls it run before all
    others of the machine (SCHED_FIFO) and never takes that back. What such a thread starts
    inherits it; a program of Go that waits for its own threads then waits for ever.
    """
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(_movie, *images, **how).result()


def _movie(images, form="mp4", codec="libx264", rate=10, pixels="yuv420p", options=None, **extra):
    out = io.BytesIO()
    with av.open(out, "w", format=form, container_options=extra.get("container", {})) as container:
        container.metadata.update(extra.get("metadata", {}))
        stream = container.add_stream(codec, rate=rate, options=options or {})
        stream.width, stream.height = images[0].size
        stream.pix_fmt = pixels
        stream.codec_context.time_base = Fraction(1, rate)
        for image in images:
            container.mux(stream.encode(av.VideoFrame.from_image(image)))
        container.mux(stream.encode(None))
    return out.getvalue()


def sound(form="mp4"):
    """A voice note: sound alone."""
    out = io.BytesIO()
    with av.open(out, "w", format=form) as container:
        stream = container.add_stream("aac", rate=8000)
        frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.sample_rate = 8000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def with_matrix(data, a, b, c, d):
    """The MP4 with another matrix in the header of its only track (version 0)."""
    place = data.index(b"tkhd") + 4 + 40
    unit = 1 << 16
    matrix = struct.pack(">9i", a * unit, b * unit, 0, c * unit, d * unit, 0, 0, 0, 1 << 30)
    return data[:place] + matrix + data[place + 36 :]


def refusal(worker, data, size=100):
    with pytest.raises(PictureRefused) as caught:
        worker.thumbnail(data, size)
    return caught.value.reason
