"""Draws off the screen, and says at the end of every run which real files it met."""

import gc
import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_CHOSEN = getattr(os, "SCHED_OTHER", None)


@pytest.fixture(autouse=True)
def _runs_beside_others():
    """No test may leave this process ahead of all others: it would starve what they start."""
    yield
    if _CHOSEN is not None and os.sched_getscheduler(0) != _CHOSEN:
        os.sched_setscheduler(0, _CHOSEN, os.sched_param(0))
        pytest.fail("a library made this process run before all others of the machine")


def pytest_collection_finish() -> None:
    """Spare the garbage collector ten thousand tests that stay to the end."""
    gc.collect()
    gc.freeze()


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
