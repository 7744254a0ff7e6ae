"""Writes down what only a bug explains, for whoever is to mend it; nothing is sent anywhere.

A report tells where in the program it happened. It has no names, numbers, paths or keys of
the person at the computer.
"""

from __future__ import annotations

import faulthandler
import itertools
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from holdfast import __version__
from holdfast.actions.plain_traces import plain_place, plain_trace

_UNREAD = ".part"
_FILE = re.compile(r'File "([^"]*)"')
_MOST = 1 << 20


def write_report(
    error: BaseException, folder: Path | None, notes: Sequence[str] = ()
) -> Path | None:
    """Write where `error` happened into a new file in `folder`; None where that cannot be.

    The folder is made if need be. `notes` are lines that are free of personal data already.
    Raises nothing.
    """
    if folder is None:
        return None
    said = "".join(f"{note}\n" for note in notes)
    return _write(folder, "bug", plain_trace(error) + (f"\n{said}" if said else ""))


def reports_in(folder: Path) -> tuple[Path, ...]:
    """The reports in `folder`, the newest first; raises nothing."""
    with suppress(OSError):
        found = [*folder.glob("bug-*.txt"), *folder.glob("crash-*.txt")]
        return tuple(sorted(found, key=lambda file: file.name.partition("-")[2], reverse=True))
    return ()


@contextmanager
def crashes_kept(folder: Path | None) -> Iterator[None]:
    """Have Python write down where each thread was, should the process itself break here.

    What an earlier process left is made a report first. Raises nothing where the folder cannot
    be written.
    """
    file = None
    if folder is not None:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            tidy_crashes(folder)
            file = (folder / f"crash-{os.getpid()}{_UNREAD}").open("w", encoding="utf-8")
    if file is None:
        yield
        return
    before = faulthandler.is_enabled()
    faulthandler.enable(file, all_threads=True)
    try:
        yield
    finally:
        faulthandler.disable()
        file.close()
        # Which file was written to before nobody can ask; mostly it is this one.
        if before and sys.__stderr__ is not None:
            faulthandler.enable(sys.__stderr__)
        with suppress(OSError):
            Path(file.name).unlink()


def tidy_crashes(folder: Path) -> tuple[Path, ...]:
    """Make reports of what broken processes left in `folder`; the places keep no home folder."""
    made = []
    for raw in sorted(folder.glob(f"crash-*{_UNREAD}")):
        with suppress(OSError):
            text = raw.read_text(encoding="utf-8", errors="replace")[:_MOST]
            plain = _FILE.sub(lambda found: f'File "{plain_place(found[1])}"', text)
            report = _write(folder, "crash", plain) if text.strip() else None
            raw.unlink()
            if report is not None:
                made.append(report)
    return tuple(made)


def _write(folder: Path, name: str, text: str) -> Path | None:
    head = f"Holdfast {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n\n"
    stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in itertools.count(1):
            more = f"-{number}" if number > 1 else ""
            file = folder / f"{name}-{stamp}{more}.txt"
            with suppress(FileExistsError):
                with file.open("x", encoding="utf-8") as opened:
                    opened.write(head + text)
                return file
    except OSError:
        return None
    return None
