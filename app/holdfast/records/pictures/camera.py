"""What a camera wrote beside the pixels of a picture: which way up, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PIL import Image

from holdfast.records.pictures import orientation, png, xmp
from holdfast.records.pictures.exif import read_exif

# These turn themselves while they are decoded: a second turn would be one too many.
_SELF_TURNING = ("HEIF", "TIFF")


@dataclass(frozen=True, slots=True)
class Notes:
    """`turn` is the orientation still to be applied, 1 to 8; `taken` is None if unknown.

    `camera` and `place` are as in `Exif`.
    """

    turn: int = orientation.UPRIGHT
    taken: datetime | None = None
    camera: str = ""
    place: tuple[float, float] | None = None


def read_notes(image: Image.Image, data: bytes) -> Notes:
    """Read the notes of an opened picture, whose file is `data`; it need not be decoded.

    The moment of exposure comes first; the day the file was changed counts before GPS, since
    old phones fill in nothing else. XMP's orientation counts where Exif has none.
    """
    beside = png.read_notes(data) if image.format == "PNG" else png.PngNotes()
    exif = read_exif(_exif(image, data, beside))
    packet = beside.xmp or _bytes(image.info.get("xmp"))
    turn = exif.orientation or xmp.orientation(packet) or orientation.UPRIGHT
    taken = exif.exposed or xmp.taken(packet) or exif.changed or exif.satellite
    return Notes(
        orientation.UPRIGHT if image.format in _SELF_TURNING else turn,
        taken or beside.created or beside.changed,
        exif.camera,
        exif.place,
    )


def _exif(image: Image.Image, data: bytes, beside: png.PngNotes) -> bytes:
    if image.format == "TIFF":
        return data
    return beside.exif or _bytes(image.info.get("exif"))


def _bytes(found: object) -> bytes:
    return found if isinstance(found, bytes) else b""
