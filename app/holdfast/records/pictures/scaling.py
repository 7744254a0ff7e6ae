"""One picture to one thumbnail, inside the worker process."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from holdfast.records.pictures import messages
from holdfast.records.pictures.exif import taken

MAX_PIXELS = 200_000_000
"""Largest picture that is decoded; the biggest phone cameras make 200 megapixels."""
_DRAFTED = ("JPEG", "MPO")
# A whole decode takes 4 bytes a pixel; only JPEG can be decoded smaller than it is.
_MAX_WHOLE_PIXELS = 110_000_000
_FORMATS = ("JPEG", "MPO", "PNG", "GIF", "WEBP", "BMP", "TIFF", "HEIF", "WBMP", "ICO")
_QUALITY = 82


@dataclass(eq=False)
class Unfit(Exception):  # noqa: N818 - the status it is answered with
    """A picture that gets no thumbnail; `status` is one of `messages`."""

    status: int


@dataclass(frozen=True, slots=True)
class Small:
    """A thumbnail; `date` is ISO 8601 or empty."""

    image: bytes
    width: int
    height: int
    date: str


def prepare() -> None:
    """Teach Pillow HEIC and its limit; once per process."""
    import pi_heif  # noqa: PLC0415 - loads a large library that only the worker needs

    pi_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("ignore")


def shrink(data: bytes, edge: int) -> Small:
    """Scale the picture in `data` to fit `edge` pixels; raise `Unfit`."""
    try:
        with Image.open(io.BytesIO(data), formats=_opened()) as image:
            return _shrunk(image, edge)
    except Unfit:
        raise
    except UnidentifiedImageError:
        raise Unfit(messages.NOT_A_PICTURE) from None
    except (Image.DecompressionBombError, MemoryError):
        raise Unfit(messages.TOO_LARGE) from None
    except Exception:  # noqa: BLE001 - decoders raise whatever a hostile file leads them to
        raise Unfit(messages.DAMAGED) from None


def _opened() -> list[str]:
    Image.init()
    return [name for name in _FORMATS if name in Image.OPEN]


def _shrunk(image: Image.Image, edge: int) -> Small:
    _check_size(image)
    date = taken(image)
    if image.format in _DRAFTED:
        image.draft("RGB", (edge, edge))
    image.thumbnail((edge, edge), Image.Resampling.BICUBIC, reducing_gap=2.0)
    upright = ImageOps.exif_transpose(image)
    out = io.BytesIO()
    if _has_alpha(upright):
        upright.convert("RGBA").save(out, "PNG")
    else:
        upright.convert("RGB").save(out, "JPEG", quality=_QUALITY)
    return Small(out.getvalue(), *upright.size, date.isoformat() if date else "")


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    limit = MAX_PIXELS if image.format in _DRAFTED else _MAX_WHOLE_PIXELS
    if width <= 0 or height <= 0 or width * height > limit:
        raise Unfit(messages.TOO_LARGE)


def _has_alpha(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
