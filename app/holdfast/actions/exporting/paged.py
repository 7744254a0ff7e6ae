"""Sections of the viewer: what is shown lies in a nameless file until its pages are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import IO

from holdfast.actions.exporting.frames import PAGE, Frame, page_names
from holdfast.actions.exporting.outbox import Outbox
from holdfast.actions.mirroring.pages import escaped


@dataclass(frozen=True, slots=True)
class Entry:
    """Where something to be shown lies, and the heading that it stands under, if any."""

    start: int
    size: int
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands before and after a run of entries."""

    before: bytes
    after: bytes = b"</div>\n"


LIST = Around(b'<div class="list">\n')
CARDS = Around(b'<div class="cards">\n')
GRID = Around(b'<div class="grid">\n')
TALK = Around(b'<div class="talk">\n')


class Sections:
    """Writes sections in `frame` from what lies in `spill`."""

    def __init__(self, outbox: Outbox, frame: Frame, spill: IO[bytes]) -> None:
        """Nothing lies there yet."""
        self._outbox = outbox
        self._frame = frame
        self.spill = spill

    def lay(self, data: bytes, heading: str = "") -> Entry:
        """Put something to be shown into the spill."""
        return Entry(self.spill.tell(), self.spill.write(data), heading)

    def write(
        self, stem: str, title: str, entries: Sequence[Entry], around: Around, section: str = ""
    ) -> None:
        """Write the pages of a section, the first of them "`stem`.html".

        `section` is the file of the section they belong to, if that is another one.
        """
        parts = [entries[at : at + PAGE] for at in range(0, len(entries), PAGE)] or [()]
        names = page_names(stem, len(parts))
        current = section or names[0]
        for at, part in enumerate(parts):
            self._outbox.task.check()
            ways = self._ways(names, at)
            self._outbox.write(names[at], self._page(title, current, ways, part, around))

    def _ways(self, names: Sequence[str], current: int) -> dict[str, str]:
        """The ways from a page to the others of its section."""
        if len(names) == 1:
            return {}
        word = self._frame.words.page
        return {
            word(at + 1, len(names)): "" if at == current else name for at, name in enumerate(names)
        }

    def _page(
        self,
        title: str,
        current: str,
        ways: dict[str, str],
        entries: Sequence[Entry],
        around: Around,
    ) -> Iterator[bytes]:
        yield self._frame.head(title, current, ways)
        for heading, run in groupby(entries, key=lambda entry: entry.heading):
            if heading:
                yield f'<h2 dir="auto">{escaped(heading)}</h2>\n'.encode()
            yield around.before
            for entry in run:
                self.spill.seek(entry.start)
                yield self.spill.read(entry.size)
            yield around.after
        yield self._frame.foot(ways)
