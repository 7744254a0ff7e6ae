"""Objects of the IrMC services, asked for, put and taken away by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.handsets.irmc.conversation import Conversation, RefusalError
from holdfast.phones.handsets.irmc.quirks import USUAL, Quirks
from holdfast.phones.links.link import LinkProblem, NoAnswer, Unplugged
from holdfast.phones.protocols.irmc.app_parameters import (
    Parameter,
    read_parameters,
    write_parameters,
)
from holdfast.phones.protocols.irmc.listing import (
    LISTING_TYPE,
    MAX_LISTING,
    BrokenListingError,
    read_listing,
)
from holdfast.phones.protocols.irmc.logs import MAX_TEXT, InfoLog, read_info_log
from holdfast.phones.protocols.irmc.luid_lines import MAX_LUID
from holdfast.phones.protocols.irmc.stores import SYNC_TARGET, Store
from holdfast.phones.protocols.obex.client import Done
from holdfast.phones.protocols.obex.headers import DoesNotFitError, Header, HeaderId
from holdfast.phones.protocols.obex.packets import Code
from holdfast.progress import Task

_MAX_U32 = 0xFFFFFFFF
_HARD = b""  # the parameter alone says it, as gammu sends it


class TooLongError(Exception):
    """An object is longer than we are willing to hold."""


class Objects:
    """What lies behind IRMC-SYNC, or behind the default service where the phone has no other.

    Calls may raise `RefusalError`, `Garbled` or a `LinkProblem`.
    """

    def __init__(self, talk: Conversation, quirks: Quirks = USUAL) -> None:
        """Ask through `talk` a phone that has these `quirks`."""
        self._talk = talk
        self._quirks = quirks
        self._target: bytes | None = SYNC_TARGET

    def connect(self) -> None:
        """Find the service; raises `RefusalError` when the phone has neither."""
        try:
            self._talk.turn_to(SYNC_TARGET)
        except RefusalError:
            self._target = None
            self._talk.turn_to(None)

    def fill(self, body: bytearray, task: Task, most: int, *headers: Header) -> None:
        """Add an object's bytes to the empty `body`; raises `TooLongError` beyond `most` of them.

        A session that was lost on the way, as by an incoming call, is taken up again once.
        """
        try:
            self._fill(body, task, most, *headers)
        except (RefusalError, Garbled, NoAnswer) as trouble:
            if isinstance(trouble, RefusalError) and trouble.code != Code.UNAVAILABLE:
                raise
            so_far = bytes(body)
            body.clear()
            try:
                self._talk.start_over()
                self._fill(body, task, most, *headers)
            except (RefusalError, Garbled, LinkProblem):
                body[:] = max(so_far, bytes(body), key=len)
                raise

    def _fill(self, body: bytearray, task: Task, most: int, *headers: Header) -> None:
        self._talk.turn_to(self._target)
        for event in self._talk.get(*headers):
            body += event.body
            if len(body) > most:
                raise TooLongError
            task.check()

    def get(self, name: str, most: int, task: Task | None = None) -> bytes:
        """One object of at most `most` bytes; raises `TooLongError` for a longer one."""
        body = bytearray()
        self.fill(body, task or Task(), most, Header(HeaderId.NAME, name))
        return bytes(body)

    def text(self, name: str, most: int = MAX_TEXT) -> bytes:
        """One of the short texts; empty where the phone has none, or none that makes sense."""
        try:
            return self.get(name, most)
        except (RefusalError, TooLongError, Garbled):
            return b""
        except LinkProblem as problem:
            # A phone that is still there has told its trouble with this one text only.
            if isinstance(problem, Unplugged):
                raise
            return b""

    def info_log(self, store: Store) -> InfoLog:
        """What the phone says of a store before it is read."""
        return read_info_log(b"" if store.whole_only else self.text(store.info_log))

    def luids(self, store: Store, task: Task) -> tuple[str, ...]:
        """The LUIDs as the phone lists them; none when it lists none or makes no sense."""
        body = bytearray()
        headers = Header(HeaderId.NAME, store.luids), Header(HeaderId.TYPE, LISTING_TYPE)
        try:
            self.fill(body, task, MAX_LISTING, *headers)
            entries = read_listing(bytes(body))
        except (RefusalError, TooLongError, BrokenListingError):
            return ()
        # obexftpd lists where it stands, whatever folder it is asked for.
        names = (e.name for e in entries if not e.folder and e.name.endswith(store.ending))
        luids = tuple(dict.fromkeys(name.removesuffix(store.ending) for name in names))
        return luids if all(0 < len(luid) <= MAX_LUID for luid in luids) else ()

    def put(self, name: str, chunks: Iterable[bytes], size: int) -> str:
        """Put an object of `size` bytes; return the LUID it got, empty when none is told.

        Raises `DoesNotFitError` where the phone takes objects of one packet only.
        """
        self._talk.turn_to(self._target)
        headers = [Header(HeaderId.NAME, name), Header(HeaderId.LENGTH, min(size, _MAX_U32))]
        if self._quirks.one_packet and size > self._talk.room(headers):
            raise DoesNotFitError(f"{size} bytes in one packet")
        return _luid_in(self._talk.put(headers, chunks))

    def push(self, name: str, chunks: Iterable[bytes], size: int) -> None:
        """Put an object where the phone sorts it in by itself (level 1: its inbox)."""
        self._talk.turn_to(None)
        headers = [Header(HeaderId.NAME, name), Header(HeaderId.LENGTH, min(size, _MAX_U32))]
        self._talk.put(headers, chunks)

    def delete(self, name: str, *, hard: bool = False) -> None:
        """Take an object away; `hard` asks phones that keep deleted ones for a while not to."""
        self._talk.turn_to(self._target)
        headers = [Header(HeaderId.NAME, name)]
        if hard:
            asked: Mapping[int, bytes] = {Parameter.HARD_DELETE: _HARD}
            headers.append(Header(HeaderId.APP_PARAMETERS, write_parameters(asked)))
        self._talk.delete(headers)


def _luid_in(done: Done) -> str:
    parameters = read_parameters(done.headers.data(HeaderId.APP_PARAMETERS) or b"")
    return parameters.get(Parameter.LUID, b"").decode("utf-8", "replace")
