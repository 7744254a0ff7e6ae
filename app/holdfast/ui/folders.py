"""Files as the tree of folders they lay in on the phone, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.item_rows import day_of
from holdfast.wording import sizes, times


@dataclass(slots=True)
class Folder:
    """One folder, with the size and number of all files in it and below."""

    name: str
    folders: dict[str, Folder] = field(default_factory=dict)
    items: list[StoredItem] = field(default_factory=list)
    size: int = 0
    count: int = 0

    def all_items(self) -> Iterator[StoredItem]:
        """Every file in it and below."""
        waiting = [self]
        while waiting:
            folder = waiting.pop()
            yield from folder.items
            waiting += folder.folders.values()


def folder_tree(items: Iterable[StoredItem]) -> Folder:
    """The phone itself as a folder; its folders are the storages."""
    root = Folder("")
    for item in items:
        folder = root
        _count(folder, item)
        for name in item.path[:-1]:
            folder = folder.folders.setdefault(name, Folder(name))
            _count(folder, item)
        folder.items.append(item)
    return root


def _count(folder: Folder, item: StoredItem) -> None:
    folder.size += item.size
    folder.count += 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the tree: a folder or a file, worded."""

    name: str
    size: str
    changed: str
    folder: Folder | None = None
    item: StoredItem | None = None

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ", ".join(part for part in (self.name, self.size, self.changed) if part)

    def items(self) -> Iterator[StoredItem]:
        """The file, or all files of the folder."""
        if self.folder is not None:
            yield from self.folder.all_items()
        elif self.item is not None:
            yield self.item


def lines_of(folder: Folder) -> list[Line]:
    """What lies directly in `folder`: folders first, each by name."""
    inner = sorted(folder.folders.values(), key=lambda one: one.name.casefold())
    files = sorted(folder.items, key=lambda one: _name(one).casefold())
    return [*map(_folder_line, inner), *map(_file_line, files)]


def _folder_line(folder: Folder) -> Line:
    return Line(folder.name, sizes.size(folder.size), "", folder)


def _file_line(item: StoredItem) -> Line:
    day = day_of(item.modified)
    changed = times.calendar_day(day) if day is not None else ""
    return Line(_name(item), sizes.size(item.size), changed, None, item)


def _name(item: StoredItem) -> str:
    return item.path[-1] if item.path else item.title or item.key
