"""Where a run speaks: results on standard output, progress and troubles on standard error."""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from getpass import getpass
from types import FrameType
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn
from rich.prompt import Confirm
from rich.text import Text

from holdfast import progress
from holdfast.cli.pace import Pace
from holdfast.wording import progress as words

_GAP = 2


class Screen:
    """Standard output and standard error of one run; colours and bars on a terminal only."""

    def __init__(self) -> None:
        """Speak to the streams that are standard at this moment."""
        self._out = Console(file=sys.stdout, soft_wrap=True)
        self._err = Console(file=sys.stderr, soft_wrap=True)
        self.as_json = False

    @property
    def interactive(self) -> bool:
        """Whether a person can be asked."""
        return sys.stdin.isatty() and self._err.is_terminal

    def say(self, line: str = "", style: str = "") -> None:
        """Print one line of the result; nothing when the result is JSON."""
        if not self.as_json:
            self._out.print(Text(printable(line), style=style))

    def table(self, rows: Iterable[Sequence[str]], indent: int = 0) -> None:
        """Print rows in columns as wide as they need; a last column is never padded or cut."""
        listed = [[printable(cell) for cell in row] for row in rows]
        columns = max((len(row) for row in listed), default=0)
        widths = [
            max((cell_len(row[place]) for row in listed if place < len(row) - 1), default=0)
            for place in range(columns)
        ]
        for row in listed:
            cells = [
                cell + " " * (widths[place] - cell_len(cell) + _GAP)
                if place < len(row) - 1
                else cell
                for place, cell in enumerate(row)
            ]
            self.say(" " * indent + "".join(cells).rstrip())

    def json(self, value: Mapping[str, Any]) -> None:
        """Print `value` as the whole result, when JSON was asked for."""
        if self.as_json:
            self._out.file.write(json.dumps(value, indent=2) + "\n")
            # A reader that went away is met here, not by the interpreter on its way out.
            self._out.file.flush()

    def complain(self, sentence: str) -> None:
        """Say what went wrong, on standard error."""
        self._err.print(Text(printable(sentence)))

    def ask(self, question: str) -> bool:
        """Ask a yes-or-no question; no is the default."""
        return Confirm.ask(Text(printable(question)), console=self._err, default=False)

    def ask_secret(self, prompt: str) -> str:
        """Ask for something that is not shown while it is typed."""
        # It silences the terminal before it prompts; rich prompts first.
        return getpass(printable(prompt))

    @contextmanager
    def working(self) -> Iterator[progress.Task]:
        """Lend a task whose reports become a bar on a terminal; Ctrl+C asks it to stop."""
        if not self._err.is_terminal:
            task = progress.Task()
            with _stopped_by_interrupt(task):
                yield task
            return
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(24))
        with Progress(*columns, console=self._err, transient=True) as bars:
            task = progress.Task(_Bar(bars).show)
            with _stopped_by_interrupt(task):
                yield task


class _Bar:
    """One bar that follows the reports of one job."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._pace = Pace()
        self._bar: TaskID = bars.add_task("", total=None)

    def show(self, report: progress.Progress) -> None:
        left = words.time_left(self._pace.left(report, time.monotonic()))
        line = printable(words.line(report))
        self._bars.update(
            self._bar,
            description=f"{line} · {left}" if left else line,
            total=report.total,
            completed=report.done,
        )


@contextmanager
def _stopped_by_interrupt(task: progress.Task) -> Iterator[None]:
    """Turn the first Ctrl+C into a wish to stop, so that what arrived is kept."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if task.cancelled:
            raise KeyboardInterrupt
        task.cancel()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def printable(text: str) -> str:
    """`text` on one line without anything a terminal would obey: phones name their items."""
    return "".join(_harmless(character) for character in text)


def _harmless(character: str) -> str:
    if character.isprintable() or character == "\N{NO-BREAK SPACE}":
        return character
    return " " if character.isspace() else "\N{REPLACEMENT CHARACTER}"
