from __future__ import annotations

import pytest

from holdfast.records.model.kinds import Kind
from holdfast.ui.icons import KIND_ICONS, Icon, pixmap, svg


@pytest.mark.parametrize("icon", list(Icon))
def test_every_icon_is_there_and_takes_a_colour(icon: Icon) -> None:
    assert "currentColor" in svg(icon)


def test_every_kind_has_an_icon() -> None:
    assert set(KIND_ICONS) == set(Kind)


def test_an_icon_is_drawn_in_its_colour_at_the_screens_scale(app) -> None:
    drawn = pixmap(Icon.STOP, "#ff0000", 20, 2.0)

    image = drawn.toImage()
    reds = {image.pixelColor(x, y).red() for x in range(40) for y in range(40)}
    greens = {image.pixelColor(x, y).green() for x in range(40) for y in range(40)}
    assert drawn.width() == 40
    assert max(reds) == 255
    assert greens == {0}
