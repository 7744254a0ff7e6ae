"""What a handset's last snapshot holds of its media, so that an unchanged kind is kept whole."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from json.encoder import encode_basestring_ascii
from typing import Any, Protocol

from holdfast.records.model.item import Item
from holdfast.records.model.kinds import Kind
from holdfast.vault.history.catalogue import Entry
from holdfast.vault.history.layout import FOLDERS, utc
from holdfast.vault.history.marks import MARKS, fits_file_text, section_of
from holdfast.vault.history.rows import stored, tree_of
from holdfast.vault.history.sidecars import SidecarUnreadable
from holdfast.vault.history.summaries import decode_pieces
from holdfast.vault.history.trees import Trees
from holdfast.vault.repository.problems import VaultDamaged
from holdfast.vault.repository.tree import Node, Tree

_AT_ONCE = 1000

# An item of one part, as the index holds its parts. What looks otherwise is read as JSON.
_TEXT = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_ONE_PART = re.compile(
    rf'^\[\[{_TEXT}, {_TEXT}, \[(?:"([0-9a-f]{{64}}(?:", "[0-9a-f]{{64}})*)")?\], \d+\]\]$',
    re.MULTILINE,
)


class Holder(Protocol):
    """The part of the repository's writer that is needed here."""

    def has(self, content: Sequence[str]) -> bool:
        """Whether every blob of a byte stream is stored."""
        ...

    def has_tree(self, tree: str) -> bool:
        """Whether this one tree is stored."""
        ...

    def tree_id(self, tree: Tree) -> str:
        """The id that the tree would have if it was written now."""
        ...


@dataclass(slots=True)
class Standing:
    """One kind of media as the snapshot `snapshot` (its full id) holds it.

    `node` is the folder of the kind in the root of the tree, `marks` its section of
    `marks.json`. A backup that meets every item again and no other may keep both as they are:
    placed anew, the items would make the same.
    """

    kind: Kind
    snapshot: str
    node: Node
    marks: Mapping[str, Any]
    _left: dict[str, str]
    met: list[str] = field(default_factory=list)
    """The keys of the items met so far, in order."""
    _folders: dict[tuple[str, ...], str] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether every item was met again."""
        return not self._left

    def meets(self, item: Item) -> bool:
        """Whether `item` is one of those that are here, to the last detail, and not met yet."""
        # Of plain texts, one an item: neither time nor memory is spent on 50,000 objects. A
        # path in JSON and a date have no line's end.
        key, mark = item.key, item.mark
        if mark is None:
            return False
        moment = item.modified
        if moment is not None and moment.tzinfo is not UTC:
            moment = utc(moment)
        date = None if moment is None else moment.isoformat()
        if self._left.get(key) != f"{self._path(item.path)}\n{date}\n{mark}":
            return False
        del self._left[key]
        self.met.append(key)
        return True

    def _path(self, path: tuple[str, ...]) -> str:
        """A path as the index holds it: what `json.dumps` makes of it."""
        if not path:
            return ""
        folder = path[:-1]
        above = self._folders.get(folder)
        if above is None:
            above = "[" + "".join(f"{encode_basestring_ascii(name)}, " for name in folder)
            self._folders[folder] = above
        return f"{above}{encode_basestring_ascii(path[-1])}]"


def standing(
    database: sqlite3.Connection, trees: Trees, entry: Entry, kind: Kind, holder: Holder
) -> Standing | None:
    """What the snapshot `entry` holds of `kind`, a kind of media that it read to the end.

    None unless all of it is stored, and was placed and written as it would be now.
    """
    if not _is_last(database, entry):
        return None
    try:
        tree = tree_of(database, entry.info.id)
        root = trees.tree(tree)
        marks = section_of(trees.sidecar(trees.folder(tree), MARKS), kind)
    except (VaultDamaged, SidecarUnreadable):
        return None
    node = _folder(root, kind)
    # Another person's files have another owner.
    if node is None or holder.tree_id(root) != tree:
        return None
    if not all(map(holder.has_tree, _trees(database, entry, node))):
        return None
    items = _items(database, entry, kind, holder)
    return Standing(kind, entry.info.id, node, marks, items) if items else None


def _folder(root: Tree, kind: Kind) -> Node | None:
    named = (node for node in root.nodes if node.name == FOLDERS[kind] and node.is_folder)
    return next(named, None)


def _is_last(database: sqlite3.Connection, entry: Entry) -> bool:
    """Whether the index's folders are those of this snapshot."""
    query = "SELECT 1 FROM handsets WHERE id = ? AND numbers = ?"
    return database.execute(query, (entry.handset, entry.number)).fetchone() is not None


def _trees(database: sqlite3.Connection, entry: Entry, node: Node) -> Iterator[str]:
    """The trees of a kind's folder and of all below; one that is none where the index errs."""
    folder = stored(node.name)
    found = database.execute(
        "SELECT path, tree FROM folders WHERE handset = ? AND (path = ? OR substr(path, 1, ?) = ?)",
        (entry.handset, folder, len(folder) + 1, folder + b"/"),
    )
    trees = {path: state.partition(":")[0] for path, state in found}
    yield node.subtree if trees.get(folder) == node.subtree else ""
    yield from trees.values()


def _items(
    database: sqlite3.Connection, entry: Entry, kind: Kind, holder: Holder
) -> dict[str, str] | None:
    """The items by key; None where one of them may be placed otherwise than before."""
    items: dict[str, str] = {}
    places: set[str] = set()
    rows = database.execute(
        "SELECT versions.key, versions.mark, versions.path, versions.modified, versions.parts"
        " FROM spans JOIN versions ON versions.id = spans.version WHERE spans.handset = ?"
        " AND spans.kind = ? AND spans.last >= ? AND spans.first <= ?",
        (entry.handset, kind, entry.number, entry.number),
    )
    count = 0
    while some := rows.fetchmany(_AT_ONCE):
        # By columns: a row at a time costs as much again as the database.
        keys, marks, paths, dates, parts = zip(*some, strict=True)
        # Items at one path are told apart by who comes first; a date that no file can hold is
        # that of the backup.
        if None in marks or None in paths or not all(map(fits_file_text, dates)):
            return None
        whole = [
            f"{path}\n{date}\n{mark}"
            for path, date, mark in zip(paths, dates, _texts(marks), strict=True)
        ]
        items.update(zip(_texts(keys), whole, strict=True))
        places.update(paths)
        if not holder.has(_content(parts)):
            return None
        count += len(some)
    return items if len(items) == len(places) == count else None


def _texts(held: Sequence[bytes]) -> list[str]:
    """What `rows.told` makes of each, in less time for many."""
    return [each.decode("utf-8", "surrogatepass") for each in held]


def _content(parts: Sequence[str]) -> Sequence[str]:
    """The blobs of items, by how the index holds the parts of each."""
    plain = _ONE_PART.findall("\n".join(parts))
    if len(plain) == len(parts):
        joined = '", "'.join(filter(None, plain))
        return joined.split('", "') if joined else ()
    return [blob for each in parts for piece in decode_pieces(each) for blob in piece.content]
