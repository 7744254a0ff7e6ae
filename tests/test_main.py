from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from io import BytesIO

import pytest
from PIL import Image

from holdfast.records.pictures.process import PICTURE_WORKER
from holdfast.records.pictures.thumbnails import ThumbnailWorker


def run(*command, **environment):
    clean = {key: value for key, value in os.environ.items() if not key.startswith("HOLDFAST_")}
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        clean.pop(name, None)
    return subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        env=clean | environment,
        check=False,
    )


def test_the_terminal_needs_no_qt():
    code = "import sys, holdfast.__main__; print([m for m in sys.modules if 'PySide' in m])"

    assert run("-c", code).stdout == "[]\n"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have one")
def test_the_program_starts_without_a_display_and_says_what_is_missing(tmp_path):
    said = run("-m", "holdfast", HOME=str(tmp_path), HOLDFAST_LANGUAGE="en")

    assert said.returncode == 2
    assert said.stdout == ""
    assert said.stderr.startswith("There is no display to open the window on;")


def test_the_program_tells_its_version():
    assert run("-m", "holdfast", "--version").stdout.startswith("Holdfast ")


def test_the_program_is_its_own_picture_worker():
    png = BytesIO()
    Image.new("RGB", (30, 20)).save(png, "PNG")
    worker = ThumbnailWorker(command=(sys.executable, "-m", "holdfast", PICTURE_WORKER))
    with closing(worker):
        assert worker.thumbnail(png.getvalue(), 10).width == 10
