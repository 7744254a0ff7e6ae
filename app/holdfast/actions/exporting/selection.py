"""What is exported: a whole backup, some of its kinds, or items of any backups."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem
from holdfast.vault.library import Vault


@dataclass(frozen=True, slots=True)
class Selection:
    """The `kinds` to export, and `items`, which gives those of a kind when they are needed.

    `title` and `lines` stand on pages that show it: what it is, and what to know of it.
    """

    kinds: tuple[Kind, ...]
    items: Callable[[Kind], Sequence[StoredItem]]
    title: str = ""
    lines: tuple[str, ...] = ()


def whole(
    vault: Vault,
    snapshot: SnapshotInfo,
    kinds: Collection[Kind] | None = None,
    *,
    title: str = "",
    lines: tuple[str, ...] = (),
) -> Selection:
    """A backup, or `kinds` of it."""
    asked = tuple(kind for kind in Kind if kinds is None or kind in kinds)
    return Selection(asked, lambda kind: vault.history.items(snapshot.id, kind), title, lines)


def chosen(items: Iterable[StoredItem], *, title: str = "") -> Selection:
    """Single items, each version once, in the order they are given."""
    by_kind: dict[Kind, dict[tuple[str, str, tuple[str, ...]], StoredItem]] = {}
    for item in items:
        content = tuple(blob for part in item.parts for blob in part.content)
        by_kind.setdefault(item.kind, {})[item.handset, item.key, content] = item
    kinds = tuple(kind for kind in Kind if kind in by_kind)
    return Selection(kinds, lambda kind: tuple(by_kind.get(kind, {}).values()), title)
