"""The keys this computer shows to phones: the owner's own for adb, or one of ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from holdfast.phones.handsets.android import key_files

CONSENT_SECONDS = 30.0
"""How long the owner may take for the dialog on a phone before the caller is told."""

NAME = "adbkey"
_MOST_KEYS = 16
_SUFFIX = ".adb_key"


class HostKeys:
    """All keys to try with a phone; none is made before one is needed."""

    def __init__(self, own: Path, users: Path | None = None, vendors: Iterable[Path] = ()) -> None:
        """Look for the owner's key in the folder `users` (`~/.android`).

        `vendors` are files, or folders of files, as ADB_VENDOR_KEYS names them. Where the
        owner has no key of adb, one of ours is kept in the folder `own`.
        """
        self._own = own
        self._users = users
        self._vendors = tuple(vendors)

    def all(self) -> tuple[key_files.HostKey, ...]:
        """Return the keys to try, the one to offer on the phone's screen first.

        Makes ours where the owner has none; raises `OSError` when it cannot be kept.
        """
        mine = self._of_user() or self._ours()
        found: dict[bytes, key_files.HostKey] = {}
        for key in (mine, *self._of_vendors()):
            found.setdefault(key.line, key)
        return tuple(found.values())

    def _of_user(self) -> key_files.HostKey | None:
        return None if self._users is None else key_files.read_key(self._users / NAME)

    def _ours(self) -> key_files.HostKey:
        place = self._own / NAME
        return key_files.read_key(place) or key_files.make_key(place)

    def _of_vendors(self) -> Iterator[key_files.HostKey]:
        places = [each for vendor in self._vendors for each in _key_files(vendor)]
        yield from filter(None, map(key_files.read_key, places[:_MOST_KEYS]))


def _key_files(vendor: Path) -> list[Path]:
    try:
        if not vendor.is_dir():
            return [vendor]
        return sorted(each for each in vendor.iterdir() if each.suffix == _SUFFIX)
    except OSError:
        return []
