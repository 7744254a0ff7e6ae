"""Walks the window in one process: `python -m tests.ui.walking PREPARED PICTURES LANGUAGE:THEME…`.

QT_SCALE_FACTOR holds for the whole process. What was wrong is told as JSON, one list of lines.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QtMsgType, qInstallMessageHandler

from holdfast.ui.look import Theme
from holdfast.ui.window import make_application
from holdfast.wording import languages
from tests.ui.measuring import faults
from tests.ui.touring import Tour

_HARMLESS = ("propagateSizeHints",)
"""What the offscreen plugin says of every window that has a smallest size."""


def main(prepared: Path, pictures: Path, walks: list[str]) -> int:
    """Walk each of `walks`; tell what was wrong."""
    said: list[str] = []
    qInstallMessageHandler(lambda kind, _where, text: _hear(said, kind, text))
    wrong = []
    for walk in walks:
        language, _, theme = walk.partition(":")
        wrong += _walk(prepared, pictures, language, Theme(theme), said)
    json.dump(wrong, sys.stdout)
    return 0


def _hear(said: list[str], kind: QtMsgType, text: str) -> None:
    if kind is not QtMsgType.QtDebugMsg and not any(part in text for part in _HARMLESS):
        said.append(text)


def _walk(
    prepared: Path, pictures: Path, language: str, theme: Theme, said: list[str]
) -> list[str]:
    languages.choose(language)
    make_application()
    scale = os.environ.get("QT_SCALE_FACTOR", "1")
    name = f"{language}-{theme}-{round(float(scale) * 100)}"
    wrong, told = [], set()
    with tempfile.TemporaryDirectory() as folder:
        tour = Tour(prepared, Path(folder, "copy"), theme)
        try:
            for number, stop in enumerate(tour.stops(), 1):
                tour.window.grab().save(str(pictures / f"{name}-{number:02}-{stop}.png"))
                for fault in faults(tour.window):
                    # The same button stands on many stops.
                    if fault not in told:
                        told.add(fault)
                        wrong.append(f"{name} {stop}: {fault.who} {fault.what}")
                wrong += [f"{name} {stop}: Qt said {text}" for text in said]
                said.clear()
            wrong += [f"{name}: never shown: {page}" for page in tour.unseen()]
        finally:
            tour.close()
    return wrong


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))
