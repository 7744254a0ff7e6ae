"""Makes the sample phone's album: drawn pictures as JPEG files with EXIF, as its camera would."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from PIL import ExifTags, Image

from sample_phone import landscapes, scenes
from sample_phone.canvas import Canvas

_SEED = 417
_ROUNDS = 4
_IN_FIRST_FOLDER = 40
_FIRST = datetime(2007, 11, 10, 14, 21, 9)
_SIZES = ((640, 480), (800, 600), (1024, 768), (1280, 960), (1600, 1200))
_MOTIFS: tuple[Callable[[Canvas], None], ...] = (
    landscapes.mountains,
    scenes.city,
    landscapes.beach,
    scenes.poster,
    landscapes.forest,
    scenes.cup,
    landscapes.sunset,
    scenes.reef,
    landscapes.balloons,
    scenes.cat,
    landscapes.dunes,
    scenes.meadow,
    landscapes.lighthouse,
    scenes.planet,
    landscapes.aurora,
)
_TURNS = {
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}


def album() -> list[tuple[PurePosixPath, bytes]]:
    """Return (storage/folder/name, JPEG) of each picture, oldest first."""
    rng = random.Random(_SEED)
    taken, pictures = _FIRST, []
    motifs = [motif for _ in range(_ROUNDS) for motif in rng.sample(_MOTIFS, len(_MOTIFS))]
    for number, motif in enumerate(motifs, start=1):
        folder = "100MEDIA" if number <= _IN_FIRST_FOLDER else "101MEDIA"
        path = PurePosixPath("Phone", "DCIM", folder, f"IMG_{number:04}.JPG")
        pictures.append((path, _picture(rng, motif, number, taken)))
        taken += timedelta(days=rng.randint(2, 20), seconds=rng.randrange(20_000))
    return pictures


def _picture(
    rng: random.Random, motif: Callable[[Canvas], None], number: int, taken: datetime
) -> bytes:
    width, height = rng.choice(_SIZES)
    orientation = rng.choices((1, 6, 8, 3), weights=(72, 14, 7, 7))[0]
    if orientation in {6, 8}:
        width, height = height, width
    canvas = Canvas(width, height, seed=number)
    motif(canvas)
    return _jpeg(_as_the_sensor_lay(canvas.finish(), orientation), _exif(orientation, taken))


def _as_the_sensor_lay(upright: Image.Image, orientation: int) -> Image.Image:
    return upright.transpose(_TURNS[orientation]) if orientation in _TURNS else upright


def _exif(orientation: int, taken: datetime) -> Image.Exif:
    exif = Image.Exif()
    moment = f"{taken:%Y:%m:%d %H:%M:%S}"
    exif[ExifTags.Base.Make] = "Meridian"
    exif[ExifTags.Base.Model] = "Swallow 2"
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.DateTime] = moment
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = moment
    return exif


def _jpeg(picture: Image.Image, exif: Image.Exif) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=82, optimize=True, exif=exif)
    return stream.getvalue()
