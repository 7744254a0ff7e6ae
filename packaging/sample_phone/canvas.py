"""A drawing surface in fractions of its width and height, with gradients, ridges and glows."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageColor, ImageDraw, ImageFilter

SUPERSAMPLING = 2
Point = tuple[float, float]


class Canvas:
    """A picture in the making; every length is a fraction, of the height unless it is an x."""

    def __init__(self, width: int, height: int, seed: int) -> None:
        """Start an empty picture that will be `width` by `height` pixels once finished."""
        self.random = random.Random(seed)
        self._final = (width, height)
        self.width, self.height = width * SUPERSAMPLING, height * SUPERSAMPLING
        self.aspect = width / height
        self.image = Image.new("RGB", (self.width, self.height))

    def finish(self) -> Image.Image:
        """Return the picture at its final size, edges smoothed."""
        return self.image.resize(self._final, Image.Resampling.LANCZOS)

    def sky(self, *colours: str, top: float = 0.0, bottom: float = 1.0) -> None:
        """Fill from `top` to `bottom` with a vertical gradient through `colours`."""
        first, last = round(top * self.height), round(bottom * self.height)
        strip = Image.new("RGB", (1, last - first))
        for row in range(last - first):
            strip.putpixel((0, row), blend_all(colours, row / (last - first)))
        self.image.paste(strip.resize((self.width, last - first)), (0, first))

    def polygon(self, points: list[Point], colour: str) -> None:
        """Fill the shape with corners at `points`."""
        self._pen().polygon([self._pixel(point) for point in points], fill=colour)

    def disc(self, centre: Point, radius: float, colour: str) -> None:
        """Fill a circle."""
        self.ellipse(centre, (radius, radius), colour)

    def ellipse(self, centre: Point, radii: Point, colour: str) -> None:
        """Fill an ellipse with the two `radii`, both fractions of the height."""
        self._pen().ellipse(self._around(centre, radii), fill=colour)

    def pie(self, centre: Point, radius: float, angles: Point, colour: str) -> None:
        """Fill a slice of a circle between two angles in degrees, clockwise from the right."""
        self._pen().pieslice(self._around(centre, (radius, radius)), *angles, fill=colour)

    def line(self, points: list[Point], thickness: float, colour: str) -> None:
        """Draw a bent line."""
        pixels = [self._pixel(point) for point in points]
        self._pen().line(pixels, colour, round(thickness * self.height), joint="curve")

    def box(self, left_top: Point, right_bottom: Point, colour: str) -> None:
        """Fill a rectangle."""
        self._pen().rectangle((*self._pixel(left_top), *self._pixel(right_bottom)), fill=colour)

    def glow(self, centre: Point, radius: float, colour: str, strength: float = 0.8) -> None:
        """Lay a soft light over the picture."""
        small = (self.width // 8, self.height // 8)
        mask = Image.new("L", small, 0)
        x, y, r = centre[0] * small[0], centre[1] * small[1], radius * small[1]
        pen = ImageDraw.Draw(mask)
        pen.ellipse((x - r / 2, y - r / 2, x + r / 2, y + r / 2), fill=round(255 * strength))
        self.lay(mask.filter(ImageFilter.GaussianBlur(r / 2.5)), colour)

    def lay(self, mask: Image.Image, colour: str) -> None:
        """Lay one colour over the picture where `mask` (any size, mode L) is bright."""
        whole = mask.resize((self.width, self.height), Image.Resampling.BICUBIC)
        self.image.paste(Image.new("RGB", self.image.size, colour), (0, 0), whole)

    def ridge(self, height: float, roughness: float, colour: str, *, peaks: int = 5) -> list[Point]:
        """Fill the ground below a random skyline around `height`; return the skyline."""
        waves = [
            (self.random.uniform(0.6, 1.4) * peaks * 2**octave, self.random.uniform(0, math.tau))
            for octave in range(6)
        ]
        skyline = []
        for step in range(241):
            x = step / 240
            lift = sum(
                math.sin(x * frequency + phase) / 1.9**octave
                for octave, (frequency, phase) in enumerate(waves)
            )
            skyline.append((x, height - roughness * lift))
        self.polygon([(0, 1.02), *skyline, (1, 1.02)], colour)
        return skyline

    def stars(self, count: int, lowest: float) -> None:
        """Scatter stars above `lowest`."""
        for _ in range(count):
            place = (self.random.random(), self.random.random() * lowest)
            radius = self.random.choice((0.0012, 0.0016, 0.0028))
            self.disc(place, radius, self.random.choice(("#ffffff", "#ffe9c4", "#cfe0ff")))

    def cloud(self, centre: Point, size: float, colour: str) -> None:
        """Draw a flat-bottomed fair-weather cloud."""
        x, y = centre
        for step, radius in ((-1.3, 0.45), (-0.6, 0.75), (0.15, 1.0), (0.9, 0.7), (1.5, 0.4)):
            self.disc((x + step * size / self.aspect, y - radius * size), radius * size, colour)
        left, right = x - 1.3 * size / self.aspect, x + 1.5 * size / self.aspect
        self.box((left, y - size * 0.35), (right, y), colour)

    def _pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    def _pixel(self, point: Point) -> Point:
        return point[0] * self.width, point[1] * self.height

    def _around(self, centre: Point, radii: Point) -> tuple[float, float, float, float]:
        x, y = self._pixel(centre)
        across, down = radii[0] * self.height, radii[1] * self.height
        return x - across, y - down, x + across, y + down


def blend(one: str, other: str, share: float) -> str:
    """Return the colour `share` of the way from `one` to `other`."""
    return "#{:02x}{:02x}{:02x}".format(*blend_all((one, other), share))


def blend_all(colours: tuple[str, ...], share: float) -> tuple[int, int, int]:
    """Return the colour `share` (0 to 1) of the way along evenly spread `colours`."""
    place = min(max(share, 0.0), 1.0) * (len(colours) - 1)
    step = min(int(place), len(colours) - 2)
    low, high = (ImageColor.getrgb(colours[step + offset])[:3] for offset in (0, 1))
    red, green, blue = (round(a + (b - a) * (place - step)) for a, b in zip(low, high, strict=True))
    return red, green, blue
