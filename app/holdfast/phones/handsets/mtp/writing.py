"""Puts photos and files onto a phone in file-transfer mode, and takes them off."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from holdfast.phones.handsets.handset import (
    HandsetProblem,
    ItemRefused,
    KindRefused,
    PhoneFull,
    StoragesHidden,
)
from holdfast.phones.handsets.litter import is_litter
from holdfast.phones.handsets.mtp.listing import Lister, Object
from holdfast.phones.handsets.mtp.names import free_name, phone_name
from holdfast.phones.handsets.mtp.numbering import Numbering
from holdfast.phones.handsets.mtp.storages import Storage, storages
from holdfast.phones.handsets.mtp.talk import MtpTalk, Refusal
from holdfast.phones.links.link import LinkProblem
from holdfast.phones.protocols.mtp.codes import (
    ALL,
    GENERIC_FOLDER,
    ROOT,
    Format,
    Op,
    Property,
    Response,
)
from holdfast.phones.protocols.mtp.containers import BrokenMtpError
from holdfast.phones.protocols.mtp.datasets import ObjectInfo
from holdfast.phones.protocols.mtp.values import encode_text, write_date
from holdfast.progress import Task
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind

_TOO_LARGE = "it is too large for that card"
_NOT_THERE = "not there"


@dataclass(slots=True)
class _Place:
    """A folder on the phone, and what is in it by name; its `path` begins with the storage."""

    path: tuple[str, ...]
    storage: Storage
    handle: int
    inside: dict[str, Object]


class Writer:
    """Writes objects; never over one that is there."""

    def __init__(
        self,
        talk: MtpTalk,
        lister: Lister,
        operations: frozenset[int],
        zone: tzinfo | None,
        title: str,
    ) -> None:
        """`zone` is where the phone's clock is told, None for this computer's own."""
        self._talk = talk
        self._lister = lister
        self._numbering = Numbering(talk, lister)
        self._renames = Op.SetObjectPropValue in operations
        self._zone = zone
        self._title = title
        self._places: dict[tuple[str, ...], _Place] = {}
        self._storages_now: tuple[Storage, ...] = ()
        self._promised: set[int] = set()

    def forget(self) -> None:
        """Look anew before the next write: somebody else may have used the phone."""
        self._places.clear()
        self._promised.clear()
        self._storages_now = ()

    def add(self, item: NewItem, task: Task) -> str:
        """Put a new file on the phone, beside one of its name; return its key."""
        path = self._path(item)
        with _told(item.kind, item.key):
            place = self._folder(path[:-1])
        name = free_name(phone_name(path[-1]), frozenset(map(str.lower, place.inside)))
        self._send(item, place, name, task)
        return "/".join((*place.path, name))

    def update(self, key: str, item: NewItem, task: Task) -> str:
        """Replace the file that has `key`: the new one is whole before the old one goes."""
        place, old = self._find(item.kind, key)
        name = old.name
        if not self._renames:
            # Under another name there would be two; a phone that cannot rename loses the old first.
            self._delete(item.kind, key, old)
            del place.inside[name]
            self._send(item, place, name, task)
            return key
        part = self._send_part(item, place, task)
        self._delete(item.kind, key, old)
        self._rename(item, part, name)
        place.inside[name] = replace(part, name=name)
        return key

    def remove(self, kind: Kind, key: str) -> None:
        """Take the file that has `key` off the phone."""
        place, old = self._find(kind, key)
        self._delete(kind, key, old)
        del place.inside[old.name]

    def _path(self, item: NewItem) -> tuple[str, ...]:
        path = item.path
        if len(path) < 2 or any(part in ("", ".", "..") or "/" in part for part in path[1:]):  # noqa: PLR2004 - storage and name
            raise ItemRefused(item.kind, item.key, "its name leads nowhere")
        shown = self._storages()
        names = [each.name for each in shown if each.writable] or [shown[0].name]
        return (path[0] if path[0] in names else names[0], *path[1:])

    def _storages(self) -> tuple[Storage, ...]:
        self._storages_now = self._storages_now or storages(self._talk)
        if not self._storages_now:
            raise StoragesHidden(self._title)
        return self._storages_now

    def _folder(self, path: tuple[str, ...]) -> _Place:
        """The folder at `path` (storage, folders…), made where it is not there."""
        place = self._places.get(path)
        if place is not None:
            return place
        if len(path) == 1:
            storage = next(each for each in self._storages() if each.name == path[0])
            return self._listed(path, storage, ROOT)
        above = self._folder(path[:-1])
        name = phone_name(path[-1])
        known = _named(above.inside, name)
        if known is None:
            place = self._made(above, name)
        elif known.folder:
            place = self._listed((*above.path, known.name), above.storage, known.handle)
        else:
            # A file has the folder's name: the folder gets one beside it.
            return self._folder((*path[:-1], f"{path[-1]} (1)"))
        self._places[path] = place
        return place

    def _made(self, above: _Place, name: str) -> _Place:
        """A new folder, or the one that somebody made meanwhile."""
        path, storage = (*above.path, name), above.storage
        try:
            promised = Object(self._make(above, name), name, folder=True)
        except Refusal:
            found = self._numbering.of_unknown_folder(storage, above.handle, name)
            if found is None:
                raise
            above.inside[name] = found
            return self._listed(path, storage, found.handle)
        handle = self._numbering.of_new_folder(storage, above.handle, promised)
        # QEMU's knows of folders in a folder only once that was asked what is in it.
        self._lister.handles(storage, handle)
        above.inside[name] = Object(handle, name, folder=True)
        return _Place(path, storage, handle, {})

    def _listed(self, path: tuple[str, ...], storage: Storage, handle: int) -> _Place:
        inside = self._lister.inside(storage, handle)
        for each in inside:
            if not each.folder and is_litter((each.name,)) and each.name.startswith(".holdfast-"):
                self._quietly_delete(each.handle, each.name)
        place = _Place(path, storage, handle, {each.name: each for each in inside})
        self._places[path] = place
        return place

    def _make(self, above: _Place, name: str) -> int:
        info = ObjectInfo(
            storage=above.storage.id,
            format=Format.Association,
            association_type=GENERIC_FOLDER,
            parent=above.handle,
            name=name,
        )
        return self._announce(info, above)

    def _announce(self, info: ObjectInfo, above: _Place) -> int:
        """Tell the phone what comes; return the number it gives to it."""
        parent = ALL if above.handle == ROOT else above.handle
        data = info.encode()
        answer = self._talk.send(
            Op.SendObjectInfo, above.storage.id, parent, pieces=(data,), size=len(data)
        )
        handle = answer[2] if len(answer) > 2 else 0  # noqa: PLR2004 - storage, parent, handle
        if not handle:
            raise Refusal(Response.GeneralError)
        return handle

    def _send(self, item: NewItem, place: _Place, name: str, task: Task) -> None:
        if self._renames:
            part = self._send_part(item, place, task)
            self._rename(item, part, name)
            handle = part.handle
        else:
            handle = self._send_as(item, place, name, task)
        place.inside[name] = Object(handle, name, folder=False)

    def _send_part(self, item: NewItem, place: _Place, task: Task) -> Object:
        """Under another name first, so that half a file never has the real one."""
        name = f".holdfast-{secrets.token_hex(6)}.part"
        return Object(self._send_as(item, place, name, task), name, folder=False)

    def _send_as(self, item: NewItem, place: _Place, name: str, task: Task) -> int:
        info = ObjectInfo(
            storage=place.storage.id,
            format=Format.Undefined,
            size=item.size,
            parent=place.handle,
            name=name,
            modified=self._date(item.modified),
        )
        with _told(item.kind, item.key):
            handle = self._announce(info, place)
        try:
            with _told(item.kind, item.key):
                self._talk.send(Op.SendObject, pieces=_checked(item.open(), task), size=item.size)
        except BaseException:
            self._quietly_delete(handle, name)
            raise
        self._promised.add(handle)
        return handle

    def _date(self, modified: datetime | None) -> str:
        """As the phone's own clock tells it."""
        if modified is None:
            return ""
        return write_date(modified.astimezone(self._zone).replace(tzinfo=None))

    def _rename(self, item: NewItem, part: Object, name: str) -> None:
        data = encode_text(name)
        try:
            with _told(item.kind, item.key):
                self._talk.send(
                    Op.SetObjectPropValue,
                    part.handle,
                    Property.ObjectFileName,
                    pieces=(data,),
                    size=len(data),
                )
        except BaseException:
            self._quietly_delete(part.handle, part.name)
            raise

    def _find(self, kind: Kind, key: str) -> tuple[_Place, Object]:
        path = tuple(key.split("/"))
        storage = next((each for each in self._storages() if each.name == path[0]), None)
        if storage is None or len(path) < 2:  # noqa: PLR2004 - storage and name
            raise ItemRefused(kind, key, _NOT_THERE)
        place = self._places.get(path[:1]) or self._listed(path[:1], storage, ROOT)
        for depth, name in enumerate(path[1:-1], 2):
            there = place.inside.get(name)
            if there is None or not there.folder:
                raise ItemRefused(kind, key, _NOT_THERE)
            here = path[:depth]
            place = self._places.get(here) or self._listed(here, storage, there.handle)
        found = place.inside.get(path[-1])
        if found is not None and found.handle in self._promised:
            found = self._numbered(place, found)
        if found is None or found.folder:
            raise ItemRefused(kind, key, _NOT_THERE)
        return place, found

    def _numbered(self, place: _Place, found: Object) -> Object | None:
        """What was put there by us, by the number that it has in truth."""
        if self._numbering.is_called(found.handle, found.name):
            return found
        return self._numbering.there(place.storage, place.handle, found.name)

    def _delete(self, kind: Kind, key: str, old: Object) -> None:
        with _told(kind, key):
            self._talk.request(Op.DeleteObject, old.handle)

    def _quietly_delete(self, handle: int, name: str) -> None:
        """What is half there goes; a phone that is gone throws it away itself.

        Nothing goes that is called otherwise: the number may be that of the owner's newest file.
        """
        try:
            if self._numbering.is_called(handle, name):
                self._talk.request(Op.DeleteObject, handle)
        except (Refusal, LinkProblem, HandsetProblem, BrokenMtpError):
            return


def _named(inside: Mapping[str, Object], name: str) -> Object | None:
    """What goes by a name; most phones' storage does not tell large letters from small."""
    found = inside.get(name)
    if found is not None:
        return found
    return next((each for each in inside.values() if each.name.lower() == name.lower()), None)


@contextmanager
def _told(kind: Kind, key: str) -> Iterator[None]:
    """Turn what the phone refuses into Problems of the item or its kind."""
    try:
        yield
    except Refusal as refusal:
        match refusal.code:
            case Response.StoreFull:
                raise PhoneFull(kind) from refusal
            case Response.StoreReadOnly | Response.StoreNotAvailable:
                raise KindRefused(kind, str(refusal)) from refusal
            case Response.ObjectTooLarge:
                raise ItemRefused(kind, key, _TOO_LARGE) from refusal
        raise ItemRefused(kind, key, str(refusal)) from refusal


def _checked(pieces: Iterable[bytes], task: Task) -> Iterator[bytes]:
    for piece in pieces:
        task.check()
        yield piece
