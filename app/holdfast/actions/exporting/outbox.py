"""The folder an export goes into: whole files or none, and never over what is there."""

from __future__ import annotations

import contextlib
import itertools
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from holdfast.actions.exporting.problems import translated
from holdfast.actions.exporting.result import ExportResult
from holdfast.actions.plain_files import date, half_file, is_taken, numbered
from holdfast.progress import Progress, Stage, Task
from holdfast.records.model.kinds import Kind


class Outbox:
    """Writes files below `root` and counts them in `result`.

    Every method raises `ExportFolderUnusable` or `ExportFolderFull`, and `Cancelled` where the
    task was stopped.
    """

    def __init__(self, root: Path, result: ExportResult, task: Task) -> None:
        """Nothing is made before something is written."""
        self.root = root
        self.result = result
        self.task = task
        self._numbers: dict[str, int] = {}
        self._given: set[str] = set()

    def report(self, kind: Kind, done: int, total: int) -> None:
        """Tell how far the export of a kind is."""
        moved = self.result.moved
        self.task.report(Progress(Stage.EXPORTING, kind, done, total, moved))

    def write(
        self, name: Path | str, chunks: Iterable[bytes], modified: datetime | None = None
    ) -> Path:
        """Write a file, dated if its date is known; return where it is.

        A file that is there already is never overwritten: the new one gets a number.
        """
        wanted = self.root / name
        with self._told(), half_file(wanted.parent) as part:
            with part.open("wb") as file:
                size = sum(file.write(chunk) for chunk in chunks)
            date(part, modified)
            place = self._free(wanted)
            part.rename(place)
        self.result.files += 1
        self.result.moved += size
        return place

    def apart(self, name: str) -> Outbox:
        """An outbox for a new folder called `name`, with a number where that is taken."""
        with self._told():
            place = self._free(self.root / name)
            place.mkdir(parents=True)
        return Outbox(place, self.result, self.task)

    @contextmanager
    def spill(self) -> Iterator[IO[bytes]]:
        """A nameless file in the folder, for what is gathered before it is written."""
        with self._told():
            self.root.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.root, prefix=".holdfast-") as file:
                yield file

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise translated(error, self.result.folder, self.result.files) from error

    def _free(self, wanted: Path) -> Path:
        """The first free name, told apart as Windows and macOS do: not by case or composition.

        Thousands of one name are not counted from one each time.
        """
        base = _folded(wanted)
        for number in itertools.count(self._numbers.get(base, 1)):
            place = numbered(wanted, number)
            if _folded(place) not in self._given and not is_taken(place):
                self._numbers[base] = number + 1
                self._given.add(_folded(place))
                return place
        raise AssertionError


def _folded(path: Path) -> str:
    return unicodedata.normalize("NFC", str(path)).casefold()


def first_of(chunks: Iterator[bytes]) -> Iterator[bytes] | None:
    """The same chunks, or None where there are none: an empty file helps nobody."""
    with contextlib.suppress(StopIteration):
        return itertools.chain((next(chunks),), chunks)
    return None
