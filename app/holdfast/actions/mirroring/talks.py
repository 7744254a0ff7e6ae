"""Messages and calls of a mirror: one page a correspondent, one table of all calls.

Rows are made in one reading and lie in a nameless file until their pages are written, so that
a long history takes little memory.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO

from holdfast.actions.mirroring import pages
from holdfast.actions.mirroring.folder import MirrorFolder, State
from holdfast.actions.mirroring.manifest import Entry
from holdfast.actions.mirroring.single import FORM, version_of, versions_of
from holdfast.actions.mirroring.words import MirrorWords
from holdfast.actions.plain_files import NAME_LIMIT, until_stopped
from holdfast.actions.record import RECORD_LIMIT
from holdfast.progress import Progress, Stage, Task
from holdfast.records.formats import messages, sms_xml
from holdfast.records.formats.file_names import hint, safe_name
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.summary import items_of
from holdfast.records.formats.xml.elements import looks_like_xml
from holdfast.records.matching.numbers import Number, dialled, rings_same
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Call, Message
from holdfast.records.model.snapshot import StoredItem
from holdfast.vault.history.layout import FOLDERS
from holdfast.vault.library import Vault
from holdfast.vault.repository.problems import VaultDamaged

_MEMBER = 16


@dataclass(frozen=True, slots=True)
class _Row:
    when: datetime
    member: str
    start: int
    size: int


@dataclass(slots=True)
class _Page:
    """A page to be: of whom, and its rows."""

    key: str
    title: str
    named: bool = False
    rows: list[_Row] = field(default_factory=list)


class Correspondents:
    """Tells who is the same: "030 123456" and "+49 30 123456" ring one telephone."""

    def __init__(self) -> None:
        """Know nobody yet."""
        self._by_tail: dict[str, list[tuple[Number, str]]] = {}

    def key(self, message: Message) -> str:
        """What a message's other side is known by; empty where nobody is told."""
        told = {self._one(one.number or one.name) for one in message.others}
        return "\n".join(sorted(told - {""})) or message.group.casefold()

    def _one(self, address: str) -> str:
        number = dialled(address)
        if number is None:
            return address.strip().casefold()
        known = self._by_tail.setdefault(number.tail, [])
        for other, key in known:
            if rings_same(number, other):
                return key
        key = ("+" if number.world else "") + number.digits
        known.append((number, key))
        return key


class Talks:
    """Brings the pages of messages or calls up to date."""

    def __init__(
        self, vault: Vault, folder: MirrorFolder, kind: Kind, words: MirrorWords, task: Task
    ) -> None:
        self._vault = vault
        self._folder = folder
        self._kind = kind
        self._words = words
        self._task = task
        self._people = Correspondents()
        self._pages: dict[str, _Page] = {}
        self._spoken: list[str] = []
        self.unreadable: list[StoredItem] = []
        self.damaged = 0

    def run(self, items: Sequence[StoredItem]) -> None:
        """Make the pages show `items` and no others; raises OSError.

        Afterwards `unreadable` are the items that are neither message nor call.
        """
        with tempfile.TemporaryFile(dir=self._folder.root, prefix=".holdfast-") as spill:
            for number, item in enumerate(items):
                self._task.report(Progress(Stage.EXPORTING, self._kind, number, len(items)))
                self._read(item, spill)
            for page in self._pages.values():
                page.rows.sort(key=lambda row: row.when)
            if self._kind is Kind.CALLS:
                self._write_calls(spill)
            else:
                self._write_talks(spill)

    def _read(self, item: StoredItem, spill: IO[bytes]) -> None:
        part = item.parts[0]
        if part.size > RECORD_LIMIT:
            self.unreadable.append(item)
            return
        try:
            chunks = self._vault.history.read(item, part.suffix)
            data = b"".join(until_stopped(chunks, self._task))
        except VaultDamaged:
            self.damaged += 1
            return
        member = (item.digest or version_of(item))[:_MEMBER]
        found = [self._take(record, picture, member, spill) for record, picture in self._in(data)]
        if not any(found):
            self.unreadable.append(item)

    def _in(self, data: bytes) -> Iterator[tuple[Message | Call | None, bytes | None]]:
        """The records in an item's bytes, with the picture that one carries."""
        if looks_like_xml(data):
            for entry in messages.entries_of(self._kind, data):
                yield sms_xml.record_of(entry), sms_xml.picture_of(entry)
            return
        for component in items_of(self._kind, read_components(data)):
            yield messages.record_of(component), None

    def _take(
        self,
        record: Message | Call | None,
        picture: bytes | None,
        member: str,
        spill: IO[bytes],
    ) -> bool:
        if isinstance(record, Call) and self._kind is Kind.CALLS:
            self._add(_Page("", self._words.calls), record.when, member, self._call(record), spill)
            return True
        if isinstance(record, Message) and self._kind is Kind.MESSAGES:
            row = pages.message_row(record, picture, self._words)
            named = any(one.name for one in record.others) or bool(record.group)
            title = record.who or self._words.unknown
            page = _Page(self._people.key(record), title, named)
            self._add(page, record.when, member, row, spill)
            return True
        return False

    def _call(self, call: Call) -> bytes:
        """A call in both forms, the table's row first; neither row nor line holds a NUL."""
        return pages.call_row(call, self._words) + b"\0" + pages.call_line(call, self._words)

    def _add(
        self, page: _Page, when: datetime | None, member: str, row: bytes, spill: IO[bytes]
    ) -> None:
        known = self._pages.setdefault(page.key, page)
        if page.named and not known.named:
            known.title, known.named = page.title, True
        known.rows.append(_Row(pages.wall_time(when), member, spill.tell(), len(row)))
        spill.write(row)

    def _write_calls(self, spill: IO[bytes]) -> None:
        made = []
        for page in self._pages.values():
            entry = self._entry(page, FOLDERS[self._kind], FOLDERS[self._kind])

            def table(page: _Page = page) -> Iterator[bytes]:
                yield pages.head(page.title) + pages.table_head(self._words)
                yield from (row.split(b"\0")[0] for row in _rows(page, spill))
                yield pages.table_foot() + pages.foot()

            def lines(page: _Page = page) -> Iterator[bytes]:
                yield pages.csv_head(self._words)
                yield from (row.split(b"\0")[1] for row in _rows(page, spill))

            made += [(entry("html"), ".html", table), (entry("csv"), ".csv", lines)]
        bring_pages(self._folder, str(self._kind), made)

    def _write_talks(self, spill: IO[bytes]) -> None:
        made = []
        for page in self._pages.values():
            title = safe_name(hint(page.title, NAME_LIMIT) or self._words.unknown)

            def talk(page: _Page = page) -> Iterator[bytes]:
                yield pages.head(page.title)
                yield from _rows(page, spill)
                yield pages.foot()

            made.append((self._entry(page, FOLDERS[self._kind], title)(page.key), ".html", talk))
        bring_pages(self._folder, str(self._kind), made)

    def _entry(self, page: _Page, folder: str, name: str) -> Callable[[str], Entry]:
        members = tuple(dict.fromkeys(row.member for row in page.rows))
        told = "\0".join(
            (FORM, page.title, self._words.digest_text(), *(r.member for r in page.rows))
        )
        version = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
        kind = str(self._kind)
        return lambda key: Entry(kind, key, f"{folder}/{name}", version, True, members)


def _rows(page: _Page, spill: IO[bytes]) -> Iterator[bytes]:
    for row in page.rows:
        spill.seek(row.start)
        yield spill.read(row.size)


MadePage = tuple[Entry, str, Callable[[], Iterator[bytes]]]
"""A page to be, its file ending, and what makes its bytes."""


def bring_pages(folder: MirrorFolder, kind: str, made: Sequence[MadePage]) -> None:
    """Make the folder hold these pages of a kind and no others; raises OSError.

    A page that shows what is shown nowhere any more is moved away whole before a new one takes
    its name.
    """
    shown = {member for entry, _, _ in made for member in entry.members}
    earlier = {entry.key: entry for entry in folder.entries(kind, pages=True)}
    for key in earlier.keys() - {entry.key for entry, _, _ in made}:
        folder.put_away(earlier.pop(key))
    for entry, suffix, content in made:
        _bring_page(folder, earlier.get(entry.key), entry, suffix, content, shown)


def _bring_page(
    folder: MirrorFolder,
    old: Entry | None,
    made: Entry,
    suffix: str,
    content: Callable[[], Iterator[bytes]],
    shown: set[str],
) -> None:
    if old is not None and old.version == made.version and folder.is_current(old):
        folder.take_over(old, made)
        return
    if old is not None and not set(old.members) <= shown:
        folder.put_away(old)
        old = None
    elif old is not None and old.base != made.base:
        folder.remove(old)
        old = None
    folder.write(made, suffix, content(), instead_of=old)


def are_current(folder: MirrorFolder, kind: Kind, version: str) -> bool:
    """Whether the files of a kind were made of `version` and nobody touched them since."""
    files = [entry for are in (True, False) for entry in folder.entries(str(kind), pages=are)]
    if folder.read(str(kind)) != version:
        return False
    if any(folder.state(entry) is not State.AS_WRITTEN for entry in files):
        return False
    folder.tally.current += len(files)
    return True


def reading_of(items: Sequence[StoredItem], words: MirrorWords) -> str:
    """The digest of all that the pages of a kind are made from."""
    return versions_of(items, words.digest_text())
