"""Walks the phone's folders for photos and files, and streams them in and out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePosixPath

from holdfast.phones.handsets.handset import Garbled, ItemRefused
from holdfast.phones.handsets.irmc.conversation import Conversation, RefusalError
from holdfast.phones.handsets.paths import Place, path_in, place_of
from holdfast.phones.protocols.irmc.listing import (
    LISTING_TYPE,
    MAX_LISTING,
    BrokenListingError,
    Entry,
    read_listing,
)
from holdfast.phones.protocols.irmc.logs import read_clock
from holdfast.phones.protocols.irmc.stores import BROWSING_TARGET
from holdfast.phones.protocols.obex.headers import DoesNotFitError, Header, HeaderId
from holdfast.phones.protocols.obex.packets import name_of
from holdfast.progress import Task
from holdfast.records.model.item import Item, NewItem, Part
from holdfast.records.model.kinds import Kind, media_kind

MAX_DEPTH = 32
MAX_FOLDERS = 20_000

_MAX_U32 = 0xFFFFFFFF


class Folders:
    """The file system behind the folder browsing service.

    Calls may raise `RefusalError`, `Garbled` or a `LinkProblem`.
    """

    def __init__(self, talk: Conversation) -> None:
        """Ask through `talk`."""
        self._talk = talk
        self._place: Place = ()
        self._connection = 0

    def items(self, kind: Kind, task: Task) -> Iterator[Item]:
        """Yield every file of `kind`, folder by folder.

        A folder that cannot be listed comes as an item that cannot be opened, so that its
        kind is not taken for complete.
        """
        waiting: list[Place] = [()]
        count = 0
        while waiting:
            place = waiting.pop()
            count += 1
            if len(place) > MAX_DEPTH or count + len(waiting) > MAX_FOLDERS:
                raise Garbled(f"folders without end at {'/'.join(place)[:200]}")
            entries, refused = self._list_or_tell(place, task)
            if refused:
                yield self._refused(kind, place, refused)
            yield from (
                self._item(kind, place, entry, task)
                for entry in entries
                if not entry.folder and media_kind(entry.name) is kind
            )
            waiting += reversed([(*place, entry.name) for entry in entries if _is_below(entry)])

    def add(self, item: NewItem, task: Task) -> str:
        """Put a new file at its path, beside what is already there; return its key."""
        place, name = place_of(item.path or tuple(item.key.split("/")))
        self._go(place, create=True)
        name = _free_name(name, {entry.name for entry in self._list(place, task)})
        self._put(place, name, item, task)
        return _key(place, name)

    def update(self, key: str, item: NewItem, task: Task) -> str:
        """Put other bytes in the place of the file that has `key`; return its key."""
        place, name = place_of(tuple(key.split("/")))
        self._put(place, name, item, task)
        return key

    def remove(self, key: str) -> None:
        """Take the file away that has `key`."""
        place, name = place_of(tuple(key.split("/")))
        self._go(place)
        self._talk.delete([Header(HeaderId.NAME, name)])

    def _put(self, place: Place, name: str, item: NewItem, task: Task) -> None:
        self._go(place, create=True)
        headers = [Header(HeaderId.NAME, name)]
        if item.size <= _MAX_U32:
            headers.append(Header(HeaderId.LENGTH, item.size))
        self._talk.put(headers, _checked(item, task))

    def _list_or_tell(self, place: Place, task: Task) -> tuple[tuple[Entry, ...], str]:
        """What lies in `place`, or why nobody knows; the root's own trouble is the kind's."""
        try:
            return self._list(place, task), ""
        except RefusalError as refusal:
            if not place:
                raise
            return (), name_of(refusal.code)
        except BrokenListingError as error:
            if not place:
                raise Garbled(f"listing of the root: {error}") from error
            return (), f"unreadable listing: {error}"
        except DoesNotFitError:
            return (), "its name is too long to ask for"

    def _list(self, place: Place, task: Task) -> tuple[Entry, ...]:
        self._go(place)
        body = bytearray()
        for event in self._talk.get(Header(HeaderId.TYPE, LISTING_TYPE)):
            body += event.body
            if len(body) > MAX_LISTING:
                raise BrokenListingError(f"longer than {MAX_LISTING} bytes")
            task.check()
        # A phone may list a name twice; there is only one file of that name to ask for.
        entries = {(entry.name, entry.folder): entry for entry in read_listing(bytes(body))}
        return tuple(entries.values())

    def _go(self, place: Place, *, create: bool = False) -> None:
        """Make `place` the current folder in as few steps as it takes."""
        self._talk.turn_to(BROWSING_TARGET)
        if self._connection != self._talk.connections:
            self._connection, self._place = self._talk.connections, ()
        common = _common(self._place, place)
        if self._place and not common:
            self._talk.set_path("")
            self._place = ()
        while len(self._place) > common:
            self._talk.set_path(None)
            self._place = self._place[:-1]
        for name in place[common:]:
            self._talk.set_path(name, create=create)
            self._place = (*self._place, name)

    def _item(self, kind: Kind, place: Place, entry: Entry, task: Task) -> Item:
        path = path_in(place, entry.name)
        told = entry.size is not None and entry.modified
        return Item(
            kind=kind,
            key="/".join(path),
            parts=(Part("", lambda: self._read(kind, place, entry, task), entry.size),),
            mark=f"{entry.size}:{entry.modified}" if told else None,
            path=path,
            modified=_utc(entry.modified),
        )

    def _refused(self, kind: Kind, place: Place, answer: str) -> Item:
        key = "/".join(place)

        def refuse() -> Iterator[bytes]:
            raise ItemRefused(kind, key, answer)

        return Item(kind=kind, key=key, parts=(Part("", refuse),), path=place)

    def _read(self, kind: Kind, place: Place, entry: Entry, task: Task) -> Iterator[bytes]:
        """Stream one file; it must be exactly as long as the phone said."""
        key = _key(place, entry.name)
        try:
            yield from self._stream(place, entry, task)
        except RefusalError as refusal:
            raise ItemRefused(kind, key, name_of(refusal.code)) from refusal
        except DoesNotFitError as error:
            raise ItemRefused(kind, key, "its name is too long to ask for") from error
        except _WrongLengthError as error:
            raise ItemRefused(kind, key, str(error)) from error

    def _stream(self, place: Place, entry: Entry, task: Task) -> Iterator[bytes]:
        self._go(place)
        length, got = entry.size, 0
        for event in self._talk.get(Header(HeaderId.NAME, entry.name)):
            # The length that comes with the file itself is newer than the listing.
            length = _newer(length, event.headers.number(HeaderId.LENGTH))
            got += len(event.body)
            if got > (_MAX_U32 if length is None else length):
                break
            task.check()
            if event.body:
                yield event.body
        if got != (min(got, _MAX_U32) if length is None else length):
            raise _WrongLengthError(f"{got} bytes came, {length} were announced")


class _WrongLengthError(Exception):
    """A file is longer or shorter than the phone said."""


def _newer(length: int | None, told: int | None) -> int | None:
    return length if told in (None, _MAX_U32) else told


def _is_below(entry: Entry) -> bool:
    # Some phones list a folder in itself, and the one above.
    return entry.folder and entry.name not in (".", "..")


def _key(place: Place, name: str) -> str:
    return "/".join(path_in(place, name))


def _common(one: Place, other: Place) -> int:
    count = 0
    for mine, yours in zip(one, other, strict=False):
        if mine != yours:
            break
        count += 1
    return count


def _free_name(name: str, taken: set[str]) -> str:
    """`name`, or one like it that no file in the folder has: a restore replaces nothing."""
    path = PurePosixPath(name)
    free, number = name, 2
    while free in taken:
        free = f"{path.stem}-{number}{path.suffix}"
        number += 1
    return free


def _utc(text: str) -> datetime | None:
    """The time of a listing; None for the phone's own time, whose zone nobody knows."""
    iso = read_clock(text.encode("ascii", "replace"))
    time = datetime.fromisoformat(iso) if iso else None
    return time.astimezone(UTC) if time is not None and time.tzinfo is not None else None


def _checked(item: NewItem, task: Task) -> Iterator[bytes]:
    for chunk in item.open():
        task.check()
        yield chunk
