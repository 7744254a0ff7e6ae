"""One file of many items: all contacts as vCards, calendar and to-dos as one calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from holdfast.actions.exporting.files import SingleFiles
from holdfast.actions.exporting.outbox import Outbox, first_of
from holdfast.actions.exporting.selection import Selection
from holdfast.actions.mirroring.combining import joined_calendars, joined_cards
from holdfast.actions.plain_files import STANDARD, until_stopped
from holdfast.actions.record import RECORD_LIMIT
from holdfast.records.formats.components import Component, Document
from holdfast.records.formats.converting.convert import convert
from holdfast.records.formats.converting.dialects import VCARD_30, Dialect
from holdfast.records.formats.reading import read_components
from holdfast.records.matching.fidelity import Account
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem
from holdfast.vault.history.layout import FOLDERS
from holdfast.vault.library import Vault
from holdfast.vault.repository.problems import VaultDamaged

_BOM = b"\xef\xbb\xbf"


def write_cards(vault: Vault, selection: Selection, outbox: Outbox) -> None:
    """Write all contacts into one file, each card byte by byte as the phone gave it.

    A card that cannot stand beside others (another charset, an end that is missing) is written
    as vCard 3.0 instead; what is no card at all gets a file of its own.
    """
    _Joining(vault, outbox, VCARD_30, exact=True).run(selection, (Kind.CONTACTS,))


def write_calendars(vault: Vault, selection: Selection, outbox: Outbox) -> None:
    """Write calendar and to-dos into one iCalendar file; UIDs stay, each zone is told once."""
    kinds = tuple(kind for kind in (Kind.CALENDAR, Kind.TODOS) if kind in selection.kinds)
    _Joining(vault, outbox, STANDARD[Kind.CALENDAR], exact=False).run(selection, kinds)


class _Joining:
    """The making of one file."""

    def __init__(self, vault: Vault, outbox: Outbox, dialect: Dialect, *, exact: bool) -> None:
        self._vault = vault
        self._outbox = outbox
        self._dialect = dialect
        self._exact = exact
        self._account = Account(dialect)
        self._apart: list[StoredItem] = []

    def run(self, selection: Selection, kinds: Sequence[Kind]) -> None:
        items = [item for kind in kinds for item in selection.items(kind)]
        name, join = (
            (f"{FOLDERS[Kind.CONTACTS]}.vcf", joined_cards)
            if self._exact
            else (f"{FOLDERS[items[0].kind] if items else ''}.ics", joined_calendars)
        )
        chunks = first_of(join(self._forms(items)))
        if chunks is not None:
            self._outbox.result.first = self._outbox.write(name, chunks)
            self._outbox.result.fidelity.append(self._account.report())
        for kind in kinds:
            left = [item for item in self._apart if item.kind is kind]
            SingleFiles(self._vault, kind, None, self._outbox).run(left)

    def _forms(self, items: Sequence[StoredItem]) -> Iterator[bytes]:
        result = self._outbox.result
        for number, item in enumerate(items):
            self._outbox.report(item.kind, number, len(items))
            try:
                data = self._form(item)
            except VaultDamaged:
                result.damaged.append(item)
                continue
            if data:
                result.count(item.kind)
                yield data
            else:
                result.as_they_are += 1
                self._apart.append(item)

    def _form(self, item: StoredItem) -> bytes:
        """The item as it stands in the file; empty where it cannot. Raises `VaultDamaged`."""
        part = item.parts[0]
        if part.size > RECORD_LIMIT:
            return b""
        chunks = self._vault.history.read(item, part.suffix)
        data = b"".join(until_stopped(chunks, self._outbox.task))
        if self._exact and stands_beside_others(data):
            self._account.add(item.kind, (), lambda: item.title)
            return data.removeprefix(_BOM)
        converted = convert(item.kind, data, self._dialect)
        if converted.data:
            self._account.add(item.kind, converted.unheld, lambda: item.title)
        return converted.data


def stands_beside_others(data: bytes) -> bool:
    """Whether these are whole vCards in UTF-8 and nothing else, so that more may follow."""
    try:
        text = data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError:
        return False
    if "\0" in text or "\x1a" in text:
        return False
    document = read_components(data)
    return bool(document.components) and not document.problems and not _lacks(document)


def _lacks(document: Document) -> bool:
    def is_whole(card: Component) -> bool:
        parts = list(card.walk())
        return card.name == "VCARD" and all(p.closed and not p.unread for p in parts)

    return bool(document.stray) or not all(is_whole(each) for each in document.components)
