"""The viewer: one folder of pages that shows a whole backup in any browser, without Holdfast."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from holdfast.actions.exporting.cards import article, order_of, views_of, when_of
from holdfast.actions.exporting.frames import Frame, Section, short
from holdfast.actions.exporting.gallery import Gallery, Thumbnailer
from holdfast.actions.exporting.outbox import Outbox
from holdfast.actions.exporting.paged import CARDS, LIST, TALK, Around, Entry, Sections
from holdfast.actions.exporting.selection import Selection
from holdfast.actions.exporting.talks import Talks
from holdfast.actions.exporting.words import ExportWords, ViewerWords
from holdfast.actions.mirroring.gathering import Page
from holdfast.actions.mirroring.pages import (
    escaped,
    table_foot,
    table_head,
    time_element,
    wall_time,
)
from holdfast.actions.plain_files import NAME_LIMIT, until_stopped
from holdfast.actions.record import RECORD_LIMIT
from holdfast.records.formats.file_names import hint
from holdfast.records.formats.view import View
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem
from holdfast.vault.library import Vault
from holdfast.vault.repository.problems import VaultDamaged

_INDEX = "index.html"
_CARDS = (Kind.CONTACTS, Kind.NOTES)


def write_viewer(
    vault: Vault,
    selection: Selection,
    outbox: Outbox,
    words: ExportWords,
    thumbnail: Thumbnailer | None = None,
) -> None:
    """Write the pages and originals of `selection` into a new folder of its own.

    `first` of the result is the page to begin with.
    """
    name = hint(selection.title, NAME_LIMIT) or "Holdfast"
    _Viewer(vault, selection, outbox.apart(name), words, thumbnail).run()


class _Viewer:
    """The making of one folder."""

    def __init__(
        self,
        vault: Vault,
        selection: Selection,
        outbox: Outbox,
        words: ExportWords,
        thumbnail: Thumbnailer | None,
    ) -> None:
        self._vault = vault
        self._selection = selection
        self._outbox = outbox
        self._words = words
        self._thumbnail = thumbnail
        held = {kind: selection.items(kind) for kind in selection.kinds}
        self._items = {kind: items for kind, items in held.items() if items}
        sections = [Section(words.viewer.kinds[kind], f"{kind}.html") for kind in self._items]
        self._frame = Frame(words.viewer, selection.title, sections)

    def run(self) -> None:
        for kind, items in self._items.items():
            if kind.is_media:
                gallery = Gallery(self._vault, kind, self._outbox, self._frame, self._thumbnail)
                gallery.run(items)
                continue
            with self._outbox.spill() as spill:
                sections = Sections(self._outbox, self._frame, spill)
                if kind is Kind.MESSAGES:
                    self._talks(items, sections)
                elif kind is Kind.CALLS:
                    self._calls(items, sections)
                else:
                    self._records(kind, items, sections)
        result = self._outbox.result
        result.first = self._outbox.write(_INDEX, self._index())

    def _index(self) -> Iterator[bytes]:
        words, damaged = self._words.viewer, self._outbox.result.damaged
        yield self._frame.head(self._selection.title, _INDEX)
        for line in self._selection.lines:
            yield f'<p dir="auto">{escaped(line)}</p>\n'.encode()
        yield CARDS.before
        for kind, items in self._items.items():
            link = f'<a href="{kind}.html">{escaped(words.kinds[kind])}</a>'
            count = escaped(words.count(kind, len(items)))
            yield f'<div class="item"><h3>{link}</h3><p>{count}</p></div>\n'.encode()
        yield CARDS.after
        if damaged:
            names = "".join(map(self._lost, damaged))
            yield f"<h2>{escaped(words.damaged)}</h2>\n<ul>\n{names}</ul>\n".encode()
        yield self._frame.foot()

    def _lost(self, item: StoredItem) -> str:
        name = f"{self._words.viewer.kinds[item.kind]}: {short(item.title or item.key)}"
        return f'<li dir="auto">{escaped(name)}</li>\n'

    def _records(self, kind: Kind, items: Sequence[StoredItem], sections: Sections) -> None:
        """Contacts and notes as they come; what has a time by its months."""
        found = list(self._articles(kind, items, sections))
        if kind not in _CARDS:
            found.sort(key=lambda pair: pair[0])
        entries = [entry for _order, entry in found]
        around = CARDS if kind in _CARDS else LIST
        sections.write(str(kind), self._words.viewer.kinds[kind], entries, around)

    def _articles(
        self, kind: Kind, items: Sequence[StoredItem], sections: Sections
    ) -> Iterator[tuple[tuple[bool, bool, datetime], Entry]]:
        result, words = self._outbox.result, self._words.viewer
        for number, item in enumerate(items):
            self._outbox.report(kind, number, len(items))
            try:
                views = list(self._views(item))
            except VaultDamaged:
                result.damaged.append(item)
                continue
            result.count(kind)
            for shown in views:
                data = article(item, shown, words)
                yield order_of(kind, shown), sections.lay(data, _heading(kind, shown, words))

    def _views(self, item: StoredItem) -> Iterator[View]:
        part = item.parts[0]
        if part.size > RECORD_LIMIT:
            yield View(item.title, item.subtitle, start=item.when, readable=False)
            return
        chunks = self._vault.history.read(item, part.suffix)
        yield from views_of(item, b"".join(until_stopped(chunks, self._outbox.task)))

    def _talks(self, items: Sequence[StoredItem], sections: Sections) -> None:
        """The list of conversations, the latest first, and the pages of each."""
        talks = Talks(self._vault, Kind.MESSAGES, self._words, self._outbox)
        found = talks.html(items, sections.spill)
        found.sort(key=lambda page: page.rows[-1].when, reverse=True)
        stem, title = str(Kind.MESSAGES), self._words.viewer.kinds[Kind.MESSAGES]
        names = [f"conversation-{at}" for at in range(1, len(found) + 1)]
        for name, page in zip(names, found, strict=True):
            sections.write(name, page.title, _entries(page), TALK, f"{stem}.html")
        ways = zip(names, found, strict=True)
        listed = [sections.lay(self._way(name, page)) for name, page in ways]
        sections.write(stem, title, listed, LIST)

    def _way(self, name: str, page: Page) -> bytes:
        last = page.rows[-1].when
        when = time_element(last) if last > datetime.min else ""  # noqa: DTZ901 - wall time
        count = escaped(self._words.viewer.count(Kind.MESSAGES, len(page.rows)))
        return (
            f'<div class="item"><h3 dir="auto"><a href="{name}.html">{escaped(short(page.title))}'
            f'</a></h3><p class="quiet">{count} {when}</p></div>\n'
        ).encode()

    def _calls(self, items: Sequence[StoredItem], sections: Sections) -> None:
        talks = Talks(self._vault, Kind.CALLS, self._words, self._outbox)
        entries = [entry for page in talks.html(items, sections.spill) for entry in _entries(page)]
        around = Around(table_head(self._words.pages), table_foot())
        sections.write(str(Kind.CALLS), self._words.viewer.kinds[Kind.CALLS], entries, around)


def _heading(kind: Kind, shown: View, words: ViewerWords) -> str:
    if kind in _CARDS:
        return ""
    if shown.done:
        return words.done
    when = when_of(kind, shown)
    return words.month(wall_time(when)) if when is not None else words.undated


def _entries(page: Page) -> list[Entry]:
    return [Entry(row.start, row.size) for row in page.rows]
