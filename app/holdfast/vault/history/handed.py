"""What restores handed on: which item of a backup became which item of a phone, by receipt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Outcome, Step
from holdfast.records.model.snapshot import Tag
from holdfast.vault.history.catalogue import Catalogue, Entry
from holdfast.vault.history.sidecars import SidecarUnreadable, decode_receipt
from holdfast.vault.repository.problems import AmbiguousSnapshot, NoSuchSnapshot

RECEIPT = "receipt.json"

_CAME = (Outcome.CONFIRMED, Outcome.ALTERED)
_Ends = tuple[Kind, str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """An item at the other end of a restore: where it lay, and under which key."""

    here: str
    there: str
    key: str


class Handed:
    """The receipts of a vault's restores, each read once: snapshots never change."""

    def __init__(self, read: Callable[[str, str], bytes | None]) -> None:
        """Read a file of a snapshot's root by `read(snapshot, name)`."""
        self._read = read
        self._known: dict[str, tuple[str, tuple[tuple[Kind, str, str], ...]]] = {}
        self._told: tuple[Catalogue | None, dict[_Ends, list[Found]]] = (None, {})

    def learn(self, read_backs: Iterable[str]) -> None:
        """Read the receipts in these snapshots that were not read yet."""
        for snapshot in read_backs:
            if snapshot not in self._known:
                self._known[snapshot] = self._lines(snapshot)
                self._told = (None, {})

    def ends(self, catalogue: Catalogue) -> dict[_Ends, list[Found]]:
        """By kind, handset and key: the other ends of what was handed on, both ways.

        `here` and `there` are the snapshots (full ids) the item lay in on either side. A
        restore of a backup that was forgotten since tells nothing.
        """
        asked, found = self._told
        if asked is not catalogue:
            found = self._ends(catalogue)
            self._told = (catalogue, found)
        return found

    def _ends(self, catalogue: Catalogue) -> dict[_Ends, list[Found]]:
        found: dict[_Ends, list[Found]] = {}
        for snapshot, (source, lines) in tuple(self._known.items()):
            given, got = _entry(catalogue, source), _entry(catalogue, snapshot)
            if given is None or got is None:
                continue
            for kind, source_key, key in lines:
                one = (kind, given.info.handset.id, source_key)
                other = (kind, got.info.handset.id, key)
                found.setdefault(one, []).append(Found(given.info.id, got.info.id, key))
                found.setdefault(other, []).append(Found(got.info.id, given.info.id, source_key))
        return found

    def _lines(self, snapshot: str) -> tuple[str, tuple[tuple[Kind, str, str], ...]]:
        try:
            receipt = decode_receipt(self._read(snapshot, RECEIPT) or b"")
        except SidecarUnreadable:
            # Anybody may call a snapshot a read-back: what has no receipt tells of no restore.
            return "", ()
        lines = (
            (line.kind, line.source_key, line.key)
            for line in receipt.lines
            if line.step is not Step.REMOVE and line.outcome in _CAME and line.key
        )
        return receipt.source, tuple(lines)


def read_backs(catalogue: Catalogue) -> Iterator[str]:
    """The full ids of the snapshots that may hold a receipt."""
    return (entry.info.id for entry in catalogue.entries() if Tag.READ_BACK in entry.info.tags)


def _entry(catalogue: Catalogue, snapshot: str) -> Entry | None:
    try:
        return catalogue.find(snapshot) if snapshot else None
    except (NoSuchSnapshot, AmbiguousSnapshot):
        return None
