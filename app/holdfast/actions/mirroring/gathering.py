"""Reads messages and calls into rows, one page a correspondent, for whatever is made of them.

Rows are made in one reading and lie in a nameless file until they are written, so that a long
history takes little memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO

from holdfast.actions.mirroring import pages
from holdfast.actions.mirroring.single import version_of
from holdfast.actions.mirroring.words import MirrorWords
from holdfast.actions.plain_files import until_stopped
from holdfast.actions.record import RECORD_LIMIT
from holdfast.progress import Progress, Stage, Task
from holdfast.records.formats import messages, sms_xml
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.summary import items_of
from holdfast.records.formats.xml.elements import looks_like_xml
from holdfast.records.matching.numbers import Number, dialled, rings_same
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Call, Message
from holdfast.records.model.snapshot import StoredItem
from holdfast.vault.library import Vault
from holdfast.vault.repository.problems import VaultDamaged

_MEMBER = 16

Render = Callable[[Message | Call, bytes | None], bytes]
"""Makes the row of a record and of the picture that it carries, if any."""


@dataclass(frozen=True, slots=True)
class Row:
    """Where a row lies in the spill, by what it is sorted, and of which item it is."""

    when: datetime
    member: str
    start: int
    size: int


@dataclass(slots=True)
class Page:
    """A page to be: of whom, and its rows; `named` where somebody told a name."""

    key: str
    title: str
    named: bool = False
    rows: list[Row] = field(default_factory=list)

    def read(self, spill: IO[bytes]) -> Iterator[bytes]:
        """Yield the bytes of the rows in their order."""
        for row in self.rows:
            spill.seek(row.start)
            yield spill.read(row.size)


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


class Gathering:
    """The rows of a kind by page, in `pages`.

    After `run`, `unreadable` are the items that are neither message nor call, and `damaged`
    those that could not be read from the vault.
    """

    def __init__(
        self, vault: Vault, kind: Kind, words: MirrorWords, render: Render, task: Task
    ) -> None:
        """Nothing is read before `run`."""
        self._vault = vault
        self._kind = kind
        self._words = words
        self._render = render
        self._task = task
        self._people = Correspondents()
        self.pages: dict[str, Page] = {}
        self.unreadable: list[StoredItem] = []
        self.damaged: list[StoredItem] = []

    def run(self, items: Sequence[StoredItem], spill: IO[bytes]) -> None:
        """Read `items` and lay their rows into `spill`; raises OSError."""
        for number, item in enumerate(items):
            self._task.report(Progress(Stage.EXPORTING, self._kind, number, len(items)))
            self._read(item, spill)
        for page in self.pages.values():
            page.rows.sort(key=lambda row: row.when)

    def _read(self, item: StoredItem, spill: IO[bytes]) -> None:
        part = item.parts[0]
        if part.size > RECORD_LIMIT:
            self.unreadable.append(item)
            return
        try:
            chunks = self._vault.history.read(item, part.suffix)
            data = b"".join(until_stopped(chunks, self._task))
        except VaultDamaged:
            self.damaged.append(item)
            return
        member = (item.digest or version_of(item))[:_MEMBER]
        found = [
            self._take(record, picture, member, spill)
            for record, picture in records_in(self._kind, data)
        ]
        if not any(found):
            self.unreadable.append(item)

    def _take(
        self,
        record: Message | Call | None,
        picture: bytes | None,
        member: str,
        spill: IO[bytes],
    ) -> bool:
        if isinstance(record, Call) and self._kind is Kind.CALLS:
            page = Page("", self._words.calls)
        elif isinstance(record, Message) and self._kind is Kind.MESSAGES:
            named = any(one.name for one in record.others) or bool(record.group)
            page = Page(self._people.key(record), record.who or self._words.unknown, named)
        else:
            return False
        self._add(page, record.when, member, self._render(record, picture), spill)
        return True

    def _add(
        self, page: Page, when: datetime | None, member: str, row: bytes, spill: IO[bytes]
    ) -> None:
        known = self.pages.setdefault(page.key, page)
        if page.named and not known.named:
            known.title, known.named = page.title, True
        known.rows.append(Row(pages.wall_time(when), member, spill.tell(), len(row)))
        spill.write(row)


def records_in(kind: Kind, data: bytes) -> Iterator[tuple[Message | Call | None, bytes | None]]:
    """The records in an item's bytes, with the picture that one carries."""
    if looks_like_xml(data):
        for entry in messages.entries_of(kind, data):
            yield sms_xml.record_of(entry), sms_xml.picture_of(entry)
        return
    for component in items_of(kind, read_components(data)):
        yield messages.record_of(component), None
