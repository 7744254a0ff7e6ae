"""Carries OBEX requests over a link, one at a time; all the I/O of the driver is here."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from holdfast.errors import Problem
from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.links.link import Link, NoAnswer, Unplugged
from holdfast.phones.protocols.obex.client import Continue, Done, Event, ObexClient, Refused
from holdfast.phones.protocols.obex.headers import BrokenObexError, DoesNotFitError, Header
from holdfast.phones.protocols.obex.packets import MAX_PACKET

ANSWER_SECONDS = 10.0
"""How long a phone may take to answer a request (openobex waits as long)."""
CONNECT_SECONDS = 30.0
"""How long its owner may take to say yes."""

WHOLE_SECONDS = 120.0
"""How long one packet may take from its first byte to its last: 64 KiB at 9600 baud and more."""

_DRAIN_SECONDS = 0.2
_MOST_STALE = 64
_MOST_EMPTY = 64


class RefusalError(Exception):
    """The phone said no with an answer `code`; whoever asked knows what it means."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Conversation:
    """Requests to the services of one phone.

    Every request may raise a `LinkProblem`, `Garbled` or `RefusalError`. After a silence or a
    broken answer the next request begins anew, so one bad store does not void the others. A
    request also ends the one before it, whether or not its answer was taken to the end.
    """

    def __init__(
        self,
        link: Link,
        prepare: Callable[[Link], None],
        now: Callable[[], float] = time.monotonic,
        unit: int = MAX_PACKET,
        *,
        falls_back: bool = False,
    ) -> None:
        """Speak over `link`; `prepare` makes it an OBEX pipe, now and after each trouble.

        What comes is asked for in whole `unit` bytes: the packets of a USB pipe. A pipe that
        `falls_back` is none of OBEX any more after each disconnect (a modem's).
        """
        self._link = link
        self._unit = unit
        self._now = now
        self._prepare = prepare
        self._falls_back = falls_back
        self._client = ObexClient()
        self._prepared = False
        self._sound = True
        self._connected = False
        self._target: bytes | None = None
        self._turn = 0
        self.connections = 0
        """How many connections were made; a new one starts in the root folder."""

    def turn_to(self, target: bytes | None) -> None:
        """Make the service `target` the one that is spoken to; None is the default one."""
        self._settle()
        if self._connected and self._target == target:
            return
        if self._connected:
            # No phone switches services without it (phones differ in how they fail).
            self._disconnect()
            self._settle()
        self._granted(self._exchange(self._client.connect(target), CONNECT_SECONDS))
        self._connected, self._target = True, target
        self.connections += 1

    def get(self, *headers: Header) -> Iterator[Continue | Done]:
        """Ask for an object; every event holds the next piece of its body."""
        self._settle()
        turn = self._turn
        event = self._exchange(self._client.get(*headers))
        empty = 0
        while isinstance(event, Continue):
            empty = 0 if event.body else empty + 1
            if empty > _MOST_EMPTY:
                raise self._broken("Continue again and again without a body")
            yield event
            if turn != self._turn:
                raise RuntimeError("another request ended this one")
            event = self._exchange(self._client.more())
        yield self._granted(event)

    def room(self, headers: Sequence[Header]) -> int:
        """How many bytes of an object fit into the one packet that has `headers`."""
        return self._client.room(headers)

    def put(self, headers: Sequence[Header], chunks: Iterable[bytes]) -> Done:
        """Put an object; raises `DoesNotFitError` when its headers alone are too long."""
        self._settle()
        room = self._client.room(headers)
        if room <= 0:
            raise DoesNotFitError("no room for a body beside the name")
        pieces = _fitting(chunks, room, self._client.room())
        body, last = next(pieces)
        event = self._exchange(self._client.put(headers, body, last=last))
        while not last and isinstance(event, Continue):
            body, last = next(pieces)
            event = self._exchange(self._client.put_more(body, last=last))
        done = self._granted(event)
        if not last:
            raise Garbled("said yes before the object was whole")
        return done

    def delete(self, headers: Sequence[Header]) -> Done:
        """Take an object away: a PUT without a body."""
        self._settle()
        return self._granted(self._exchange(self._client.put(headers, None, last=True)))

    def set_path(self, name: str | None, *, create: bool = False) -> None:
        """Go to a folder; an empty name is the root, None the folder above."""
        self._settle()
        self._granted(self._exchange(self._client.set_path(name, create=create)))

    def start_over(self) -> None:
        """Take the session for lost: the next request makes a new one."""
        self._sound = False

    def rest(self) -> None:
        """Leave the pipe to somebody else: say goodbye if the phone still listens.

        The next request prepares the pipe anew. Raises `Unplugged` alone.
        """
        try:
            if self._sound and self._connected:
                self._settle()
                self._disconnect()
        except Unplugged:
            raise
        except Problem:
            self._sound = False
        self._connected = self._prepared = False

    def close(self) -> None:
        """Say goodbye if the phone still listens, and give the link back; never raises."""
        try:
            self.rest()
        except Problem:
            pass
        finally:
            self._link.close()

    def _disconnect(self) -> None:
        self._connected = False
        self._exchange(self._client.disconnect())
        if self._falls_back:
            self._prepared = False

    def _settle(self) -> None:
        """Come to rest before a new request, whatever became of the one before."""
        self._turn += 1
        if not self._sound:
            self._begin_anew()
        if not self._prepared:
            self._prepare(self._link)
            self._prepared = True
        if not self._client.idle:
            self._exchange(self._client.abort())

    def _begin_anew(self) -> None:
        for _ in range(_MOST_STALE):
            try:
                self._link.read(MAX_PACKET, _DRAIN_SECONDS)
            except NoAnswer:
                break
        self._client = ObexClient()
        self._connected = self._prepared = False
        self._sound = True

    def _exchange(self, packet: bytes, seconds: float = ANSWER_SECONDS) -> Event:
        self._sound = False
        self._link.write(packet, seconds)
        event = self._hear(seconds)
        self._sound = True
        return event

    def _hear(self, seconds: float) -> Event:
        until = self._now() + seconds + WHOLE_SECONDS
        for _ in range(MAX_PACKET):
            # No more than the answer takes: phones that end a full packet with nothing behind it
            # would leave a longer read waiting for its timeout.
            units = -(-self._client.missing // self._unit)
            data = self._link.read(units * self._unit, seconds)
            try:
                events = list(self._client.receive(data))
            except BrokenObexError as error:
                raise Garbled(str(error)) from error
            if events:
                return events[0]
            if self._now() > until:
                break
        raise Garbled("an answer in too many pieces")

    def _granted(self, event: Event) -> Done:
        if isinstance(event, Refused):
            raise RefusalError(event.code)
        if isinstance(event, Continue):
            raise self._broken("Continue where nothing is left")
        return event

    def _broken(self, detail: str) -> Garbled:
        self._sound = False
        return Garbled(detail)


def _fitting(chunks: Iterable[bytes], first: int, rest: int) -> Iterator[tuple[bytes, bool]]:
    """Cut `chunks` anew to the sizes that packets have room for; the last is marked."""
    held = bytearray()
    room = first
    for chunk in chunks:
        held += chunk
        while len(held) > room:
            yield bytes(held[:room]), False
            del held[:room]
            room = rest
    yield bytes(held), True
