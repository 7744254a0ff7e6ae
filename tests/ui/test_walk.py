"""Every page and dialog, measured: in each language, each look, and as large as on any screen.

Pictures of all of it go into the folder that HOLDFAST_PICTURES names.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from holdfast.ui.look import Theme
from holdfast.wording.languages import LANGUAGES
from holdfast.wording.pseudo import LONG, RIGHT_TO_LEFT
from tests.ui.measuring import SMALLEST_SCREEN
from tests.ui.preparing import prepare

ROOT = Path(__file__).resolve().parents[2]
EVERY = (*LANGUAGES, LONG, RIGHT_TO_LEFT)
LOOKS = (Theme.LIGHT, Theme.DARK, Theme.CONTRAST_LIGHT, Theme.CONTRAST_DARK)

Walk = tuple[str, Theme]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    prepare(folder)
    return folder


def smallest_screen(folder: Path, scale: int) -> str:
    """The platform that draws nowhere, on a screen as small as any: menus must fit it, too."""
    width, height = (scale * side for side in SMALLEST_SCREEN)
    screen = {"name": "smallest", "x": 0, "y": 0, "width": width, "height": height}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    file = folder / f"screen-{scale}.json"
    if not file.exists():  # another walk may be reading it
        file.write_text(json.dumps({"screens": [screen]}))
    return f"offscreen:configfile={file}"


def begin(prepared: Path, walks: Iterable[Walk], scale: int) -> subprocess.Popen[str]:
    """Walk in a process of its own: how large everything is, is settled once for each."""
    words = [f"{language}:{theme}" for language, theme in walks]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ui.walking", str(prepared), *words],
        cwd=ROOT,
        env={
            **os.environ,
            "QT_QPA_PLATFORM": smallest_screen(prepared.parent, scale),
            "QT_SCALE_FACTOR": str(scale),
        },
        stdout=subprocess.PIPE,
        text=True,
    )


def told(walking: subprocess.Popen[str]) -> list[str]:
    said, _ = walking.communicate()
    assert walking.returncode == 0
    wrong: list[str] = json.loads(said)
    return wrong


def test_nothing_is_cut_nameless_or_out_of_reach(prepared: Path) -> None:
    # The longest words and the other direction: what fits there, fits English, too.
    walking = [
        begin(prepared, [(LONG, Theme.LIGHT)], 1),
        begin(prepared, [(RIGHT_TO_LEFT, Theme.DARK)], 1),
    ]

    assert [line for each in walking for line in told(each)] == []


@pytest.mark.deep
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("language", EVERY)
def test_nothing_is_amiss_in_any_language_look_and_size(
    prepared: Path, language: str, scale: int
) -> None:
    walking = begin(prepared, [(language, look) for look in LOOKS], scale)

    assert told(walking) == []
