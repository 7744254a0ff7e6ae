"""Motifs out of doors: what the sample phone's owner saw on the way."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw, ImageFilter

from sample_phone.canvas import Canvas, blend

_SKIES = (
    ("#1d3557", "#6d8fb3", "#f1c8a5", "#ffe8c9"),
    ("#2b2d52", "#7d4e80", "#e07a5f", "#f6c177"),
    ("#3b86c4", "#8ec3e6", "#d9eff9", "#f5fbff"),
    ("#20303c", "#436373", "#8fb1b5", "#dfe7d8"),
    ("#512b58", "#a64b67", "#ec8f6a", "#fddca5"),
)


def mountains(canvas: Canvas) -> None:
    """Ridges that fade into the haze, a low sun behind them."""
    sky = canvas.random.choice(_SKIES)
    canvas.sky(*sky)
    sun = (canvas.random.uniform(0.2, 0.8), canvas.random.uniform(0.28, 0.42))
    canvas.glow(sun, 0.5, "#fff3d6", 0.6)
    canvas.disc(sun, 0.05, "#fff6e0")
    for layer in range(5):
        colour = blend(sky[2], "#14212b", 0.18 + layer * 0.19)
        canvas.ridge(0.48 + layer * 0.105, 0.045 + layer * 0.008, colour, peaks=4 + layer)


def sunset(canvas: Canvas) -> None:
    """The sea with the sun going down and a small boat."""
    sky = canvas.random.choice((_SKIES[1], _SKIES[4], _SKIES[0]))
    horizon = canvas.random.uniform(0.55, 0.65)
    canvas.sky(*sky, bottom=horizon)
    sun = (canvas.random.uniform(0.3, 0.7), horizon - 0.07)
    canvas.glow(sun, 0.6, "#ffe1a8", 0.7)
    canvas.disc(sun, 0.085, "#fff0c9")
    canvas.sky(blend(sky[2], "#102a43", 0.35), "#0d2137", top=horizon)
    _glitter(canvas, sun[0], horizon)
    _boat(canvas, canvas.random.choice((0.16, 0.82)), horizon + 0.1)


def _glitter(canvas: Canvas, x: float, horizon: float) -> None:
    for step in range(46):
        y = horizon + 0.008 + (1 - horizon) * (step / 46) ** 1.35
        width = canvas.random.uniform(0.02, 0.05 + 0.13 * step / 46)
        shift = canvas.random.uniform(-0.04, 0.04) * (0.4 + step / 30)
        thickness = 0.0018 + 0.004 * step / 46
        ends = [(x + shift - width, y), (x + shift + width, y)]
        canvas.line(ends, thickness, blend("#ffdf9e", "#7b6a76", step / 60))


def _boat(canvas: Canvas, x: float, y: float) -> None:
    unit = 0.06 / canvas.aspect
    canvas.polygon([(x - unit, y), (x + unit, y), (x + unit * 0.7, y + 0.022),
                    (x - unit * 0.7, y + 0.022)], "#15202b")  # fmt: skip
    canvas.polygon([(x, y - 0.13), (x, y - 0.008), (x + unit * 0.85, y - 0.008)], "#f7efe2")
    canvas.polygon([(x - unit * 0.08, y - 0.11), (x - unit * 0.08, y - 0.008),
                    (x - unit * 0.7, y - 0.008)], "#e4d5bf")  # fmt: skip


def forest(canvas: Canvas) -> None:
    """Fir trees standing in morning fog."""
    fog, dark = canvas.random.choice(
        (("#dfe8e4", "#16302b"), ("#e9dfd2", "#2c2a1f"), ("#d5e0ea", "#172a3a"))
    )
    canvas.sky(blend(fog, "#8fb0bd", 0.35), fog)
    for layer in range(4):
        colour = blend(fog, dark, 0.22 + layer * 0.25)
        ground = canvas.ridge(0.55 + layer * 0.14, 0.025, colour, peaks=3)
        for x, y in ground[:: 11 - layer]:
            tall = (0.1 + layer * 0.06) * canvas.random.uniform(0.6, 1.3)
            _fir(canvas, x + canvas.random.uniform(-0.02, 0.02), y + 0.02, tall, colour)


def _fir(canvas: Canvas, x: float, y: float, tall: float, colour: str) -> None:
    for step in range(5):
        top = y - tall * (1 - step * 0.17)
        half = tall * (0.07 + 0.05 * step) / canvas.aspect
        canvas.polygon(
            [(x, top), (x + half, top + tall * 0.3), (x - half, top + tall * 0.3)], colour
        )


def dunes(canvas: Canvas) -> None:
    """Sand in long waves under a pale sun."""
    canvas.sky("#e9b872", "#f4d9a8", "#fbeed3", bottom=0.7)
    canvas.disc((canvas.random.uniform(0.15, 0.85), 0.2), 0.07, "#fff8e8")
    for layer in range(5):
        light = blend("#e8b574", "#7a3f1d", layer * 0.2)
        canvas.ridge(0.5 + layer * 0.12, 0.045, light, peaks=2)
    for _ in range(3):
        _cactus(canvas, canvas.random.uniform(0.08, 0.92), canvas.random.uniform(0.86, 0.96))


def _cactus(canvas: Canvas, x: float, y: float) -> None:
    green, arm = "#2f4a33", 0.032 / canvas.aspect
    canvas.line([(x, y - 0.17), (x, y)], 0.026, green)
    canvas.disc((x, y - 0.17), 0.013, green)
    for side, low in ((-1, 0.07), (1, 0.09)):
        elbow = (x + side * arm, y - low)
        canvas.line([(x, y - low), elbow, (elbow[0], y - low - 0.05)], 0.018, green)
        canvas.disc((elbow[0], y - low - 0.05), 0.009, green)


def balloons(canvas: Canvas) -> None:
    """Hot-air balloons over fields."""
    canvas.sky("#4a9bd1", "#a9d8ee", "#eaf6f4")
    for _ in range(4):
        place = (canvas.random.random(), canvas.random.uniform(0.15, 0.6))
        canvas.cloud(place, canvas.random.uniform(0.02, 0.045), "#ffffff")
    for layer, colour in enumerate(("#a7c6a0", "#7fae6f", "#5b8f57")):
        canvas.ridge(0.78 + layer * 0.07, 0.018, colour, peaks=3)
    for x, size in ((0.28, 0.17), (0.68, 0.11), (0.86, 0.06), (0.5, 0.05)):
        height = canvas.random.uniform(0.22, 0.55)
        _balloon(canvas, x + canvas.random.uniform(-0.06, 0.06), height, size)


def _balloon(canvas: Canvas, x: float, y: float, size: float) -> None:
    colours = canvas.random.choice(
        (("#d1495b", "#f6e7cb"), ("#00798c", "#edae49"), ("#5f4b8b", "#e69a8d"))
    )
    width = size / canvas.aspect
    canvas.polygon([(x - width * 0.72, y + size * 0.7), (x + width * 0.72, y + size * 0.7),
                    (x + width * 0.16, y + size * 1.35), (x - width * 0.16, y + size * 1.35)],
                   colours[0])  # fmt: skip
    for step, share in enumerate((1.0, 0.72, 0.42, 0.14)):
        canvas.ellipse((x, y), (size * share, size), colours[step % 2])
    canvas.box((x - width * 0.15, y + size * 1.5), (x + width * 0.15, y + size * 1.72), "#6b4226")


def lighthouse(canvas: Canvas) -> None:
    """A striped tower at dusk, its beam over the water."""
    canvas.sky("#22304f", "#5a5f8c", "#c98b8b", "#f3c9a4", bottom=0.72)
    canvas.stars(70, 0.35)
    x = canvas.random.choice((0.3, 0.7))
    side = 1 if x < 0.5 else -1
    beam = Image.new("L", (200, 150), 0)
    tip = (x * 200, 0.27 * 150)
    ImageDraw.Draw(beam).polygon(
        [tip, (tip[0] + side * 190, 4), (tip[0] + side * 190, 48)], fill=110
    )
    canvas.lay(beam.filter(ImageFilter.GaussianBlur(2)), "#fff2c4")
    canvas.sky("#35456b", "#131d33", top=0.72)
    canvas.ridge(0.87, 0.03, "#1a1f2b", peaks=6)
    canvas.ellipse((x, 0.95), (0.4, 0.17), "#1a1f2b")
    _tower(canvas, x)


def _tower(canvas: Canvas, x: float) -> None:
    for step in range(6):
        top, bottom = 0.32 + step * 0.085, 0.32 + (step + 1) * 0.085
        low, high = ((0.032 + 0.03 * (y - 0.3)) / canvas.aspect for y in (top, bottom))
        colour = ("#f4ede1", "#b83a3a")[step % 2]
        canvas.polygon(
            [(x - low, top), (x + low, top), (x + high, bottom), (x - high, bottom)], colour
        )
    half = 0.03 / canvas.aspect
    canvas.box((x - half, 0.245), (x + half, 0.31), "#ffe9a6")
    canvas.box((x - half * 1.4, 0.308), (x + half * 1.4, 0.324), "#20242e")
    canvas.pie((x, 0.248), 0.034, (180, 360), "#20242e")
    canvas.glow((x, 0.277), 0.16, "#fff5cf", 0.7)


def aurora(canvas: Canvas) -> None:
    """Northern lights over snow."""
    canvas.sky("#050b1a", "#0b2038", "#17405a")
    canvas.stars(160, 0.7)
    for colour in ("#4fe0a0", "#58c7d8", "#9d7be8"):
        canvas.lay(_curtain(canvas), colour)
    canvas.ridge(0.74, 0.035, "#10283a", peaks=7)
    canvas.ridge(0.86, 0.02, "#b9d3dd", peaks=3)
    canvas.ridge(0.94, 0.015, "#dceaf0", peaks=2)


def _curtain(canvas: Canvas) -> Image.Image:
    mask = Image.new("L", (320, 200), 0)
    pen = ImageDraw.Draw(mask)
    phase, base = canvas.random.uniform(0, 6), canvas.random.uniform(70, 120)
    for x in range(320):
        foot = base + 22 * math.sin(x / 47 + phase) + 9 * math.sin(x / 15 + phase * 2)
        tall = 46 + 22 * math.sin(x / 23 + phase * 3)
        for step in range(8):
            bright = round((150 - 18 * step) * (0.55 + 0.45 * math.sin(x / 31 + phase)))
            pen.line((x, foot - tall * (step + 1) / 8, x, foot - tall * step / 8), max(bright, 0))
    return mask.filter(ImageFilter.GaussianBlur(3.5))


def beach(canvas: Canvas) -> None:
    """Sand, two blues, and a parasol from above the rocks."""
    canvas.sky("#5db7de", "#c9ecf4", bottom=0.34)
    canvas.sky("#0f6e9c", "#35a7b8", "#8fd9cf", top=0.34, bottom=0.66)
    canvas.ridge(0.64, 0.012, "#f4fbf7", peaks=5)
    canvas.ridge(0.665, 0.012, "#e9d3a1", peaks=5)
    canvas.cloud((canvas.random.random(), 0.2), 0.035, "#ffffff")
    x = canvas.random.uniform(0.25, 0.75)
    canvas.ellipse((x + 0.03, 0.93), (0.24, 0.03), "#cdb27d")
    canvas.line([(x, 0.55), (x + 0.015, 0.92)], 0.009, "#7a5c3a")
    for step in range(6):
        colour = ("#e4572e", "#fff4e0")[step % 2]
        canvas.pie((x, 0.62), 0.2, (180 + step * 30, 210 + step * 30), colour)
    _ball(canvas, x + canvas.random.choice((-0.24, 0.2)), 0.88)


def _ball(canvas: Canvas, x: float, y: float) -> None:
    for step, colour in enumerate(
        ("#f4d35e", "#3d5a80", "#ffffff", "#ee6c4d", "#f4d35e", "#3d5a80")
    ):
        canvas.pie((x, y), 0.045, (20 + step * 60, 80 + step * 60), colour)
    canvas.disc((x, y), 0.012, "#ffffff")
