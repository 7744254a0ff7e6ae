"""Looks for what Qt needs of the system to show a window, before Qt would abort without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from ctypes import CDLL

PACKAGES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""Libraries of Qt's X11 plugin that a desktop need not have, by their packages in Debian."""


def lacking(
    platform: str, environment: Mapping[str, str], load: Callable[[str], object] = CDLL
) -> tuple[str, ...]:
    """The Debian packages without which Qt would end the program on an X11 display.

    Nothing is looked for where Qt would not ask X11: elsewhere, on Wayland, or if told otherwise.
    """
    asked = environment.get("QT_QPA_PLATFORM", "").partition(":")[0] or "xcb"
    x11 = bool(environment.get("DISPLAY")) and not environment.get("WAYLAND_DISPLAY")
    if not platform.startswith(("linux", "freebsd")) or not x11 or asked != "xcb":
        return ()
    return tuple(package for name, package in PACKAGES.items() if not _loads(name, load))


def _loads(name: str, load: Callable[[str], object]) -> bool:
    try:
        load(name)
    except OSError:
        return False
    return True
