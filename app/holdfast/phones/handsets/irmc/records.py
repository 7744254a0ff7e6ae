"""Reads and writes the record stores: whole where that is safe, else LUID by LUID."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.handsets.irmc.conversation import Conversation, RefusalError
from holdfast.phones.links.link import LinkProblem, NoAnswer, Unplugged
from holdfast.phones.protocols.irmc.app_parameters import Parameter, read_parameters
from holdfast.phones.protocols.irmc.listing import (
    LISTING_TYPE,
    MAX_LISTING,
    BrokenListingError,
    read_listing,
)
from holdfast.phones.protocols.irmc.logs import MAX_TEXT, InfoLog, read_info_log
from holdfast.phones.protocols.irmc.luid_lines import MAX_LUID, Cut, Piece, cut
from holdfast.phones.protocols.irmc.stores import SYNC_TARGET, Store
from holdfast.phones.protocols.obex.client import Done
from holdfast.phones.protocols.obex.headers import DoesNotFitError, Header, HeaderId
from holdfast.phones.protocols.obex.packets import Code, name_of
from holdfast.progress import Task

WHOLE_STORE = "whole store"
EACH_LUID = "each LUID"

MAX_RECORD = 16 * 1024 * 1024
"""Bytes of one record that are read; no phone of this family has room for such a one."""
MAX_STORE = 32 * 1024 * 1024
"""Bytes of a whole-store read that are held; a longer store is read LUID by LUID."""

_MAX_U32 = 0xFFFFFFFF
_NOTHING = Cut((), (), whole=False)


class TooLongError(Exception):
    """An object is longer than we are willing to hold."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record and its bytes, or the phone's word for why it would not give it."""

    luid: str
    data: bytes = b""
    refused: str = ""


class RecordStores:
    """The stores behind IRMC-SYNC, or behind the default service where the phone has no other."""

    def __init__(self, talk: Conversation) -> None:
        """Ask through `talk`."""
        self._talk = talk
        self._target: bytes | None = SYNC_TARGET
        self.how: dict[Store, str] = {}
        """The way each store was read last."""

    def connect(self) -> None:
        """Find the service; raises `RefusalError` when the phone has neither."""
        try:
            self._talk.turn_to(SYNC_TARGET)
        except RefusalError:
            self._target = None
            self._talk.turn_to(None)

    def text(self, name: str) -> bytes:
        """One of the short texts; empty where the phone has none, or none that makes sense."""
        try:
            return self._object(name, MAX_TEXT)
        except (RefusalError, TooLongError, Garbled):
            return b""
        except LinkProblem as problem:
            # A phone that is still there has told its trouble with this one text only.
            if isinstance(problem, Unplugged):
                raise
            return b""

    def info_log(self, store: Store) -> InfoLog:
        """What the phone says of a store before it is read."""
        return read_info_log(self.text(store.info_log))

    def records(self, store: Store, task: Task) -> Iterator[Record]:
        """Yield every record of a store.

        Raises `RefusalError` when the phone will not give it, `Garbled` when it holds back
        records that it has announced, `LinkProblem`; what had come by then is yielded first.
        """
        announced = self.info_log(store).total
        body = bytearray()
        found = _NOTHING
        pieces = None
        try:
            self._fill(body, task, MAX_STORE, Header(HeaderId.NAME, store.whole))
            found = cut(bytes(body), store.block)
            pieces = self._trusted(found, announced, store, task)
        except (LinkProblem, Garbled):
            yield from _so_far(body, store)
            raise
        except TooLongError:
            body.clear()
        except RefusalError as refusal:
            yield from self._in_spite_of(refusal, store, body, announced, task)
            return
        if pieces is None:
            yield from self._by_luid(found, store, announced, task)
        else:
            self.how[store] = WHOLE_STORE
            yield from pieces

    def add(self, store: Store, chunks: Iterable[bytes], size: int) -> str:
        """Put a new record; return the LUID it got, empty when the phone does not tell."""
        return self._put(store.by_luid(""), chunks, size) or ""

    def update(self, store: Store, luid: str, chunks: Iterable[bytes], size: int) -> str:
        """Put another version of a record; return its LUID afterwards."""
        return self._put(store.by_luid(luid), chunks, size) or luid

    def remove(self, store: Store, luid: str) -> None:
        """Take a record away."""
        self._talk.turn_to(self._target)
        self._talk.delete([Header(HeaderId.NAME, store.by_luid(luid))])

    def _put(self, name: str, chunks: Iterable[bytes], size: int) -> str:
        self._talk.turn_to(self._target)
        headers = [Header(HeaderId.NAME, name), Header(HeaderId.LENGTH, min(size, _MAX_U32))]
        return _luid_in(self._talk.put(headers, chunks))

    def _object(self, name: str, most: int, task: Task | None = None) -> bytes:
        body = bytearray()
        self._fill(body, task or Task(), most, Header(HeaderId.NAME, name))
        return bytes(body)

    def _fill(self, body: bytearray, task: Task, most: int, *headers: Header) -> None:
        self._talk.turn_to(self._target)
        for event in self._talk.get(*headers):
            body += event.body
            if len(body) > most:
                raise TooLongError
            task.check()

    def _trusted(
        self, found: Cut, announced: int | None, store: Store, task: Task
    ) -> list[Record] | None:
        """The records of a whole-store read, or None when it may not be what it seems."""
        if not found.whole or announced not in (None, len(found.pieces)):
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
            alone = self._object(store.by_luid(piece.luid), MAX_RECORD)
        except RefusalError:
            # A phone that lists LUIDs but does not know this one got it from the record's text.
            return None if self._luids(store, task) else True
        except (TooLongError, NoAnswer, Garbled):
            return True
        return {piece.bare: True, piece.raw: False}.get(alone)

    def _in_spite_of(
        self,
        refusal: RefusalError,
        store: Store,
        body: bytearray,
        announced: int | None,
        task: Task,
    ) -> Iterator[Record]:
        """Read a store by LUID that is not given whole; without LUIDs the refusal stands."""
        luids = self._luids(store, task)
        if luids:
            yield from self._one_by_one(store, luids, announced, task)
        elif refusal.code != Code.NOT_FOUND or announced != 0:
            # A Siemens has no such object as an empty store.
            yield from _so_far(body, store)
            raise refusal

    def _by_luid(
        self, found: Cut, store: Store, announced: int | None, task: Task
    ) -> Iterator[Record]:
        """Read a store by LUID whose whole cannot be cut; somebody must know all its LUIDs."""
        listed = self._luids(store, task)
        yield from self._one_by_one(store, listed or found.luids, announced, task)
        if announced is None and not (listed or found.whole):
            raise Garbled(f"{store.whole} holds more than its LUIDs tell")

    def _one_by_one(
        self, store: Store, luids: tuple[str, ...], announced: int | None, task: Task
    ) -> Iterator[Record]:
        """Read the records that have `luids`; there must be as many as were announced."""
        self.how[store] = EACH_LUID
        for luid in luids:
            yield self._record(store, luid, task)
        if announced is not None and len(luids) < announced:
            raise Garbled(f"{store.whole} announces {announced}, {len(luids)} came")

    def _luids(self, store: Store, task: Task) -> tuple[str, ...]:
        """The LUIDs as the phone lists them; none when it lists none or makes no sense."""
        body = bytearray()
        headers = Header(HeaderId.NAME, store.luids), Header(HeaderId.TYPE, LISTING_TYPE)
        try:
            self._fill(body, task, MAX_LISTING, *headers)
            entries = read_listing(bytes(body))
        except (RefusalError, TooLongError, BrokenListingError):
            return ()
        # obexftpd lists where it stands, whatever folder it is asked for.
        names = (e.name for e in entries if not e.folder and e.name.endswith(store.ending))
        luids = tuple(dict.fromkeys(name.removesuffix(store.ending) for name in names))
        return luids if all(0 < len(luid) <= MAX_LUID for luid in luids) else ()

    def _record(self, store: Store, luid: str, task: Task) -> Record:
        try:
            return Record(luid, self._object(store.by_luid(luid), MAX_RECORD, task))
        except RefusalError as refusal:
            return Record(luid, refused=name_of(refusal.code))
        except TooLongError:
            return Record(luid, refused=f"longer than {MAX_RECORD} bytes")
        except DoesNotFitError:
            return Record(luid, refused="its name is too long to ask for")


def _so_far(body: bytearray, store: Store) -> Iterator[Record]:
    """What of a broken off whole-store read is surely there."""
    seen: set[str] = set()
    # An END whose line has not ended may be the half of a longer line, or lack its line end.
    for piece in cut(bytes(body[: body.rfind(b"\n") + 1]), store.block).pieces:
        if piece.luid not in seen:
            yield Record(piece.luid, piece.bare)
        seen.add(piece.luid)


def _luid_in(done: Done) -> str:
    parameters = read_parameters(done.headers.data(HeaderId.APP_PARAMETERS) or b"")
    return parameters.get(Parameter.LUID, b"").decode("utf-8", "replace")
