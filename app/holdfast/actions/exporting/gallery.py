"""Photos and files in the viewer: the originals beside the pages, and tiles that lead to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePosixPath

from holdfast.actions.exporting.frames import Frame, address, short
from holdfast.actions.exporting.outbox import Outbox
from holdfast.actions.exporting.paged import GRID, LIST, Entry, Sections
from holdfast.actions.mirroring.pages import escaped, wall_time
from holdfast.actions.plain_files import relative, until_stopped
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem
from holdfast.vault.history.layout import FOLDERS
from holdfast.vault.library import Vault
from holdfast.vault.repository.problems import VaultDamaged

Thumbnailer = Callable[[bytes], bytes | None]
"""Makes a small JPEG or PNG of a picture's bytes; None where it cannot."""

SMALL = "Small pictures"
"""The folder of the pictures that the grid shows."""

# What every browser of today shows by itself.
_SHOWN = frozenset((".jpg", ".jpeg", ".jpe", ".png", ".gif", ".webp", ".bmp"))
_MOST_LOOKED_AT = 64 << 20
"""Bytes of a picture or video that is read whole to make a small one."""
_JPEG = b"\xff\xd8\xff"


class Gallery:
    """Writes the originals of photos or files, and their pages."""

    def __init__(
        self,
        vault: Vault,
        kind: Kind,
        outbox: Outbox,
        frame: Frame,
        thumbnail: Thumbnailer | None = None,
    ) -> None:
        """Without a `thumbnail` maker the grid shows the originals themselves."""
        self._vault = vault
        self._kind = kind
        self._outbox = outbox
        self._frame = frame
        self._thumbnail = thumbnail

    def run(self, items: Sequence[StoredItem]) -> None:
        """Write everything; photos the newest first, files by their folders."""
        title = self._frame.words.kinds[self._kind]
        around = GRID if self._kind is Kind.PHOTOS else LIST
        order = _newest_first if self._kind is Kind.PHOTOS else _by_folder
        entries: list[Entry] = []
        with self._outbox.spill() as spill:
            sections = Sections(self._outbox, self._frame, spill)
            for number, item in enumerate(sorted(items, key=order)):
                self._outbox.report(self._kind, number, len(items))
                tile = self._tile(item)
                if tile:
                    entries.append(sections.lay(tile, self._heading(item)))
            sections.write(str(self._kind), title, entries, around)

    def _heading(self, item: StoredItem) -> str:
        if self._kind is Kind.FILES:
            return short("/".join(item.path[:-1]))
        words = self._frame.words
        return words.month(wall_time(item.modified)) if item.modified else words.undated

    def _tile(self, item: StoredItem) -> bytes:
        """The way to an original that was written; empty where it is damaged in the vault."""
        name = FOLDERS[self._kind] / relative(item, item.parts[0].suffix)
        chunks = until_stopped(self._vault.history.read(item), self._outbox.task)
        try:
            place = self._outbox.write(name, chunks, item.modified)
        except VaultDamaged:
            self._outbox.result.damaged.append(item)
            return b""
        self._outbox.result.count(self._kind)
        words, link = self._frame.words, address(place, self._outbox.root)
        title = escaped(short(item.path[-1] if item.path else item.title))
        when = words.moment(item.modified) if item.modified is not None else ""
        about = " · ".join(filter(None, (words.size(item.size), when)))
        return (
            f'<div class="item"><a href="{link}">{self._picture(place, link)}'
            f'<span dir="auto">{title}</span></a><p class="quiet">{escaped(about)}</p></div>\n'
        ).encode()

    def _picture(self, place: Path, link: str) -> str:
        if self._kind is not Kind.PHOTOS:
            return ""
        small = self._small(place)
        source = small or (link if place.suffix.lower() in _SHOWN else "")
        return f'<img loading="lazy" alt="" src="{source}">' if source else ""

    def _small(self, place: Path) -> str:
        """The address of a small picture of an original; empty where none can be made."""
        made: bytes | None = None
        # An original that was moved away meanwhile has no small picture, that is all.
        with suppress(OSError):
            if self._thumbnail is not None and place.stat().st_size <= _MOST_LOOKED_AT:
                made = self._thumbnail(place.read_bytes())
        if not made:
            return ""
        suffix = ".jpg" if made.startswith(_JPEG) else ".png"
        wanted = PurePosixPath(SMALL, f"{place.stem}{suffix}")
        return address(self._outbox.write(str(wanted), (made,)), self._outbox.root)


def _newest_first(item: StoredItem) -> tuple[float, str]:
    # Wall times in days and seconds, for a date before 1970 has no timestamp everywhere.
    span = wall_time(item.modified) - datetime.min  # noqa: DTZ901 - wall time
    return -span.total_seconds(), item.title


def _by_folder(item: StoredItem) -> tuple[str, ...]:
    return item.path
