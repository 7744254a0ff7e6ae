"""Which way up: the eight orientations of Exif, and the matrices of movies."""

from __future__ import annotations

from PIL import Image

UPRIGHT = 1
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = (5, 6, 7, 8)
_MATRICES = {
    (-1, 0, 0, 1): 2,
    (-1, 0, 0, -1): 3,
    (1, 0, 0, -1): 4,
    (0, 1, 1, 0): 5,
    (0, 1, -1, 0): 6,
    (0, -1, -1, 0): 7,
    (0, -1, 1, 0): 8,
}


def turned(image: Image.Image, orientation: int) -> Image.Image:
    """The image upright; what is not an orientation turns nothing."""
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def turned_size(width: int, height: int, orientation: int) -> tuple[int, int]:
    """Width and height once upright."""
    return (height, width) if orientation in _SIDEWAYS else (width, height)


def of_matrix(a: int, b: int, c: int, d: int) -> int:
    """The orientation that a movie's matrix asks for (ISO/IEC 14496-12, 8.3.2): x' = ax + cy.

    Only quarter turns and mirrors are known; any other angle is left as it is.
    """
    return _MATRICES.get((_sign(a), _sign(b), _sign(c), _sign(d)), UPRIGHT)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
