"""What every folder of plain files has in common: names, standard forms, whole files or none."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from holdfast.progress import Task
from holdfast.records.formats.converting.dialects import ICALENDAR, PLAIN_TEXT, VCARD_30, Dialect
from holdfast.records.formats.file_names import cut, hint, safe_name
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem

NAME_LIMIT = 120
"""Bytes of a title that go into a file name."""

PATH_LIMIT = 1000
"""Bytes of the phone's folders that are kept; systems take some 4,000 in all."""

STANDARD: Mapping[Kind, Dialect] = {
    Kind.CONTACTS: VCARD_30,
    Kind.CALENDAR: ICALENDAR,
    Kind.TODOS: ICALENDAR,
    Kind.NOTES: PLAIN_TEXT,
}
"""What today's programs read of each kind that has a standard form."""

SUFFIXES = {VCARD_30.block: ".vcf", ICALENDAR.block: ".ics", PLAIN_TEXT.block: ".txt"}
"""The file ending that goes with a dialect's block."""


def relative(item: StoredItem, suffix: str) -> Path:
    """The name a person would look for `item` under: its title, or the phone's own path."""
    if not item.path:
        return Path(safe_name((hint(item.title, NAME_LIMIT) or item.key) + suffix))
    parts = [safe_name(part) for part in item.path]
    if sum(len(part.encode()) + 1 for part in parts) > PATH_LIMIT:
        parts = [parts[0], cut(parts[-1], "/".join(item.path))]
    return Path(*parts)


def until_stopped(chunks: Iterable[bytes], task: Task) -> Iterator[bytes]:
    """Pass `chunks` on; raise `Cancelled` between two of them when a stop was asked for."""
    for chunk in chunks:
        task.check()
        yield chunk


@contextmanager
def half_file(folder: Path) -> Iterator[Path]:
    """A file in `folder` to be filled and renamed in the block; whatever is left of it goes."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=".holdfast-")
    os.close(descriptor)
    part = Path(name)
    try:
        yield part
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def date(path: Path, modified: datetime | None) -> None:
    """Give a file the date of its item, where the disk can hold it."""
    # A date that the disk cannot hold costs the date, not the picture.
    with contextlib.suppress(OSError, OverflowError, ValueError):
        if modified is not None:
            os.utime(path, (modified.timestamp(), modified.timestamp()))


def numbered(wanted: Path, number: int) -> Path:
    """`wanted` itself for 1, else with its number: "Ada (2).vcf"."""
    if number == 1:
        return wanted
    return wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")


def is_taken(path: Path) -> bool:
    """Whether anything lies at `path`, be it a link that leads nowhere."""
    return path.exists() or path.is_symlink()
