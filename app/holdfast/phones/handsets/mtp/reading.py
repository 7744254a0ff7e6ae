"""Reads the photos and files of a phone in file-transfer mode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import partial

from holdfast.phones.handsets.handset import (
    Reading,
    StorageGone,
    StoragesHidden,
)
from holdfast.phones.handsets.litter import is_litter
from holdfast.phones.handsets.mtp.clocks import Clocks, Shift, instant_of
from holdfast.phones.handsets.mtp.downloading import Downloads, Spot
from holdfast.phones.handsets.mtp.listing import Folder, Lister
from holdfast.phones.handsets.mtp.storages import Storage, storages
from holdfast.phones.handsets.mtp.talk import MtpTalk, Refusal
from holdfast.phones.protocols.mtp.codes import Event, Response
from holdfast.progress import Task
from holdfast.records.model.item import Item, Part
from holdfast.records.model.kinds import Kind, media_kind
from holdfast.records.model.since import Since

HOW_FOLDERS, HOW_OBJECTS = "folders", "each object"
_KINDS = (Kind.PHOTOS, Kind.FILES)
_GONE = (
    Response.InvalidStorageID,
    Response.InvalidObjectHandle,
    Response.InvalidParentObject,
    Response.StoreNotAvailable,
)


_Some = tuple[Sequence[Spot], Sequence[Spot]]
"""Files of the kind that is read, and those of both kinds that came with them."""


@dataclass(slots=True)
class Found:
    """All that one walk found, by storage: serves both kinds."""

    spots: dict[str, dict[Kind, list[Spot]]] = field(default_factory=dict)
    served: set[Kind] = field(default_factory=set)


class Reader:
    """Reads both kinds of media in one walk of the phone."""

    def __init__(
        self,
        talk: MtpTalk,
        lister: Lister,
        operations: frozenset[int],
        zone: tzinfo | None,
        title: str,
        shown: tuple[Storage, ...] = (),
    ) -> None:
        """`zone` is where the phone's clock is told, None for this computer's own.

        `shown` are the storages that the phone told just now; the first walk asks for no others.
        """
        self._talk = talk
        self._lister = lister
        self._zone = zone
        self._title = title
        self._told_just_now = shown
        self._found: Found | None = None
        self._shown: dict[int, str] = {}
        self._doubted = False
        self.downloads = Downloads(talk, lister, operations)

    def forget(self) -> None:
        """Walk anew at the next reading: something was written."""
        self._found = None
        self.downloads.leave_off()

    def items(
        self, kind: Kind, task: Task, reading: Reading, since: Mapping[Kind, Since]
    ) -> Iterator[Item]:
        """Yield every file of `kind`; raises `StoragesHidden` where the phone shows none."""
        reading.how = HOW_FOLDERS
        clocks = Clocks.since(since[kind].anchor if kind in since else "")
        for shift, spots in self._settled(kind, clocks, task):
            for spot in spots:
                task.check()
                yield self._item(kind, spot, shift)
                self.downloads.leave_off()
        self._check_there(kind)
        reading.anchor = clocks.anchor()

    def _settled(
        self, kind: Kind, clocks: Clocks, task: Task
    ) -> Iterator[tuple[Shift, Sequence[Spot]]]:
        """Some files at a time, once enough were looked at to know the clock of their storage."""
        for storage, found in self._some(kind, task):
            shift = clocks.of(storage)
            held: list[Spot] = []
            for own, both in found:
                for spot in both:
                    shift.learn(spot.key, spot.object.modified)
                held += own
                if shift.is_sure:
                    shift.settle()
                    yield shift, held
                    held = []
            shift.settle()
            yield shift, held

    def _some(self, kind: Kind, task: Task) -> Iterator[tuple[str, Iterator[_Some]]]:
        """The files of each storage; those of the other kind are kept for its turn."""
        known = self._found
        if known is not None and kind not in known.served:
            known.served.add(kind)
            for name, kinds in known.spots.items():
                both = [spot for spots in kinds.values() for spot in spots]
                yield name, iter(((kinds[kind], both),))
            return
        self._found = None
        found = Found(served={kind})
        shown = self._storages()
        self._doubted = self._doubted or not {each.id for each in shown}.issuperset(self._shown)
        for storage in shown:
            kinds = found.spots.setdefault(storage.name, {each: [] for each in _KINDS})
            yield storage.name, self._walked(storage, kind, kinds, task)
        self._found = found

    def _walked(
        self, storage: Storage, kind: Kind, kinds: dict[Kind, list[Spot]], task: Task
    ) -> Iterator[_Some]:
        self._shown[storage.id] = storage.name
        try:
            for folder in self._lister.walk(storage, task):
                came = len(kinds[kind])
                both = list(_files(storage, folder))
                for spot in both:
                    kinds[media_kind(spot.path[-1])].append(spot)
                yield kinds[kind][came:], both
        except Refusal as refusal:
            there = {each.id for each in self._storages()}
            if refusal.code not in _GONE or storage.id in there:
                raise
            self._doubted = True

    def _check_there(self, kind: Kind) -> None:
        """Raise `StorageGone` where one was taken out meanwhile, `StoragesHidden` for all."""
        told = any(event.code == Event.StoreRemoved for event in self._talk.events())
        doubted = self._doubted or self.downloads.met_refusal or self._lister.met_gone
        if not (told or doubted):
            return
        there = {each.id for each in self._storages()}
        gone = [name for number, name in self._shown.items() if number not in there]
        self._doubted = bool(gone)
        if gone:
            raise StorageGone(kind, gone[0])
        self._lister.met_gone = self.downloads.met_refusal = False

    def _storages(self) -> tuple[Storage, ...]:
        found, self._told_just_now = self._told_just_now or storages(self._talk), ()
        if not found:
            raise StoragesHidden(self._title)
        return found

    def _item(self, kind: Kind, spot: Spot, shift: Shift) -> Item:
        told = spot.object
        modified = instant_of(told.modified, self._zone) if told.modified is not None else None
        part = Part("", partial(self.downloads.opened, kind, spot), told.size)
        mark = shift.mark(told.size, told.modified)
        return Item(kind, spot.key, (part,), mark, spot.path, modified)


def _files(storage: Storage, folder: Folder) -> Iterator[Spot]:
    """The files of a folder that are its owner's."""
    for each in folder.objects:
        if not each.folder and each.is_named and not is_litter((*folder.place, each.name)):
            yield Spot((storage.name, *folder.place, each.name), each)
