"""A phone at the other end of a link in memory: adbd's real state machine, services of our own.

Everything happens inside of the driver's own calls, so that nothing waits for real.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator

import zstandard

from holdfast.phones.links.link import NoAnswer, Unplugged
from holdfast.phones.protocols.adb import keys, sync
from holdfast.phones.protocols.adb.device import DeviceConnection, Manners, Service
from holdfast.phones.protocols.adb.messages import Message, encode
from holdfast.phones.protocols.adb.sync import Ended, Entry, Flags, Piece, Stat
from holdfast.phones.protocols.adb.sync_requests import Asked, Quits, Reads, RequestReader, Writes

FEATURES = frozenset(
    {"shell_v2", "stat_v2", "ls_v2", "sendrecv_v2", "sendrecv_v2_zstd", "delayed_ack"}
)
NEW = Manners(FEATURES, properties={"ro.product.model": "Pixel 16"})
PLAIN = Manners(FEATURES - {"delayed_ack"}, max_payload=1 << 18)
OLD = Manners(version=0x01000000, max_payload=4096, closes_as_zero=True)
ALL = (NEW, PLAIN, OLD)
NOT_THERE = 2


class Owner:
    """Holds the phone: knows some keys, and answers the dialog with `says`."""

    def __init__(self, *known, says=None):
        self.known = list(known)
        self.says = says
        self.shown = []

    def token(self):
        return os.urandom(20)

    def knows(self, token, signature):
        return any(keys.verify(token, signature, key) for key in self.known)

    def allows(self, line):
        self.shown.append(line)
        return self.says


class Wire:
    """The link: one transfer per header and per payload, as on USB."""

    def __init__(self, manners, opener, guard=None):
        self.device = DeviceConnection(manners, guard, opener)
        self.transfers: deque[bytes] = deque()
        self.written: list[bytes] = []
        self.asked: list[tuple[int, int]] = []
        self.now = 0.0
        self.closed = False
        self.pulled = False
        self.deaf = 0
        self.behind: list[Message] = []

    def write(self, data, timeout):
        if self.pulled:
            raise Unplugged
        self.written.append(bytes(data))
        if self.deaf:
            self.deaf -= 1
            for message in self.behind:
                self.transfers.extend(filter(None, encode(message, checked=True)))
            return
        self.device.receive(bytes(data))

    def read(self, size, timeout):
        if self.pulled:
            raise Unplugged
        if not self.transfers:
            self._fetch()
        if not self.transfers:
            self.now += timeout
            raise NoAnswer(timeout)
        whole = self.transfers.popleft()
        self.asked.append((size, len(whole)))
        if len(whole) > size:
            self.transfers.appendleft(whole[size:])
        return whole[:size]

    def close(self):
        self.closed = True

    def clock(self):
        return self.now

    def _fetch(self):
        message = self.device.take()
        if message is not None:
            header, payload = encode(message, checked=self.device.checked)
            self.transfers.extend(filter(None, (header, payload)))


class Speech:
    """A service that says pieces, one message each, and keeps what it hears."""

    hungry = True

    def __init__(self, *pieces, answer: Callable[[bytes], list[bytes] | None] = lambda _: []):
        self.pieces = deque(pieces)
        self.heard = bytearray()
        self.answer = answer
        self.ended = False

    def take(self, data):
        self.heard += data
        more = self.answer(bytes(data))
        if more is None:
            self.ended = True
        else:
            self.pieces.extend(more)

    def give(self, most):
        if not self.pieces:
            return None if self.ended else b""
        data = self.pieces.popleft()
        if data is None:
            self.ended = True
            return None
        if len(data) > most:
            self.pieces.appendleft(data[most:])
        return data[:most]

    def close(self):
        self.ended = True


class Cupboard:
    """The sync service over a dictionary, with adbd's manners: a refusal ends the stream."""

    def __init__(self, files: dict[bytes, bytes], *, chunk=sync.MAX_DATA, loses=()):
        self.files = files
        self.stats: dict[bytes, Stat] = {}
        self.reader = RequestReader()
        self.out: deque[bytes] = deque()
        self.over = False
        self.loses = loses
        self.chunk = chunk
        self.writing: Writes | None = None
        self.held = bytearray()
        self.failing = ""

    @property
    def hungry(self):
        return not self.over

    def take(self, data):
        for request in self.reader.feed(data):
            if not self.over:
                self.serve(request)

    def give(self, most):
        if not self.out:
            return None if self.over else b""
        data = bytearray()
        while self.out and len(data) + len(self.out[0]) <= most:
            data += self.out.popleft()
        if not data:
            data += self.out[0][:most]
            self.out[0] = self.out[0][most:]
        return bytes(data)

    def close(self):
        self.over = True

    def refuse(self, reason):
        self.out.append(sync.fail(reason))
        self.over = True

    def serve(self, request):
        match request:
            case Asked(kind, path):
                self.out.extend(self.tell(kind, path))
            case Reads(path, flags):
                self.read(path, flags)
            case Writes(path):
                self.writing, self.held = request, bytearray()
                self.files.pop(path, None)
                self.failing = "no space left" if path.startswith(b"/full") else ""
                if self.failing:
                    self.out.append(sync.fail(self.failing))
            case Piece(data):
                self.held += data
            case Ended(mtime):
                self.written(mtime)
            case Quits():
                self.over = True

    def read(self, path, flags):
        if path in self.loses:
            self.loses = ()
            self.out.clear()
            self.over = True
        elif path not in self.files:
            self.refuse("open failed: No such file or directory")
        else:
            data = self.files[path]
            if flags & Flags.ZSTD:
                data = zstandard.compress(data)
            self.out.extend(pieces_of(data, self.chunk))
            self.out.append(sync.done())

    def written(self, mtime):
        if self.failing:
            self.over = True
            return
        path = self.writing.path
        self.files[path] = bytes(self.held)
        self.stats[path] = Stat(self.writing.mode, len(self.held), mtime)
        self.out.append(sync.okay())

    def stat(self, path):
        if path in self.stats:
            return self.stats[path]
        if path in self.files:
            return Stat(0o100644, len(self.files[path]), 1_700_000_000)
        return Stat(error=NOT_THERE)

    def tell(self, kind, path) -> Iterator[bytes]:
        if kind == sync.STAT:
            yield sync.stat_v1(self.stat(path))
        elif kind in (sync.STA2, sync.LST2):
            yield sync.stat_v2(kind, self.stat(path))
        else:
            dent = sync.dent_v1 if kind == sync.LIST else sync.dent_v2
            yield dent(Entry(b".", Stat(0o40755)))
            for name in self.files:
                folder, _, last = name.rpartition(b"/")
                if folder == path.rstrip(b"/"):
                    yield dent(Entry(last, self.stat(name)))
            yield sync.list_done_v1() if kind == sync.LIST else sync.list_done_v2()


def pieces_of(data: bytes, chunk: int) -> Iterator[bytes]:
    for start in range(0, len(data), chunk):
        part = data[start : start + chunk]
        yield sync.data_prefix(len(part)) + part


def services(**known: Callable[[bytes], Service]):
    """An opener: `sync`, `shell` and the like to what makes the service from the rest."""

    def opened(name: bytes, _features: frozenset[str]) -> Service | None:
        kind, _, rest = name.partition(b":")
        make = known.get(kind.partition(b",")[0].decode())
        return make(rest) if make else None

    return opened
