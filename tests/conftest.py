"""Draws off the screen, and says at the end of every run which real files it met."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# restic 0.14 was built with Go 1.19, whose runtime yields in a loop while it stops its threads
# for the garbage collector. Some kernels (seen on Linux 6.18) then starve whatever runs beside
# it, the threads it waits for among them: the run hangs, and no timeout fires. A single thread
# of work and no collections leave nothing to stop.
os.environ.setdefault("GOMAXPROCS", "1")
os.environ.setdefault("GOGC", "off")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    named = os.environ.get("HOLDFAST_CORPUS")
    files = corpus_files(Path(named)) if named else []
    if files:
        terminalreporter.write_line(f"corpus: {len(files)} files")
    else:
        advice = "set HOLDFAST_CORPUS to a folder of real files"
        terminalreporter.write_line(f"corpus: absent ({advice})", red=True, bold=True)


def corpus_files(corpus: Path) -> list[Path]:
    """The real files: what lies in a folder per format; licences and lists are no phone's."""
    folders = (path for path in corpus.glob("*/") if path.name != "LICENSES")
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]
