"""OBEX folder browsing of a phone that lives in a folder: photos, videos and other files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from holdfast.phones.protocols.irmc.listing import LISTING_TYPE, Entry, write_listing
from holdfast.phones.protocols.irmc.logs import write_clock
from holdfast.phones.protocols.irmc.stores import BROWSING_TARGET
from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.folder import PhoneFolder
from holdfast.phones.virtual.irmc.service import Reply

_CHUNK = 64 * 1024


class BrowsingService:
    """Answers for the phone's file system; the current folder lasts as long as a connection."""

    def __init__(self, folder: PhoneFolder) -> None:
        """Serve the photos and files in `folder`."""
        self._folder = folder
        self._place: tuple[str, ...] = ()

    def connect(self, target: bytes | None) -> bool:
        """Serve the folder browsing service, from the root."""
        self._place = ()
        return target == BROWSING_TARGET

    def set_path(self, name: str | None, *, create: bool) -> Reply:
        """Go to a folder, made on the way if `create` says so."""
        if not name:
            self._place = self._place[:-1] if name is None else ()
            return Reply()
        place = (*self._place, name)
        if self._folder.entries(place) is None and not (create and self._folder.make_folder(place)):
            return Reply(Code.NOT_FOUND)
        self._place = place
        return Reply()

    def get(self, name: str, kind: bytes) -> Reply:
        """Give a file, or what lies in the current folder or in the one called `name` in it."""
        if kind == LISTING_TYPE:
            return self._list((*self._place, name) if name else self._place)
        path = (self._folder.entries(self._place) or {}).get(name)
        if path is None or not path.is_file():
            return Reply(Code.NOT_FOUND)
        return Reply(body=_chunks(path), length=path.stat().st_size)

    def put(self, name: str, data: BinaryIO) -> Reply:
        """Take a file into the current folder, in place of one of the same name."""
        path = self._folder.place_for(self._place, name)
        if path is None or path.is_dir():
            return Reply(Code.FORBIDDEN)
        self._folder.write(path, data)
        # Not "Created": clients have been met that take anything but OK for a failure.
        return Reply()

    def pieces(self, name: str) -> Reply | None:  # noqa: ARG002 - the seam's
        """Take any file, however long it is."""
        return None

    def delete(self, name: str, *, hard: bool = False) -> Reply:  # noqa: ARG002 - the seam's
        """Take a file away."""
        path = (self._folder.entries(self._place) or {}).get(name)
        if path is None or not path.is_file():
            return Reply(Code.NOT_FOUND)
        path.unlink(missing_ok=True)
        return Reply()

    def _list(self, place: tuple[str, ...]) -> Reply:
        entries = self._folder.entries(place)
        if entries is None:
            return Reply(Code.NOT_FOUND)
        data = write_listing(_entry(path) for path in entries.values())
        return Reply(body=(data,), length=len(data))


def _entry(path: Path) -> Entry:
    state = path.stat()
    modified = write_clock(datetime.fromtimestamp(int(state.st_mtime), UTC)).decode()
    if path.is_dir():
        return Entry(path.name, folder=True, modified=modified)
    return Entry(path.name, folder=False, size=state.st_size, modified=modified)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            yield chunk
