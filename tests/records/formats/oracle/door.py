"""The application's reading of files, through its public door `holdfast read --json`."""

from __future__ import annotations

import contextlib
import io
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import typer

from holdfast.cli.main import build
from holdfast.cli.screen import Screen
from holdfast.cli.session import Session

Shape = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What the door says of one file, and how many seconds it took to say it."""

    shape: Shape
    seconds: float


class Door:
    """Asks one file after the other in this process, so that only reading takes time."""

    def __init__(self) -> None:
        self._command = typer.main.get_command(build(_no_window))

    def ask(self, path: Path) -> Answer:
        """What the door says of the file at `path`; whatever it raises comes through."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            session = Session(_no_desk, Screen())
            started = time.process_time()
            self._command.main(
                ["read", str(path), "--json"], "holdfast", standalone_mode=False, obj=session
            )
            seconds = time.process_time() - started
        if session.status:
            raise AssertionError(f"{path.name}: status {session.status}")
        [shape] = json.loads(said.getvalue())["files"]
        return Answer(shape, seconds)


def _no_desk() -> NoReturn:
    raise AssertionError("reading a file needs no desk")


def _no_window(*_: object) -> NoReturn:
    raise AssertionError("reading a file needs no window")
