"""One picture or movie to one thumbnail, inside the worker process."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module

from PIL import Image, ImageFile, UnidentifiedImageError

from holdfast.records.pictures import frames, messages, orientation
from holdfast.records.pictures.camera import Notes, read_notes
from holdfast.records.pictures.mending import without_broken_segment
from holdfast.records.pictures.messages import Answer, Facts
from holdfast.records.pictures.movies import Movie, read_avi, read_boxes
from holdfast.records.pictures.refusing import Unfit
from holdfast.records.pictures.sniffing import AVI, BOXES, PICTURE, is_picture, movie_format

MAX_PIXELS = 200_000_000
"""Largest picture that is decoded; the biggest phone cameras make 200 megapixels."""
_DRAFTED = ("JPEG", "MPO")
# A whole decode takes 4 bytes a pixel; only JPEG can be decoded smaller than it is.
_MAX_WHOLE_PIXELS = 110_000_000
_PLUGINS = ("Jpeg", "Mpo", "Png", "Gif", "WebP", "Bmp", "Tiff", "Avif")
# None that runs programs (EPS), is drawn (SVG, WMF) or holds other files (ICO, ICNS).
_FORMATS = ("JPEG", "MPO", "PNG", "GIF", "WEBP", "BMP", "TIFF", "HEIF", "AVIF")
_QUALITY = 82
_PNG_EFFORT = 1  # it only goes through a pipe
_BLANK_SHARE = 0.99
_DEEP_GREY = ("I;16", "I;16B", "I;16L", "I;16N")


def prepare() -> None:
    """Teach Pillow its formats, HEIC among them, and its limits; once per process.

    Only the plug-ins that are used are loaded: it is quicker, and the others cannot be tricked.
    """
    import pi_heif  # noqa: PLC0415 - loads a large library that only the worker needs

    for name in _PLUGINS:
        with suppress(ImportError):  # AVIF came with Pillow 11.3
            import_module(f"PIL.{name}ImagePlugin")
    pi_heif.register_heif_opener(
        decode_threads=min(4, os.cpu_count() or 1),
        thumbnails=False,
        depth_images=False,
        aux_images=False,
    )
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("ignore")


def shrink(data: bytes, edge: int) -> Answer:
    """Scale the picture or a frame of the movie in `data` to fit `edge` pixels; raise `Unfit`.

    A picture that is cut short or damaged is shown as far as it decodes, if that is anything.
    """
    with _translated(data):
        form = movie_format(data)
        if form != PICTURE:
            return _movie_thumbnail(data, form, edge)
        try:
            return _thumbnail(data, edge)
        except (Unfit, MemoryError, Image.DecompressionBombError):
            raise
        except Exception:
            if not is_picture(data):
                raise
            return _damaged_thumbnail(data, edge)


def facts(data: bytes) -> Facts:
    """Date, size and length, without decoding; raise `Unfit`."""
    with _translated(data):
        form = movie_format(data)
        if form == PICTURE:
            with _opened(data) as image:
                return _facts(image, read_notes(image, data))
        movie = _movie(data, form)
        return Facts(movie.width, movie.height, movie.taken, movie.seconds)


@contextmanager
def _translated(data: bytes) -> Iterator[None]:
    try:
        yield
    except Unfit:
        raise
    except UnidentifiedImageError:
        raise Unfit(messages.DAMAGED if is_picture(data) else messages.NOT_A_PICTURE) from None
    except (Image.DecompressionBombError, MemoryError):
        raise Unfit(messages.TOO_LARGE) from None
    except Exception:  # noqa: BLE001 - decoders raise whatever a hostile file leads them to
        raise Unfit(messages.DAMAGED) from None


def _opened(data: bytes) -> Image.Image:
    formats = [name for name in _FORMATS if name in Image.OPEN]
    return Image.open(io.BytesIO(data), formats=formats)


def _thumbnail(data: bytes, edge: int, *, whole: bool = True) -> Answer:
    with _opened(data) as image:
        _check_size(image)
        notes = read_notes(image, data)
        known = _facts(image, notes)
        if image.format in _DRAFTED:
            image.draft("RGB", (edge, edge))
        image.thumbnail((edge, edge), Image.Resampling.BICUBIC, reducing_gap=2.0)
        if not whole and _is_blank(image):
            raise Unfit(messages.DAMAGED)
        return _encoded(orientation.turned(image, notes.turn), known, whole=whole)


def _damaged_thumbnail(data: bytes, edge: int) -> Answer:
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        return _thumbnail(without_broken_segment(data), edge, whole=False)
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def _is_blank(image: Image.Image) -> bool:
    """Whether next to nothing was decoded: decoders leave the rest black or middle grey."""
    shown = image.convert("L").histogram()
    filling = sum(shown[:2]), sum(shown[127:130])
    return max(filling) > _BLANK_SHARE * sum(shown)


def _movie_thumbnail(data: bytes, form: str, edge: int) -> Answer:
    movie = _movie(data, form)
    still = frames.still(data, form, movie, edge)
    still.image.thumbnail((edge, edge), Image.Resampling.BICUBIC)
    return _encoded(still.image, still.facts, whole=True)


def _movie(data: bytes, form: str) -> Movie:
    """What the headers say; raise `Unfit` where they say that there is sound alone."""
    reader = {BOXES: read_boxes, AVI: read_avi}.get(form)
    movie = reader(data) if reader else Movie()
    if movie.video is False:
        raise Unfit(messages.NOT_A_PICTURE)
    return movie


def _encoded(image: Image.Image, known: Facts, *, whole: bool) -> Answer:
    alpha = image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info
    small = _eight_bits(image).convert("RGBA" if alpha else "RGB")
    small.info = {}  # a profile or text of any size would go along
    out = io.BytesIO()
    if alpha:
        small.save(out, "PNG", compress_level=_PNG_EFFORT)
    else:
        small.save(out, "JPEG", quality=_QUALITY)
    return Answer(messages.MADE, known, *small.size, whole, out.getvalue())


def _eight_bits(image: Image.Image) -> Image.Image:
    """Deep grey scaled down rather than cut off at 255."""
    if image.mode in _DEEP_GREY:
        image = image.convert("I")
    if image.mode == "I":
        return image.point(lambda value: value * (1 / 256)).convert("L")
    return image


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    limit = MAX_PIXELS if image.format in _DRAFTED else _MAX_WHOLE_PIXELS
    if width <= 0 or height <= 0 or width * height > limit:
        raise Unfit(messages.TOO_LARGE)


def _facts(image: Image.Image, notes: Notes) -> Facts:
    size = orientation.turned_size(*image.size, notes.turn)
    return Facts(*size, notes.taken, camera=notes.camera, place=notes.place)
