"""Motifs of town, table and fancy: windows at night, fish, posters, a cat, cups and planets."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw, ImageFilter

from sample_phone.canvas import Canvas, blend


def city(canvas: Canvas) -> None:
    """Lit windows by the river."""
    canvas.sky("#0b1026", "#27305e", "#8b4d70", bottom=0.75)
    canvas.stars(60, 0.4)
    canvas.disc((canvas.random.uniform(0.1, 0.9), 0.16), 0.05, "#f6efd8")
    canvas.sky("#2a2444", "#0c1124", top=0.75)
    for layer, colour in enumerate(("#2e2f5b", "#1f2247", "#12142e")):
        x = -0.02
        while x < 1:
            width = canvas.random.uniform(0.05, 0.1)
            top = canvas.random.uniform(0.3, 0.5) + layer * 0.08
            _house(canvas, (x, top), x + width, colour, lit=layer > 0)
            x += width + canvas.random.choice((0, 0, 0.01))
    for _ in range(90):
        x, y = canvas.random.random(), canvas.random.uniform(0.77, 0.99)
        colour = canvas.random.choice(("#f6c667", "#e08e79", "#8fa6d9"))
        length = canvas.random.uniform(0.005, 0.03)
        canvas.line([(x - length, y), (x + length, y)], 0.003, blend(colour, "#141a33", y - 0.4))


def _house(
    canvas: Canvas, corner: tuple[float, float], right: float, colour: str, *, lit: bool
) -> None:
    left, top = corner
    canvas.box(corner, (right, 0.76), colour)
    across, down = 0.011, 0.028
    for row in range(int((0.74 - top) / down) if lit else 0):
        for column in range(int((right - left - 0.008) / across)):
            if canvas.random.random() < 0.42:
                x, y = left + 0.006 + column * across, top + 0.014 + row * down
                glow = canvas.random.choice(("#ffd37a", "#ffe6ad", "#9fc3e8"))
                canvas.box((x, y), (x + 0.006, y + 0.014), glow)


def reef(canvas: Canvas) -> None:
    """Fish under water, light falling in from above."""
    canvas.sky("#5fd0dc", "#1c86ad", "#0a3d66", "#06223f")
    rays = Image.new("L", (200, 150), 0)
    for _ in range(7):
        x, spread = canvas.random.uniform(0, 200), canvas.random.uniform(8, 26)
        slope = canvas.random.uniform(-30, 30)
        corners = [(x, -2), (x + spread / 3, -2), (x + spread + slope, 130), (x + slope, 130)]
        ImageDraw.Draw(rays).polygon(corners, fill=46)
    canvas.lay(rays.filter(ImageFilter.GaussianBlur(4)), "#e8fbff")
    canvas.ridge(0.9, 0.03, "#0b2b3f", peaks=6)
    for _ in range(9):
        _weed(canvas, canvas.random.random(), canvas.random.uniform(0.12, 0.3))
    for _ in range(11):
        place = (canvas.random.uniform(0.05, 0.95), canvas.random.uniform(0.2, 0.8))
        _fish(canvas, place, canvas.random.uniform(0.02, 0.06))
    for _ in range(26):
        bubble = (canvas.random.random(), canvas.random.random() * 0.8)
        canvas.disc(bubble, canvas.random.uniform(0.003, 0.009), "#a9e4ea")


def _weed(canvas: Canvas, x: float, tall: float) -> None:
    phase = canvas.random.uniform(0, 6)
    points = [
        (x + 0.012 * math.sin(step / 3 + phase), 0.96 - tall * step / 20) for step in range(21)
    ]
    canvas.line(points, 0.012, canvas.random.choice(("#1f6b52", "#2c8a5b", "#7a4a72")))


def _fish(canvas: Canvas, place: tuple[float, float], size: float) -> None:
    x, y = place
    body, stripe = canvas.random.choice(
        (("#f9a03f", "#fff2dd"), ("#f25f5c", "#ffe066"), ("#ffe066", "#247ba0"))
    )
    heading = canvas.random.choice((-1, 1)) / canvas.aspect
    tail = x - heading * size * 1.5
    fin = [(x - heading * size * 0.7, y), (tail, y - size * 0.6), (tail, y + size * 0.6)]
    canvas.polygon(fin, body)
    canvas.ellipse(place, (size, size * 0.58), body)
    canvas.ellipse((x + heading * size * 0.2, y), (size * 0.14, size * 0.52), stripe)
    canvas.disc((x + heading * size * 0.62, y - size * 0.12), size * 0.09, "#101820")


def poster(canvas: Canvas) -> None:
    """Quarter circles and squares, as on a concert poster."""
    palette = canvas.random.choice(
        (
            ("#f2e8cf", "#bc4749", "#386641", "#1d3557", "#f4a259"),
            ("#fdf0d5", "#003049", "#d62828", "#f77f00", "#669bbc"),
            ("#f1eee6", "#22223b", "#9a8c98", "#c9ada7", "#e07a5f"),
        )
    )
    rows = canvas.random.choice((4, 5, 6))
    cell = 1 / rows
    columns = math.ceil(canvas.aspect * rows)
    for row in range(rows):
        for column in range(columns):
            left, top = column * cell / canvas.aspect, row * cell
            back, fore = canvas.random.sample(palette, 2)
            corner = (left + cell / canvas.aspect + 0.001, top + cell)
            canvas.box((left, top), corner, back)
            _tile(canvas, (left, top), cell, fore)


def _tile(canvas: Canvas, corner: tuple[float, float], cell: float, colour: str) -> None:
    left, top = corner
    right, bottom = left + cell / canvas.aspect, top + cell
    choice = canvas.random.randrange(6)
    quarters = (((left, top), 0), ((right, top), 90), ((right, bottom), 180), ((left, bottom), 270))
    if choice < len(quarters):
        centre, start = quarters[choice]
        canvas.pie(centre, cell, (start, start + 90), colour)
    else:
        middle = ((left + right) / 2, (top + bottom) / 2)
        canvas.disc(middle, cell * (0.3 if choice == len(quarters) else 0.46), colour)


def meadow(canvas: Canvas) -> None:
    """Flowers close by, soft lights behind."""
    canvas.sky("#cfe8c9", "#8fbf8a", "#3f7d55", "#1f4d3a")
    for _ in range(14):
        centre = (canvas.random.random(), canvas.random.uniform(0.05, 0.7))
        radius = canvas.random.uniform(0.08, 0.2)
        canvas.glow(centre, radius, canvas.random.choice(("#f6f2c8", "#e9f5d3", "#ffd9e0")), 0.5)
    for step in range(15):
        x = (step + canvas.random.uniform(0.1, 0.9)) / 15
        y = canvas.random.uniform(0.3, 0.8)
        size = canvas.random.uniform(0.035, 0.085)
        canvas.line([(x + 0.02, 1.0), (x + 0.006, y + 0.2), (x, y)], 0.007, "#2b5b3c")
        _flower(canvas, x, y, size)


def _flower(canvas: Canvas, x: float, y: float, size: float) -> None:
    petal = canvas.random.choice(("#ffffff", "#f7b2c4", "#e4637c", "#c8b6ff", "#ffcf56"))
    turn = canvas.random.uniform(0, 1)
    for step in range(9):
        angle = turn + step * math.tau / 9
        place = (
            x + math.cos(angle) * size * 0.75 / canvas.aspect,
            y + math.sin(angle) * size * 0.75,
        )
        canvas.disc(place, size * 0.36, blend(petal, "#5a3050", 0.12 * (step % 2)))
    canvas.disc((x, y), size * 0.42, "#d9902f")
    canvas.disc((x, y), size * 0.3, "#efb84a")


def cat(canvas: Canvas) -> None:
    """Biscuit's rival on the roof, in front of the moon."""
    canvas.sky("#1b1f4b", "#3d3f7d", "#7d6aa6")
    canvas.stars(110, 0.8)
    moon = (canvas.random.uniform(0.35, 0.65), 0.42)
    canvas.glow(moon, 0.75, "#fff3c9", 0.45)
    canvas.disc(moon, 0.24, "#fdf1cc")
    for shift, radius in ((-0.05, 0.04), (0.06, 0.055), (0.01, 0.025)):
        canvas.disc((moon[0] + shift, moon[1] + shift - 0.06), radius, "#efdfae")
    dark, x = "#11122b", moon[0] + canvas.random.uniform(-0.06, 0.06)
    canvas.polygon([(0, 0.86), (0.5, 0.72), (1, 0.86), (1, 1), (0, 1)], dark)
    canvas.ellipse((x, 0.66), (0.085, 0.13), dark)
    canvas.disc((x, 0.5), 0.068, dark)
    for side in (-1, 1):
        ear = x + side * 0.042 / canvas.aspect
        tip = ear + side * 0.024 / canvas.aspect
        width = 0.03 / canvas.aspect
        canvas.polygon([(ear - width, 0.475), (tip, 0.385), (ear + width, 0.475)], dark)
        canvas.ellipse((x + side * 0.026 / canvas.aspect, 0.495), (0.009, 0.013), "#ffd447")
    _tail(canvas, x, dark)


def _tail(canvas: Canvas, x: float, colour: str) -> None:
    points = [
        (
            x + (0.07 + step * 0.009) / canvas.aspect,
            0.75 - 0.055 * math.sin(step / 3.2) - step * 0.004,
        )
        for step in range(20)
    ]
    canvas.line(points, 0.026, colour)
    canvas.disc(points[-1], 0.013, colour)


def cup(canvas: Canvas) -> None:
    """Coffee on a table by the window."""
    wall, cloth, china = canvas.random.choice(
        (
            ("#e9dcc9", "#b5533c", "#f7f3ea"),
            ("#d4e1df", "#2f5d62", "#fdf6e3"),
            ("#e8d5d5", "#5b4b6b", "#f6efe6"),
        )
    )
    canvas.sky(blend(wall, "#ffffff", 0.4), wall, bottom=0.68)
    canvas.box((0.08, 0.0), (0.3, 0.45), "#bfe0ee")
    canvas.box((0.183, 0.0), (0.197, 0.45), "#ffffff")
    canvas.sky(cloth, blend(cloth, "#000000", 0.35), top=0.68)
    x = canvas.random.uniform(0.45, 0.65)
    canvas.ellipse((x, 0.86), (0.36, 0.07), blend(cloth, "#000000", 0.45))
    canvas.ellipse((x, 0.84), (0.34, 0.065), china)
    canvas.ellipse((x, 0.83), (0.22, 0.035), blend(china, "#8a7a6a", 0.25))
    _mug(canvas, x, china)
    _steam(canvas, x)


def _mug(canvas: Canvas, x: float, china: str) -> None:
    shade, unit = blend(china, "#8a7a6a", 0.3), 1 / canvas.aspect
    canvas.ellipse((x + 0.2 * unit, 0.67), (0.085, 0.08), shade)
    canvas.ellipse((x + 0.195 * unit, 0.67), (0.05, 0.047), blend(china, "#6b5b4b", 0.55))
    sides = [(x - 0.2 * unit, 0.56), (x + 0.2 * unit, 0.56), (x + 0.13 * unit, 0.8)]
    canvas.polygon([*sides, (x - 0.13 * unit, 0.8)], china)
    canvas.ellipse((x, 0.8), (0.13, 0.03), china)
    canvas.ellipse((x, 0.56), (0.2, 0.04), shade)
    canvas.ellipse((x, 0.565), (0.18, 0.032), "#4a2c1a")
    canvas.ellipse((x - 0.03, 0.562), (0.07, 0.012), "#8a5a36")


def _steam(canvas: Canvas, x: float) -> None:
    mask = Image.new("L", (200, 150), 0)
    for shift in (-9, 2, 12):
        phase = canvas.random.uniform(0, 6)
        points = [
            (x * 200 + shift + 5 * math.sin(step / 5 + phase), 80 - step * 1.7)
            for step in range(28)
        ]
        ImageDraw.Draw(mask).line(points, fill=150, width=4)
    canvas.lay(mask.filter(ImageFilter.GaussianBlur(3)), "#ffffff")


def planet(canvas: Canvas) -> None:
    """A ringed world, as painted on a school wall."""
    canvas.sky("#04040f", "#120b2e", "#2a1145")
    for colour in ("#4b2a8a", "#8a2a6a", "#1f4f8a"):
        centre = (canvas.random.random(), canvas.random.random())
        canvas.glow(centre, canvas.random.uniform(0.4, 0.8), colour, 0.5)
    canvas.stars(240, 1.0)
    x, y = canvas.random.uniform(0.35, 0.65), canvas.random.uniform(0.4, 0.6)
    tone = canvas.random.choice(("#e0a458", "#6fb3b8", "#c06c84"))
    for share, colour in (
        (0.42, "#f3e3c3"),
        (0.385, "#2a1a45"),
        (0.37, "#cbb79a"),
        (0.3, "#1a0f33"),
    ):
        canvas.ellipse((x, y), (share, share * 0.2), colour)
    for step in range(24):
        colour = blend(blend(tone, "#140a28", 0.55), blend(tone, "#ffffff", 0.35), step / 23)
        canvas.disc((x - step * 0.0016, y - step * 0.0022), 0.2 - step * 0.0068, colour)
    for step in range(180):
        angle = math.pi * step / 179
        across = 0.395 / canvas.aspect
        canvas.disc((x + across * math.cos(angle), y + 0.079 * math.sin(angle)), 0.008, "#f3e3c3")
    canvas.disc((0.14, 0.2), 0.03, "#d8d2c4")
    canvas.disc((0.132, 0.193), 0.026, "#efe9dc")
