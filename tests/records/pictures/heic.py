"""HEIC files made by hand (ISO/IEC 23008-12), around a frame that FFmpeg encodes."""

from __future__ import annotations

import re
import struct
from fractions import Fraction

import av

_PARAMETER_SETS = (32, 33, 34)


def heic(image, *, exif=b"", turns=0, mirror=None, size=None, grid=None):
    """`image` as HEIC.

    `turns` counts quarter turns anticlockwise (irot), `mirror` is the axis of imir. `size` is
    what the file says of the image. `grid` (rows, columns) repeats the image that often, as
    items of their own with the same bytes.
    """
    units = _encoded(image)
    sets = [unit for unit in units if _kind(unit) in _PARAMETER_SETS]
    frame = b"".join(_sized(unit) for unit in units if _kind(unit) not in _PARAMETER_SETS)
    tile_size = _full(b"ispe", struct.pack(">II", *image.size))
    properties = [_box(b"hvcC", _decoder(sets)), tile_size]
    shape = [_box(b"irot", bytes([turns]))] if turns else []
    shape += [] if mirror is None else [_box(b"imir", bytes([mirror]))]
    items: list[tuple[bytes, bytes | None]] = [(b"hvc1", frame)]
    references = b""
    if grid is not None:
        rows, columns = grid
        width, height = size or (image.width * columns, image.height * rows)
        items += [(b"hvc1", None)] * (rows * columns - 1)
        items.append((b"grid", struct.pack(">BBBBII", 0, 1, rows - 1, columns - 1, width, height)))
        tiles = range(1, rows * columns + 1)
        references += _box(
            b"dimg", struct.pack(f">HH{len(tiles)}H", len(items), len(tiles), *tiles)
        )
        properties.append(_full(b"ispe", struct.pack(">II", width, height)))
    elif size is not None:
        properties[1] = _full(b"ispe", struct.pack(">II", *size))
    main = len(items)
    if exif:
        items.append((b"Exif", struct.pack(">I", 0) + exif.removeprefix(b"Exif\0\0")))
        references += _box(b"cdsc", struct.pack(">HHH", len(items), 1, main))
    own = [3] if grid is not None else [1, 2]
    turned = list(range(len(properties) + 1, len(properties) + len(shape) + 1))
    links = {number: [1, 2] for number in range(1, main)} | {main: own + turned}
    return _file(items, properties + shape, links, references, main)


def _file(items, properties, links, references, main):
    brand = _box(b"ftyp", b"heic\0\0\0\0mif1heic")
    length = len(brand) + len(_meta(items, properties, links, references, main, 0)) + 8
    meta = _meta(items, properties, links, references, main, length)
    return brand + meta + _box(b"mdat", b"".join(body or b"" for _, body in items))


def _meta(items, properties, links, references, main, start):
    handler = _full(b"hdlr", b"\0\0\0\0pict" + bytes(13))
    primary = _full(b"pitm", struct.pack(">H", main))
    entries = b"".join(
        _full(b"infe", struct.pack(">HH", number, 0) + kind + b"\0", version=2)
        for number, (kind, _) in enumerate(items, start=1)
    )
    infos = _full(b"iinf", struct.pack(">H", len(items)) + entries)
    places = b""
    place = start
    for number, (_, body) in enumerate(items, start=1):
        if body is not None:
            place, start, length = start, start + len(body), len(body)
        places += struct.pack(">HHHII", number, 0, 1, place, length)
    locations = _full(b"iloc", struct.pack(">BBH", 0x44, 0, len(items)) + places)
    marks = b"".join(
        struct.pack(">HB", number, len(linked)) + bytes(0x80 | index for index in linked)
        for number, linked in links.items()
    )
    container = _box(b"ipco", b"".join(properties))
    linked = _full(b"ipma", struct.pack(">I", len(links)) + marks)
    told = _full(b"iref", references) if references else b""
    parts = handler + primary + infos + locations + _box(b"iprp", container + linked) + told
    return _full(b"meta", parts)


def _encoded(image):
    context = av.CodecContext.create("libx265", "w")
    context.width, context.height = image.size
    context.pix_fmt = "yuv420p"
    context.time_base = Fraction(1, 25)
    context.options = {
        "preset": "ultrafast",
        "crf": "20",
        "x265-params": "keyint=1:log-level=none:info=0:repeat-headers=1:pools=1",
    }
    frame = av.VideoFrame.from_image(image)
    stream = b"".join(bytes(packet) for packet in [*context.encode(frame), *context.encode(None)])
    return [unit for unit in re.split(rb"\x00\x00\x00?\x01", stream) if unit]


def _kind(unit):
    return unit[0] >> 1 & 63


def _sized(unit):
    return struct.pack(">I", len(unit)) + unit


def _decoder(sets):
    """hvcC (ISO/IEC 14496-15, 8.3.3) of the Main profile, level 6, with lengths of four bytes."""
    head = struct.pack(">BBI6sB", 1, 1, 0x60000000, b"\x90\0\0\0\0\0", 180)
    head += bytes.fromhex("f000fcfdf8f80000") + bytes([0x0F, len(sets)])
    return head + b"".join(
        struct.pack(">BHH", 0x80 | _kind(unit), 1, len(unit)) + unit for unit in sets
    )


def _box(name, body):
    return struct.pack(">I", len(body) + 8) + name + body


def _full(name, body, version=0):
    return _box(name, bytes([version, 0, 0, 0]) + body)
