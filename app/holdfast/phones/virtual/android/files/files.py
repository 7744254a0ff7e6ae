"""The files an Android phone shows, over a folder of this computer that nothing ever leaves.

    /sdcard, /storage/self/primary, /storage/emulated/0   storage/emulated/0
    /storage/XXXX-XXXX                                    storage/XXXX-XXXX, where it is there
    /data/local/tmp                                       tmp

Paths are bytes, absolute, as the phone writes them. What fails raises `OSError` with the errno
and the words of the phone's own C library.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from holdfast.phones.virtual.android.files.devices import DEVICES
from holdfast.phones.virtual.android.files.entries import Entry, entry_of, fixed_entry
from holdfast.phones.virtual.android.files.errors import refusal, worded
from holdfast.phones.virtual.android.files.tree import Fixed, fixed_tree

__all__ = ["PRIMARY", "TEMPORARY", "AndroidFiles", "Entry", "normal"]

PRIMARY = b"/storage/emulated/0"
TEMPORARY = b"/data/local/tmp"
_CARD = re.compile(rb"[0-9A-F]{4}-[0-9A-F]{4}\Z")
_NOT_ON_CARDS = re.compile(rb'["*:<>?\\|\x00-\x1f]')
_MOST_LINKS = 10
_LONGEST_PATH = 4096


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a path leads: to something fixed, or to `real` on this computer in a volume."""

    path: bytes
    fixed: Fixed | None = None
    parent: Fixed | None = None
    volume: bytes = b""
    real: bytes = b""


class AndroidFiles:
    """The files of one phone, read from its folder whenever they are asked for."""

    def __init__(self, root: Path, programs: Iterable[str] = ()) -> None:
        """Show the phone in the folder `root`; `programs` lie in /system/bin."""
        self._root = root
        self._tree = fixed_tree(programs)
        self._base = os.path.realpath(os.fsencode(root))
        for folder in ("storage/emulated/0", "tmp"):
            (root / folder).mkdir(parents=True, exist_ok=True)

    def resolve(self, folder: str | bytes, path: str | bytes) -> bytes:
        """Return the absolute path of `path` as seen from `folder`, without `.` and `..`."""
        return normal(_bytes(folder), _bytes(path))

    def host(self, path: bytes) -> Path | None:
        """Where `path` lies on this computer; None when it is no file of a volume."""
        try:
            place = self._find(path)
        except OSError:
            return None
        return Path(os.fsdecode(place.real)) if place.real else None

    def volumes(self) -> list[bytes]:
        """The paths of the volumes: the primary one, then the cards by name."""
        return [PRIMARY, *(b"/storage/" + name for name in self._cards())]

    def exists(self, path: bytes) -> bool:
        """Tell whether something is there."""
        try:
            self.stat(path)
        except OSError:
            return False
        return True

    def stat(self, path: bytes, *, follow: bool = True) -> Entry:
        """Return what the phone says of `path`, or without `follow` of the link it is."""
        place = self._find(path, follow=follow)
        if place.fixed is not None:
            return fixed_entry(place.fixed)
        if not place.real:
            raise refusal(errno.ENOENT)
        with worded():
            return entry_of(os.lstat(place.real), keeps_rights=place.volume == TEMPORARY)

    def names(self, path: bytes) -> list[bytes]:
        """Return the names in a folder, in no order."""
        return [name for name, _ in self.scan(path)]

    def scan(self, path: bytes) -> Iterator[tuple[bytes, Entry]]:
        """Yield the names in a folder with what `stat` without `follow` says of each."""
        place = self._find(path)
        if place.fixed is not None:
            return iter(self._fixed_names(place))
        if not place.real:
            raise refusal(errno.ENOENT)
        with worded():
            # A phone's own call fails at once for what is no folder, not at the first name.
            return _scanned(place.volume, os.scandir(place.real))

    def read(self, path: bytes) -> BinaryIO:
        """Open a file for reading."""
        place = self._find(path)
        if place.fixed is not None:
            return _opened_fixed(place, for_writing=False)
        if not place.real:
            raise refusal(errno.ENOENT)
        with worded():
            return open(place.real, "rb")  # noqa: PTH123 - a name may be no text; the caller closes it

    def write(
        self, path: bytes, *, append: bool = False, keep: bool = False, mode: int = 0o644
    ) -> BinaryIO:
        """Open a file for writing, made if need be; with `keep` what it holds stays."""
        place = self._find(path)
        if place.fixed is not None:
            return _opened_fixed(place, for_writing=True)
        real = self._makeable(place)
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        flags |= os.O_APPEND if append else 0 if keep else os.O_TRUNC
        with worded():
            if os.path.isdir(real):  # noqa: PTH112 - a name may be no text
                raise refusal(errno.EISDIR)
            return os.fdopen(os.open(real, flags, mode & 0o777 | 0o600), "ab" if append else "r+b")

    def make_folder(self, path: bytes) -> None:
        """Make a folder in one that is there."""
        place = self._find(path, follow=False)
        if place.fixed is not None:
            raise refusal(errno.EEXIST)
        real = self._makeable(place)
        with worded():
            os.mkdir(real)  # noqa: PTH102 - a name may be no text

    def remove(self, path: bytes) -> None:
        """Remove a file."""
        real = self._changeable(path)
        with worded():
            if os.path.isdir(real) and not os.path.islink(real):  # noqa: PTH112, PTH114 - a name may be no text
                raise refusal(errno.EISDIR)
            os.unlink(real)  # noqa: PTH108 - a name may be no text

    def remove_folder(self, path: bytes) -> None:
        """Remove an empty folder."""
        real = self._changeable(path)
        with worded():
            os.rmdir(real)  # noqa: PTH106 - a name may be no text

    def rename(self, path: bytes, to: bytes) -> None:
        """Give a file or folder another path on the same volume; else errno EXDEV."""
        real, place = self._changeable(path), self._find(to, follow=False)
        if place.fixed is not None:
            raise refusal(errno.EBUSY)
        target = self._makeable(place)
        if self._find(path, follow=False).volume != place.volume:
            raise refusal(errno.EXDEV)
        with worded():
            os.replace(real, target)  # noqa: PTH105 - a name may be no text

    def set_times(self, path: bytes, modified: int, accessed: int | None = None) -> None:
        """Set when a file was modified and accessed, in nanoseconds since 1970."""
        real = self._changeable(path, follow=True)
        with worded():
            os.utime(real, ns=(modified if accessed is None else accessed, modified))

    def set_mode(self, path: bytes, mode: int) -> None:
        """Set a file's rights where the volume keeps any, which only /data/local/tmp does."""
        place = self._find(path)
        real = self._changeable(path, follow=True)
        if place.volume == TEMPORARY:
            with worded():
                os.chmod(real, mode & 0o777 | 0o600)  # noqa: PTH101 - a name may be no text

    def free_bytes(self, path: bytes) -> tuple[int, int]:
        """Return the size of the volume that holds `path`, and what of it is free."""
        real = self._changeable(path, follow=True)
        found = shutil.disk_usage(os.fsdecode(real))
        return found.total, found.free

    def _find(self, path: bytes, *, follow: bool = True) -> _Place:
        if len(path) > _LONGEST_PATH:
            raise refusal(errno.ENAMETOOLONG)
        if b"\0" in path:
            raise refusal(errno.EINVAL)
        if b"/." in path or b"//" in path:
            path = normal(b"/", path)
        for prefix, volume in _WAYS:  # nearly all that is ever asked for
            if path.startswith(prefix):
                rest = [part for part in path[len(prefix) :].split(b"/") if part]
                return self._inside(volume, rest, path, follow=follow)
        for _ in range(_MOST_LINKS):
            place = self._walk(path, follow=follow)
            if isinstance(place, _Place):
                return place
            path = place
        raise refusal(errno.ELOOP)

    def _walk(self, path: bytes, *, follow: bool) -> _Place | bytes:
        """Go down the fixed folders; return the path to go on with when there is a link."""
        parts = [part for part in path.split(b"/") if part]
        fixed, parent, here = self._tree, None, b""
        for index, part in enumerate(parts):
            here += b"/" + part
            if here in (PRIMARY, TEMPORARY) or self._is_card(here):
                return self._inside(here, parts[index + 1 :], path, follow=follow)
            if not stat.S_ISDIR(fixed.mode):
                raise refusal(errno.ENOTDIR)
            child = fixed.names.get(part)
            rest = parts[index + 1 :]
            if child is None:
                return self._beyond(path, fixed, rest)
            if child.target and (rest or follow or path.endswith(b"/")):
                return normal(child.target, b"/".join(rest))
            fixed, parent = child, fixed
        return _Place(path, fixed, parent)

    def _beyond(self, path: bytes, parent: Fixed, rest: list[bytes]) -> _Place:
        if rest:
            raise refusal(errno.ENOENT)
        if path.startswith((b"/data/", b"/cache/")):
            raise refusal(errno.EACCES)
        return _Place(path, parent=parent)

    def _inside(self, volume: bytes, rest: list[bytes], path: bytes, *, follow: bool) -> _Place:
        base = self._base + _REAL.get(volume, volume)
        if volume not in _REAL and _NOT_ON_CARDS.search(b"/".join(rest)):
            raise refusal(errno.EINVAL)
        real = os.path.join(base, *rest)  # noqa: PTH118 - names may be no text
        if os.path.islink(real) and (follow or path.endswith(b"/")):  # noqa: PTH114 - likewise
            real = os.path.realpath(real)
        if not _stays(base, rest, real):
            raise refusal(errno.EACCES)
        return _Place(path, volume=volume, real=real)

    def _makeable(self, place: _Place) -> bytes:
        """The real path of what may be made."""
        if place.real:
            return place.real
        read_only = place.parent is None or place.parent.read_only
        raise refusal(errno.EROFS if read_only else errno.EACCES)

    def _changeable(self, path: bytes, *, follow: bool = False) -> bytes:
        """The real path of what may be changed or taken away."""
        place = self._find(path, follow=follow)
        if place.real and (follow or not self._is_top(place)):
            return place.real
        if place.real:
            raise refusal(errno.EBUSY)
        if place.fixed is None:
            raise refusal(errno.ENOENT)
        read_only = place.parent is None or place.parent.read_only
        raise refusal(errno.EROFS if read_only else errno.EACCES)

    def _is_top(self, place: _Place) -> bool:
        return place.real == self._base + _REAL.get(place.volume, place.volume)

    def _fixed_names(self, place: _Place) -> list[tuple[bytes, Entry]]:
        fixed = place.fixed or self._tree
        if not stat.S_ISDIR(fixed.mode):
            raise refusal(errno.ENOTDIR)
        if fixed.secret:
            raise refusal(errno.EACCES)
        cards = self._cards() if place.path.rstrip(b"/") == b"/storage" else []
        held = [(name, self.stat(b"/storage/" + name)) for name in cards]
        return [*((name, fixed_entry(child)) for name, child in fixed.names.items()), *held]

    def _is_card(self, path: bytes) -> bool:
        above, _, name = path.rpartition(b"/")
        return above == b"/storage" and bool(_CARD.match(name)) and name in self._cards()

    def _cards(self) -> list[bytes]:
        names = os.listdir(os.fsencode(self._root / "storage"))  # noqa: PTH208 - names may be no text
        return sorted(name for name in names if _CARD.match(name))


_REAL = {PRIMARY: b"/storage/emulated/0", TEMPORARY: b"/tmp"}
_WAYS = ((b"/sdcard/", PRIMARY), (PRIMARY + b"/", PRIMARY), (TEMPORARY + b"/", TEMPORARY))


def _stays(base: bytes, rest: list[bytes], real: bytes) -> bool:
    """Whether no link on the way leads out of a volume at `base`."""
    joined = os.path.join(base, *rest)  # noqa: PTH118 - names may be no text
    above = base
    for part in rest[:-1]:
        above += b"/" + part
        if os.path.islink(above):  # noqa: PTH114 - names may be no text
            joined = os.path.realpath(joined)
            break
    return all(path == base or path.startswith(base + b"/") for path in (joined, real))


def normal(folder: bytes, path: bytes) -> bytes:
    """Join two paths of a phone and take `.` and `..` out; a closing slash stays."""
    whole = path if path.startswith(b"/") else folder + b"/" + path
    parts: list[bytes] = []
    for part in whole.split(b"/"):
        if part == b"..":
            del parts[-1:]
        elif part not in (b"", b"."):
            parts.append(part)
    closed = b"/" if parts and path.endswith(b"/") else b""
    return b"/" + b"/".join(parts) + closed


def _scanned(volume: bytes, found: os._ScandirIterator[bytes]) -> Iterator[tuple[bytes, Entry]]:
    with found:
        for each in found:
            try:
                yield (
                    each.name,
                    entry_of(each.stat(follow_symlinks=False), keeps_rights=volume == TEMPORARY),
                )
            except FileNotFoundError:
                continue  # it went away meanwhile


def _opened_fixed(place: _Place, *, for_writing: bool) -> BinaryIO:
    fixed = place.fixed
    if fixed is None or stat.S_ISDIR(fixed.mode):
        raise refusal(errno.EISDIR)
    name = place.path.rpartition(b"/")[2]
    if stat.S_ISCHR(fixed.mode) and name in DEVICES:
        return DEVICES[name]()
    if for_writing:
        raise refusal(errno.EROFS)
    raise refusal(errno.EACCES)


def _bytes(path: str | bytes) -> bytes:
    return path if isinstance(path, bytes) else path.encode("utf-8", "surrogateescape")
