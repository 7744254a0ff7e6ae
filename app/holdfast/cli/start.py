"""The front door: opens the window without the verbs, which only a command line needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.cli.common import Common
from holdfast.cli.libraries import lacking

if TYPE_CHECKING:
    from holdfast.actions.desk import Desk
    from holdfast.cli.session import Pictures

    DeskFactory = Callable[[], Desk]
    OpenWindow = Callable[[Desk, Common], int]

BACKGROUND = "--background"
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")
_WITHOUT_SCREEN = ("offscreen", "minimal", "vnc")


def run(
    arguments: Sequence[str],
    desk_factory: DeskFactory,
    open_window: OpenWindow,
    *,
    pictures: Callable[[Path], Pictures] | None = None,
    reports: Path | None = None,
) -> int:
    """Carry out one command line and return its exit status; see `main.run`."""
    here = (sys.platform, os.environ)
    if set(arguments) <= {BACKGROUND} and can_show_windows(*here) and not lacking(*here):
        common = replace(Common.merged(None, None, ()), background=bool(arguments))
        return _open(desk_factory, lambda desk: open_window(desk, common), reports)
    # The verbs are four hundred modules: half a second before a window could be seen.
    from holdfast.cli.main import run as run_verb  # noqa: PLC0415

    return run_verb(arguments, desk_factory, open_window, pictures=pictures, reports=reports)


def _open(desk_factory: DeskFactory, window: Callable[[Desk], int], reports: Path | None) -> int:
    try:
        desk = desk_factory()
        try:
            return window(desk)
        finally:
            desk.close()
    except BaseException as error:  # noqa: BLE001 - the last door: everything becomes a status
        from holdfast.cli.main import ended  # noqa: PLC0415 - see `run`

        return ended(error, reports)


def can_show_windows(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a window can open: everywhere but on a Linux without any display."""
    if not platform.startswith(("linux", "freebsd")):
        return True
    if any(environment.get(name) for name in _DISPLAYS):
        return True
    return environment.get("QT_QPA_PLATFORM", "").partition(":")[0] in _WITHOUT_SCREEN
