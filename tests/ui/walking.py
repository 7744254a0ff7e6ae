"""Walks the window in one process: `python -m tests.ui.walking PREPARED LANGUAGE:THEME…`.

QT_SCALE_FACTOR holds for the whole process. Pictures of all of it go into the folder that
HOLDFAST_PICTURES names, if it names one. What was wrong is told as JSON, one list of lines.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QWidget

from holdfast.ui.look import Theme
from holdfast.ui.window import make_application
from holdfast.wording import languages
from tests.ui.measuring import Fault, faults
from tests.ui.touring import Tour

_HARMLESS = ("This plugin does not support",)
"""What the offscreen plugin says of every menu, and of windows that have a smallest size."""


def main(prepared: Path, walks: list[str]) -> int:
    """Walk each of `walks`; tell what was wrong."""
    said: list[str] = []
    qInstallMessageHandler(lambda kind, _where, text: _hear(said, kind, text))
    wrong = []
    for walk in walks:
        language, _, theme = walk.partition(":")
        wrong += _walk(prepared, language, Theme(theme), said)
    json.dump(wrong, sys.stdout)
    return 0


def _hear(said: list[str], kind: QtMsgType, text: str) -> None:
    if kind is not QtMsgType.QtDebugMsg and not any(part in text for part in _HARMLESS):
        said.append(text)


def _walk(prepared: Path, language: str, theme: Theme, said: list[str]) -> list[str]:
    languages.choose(language)
    make_application()
    scale = os.environ.get("QT_SCALE_FACTOR", "1")
    name = f"{language}-{theme}-{round(float(scale) * 100)}"
    wrong: list[str] = []
    told: set[Fault] = set()
    stops = itertools.count(1)

    def take(stop: str, front: QWidget) -> None:
        _picture(front, f"{name}-{next(stops):03}-{stop}.png")
        # The same button stands on many stops.
        found = [fault for fault in faults(front) if fault not in told]
        told.update(found)
        wrong.extend(f"{name} {stop}: {fault.who} {fault.what}" for fault in found)
        wrong.extend(f"{name} {stop}: Qt said {text}" for text in said)
        said.clear()

    with tempfile.TemporaryDirectory() as folder:
        tour = Tour(prepared, Path(folder, "copy"), theme)
        try:
            tour.lead(take)
            wrong += [f"{name}: never shown: {what}" for what in tour.unseen()]
        finally:
            tour.close()
    return wrong


def _picture(window: QWidget, name: str) -> None:
    """Draw it in any case: Qt tells then what it cannot draw."""
    drawn, named = window.grab(), os.environ.get("HOLDFAST_PICTURES")
    if named:
        folder = Path(named)
        folder.mkdir(parents=True, exist_ok=True)
        drawn.save(str(folder / name))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
