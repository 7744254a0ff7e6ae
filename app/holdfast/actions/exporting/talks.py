"""Conversations and calls: a page or a paper of each, and tables of all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import IO

from holdfast.actions.exporting.files import SingleFiles
from holdfast.actions.exporting.outbox import Outbox
from holdfast.actions.exporting.words import ExportWords
from holdfast.actions.mirroring import pages
from holdfast.actions.mirroring.gathering import Gathering, Page
from holdfast.actions.plain_files import NAME_LIMIT
from holdfast.records.formats.file_names import hint, safe_name
from holdfast.records.formats.messages import attached
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Call, Message, Role
from holdfast.records.model.snapshot import StoredItem
from holdfast.vault.history.layout import FOLDERS
from holdfast.vault.library import Vault

Printer = Callable[[str, str], bytes]
"""Makes a PDF of a page (HTML) and its title."""

_PAPER_ROWS = 2000
"""Rows of one PDF; a longer conversation goes on in the next."""


class Talks:
    """Exports messages or calls in one of the ways below."""

    def __init__(self, vault: Vault, kind: Kind, words: ExportWords, outbox: Outbox) -> None:
        """Nothing is read yet."""
        self._vault = vault
        self._kind = kind
        self._words = words
        self._outbox = outbox

    def html(self, items: Sequence[StoredItem], spill: IO[bytes]) -> list[Page]:
        """Lay the rows of all pages into `spill` as HTML, for pages that others make."""
        return self._gathered(items, self._html, spill)

    def pages(self, items: Sequence[StoredItem]) -> None:
        """Write one HTML page a conversation, or one of all calls."""
        with self._outbox.spill() as spill:
            for page in self._gathered(items, self._html, spill):
                rows = page.read(spill)
                self._outbox.write(self._name(page, ".html"), self._page(page, rows))

    def papers(self, items: Sequence[StoredItem], printer: Printer) -> None:
        """Write the same as PDF."""
        with self._outbox.spill() as spill:
            for page in self._gathered(items, self._html, spill):
                for part in _parts(page):
                    self._outbox.task.check()
                    html = b"".join(self._page(page, part.read(spill))).decode()
                    self._outbox.write(self._name(page, ".pdf"), (printer(html, page.title),))

    def table(self, items: Sequence[StoredItem]) -> None:
        """Write all of the kind into one table, in the order of their time."""
        with self._outbox.spill() as spill:
            found = self._gathered(items, self._line, spill)
            everything = Page("", "", rows=[row for page in found for row in page.rows])
            everything.rows.sort(key=lambda row: row.when)
            if everything.rows:
                titles = {row.start: page.title for page in found for row in page.rows}
                lines = self._lines(everything, titles, spill)
                self._outbox.write(f"{FOLDERS[self._kind]}.csv", lines)

    def _gathered(
        self,
        items: Sequence[StoredItem],
        render: Callable[[Message | Call, bytes | None], bytes],
        spill: IO[bytes],
    ) -> list[Page]:
        """The pages of the kind; what is no record of it gets a file of its own."""
        found = Gathering(self._vault, self._kind, self._words.pages, render, self._outbox.task)
        found.run(items, spill)
        result = self._outbox.result
        result.damaged.extend(found.damaged)
        result.as_they_are += len(found.unreadable)
        result.count(self._kind, len(items) - len(found.damaged) - len(found.unreadable))
        if found.unreadable:
            SingleFiles(self._vault, self._kind, None, self._outbox).run(found.unreadable)
        return list(found.pages.values())

    def _name(self, page: Page, suffix: str) -> str:
        if self._kind is Kind.CALLS:
            return f"{FOLDERS[Kind.CALLS]}{suffix}"
        title = hint(page.title, NAME_LIMIT) or self._words.pages.unknown
        return f"{FOLDERS[self._kind]}/{safe_name(title + suffix)}"

    def _html(self, record: Message | Call, picture: bytes | None) -> bytes:
        if isinstance(record, Call):
            return pages.call_row(record, self._words.pages)
        return pages.message_row(record, picture, self._words.pages)

    def _page(self, page: Page, rows: Iterable[bytes]) -> Iterator[bytes]:
        calls = self._kind is Kind.CALLS
        before = (pages.table_head(self._words.pages),) if calls else ()
        after = (pages.table_foot(),) if calls else ()
        return chain((pages.head(page.title),), before, rows, after, (pages.foot(),))

    def _line(self, record: Message | Call, _picture: bytes | None) -> bytes:
        """A line of the table; of a message in two halves, for its conversation is named later."""
        if isinstance(record, Call):
            return pages.call_line(record, self._words.pages)
        first, second = _cells(record, self._words)
        return _told(first) + b"\0" + _told(second)

    def _lines(self, page: Page, titles: dict[int, str], spill: IO[bytes]) -> Iterator[bytes]:
        if self._kind is Kind.CALLS:
            yield pages.csv_head(self._words.pages)
            yield from page.read(spill)
            return
        yield pages.BOM + pages.csv_line(self._words.message_columns)
        for row, line in zip(page.rows, page.read(spill), strict=True):
            first, second = line.split(b"\0")
            title = _told((titles[row.start],))
            yield b",".join(part.removesuffix(b"\r\n") for part in (first, title, second)) + b"\r\n"


def _told(cells: Iterable[str]) -> bytes:
    return pages.csv_line(pages.defused(cell) for cell in cells)


def _cells(message: Message, words: ExportWords) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cells of a message before and after that of its conversation."""
    by_role = {role: _people(message, role) for role in Role}
    receivers = ", ".join(filter(None, (by_role[Role.TO], by_role[Role.CC], by_role[Role.BCC])))
    first = (
        pages.stamp(message.when),
        pages.stamp(message.sent),
        words.directions.get(message.direction, ""),
    )
    second = (
        by_role[Role.FROM],
        receivers,
        message.subject,
        message.text,
        ", ".join(part.name or part.content_type for part in attached(message)),
    )
    return first, second


def _people(message: Message, role: Role) -> str:
    shown = (
        f"{one.name} <{one.number}>" if one.name and one.number else one.shown
        for one in message.addresses
        if one.role is role
    )
    return ", ".join(shown)


def _parts(page: Page) -> Iterator[Page]:
    for start in range(0, len(page.rows), _PAPER_ROWS):
        yield Page(page.key, page.title, page.named, page.rows[start : start + _PAPER_ROWS])
