"""One file an item: the bytes the phone gave, or what they are in a standard form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from holdfast.actions.exporting.outbox import Outbox
from holdfast.actions.plain_files import SUFFIXES, relative, until_stopped
from holdfast.actions.record import RECORD_LIMIT
from holdfast.records.formats.converting.convert import convert
from holdfast.records.formats.converting.dialects import Dialect
from holdfast.records.matching.fidelity import Account
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem, StoredPart
from holdfast.vault.history.layout import FOLDERS
from holdfast.vault.library import Vault
from holdfast.vault.repository.problems import VaultDamaged


class SingleFiles:
    """Writes the items of one kind, each in its own file."""

    def __init__(self, vault: Vault, kind: Kind, dialect: Dialect | None, outbox: Outbox) -> None:
        """Without a `dialect` files are what the phone gave."""
        self._vault = vault
        self._kind = kind
        self._dialect = dialect
        self._account = Account(dialect) if dialect is not None else None
        self._outbox = outbox

    def run(self, items: Sequence[StoredItem]) -> None:
        """Write `items`; one that is damaged in the vault is noted and stops no other."""
        result = self._outbox.result
        for number, item in enumerate(items):
            self._outbox.report(self._kind, number, len(items))
            try:
                self._item(item)
            except VaultDamaged:
                result.damaged.append(item)
            else:
                result.count(self._kind)
        if items and self._account is not None:
            result.fidelity.append(self._account.report())

    def _item(self, item: StoredItem) -> None:
        for part in item.parts:
            chunks = until_stopped(self._vault.history.read(item, part.suffix), self._outbox.task)
            suffix, shaped = self._shaped(item, part, chunks)
            name = FOLDERS[item.kind] / relative(item, suffix)
            self._outbox.write(name, shaped, item.modified)

    def _shaped(
        self, item: StoredItem, part: StoredPart, chunks: Iterable[bytes]
    ) -> tuple[str, Iterable[bytes]]:
        """The file ending and bytes of one part in the asked form."""
        if self._dialect is None or self._account is None or part.size > RECORD_LIMIT:
            return part.suffix, chunks
        data = b"".join(chunks)
        converted = convert(item.kind, data, self._dialect)
        if not converted.data:
            self._outbox.result.as_they_are += 1
            return part.suffix, (data,)
        self._account.add(item.kind, converted.unheld, lambda: item.title)
        return SUFFIXES[self._dialect.block], (converted.data,)
