"""The verb that shows what Holdfast makes of a file: the door for outside checks."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from holdfast.cli import options, read_texts
from holdfast.cli.read_pictures import picture_shape
from holdfast.cli.read_shapes import file_shape
from holdfast.cli.read_views import Shape
from holdfast.cli.screen import Screen
from holdfast.cli.session import Refused
from holdfast.records.model.kinds import Kind, media_kind
from holdfast.records.pictures.messages import Facts
from holdfast.records.pictures.thumbnails import PictureRefused, ThumbnailWorker
from holdfast.wording import facts, kinds, problems, terminal

MAX_FILE = 512 * 1024 * 1024
"""Largest file that is read, in bytes."""


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("read")(read)


def read(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="What to read; “-” is standard input.")
    ],
    *,
    as_json: options.Json = False,
) -> None:
    """Show what Holdfast makes of contacts, calendars, notes, messages and pictures."""
    session = options.begin(context, as_json=as_json)
    now = datetime.now(UTC)
    shapes: list[Shape] = []
    failed: list[str] = []
    with closing(ThumbnailWorker()) as worker:
        for path in files:
            data = _content(path, failed)
            if data is None:
                continue
            reading = _Reading(path, data, worker)
            shapes.extend([reading.shape(now)] if as_json else [])
            reading.tell(session.screen)
    if len(failed) == len(files):
        *others, last = failed
        for sentence in others:
            session.screen.complain(sentence)
        raise Refused(last)
    session.screen.json({"files": shapes})
    for sentence in failed:
        session.in_part()
        session.screen.complain(sentence)


def _content(path: Path, failed: list[str]) -> bytes | None:
    """The bytes of a file; None, and a sentence in `failed`, where it cannot be read."""
    if path.is_dir():
        failed.append(terminal.is_folder(path))
        return None
    try:
        with _opened(path) as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        failed.append(terminal.cannot_read(path, error.strerror or str(error)))
        return None
    if len(data) > MAX_FILE:
        failed.append(terminal.too_large(path, MAX_FILE))
        return None
    return data


def _opened(path: Path) -> BinaryIO:
    """The file, or standard input for "-"; raises OSError, also where that is closed."""
    return os.fdopen(0, "rb", closefd=False) if str(path) == "-" else path.open("rb")


class _Reading:
    """One file, in the way that fits what it is."""

    def __init__(self, path: Path, data: bytes, worker: ThumbnailWorker) -> None:
        self._path = path
        self._data = data
        self._worker = worker
        self._is_picture = media_kind(path.name) is Kind.PHOTOS

    def shape(self, now: datetime) -> Shape:
        """What is printed as JSON."""
        if not self._is_picture:
            return file_shape(str(self._path), self._data, now)
        facts, problem = self._facts()
        return {"file": str(self._path), **picture_shape(self._path.name, facts, problem)}

    def tell(self, screen: Screen) -> None:
        """Print it for a person; nothing when the result is JSON."""
        if screen.as_json:
            return
        screen.say(str(self._path), "bold")
        if self._is_picture:
            found, problem = self._facts()
            screen.say(f"  {kinds.title(Kind.PHOTOS)}: {self._path.name}")
            screen.table(facts.rows(found) if found else [(problem,)], indent=4)
            return
        read_texts.tell(self._data, screen)

    def _facts(self) -> tuple[Facts | None, str]:
        try:
            return self._worker.facts(self._data), ""
        except PictureRefused as problem:
            return None, problems.sentence(problem)
