"""Draws the small round-faced portraits that go into contact cards."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw

_SIZE = 96
_SCALE = 4
_SKIN = ("#f3cfb3", "#e0ac82", "#c68c5c", "#9a6440", "#6f4630")
_HAIR = ("#2b1d14", "#5b3a21", "#a8692c", "#d9b25f", "#8c8c94", "#b23a2e")
_SHIRT = ("#2f6f8f", "#c8553d", "#588157", "#7a4e8f", "#d4a03c")
_BACK = ("#d7e8ee", "#f6e7c8", "#e3dcef", "#dcebd9", "#f7d9d0")


def portrait(seed: int) -> bytes:
    """Return a JPEG of 96 by 96 pixels, always the same for one `seed`."""
    rng = random.Random(seed)
    canvas = Image.new("RGB", (_SIZE * _SCALE, _SIZE * _SCALE), rng.choice(_BACK))
    _draw(ImageDraw.Draw(canvas), rng)
    small = canvas.resize((_SIZE, _SIZE), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    small.save(stream, "JPEG", quality=80)
    return stream.getvalue()


def _draw(pen: ImageDraw.ImageDraw, rng: random.Random) -> None:
    skin, hair = rng.choice(_SKIN), rng.choice(_HAIR)
    pen.ellipse((40, 268, 344, 560), fill=rng.choice(_SHIRT))
    pen.rounded_rectangle((160, 230, 224, 300), 28, fill=skin)
    if rng.random() < 0.5:
        pen.rounded_rectangle((92, 80, 292, 290), 90, fill=hair)
    pen.ellipse((108, 84, 276, 268), fill=skin)
    pen.chord((100, 64, 284, 250), 185, 355, fill=hair)
    for x in (160, 224):
        pen.ellipse((x - 9, 176, x + 9, 196), fill="#2a2220")
    pen.arc((158, 190, 226, 240), 20, 160, fill="#7c3a30", width=7)
