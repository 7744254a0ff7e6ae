"""Carrying records from one family of handsets to another: what they become on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from holdfast.actions.differences import read_bytes, read_part
from holdfast.actions.record import RECORD_LIMIT
from holdfast.phones.handsets.handset import Handset, KindSupport
from holdfast.records.formats.converting import convert as converter
from holdfast.records.formats.converting.contents import Unheld
from holdfast.records.formats.provider_rows.rows import MAX_ROWS, SUFFIX, read_rows
from holdfast.records.formats.provider_rows.unread import unread
from holdfast.records.formats.summary import summarise
from holdfast.records.matching.fidelity import Account, Fidelity
from holdfast.records.matching.targets import Carried
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Plan, Receipt, Step
from holdfast.records.model.snapshot import StoredItem
from holdfast.vault.library import Vault

_SENT = (Step.ADD, Step.UPDATE)
_SUFFIXES = {"VCARD": ".vcf", "VNOTE": ".vnt", "VMSG": ".vmg", "SMSES": ".xml", "": ".txt"}
_CALENDARS = {"1.0": ".vcs", "2.0": ".ics"}


class Carrier:
    """What items become on one target; see `Words` for what it answers.

    Between handsets of one family, and to one that takes anything, items go as they are.
    """

    def __init__(
        self, vault: Vault, target: Handset, support: Iterable[KindSupport], past: Iterable[Receipt]
    ) -> None:
        """`past` are the receipts of earlier restores onto the target."""
        self._vault = vault
        self._support = {entry.kind: entry for entry in support if entry.dialect is not None}
        self._known: dict[tuple[Kind, tuple[str, ...]], Carried] = {}
        family = target.info.protocol
        self._kin = {i.id for i in vault.history.handsets() if i.protocol == family}
        self._kin.add(target.info.id)
        self._became = _became(past)

    def carried(self, item: StoredItem) -> Carried | None:
        """What `item` becomes; None where it goes as it is. Raises `VaultProblem`."""
        if not self._is_foreign(item):
            refused = self._refused(item)
            return Carried("", refused=refused) if refused else None
        key = (item.kind, item.parts[0].content)
        if key not in self._known:
            self._known[key] = self._carry(item)[0]
        return self._known[key]

    def known_as(self, item: StoredItem) -> Sequence[str]:
        """The digest it would have on the target, and those it got there before."""
        carried = self.carried(item)
        own = (carried.digest,) if carried is not None and carried.digest else ()
        return (*own, *self._became.get(item.digest, ()))

    def new_item(self, item: StoredItem, plain: NewItem) -> NewItem:
        """The item to be written; `plain` is it as it was kept. Raises `VaultProblem`."""
        if not self._is_foreign(item):
            return plain
        _, data = self._carry(item)
        suffix = self._suffix(item.kind)
        return NewItem(
            kind=item.kind,
            key=item.key,
            suffix=suffix,
            open=lambda: (data,),
            size=len(data),
            modified=item.modified,
        )

    def fidelity(self, plan: Plan) -> tuple[Fidelity, ...]:
        """What the target will not hold of that which `plan` writes, kind by kind.

        Among it is what the first phone never told. Of what goes as it is only such kinds are
        reported of which something is missing.
        """
        accounts: dict[Kind, Account] = {}
        plain: set[Kind] = set()
        for entry in plan.steps:
            support = self._support.get(entry.item.kind)
            if entry.step in _SENT and support is not None and support.dialect is not None:
                carried = self.carried(entry.item)
                if carried is None:
                    plain.add(entry.item.kind)
                unheld = (*(carried.unheld if carried else ()), *self._unread(entry.item))
                account = accounts.setdefault(entry.item.kind, Account(support.dialect))
                account.add(entry.item.kind, unheld, partial(str, entry.item.title))
        reports = {kind: account.report() for kind, account in accounts.items()}
        return tuple(r for kind, r in reports.items() if r.shortfalls or kind not in plain)

    def _unread(self, item: StoredItem) -> tuple[Unheld, ...]:
        """What of an item is in no backup, because the phone it comes from did not tell it."""
        rows = (
            read_rows(read_part(self._vault, item, SUFFIX, MAX_ROWS)) if _may_lack(item) else None
        )
        return unread(rows) if rows is not None else ()

    def _is_foreign(self, item: StoredItem) -> bool:
        return (
            item.kind in self._support
            and item.handset not in self._kin
            and not item.kind.is_media
            and bool(item.parts)
            and item.parts[0].size <= RECORD_LIMIT
        )

    def _refused(self, item: StoredItem) -> str:
        """Why the target does not take an item though its own family gave it."""
        support = self._support.get(item.kind)
        if support is None or support.refuses is None or item.handset not in self._kin:
            return ""
        return support.refuses(item.key)

    def _carry(self, item: StoredItem) -> tuple[Carried, bytes]:
        support = self._support[item.kind]
        if support.dialect is None:
            raise ValueError(item.kind)
        data = read_bytes(self._vault, item, RECORD_LIMIT)
        converted = converter.convert(item.kind, data, support.dialect)
        unheld = converted.unheld
        if not converted.data:
            return Carried("", unheld, refused="nothing of it can be read"), b""
        try:
            held = support.shape(converted.data) if support.shape else converted.data
        except ValueError as error:
            return Carried("", unheld, refused=str(error)), b""
        if support.untold is not None:
            unheld = (*unheld, *support.untold(converted.data))
        digest = summarise(item.kind, self._suffix(item.kind), held, item.key).digest
        return Carried(digest, unheld), held

    def _suffix(self, kind: Kind) -> str:
        dialect = self._support[kind].dialect
        if dialect is None:
            raise ValueError(kind)
        return _SUFFIXES.get(dialect.block) or _CALENDARS[dialect.version]


def _may_lack(item: StoredItem) -> bool:
    """A message or a call of which something is missing is refused whole."""
    return item.kind in (Kind.CONTACTS, Kind.CALENDAR) and any(
        part.suffix == SUFFIX for part in item.parts
    )


def _became(past: Iterable[Receipt]) -> Mapping[str, tuple[str, ...]]:
    """By the digest of what was sent, what was read back in its stead."""
    found: dict[str, dict[str, None]] = {}
    for receipt in past:
        for line in receipt.lines:
            if line.digest and line.became:
                found.setdefault(line.digest, {})[line.became] = None
    return {digest: tuple(became) for digest, became in found.items()}
