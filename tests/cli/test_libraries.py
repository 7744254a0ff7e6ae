"""What Qt would abort without is told before."""

from __future__ import annotations

import pytest
from devtools import machine

from holdfast.cli.libraries import PACKAGES, lacking

X11 = {"DISPLAY": ":0"}


def none(name: str) -> object:
    raise OSError(name)


def all_but_cursor(name: str) -> object:
    return none(name) if name == "libxcb-cursor.so.0" else object()


def test_the_package_of_a_missing_library_is_named():
    assert lacking("linux", X11, all_but_cursor) == ("libxcb-cursor0",)


@pytest.mark.parametrize(
    ("platform", "environment"),
    [
        ("darwin", X11),
        ("win32", {}),
        ("linux", {}),
        ("linux", {**X11, "WAYLAND_DISPLAY": "wayland-0"}),
        ("linux", {**X11, "QT_QPA_PLATFORM": "offscreen:size=1x1"}),
    ],
)
def test_nothing_is_missed_where_qt_would_not_ask_for_it(platform, environment):
    assert lacking(platform, environment, none) == ()


def test_a_window_without_its_libraries_says_so(terminal, monkeypatch):
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("holdfast.cli.libraries.PACKAGES", {"libnowhere.so.9": "libnowhere9"})

    said = terminal.bare()

    assert said.status == 2
    assert "sudo apt install libnowhere9" in said.err
    assert terminal.windows == []


def test_the_set_up_brings_all_of_them():
    assert machine._SCREEN == PACKAGES
