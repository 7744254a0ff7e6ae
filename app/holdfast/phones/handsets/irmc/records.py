"""Reads a record store whole or item by item, by whichever of IrMC's levels the phone keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.handsets.irmc.conversation import RefusalError
from holdfast.phones.handsets.irmc.naming import Namer
from holdfast.phones.handsets.irmc.objects import Objects, TooLongError
from holdfast.phones.links.link import LinkProblem, NoAnswer
from holdfast.phones.protocols.irmc.anchors import Anchor
from holdfast.phones.protocols.irmc.change_log import MAX_LOG, read_change_log, read_counter
from holdfast.phones.protocols.irmc.logs import InfoLog
from holdfast.phones.protocols.irmc.luid_lines import Cut, Piece, cut, without_luid
from holdfast.phones.protocols.irmc.stores import Store
from holdfast.phones.protocols.irmc.whole_store import cut_items
from holdfast.phones.protocols.obex.headers import DoesNotFitError, Header, HeaderId
from holdfast.phones.protocols.obex.packets import Code, name_of
from holdfast.progress import Task

WHOLE_STORE = "whole store"
EACH_LUID = "each LUID"
EACH_INDEX = "each index"

MAX_RECORD = 16 * 1024 * 1024
"""Bytes of one record that are read; no phone of this family has room for such a one."""
MAX_STORE = 32 * 1024 * 1024
"""Bytes of a whole-store read that are held; a longer store is read LUID by LUID."""
MAX_INDEX = 10_000
"""The highest index that is asked for."""

GONE = (Code.NOT_FOUND, Code.BAD_REQUEST, Code.NOT_ACCEPTABLE)
"""What phones answer when there is no such object."""

_MOST_GAPS = 50
_NOTHING = Cut((), (), whole=False)


class Access(Enum):
    """How single items of a store are reached: IrMC's levels 4, 3 and below."""

    LUID = auto()
    INDEX = auto()
    NONE = auto()


@dataclass(frozen=True, slots=True)
class Record:
    """One record and its bytes, or the phone's word for why it would not give it.

    `key` is its LUID, its index, or a name made from what it says, by the store's `Access`.
    """

    key: str
    data: bytes = b""
    refused: str = ""


@dataclass(slots=True)
class Notes:
    """What is learned about a store while it is read; see `Reading`."""

    announced: int | None = None
    how: str = ""
    anchor: Anchor | None = None

    def take(self, other: Notes) -> None:
        """Say what `other` says."""
        self.announced, self.how, self.anchor = other.announced, other.how, other.anchor


class RecordStores:
    """The record stores of one phone."""

    def __init__(self, objects: Objects) -> None:
        """Ask for `objects`."""
        self._objects = objects
        self._uncounted: set[Store] = set()
        self._access: dict[Store, Access] = {}
        self._infos: dict[Store, InfoLog] = {}
        self.named: dict[Store, Namer] = {}
        """The keys that items without LUIDs got, of the stores that were read."""

    def info(self, store: Store) -> InfoLog:
        """What info.log said of `store` when it was last asked."""
        if store not in self._infos:
            self._infos[store] = self._objects.info_log(store)
        return self._infos[store]

    def access(self, store: Store) -> Access:
        """How single items of `store` are reached, as far as the phone has shown or told."""
        if store not in self._access:
            self._access[store] = _told(self.info(store).levels)
        return self._access[store]

    def records(self, store: Store, task: Task, notes: Notes) -> Iterator[Record]:
        """Yield every record of a store, and write down in `notes` what is learned.

        Raises `RefusalError` when the phone will not give it, `Garbled` when it holds back
        records that it has announced, `LinkProblem`; what had come by then is yielded first.
        """
        info = self._infos[store] = self._objects.info_log(store)
        notes.announced = info.total
        access = Access.NONE if store.whole_only else _told(info.levels)
        if access is Access.INDEX and self._answers_by_index(store, info.total):
            self._access[store] = access
            yield from self._by_index(store, notes, info.maximum, task)
        elif access is Access.LUID:
            notes.anchor = self._anchor(store, notes)
            yield from self._with_luids(store, notes, task)
        else:
            yield from self._without_luids(store, notes, task)

    def record(self, store: Store, luid: str, task: Task) -> Record:
        """One record by its LUID; what cannot be had says why."""
        return self._record(luid, store.by_luid(luid), task)

    def _record(self, key: str, name: str, task: Task) -> Record:
        try:
            return Record(key, self._objects.get(name, MAX_RECORD, task))
        except RefusalError as refusal:
            return Record(key, refused=name_of(refusal.code))
        except TooLongError:
            return Record(key, refused=f"longer than {MAX_RECORD} bytes")
        except DoesNotFitError:
            return Record(key, refused="its name is too long to ask for")

    # Level 4.

    def _anchor(self, store: Store, notes: Notes) -> Anchor | None:
        """Where the store stands before it is read: what changes meanwhile comes next time."""
        if store in self._uncounted:
            return None
        counter = read_counter(self._objects.text(store.counter))
        if counter is None:
            self._uncounted.add(store)
            return None
        log = read_change_log(self._objects.text(store.changes(counter), MAX_LOG))
        if not log.whole or not (log.serial or log.database):
            return None
        # Where they differ one of them is wrong, and fewer must not pass for all.
        told = [total for total in (notes.announced, log.total) if total is not None]
        notes.announced = max(told, default=None)
        return Anchor(log.serial, log.database, log.counter(counter))

    def _with_luids(self, store: Store, notes: Notes, task: Task) -> Iterator[Record]:
        body = bytearray()
        found = _NOTHING
        pieces = None
        try:
            self._objects.fill(body, task, MAX_STORE, Header(HeaderId.NAME, store.whole))
            found = cut(bytes(body), store.block)
            pieces = self._trusted(found, store, notes, task)
        except (LinkProblem, Garbled):
            yield from _so_far(body, store)
            raise
        except TooLongError:
            body.clear()
        except RefusalError as refusal:
            yield from self._in_spite_of(refusal, store, body, notes, task)
            return
        if pieces is not None:
            notes.how = WHOLE_STORE
            yield from pieces
        else:
            yield from self._one_by_one_or_nameless(store, found, bytes(body), notes, task)

    def _trusted(self, found: Cut, store: Store, notes: Notes, task: Task) -> list[Record] | None:
        """The records of a whole-store read, or None when it may not be what it seems."""
        if not found.whole or notes.announced not in (None, len(found.pieces)):
            return None
        if not found.pieces:
            return []
        bare = self._gives_bare_records(found.pieces[0], store, task)
        if bare is None:
            return None
        return [Record(piece.luid, piece.bare if bare else piece.raw) for piece in found.pieces]

    def _gives_bare_records(self, piece: Piece, store: Store, task: Task) -> bool | None:
        """Whether a LUID read has no LUID line; None when it differs in more than that.

        A phone that does not read by LUID is believed: the line is transport's.
        """
        try:
            alone = self._objects.get(store.by_luid(piece.luid), MAX_RECORD)
        except RefusalError:
            # A phone that lists LUIDs but does not know this one got it from the record's text.
            return None if self._objects.luids(store, task) else True
        except (TooLongError, NoAnswer, Garbled):
            return True
        return {piece.bare: True, piece.raw: False}.get(alone)

    def _in_spite_of(
        self, refusal: RefusalError, store: Store, body: bytearray, notes: Notes, task: Task
    ) -> Iterator[Record]:
        """Read a store by LUID that is not given whole; without LUIDs the refusal stands."""
        luids = self._objects.luids(store, task)
        if luids:
            yield from self._one_by_one(store, luids, notes, task)
        elif notes.announced != 0 or (body or refusal.code not in GONE):
            # A Siemens has no such object as an empty store.
            yield from _so_far(body, store)
            raise refusal

    def _one_by_one_or_nameless(
        self, store: Store, found: Cut, body: bytes, notes: Notes, task: Task
    ) -> Iterator[Record]:
        """Read a store by LUID whose whole cannot be cut; one without any LUID as it came."""
        listed = self._objects.luids(store, task)
        if body and not (listed or found.luids):
            yield from self._nameless(store, body, notes)
            return
        yield from self._one_by_one(store, listed or found.luids, notes, task)
        if notes.announced is None and not (listed or found.whole):
            raise Garbled(f"{store.whole} holds more than its LUIDs tell")

    def _one_by_one(
        self, store: Store, luids: tuple[str, ...], notes: Notes, task: Task
    ) -> Iterator[Record]:
        """Read the records that have `luids`; there must be as many as were announced."""
        notes.how = EACH_LUID
        for luid in luids:
            yield self.record(store, luid, task)
        if notes.announced is not None and len(luids) < notes.announced:
            raise Garbled(f"{store.whole} announces {notes.announced}, {len(luids)} came")

    # Level 3.

    def _answers_by_index(self, store: Store, total: int | None) -> bool:
        """Whether the first index that holds something can be read as the phone claims."""
        if total == 0:
            return True
        first = next(self._indexed(store, Task(), None), None)
        return first is not None and not first.refused

    def _by_index(
        self, store: Store, notes: Notes, maximum: int | None, task: Task
    ) -> Iterator[Record]:
        notes.how = EACH_INDEX
        task.check()
        if notes.announced == 0:
            return
        came = 0
        for record in self._indexed(store, task, maximum):
            yield record
            came += 1
            if came == notes.announced:
                return
        if came < (notes.announced or 0):
            raise Garbled(f"{store.folder} announces {notes.announced}, {came} came")

    def _indexed(self, store: Store, task: Task, maximum: int | None) -> Iterator[Record]:
        """The records at their indexes; deleted ones leave gaps."""
        gaps = 0
        for index in range(1, min(maximum or MAX_INDEX, MAX_INDEX) + 1):
            try:
                data = self._objects.get(store.by_index(index), MAX_RECORD, task)
            except RefusalError as refusal:
                if refusal.code not in GONE:
                    yield Record(str(index), refused=name_of(refusal.code))
                gaps += 1
            except TooLongError:
                yield Record(str(index), refused=f"longer than {MAX_RECORD} bytes")
            else:
                gaps = 0
                yield Record(str(index), data)
            if maximum is None and gaps > _MOST_GAPS:
                return

    # Level 2.

    def _without_luids(self, store: Store, notes: Notes, task: Task) -> Iterator[Record]:
        body = bytearray()
        try:
            self._objects.fill(body, task, MAX_STORE, Header(HeaderId.NAME, store.whole))
        except RefusalError as refusal:
            if body or notes.announced != 0 or refusal.code not in GONE:
                raise
        except TooLongError as error:
            raise Garbled(f"{store.whole} is longer than {MAX_STORE} bytes") from error
        yield from self._nameless(store, bytes(body), notes)

    def _nameless(self, store: Store, body: bytes, notes: Notes) -> Iterator[Record]:
        """The items of a whole-store read without LUIDs, under names made from what they say."""
        self._access[store] = Access.NONE
        notes.how, notes.anchor = WHOLE_STORE, None
        namer = self.named[store] = Namer(store)
        items = cut_items(body, store.block)
        if store.whole_only:
            items = tuple(map(without_luid, items))
        for data in items:
            yield Record(namer.name(data), data)
        if len(items) < (notes.announced or 0):
            raise Garbled(f"{store.whole} announces {notes.announced}, {len(items)} came")


def _told(levels: frozenset[int] | None) -> Access:
    """What info.log's levels mean; LUIDs are taken for granted where the phone is silent."""
    if levels is None or 4 in levels:  # noqa: PLR2004 - the level's own number
        return Access.LUID
    return Access.INDEX if 3 in levels else Access.NONE  # noqa: PLR2004


def _so_far(body: bytearray, store: Store) -> Iterator[Record]:
    """What of a broken off whole-store read is surely there."""
    seen: set[str] = set()
    # An END whose line has not ended may be the half of a longer line, or lack its line end.
    for piece in cut(bytes(body[: body.rfind(b"\n") + 1]), store.block).pieces:
        if piece.luid not in seen:
            yield Record(piece.luid, piece.bare)
        seen.add(piece.luid)
