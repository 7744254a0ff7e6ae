"""Writes down what only a bug explains, for whoever is to mend it."""

from __future__ import annotations

import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from holdfast import __version__


def write_report(error: BaseException, folder: Path | None) -> Path | None:
    """Write the trace of `error` into a new file in `folder`; None where that cannot be.

    The folder is made if need be. Raises nothing.
    """
    if folder is None:
        return None
    file = folder / f"bug-{datetime.now(UTC):%Y%m%d-%H%M%S}.txt"
    text = f"Holdfast {__version__}, Python {sys.version}\n\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return None
    return file
