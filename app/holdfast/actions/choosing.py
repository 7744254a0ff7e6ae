"""Finds what a person means: which handset, which snapshot, which item they named."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from holdfast.actions.desk import Desk
from holdfast.errors import Problem
from holdfast.phones.handsets.android.reaching import PREFIX as ADB_NAME
from holdfast.phones.handsets.find import Found
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem, Version
from holdfast.vault.library import Vault


class NoVaultChosen(Problem):
    """Nobody said which vault is meant, and none was opened before."""


class NoHandset(Problem):
    """No phone is connected."""


@dataclass(eq=False)
class SeveralHandsets(Problem):
    """More than one handset could be meant; `ids` are all of them."""

    ids: tuple[str, ...]


@dataclass(eq=False)
class NoSuchHandset(Problem):
    """No handset has this name; `ids` are those there are."""

    name: str
    ids: tuple[str, ...] = ()


@dataclass(eq=False)
class NothingNamed(Problem):
    """No item is called `text`."""

    text: str


@dataclass(eq=False)
class SeveralNamed(Problem):
    """More than one item is called `text`; `items` name them all, as "kind/key".

    `handsets` are the ids of the phones they are on, each once.
    """

    text: str
    items: tuple[str, ...]
    handsets: tuple[str, ...] = ()


def choose_connected(desk: Desk, wanted: str | None) -> str:
    """The id of the connected handset that is meant: by id, beginning of id, or given name.

    Without `wanted` the only one is meant. A name like "adb:192.168.1.7:5555" stands for
    itself. Raises the Problem that keeps the one meant from being opened, or `NoHandset`,
    `NoSuchHandset`, `SeveralHandsets`.
    """
    if wanted is not None and wanted.startswith(ADB_NAME):
        return wanted
    present = desk.look().present
    infos = [found.info for found in present if found.info is not None]
    if not infos:
        raise _why_none(present)
    return _chosen(desk, infos, wanted).id


def choose_known(desk: Desk, vault: Vault, wanted: str | None) -> HandsetInfo:
    """The handset in the vault's history that is meant; as `choose_connected`."""
    infos = vault.history.handsets()
    if not infos:
        raise NoHandset
    return _chosen(desk, infos, wanted)


def _why_none(present: Sequence[Found]) -> Problem:
    return next((found.problem for found in present if found.problem is not None), NoHandset())


def _chosen(desk: Desk, infos: Sequence[HandsetInfo], wanted: str | None) -> HandsetInfo:
    ids = tuple(info.id for info in infos)
    meant = [info for info in infos if wanted is None or _is_called(desk, info, wanted)]
    exact = [info for info in meant if info.id == wanted]
    if len(meant) == 1 or exact:
        return (exact or meant)[0]
    if not meant:
        raise NoSuchHandset(wanted or "", ids)
    raise SeveralHandsets(tuple(info.id for info in meant))


def _is_called(desk: Desk, info: HandsetInfo, wanted: str) -> bool:
    name = desk.settings.name_of(info.id) or info.title
    asked = wanted.casefold()
    return bool(asked) and (info.id.startswith(asked) or name.casefold() == asked)


def item_name(item: StoredItem) -> str:
    """What to call an item on the command line: "contacts/2A"."""
    return f"{item.kind}/{item.key}"


def find_item(vault: Vault, snapshot: SnapshotInfo, text: str) -> StoredItem:
    """The item of `snapshot` that is meant by "kind/key", or by its title where only one has it.

    Raises `NothingNamed`, `SeveralNamed`.
    """
    kind, key = split_name(text)
    kinds = [kind] if kind else [entry.kind for entry in snapshot.coverage]
    items = [item for each in kinds for item in vault.history.items(snapshot.id, each)]
    return _the_one(text, [item for item in items if kind and item.key == key] or items)


def find_ever(vault: Vault, handsets: Collection[HandsetInfo], text: str) -> StoredItem:
    """The item that is meant, as it was last in any snapshot of `handsets`.

    Raises `NothingNamed`, `SeveralNamed`.
    """
    kind, key = split_name(text)
    if kind is not None:
        found = [
            versions[0].item
            for handset in handsets
            if (versions := vault.history.versions(handset.id, kind, key))
        ]
        if found:
            return _the_one(text, _apart(vault, found))
    ids = {handset.id for handset in handsets}
    hits = (hit.version.item for hit in vault.history.search(text))
    found = [item for item in hits if item.handset in ids]
    return _the_one(text, _apart(vault, list(_meant(found, kind, key, text))))


def _apart(vault: Vault, items: Sequence[StoredItem]) -> list[StoredItem]:
    """Items without those that are another of them, under the key a reset or a new phone gave."""
    if len(items) <= 1:
        return list(items)
    found: list[StoredItem] = []
    lives: list[tuple[Version, ...]] = []
    for item in items:
        life = vault.history.lineage(item.handset, item.kind, item.key, item.digest)
        if life not in lives:
            lives.append(life)
            found.append(item)
    return found


def split_name(text: str) -> tuple[Kind | None, str]:
    """Cut "kind/key" in two; the kind is None where `text` does not begin with one."""
    word, slash, key = text.partition("/")
    if slash and word in {str(kind) for kind in Kind}:
        return Kind(word), key
    return None, text


def _the_one(text: str, items: Sequence[StoredItem]) -> StoredItem:
    kind, key = split_name(text)
    meant = list(_meant(items, kind, key, text))
    if not meant:
        raise NothingNamed(text)
    if len(meant) > 1:
        phones = tuple(dict.fromkeys(item.handset for item in meant))
        raise SeveralNamed(text, tuple(item_name(item) for item in meant), phones)
    return meant[0]


def _meant(
    items: Sequence[StoredItem], kind: Kind | None, key: str, text: str
) -> Iterator[StoredItem]:
    for item in items:
        named = kind is item.kind and item.key == key
        if named or item.title.casefold() == text.strip().casefold():
            yield item
