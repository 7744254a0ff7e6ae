"""Bad manners to wrap around a server, one a class; they can be wrapped around each other."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from holdfast.phones.protocols.mtp.codes import Event, Op, Response
from holdfast.phones.protocols.mtp.datasets import DeviceInfo, ObjectInfo, StorageInfo
from holdfast.phones.virtual.mtp.objects import Objects
from holdfast.phones.virtual.mtp.service import (
    Manners,
    Notice,
    Readable,
    Reply,
    Request,
    Service,
    SilentError,
    Upload,
    told,
)

READS = frozenset({Op.GetObject, Op.GetPartialObject, Op.GetPartialObject64})
"""The operations that read an object's bytes."""
_NO_STORAGES = bytes(4)


class Wrapped:
    """A server that behaves as the one inside it; the base of all behaviours."""

    def __init__(self, inner: Service) -> None:
        """Wrap `inner`."""
        self.inner = inner

    @property
    def manners(self) -> Manners:
        """As inside."""
        return self.inner.manners

    @property
    def objects(self) -> Objects:
        """As inside."""
        return self.inner.objects

    def answer(self, request: Request) -> Reply:
        """As inside."""
        return self.inner.answer(request)

    def receive(self, request: Request) -> Upload:
        """As inside."""
        return self.inner.receive(request)

    def notices(self) -> list[Notice]:
        """As inside."""
        return self.inner.notices()


def whole(reply: Reply) -> bytes:
    """Return all the data of an answer."""
    if reply.body is None:
        return b""
    data = reply.body.read(-1 if reply.size is None else reply.size)
    reply.body.close()
    return data


class ScreenLock:
    """Whether a phone is locked, or only charges; it outlives the lives of its server."""

    def __init__(self) -> None:
        """Begin locked."""
        self.locked = True


class Locked(Wrapped):
    """Shows no storages while `lock` is shut; once it is open it tells of each by an event."""

    def __init__(self, inner: Service, lock: ScreenLock) -> None:
        """Heed `lock`."""
        super().__init__(inner)
        self._lock = lock
        self._was_locked = lock.locked

    def answer(self, request: Request) -> Reply:
        """Answer as a phone without storages, or as inside."""
        if not self._lock.locked or request.op in _OF_THE_DEVICE:
            return super().answer(request)
        if request.op == Op.GetStorageIDs:
            answer = super().answer(request)
            return told(_NO_STORAGES) if answer.code == Response.OK else answer
        if request.op == Op.GetStorageInfo:
            return Reply(Response.InvalidStorageID)
        return Reply(Response.InvalidObjectHandle)

    def notices(self) -> list[Notice]:
        """Tell of the storages when the lock was opened."""
        inside = super().notices()
        if self._lock.locked:
            return []
        if self._was_locked:
            self._was_locked = False
            return [Notice(Event.StoreAdded, (storage,)) for storage in self.objects.roots]
        return inside


_OF_THE_DEVICE = frozenset(
    {
        Op.GetDeviceInfo,
        Op.OpenSession,
        Op.CloseSession,
        Op.GetDevicePropDesc,
        Op.GetDevicePropValue,
        Op.SetDevicePropValue,
    }
)


class Without(Wrapped):
    """Does not know some operations, and says so."""

    def __init__(self, inner: Service, ops: Collection[int]) -> None:
        """Know all but `ops`."""
        super().__init__(inner)
        self._ops = frozenset(ops)

    def answer(self, request: Request) -> Reply:
        """Refuse, or answer as inside."""
        if request.op in self._ops:
            return Reply(Response.OperationNotSupported)
        reply = super().answer(request)
        if request.op != Op.GetDeviceInfo or reply.code != Response.OK:
            return reply
        info = DeviceInfo.decode(whole(reply))
        known = tuple(op for op in info.operations if op not in self._ops)
        return told(replace(info, operations=known).encode())


class NoPropList(Without):
    """Does not know GetObjectPropList, nor Android's own operations, as QEMU's usb-mtp."""

    def __init__(self, inner: Service) -> None:
        """Know neither."""
        super().__init__(inner, {Op.GetObjectPropList, *range(Op.GetPartialObject64, 0x95C6)})


class SplitHeader(Wrapped):
    """Sends the header of data as a transfer of its own."""

    @property
    def manners(self) -> Manners:
        """Split."""
        return replace(super().manners, split_header=True)


class ExtraByte(Wrapped):
    """Sends one byte where a zero-length packet belongs."""

    @property
    def manners(self) -> Manners:
        """One byte."""
        return replace(super().manners, end=b"\0")


class Leftover(Wrapped):
    """Still sends the packet that was under way when a transaction is cancelled."""

    @property
    def manners(self) -> Manners:
        """With a rest."""
        return replace(super().manners, leftover=True)


class Slow(Wrapped):
    """Takes `seconds` of its clock for every answer."""

    def __init__(self, inner: Service, wait: Callable[[float], None], seconds: float) -> None:
        """Call `wait(seconds)` before each answer."""
        super().__init__(inner)
        self._wait = wait
        self._seconds = seconds

    def answer(self, request: Request) -> Reply:
        """Answer as inside, later."""
        self._wait(self._seconds)
        return super().answer(request)


class DiesAt(Wrapped):
    """Hangs at the n-th request, counted from 1, after `sent` bytes of its data.

    A read that goes beyond those bytes gets nothing.
    """

    def __init__(self, inner: Service, n: int, sent: int = 0) -> None:
        """Hang at request `n`."""
        super().__init__(inner)
        self._left = n
        self._sent = sent

    def answer(self, request: Request) -> Reply:
        """Answer as inside until it is time."""
        self._left -= 1
        if self._left > 0:
            return super().answer(request)
        reply = super().answer(request) if self._left == 0 and self._sent else Reply()
        if reply.body is None:
            raise SilentError
        return replace(reply, body=_Hanging(reply.body, self._sent))

    def receive(self, request: Request) -> Upload:
        """Take as inside until it is time."""
        self._left -= 1
        if self._left <= 0:
            raise SilentError
        return super().receive(request)


class _Hanging:
    """Gives so many bytes, then nothing ever again."""

    def __init__(self, body: Readable, left: int) -> None:
        self._body = body
        self._left = left

    def read(self, size: int, /) -> bytes:
        if size > self._left:
            raise SilentError
        self._left -= size
        return self._body.read(size)

    def close(self) -> None:
        self._body.close()


class Busy(Wrapped):
    """Answers DeviceBusy to the first `times` requests of an operation."""

    def __init__(self, inner: Service, op: int, times: int = 1) -> None:
        """Be busy with `op`."""
        super().__init__(inner)
        self._op = op
        self._times = times

    def answer(self, request: Request) -> Reply:
        """Be busy, or answer as inside."""
        if request.op == self._op and self._times:
            self._times -= 1
            return Reply(Response.DeviceBusy)
        return super().answer(request)


class Forgetful(Wrapped):
    """Has lost every object whose handle is a multiple of `every` when its bytes are asked for."""

    def __init__(self, inner: Service, every: int) -> None:
        """Forget one in `every`."""
        super().__init__(inner)
        self._every = every

    def answer(self, request: Request) -> Reply:
        """Know nothing of it, or answer as inside."""
        if request.op in READS and request.param(0) % self._every == 0:
            return Reply(Response.InvalidObjectHandle)
        return super().answer(request)


class CardPulled(Wrapped):
    """Its card is pulled out while the n-th object is read: half of that one is still sent."""

    def __init__(self, inner: Service, storage: int, n: int = 1) -> None:
        """Lose `storage` at read `n`, counted from 1."""
        super().__init__(inner)
        self._storage = storage
        self._left = n

    def answer(self, request: Request) -> Reply:
        """Answer as inside until it is time."""
        reply = super().answer(request)
        if request.op not in READS or reply.body is None:
            return reply
        self._left -= 1
        if self._left == 0:
            self.objects.pull(self._storage)
            return replace(reply, body=_Cut(reply.body, (reply.size or 0) // 2))
        return reply


class _Cut:
    """The first bytes of something; the rest cannot be read any more."""

    def __init__(self, body: Readable, left: int) -> None:
        self._body = body
        self._left = left

    def read(self, size: int, /) -> bytes:
        piece = self._body.read(min(size, self._left))
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        self._body.close()


class PtpOnly(Wrapped):
    """Is in photo-transfer mode: DCIM and Pictures of its own memory, no extensions."""

    def __init__(self, inner: Service) -> None:
        """Show the pictures alone."""
        super().__init__(inner)
        self.objects.show_only(("DCIM", "Pictures"))

    def answer(self, request: Request) -> Reply:
        """Answer as inside, but without naming MTP."""
        reply = super().answer(request)
        if request.op != Op.GetDeviceInfo or reply.code != Response.OK:
            return reply
        info = DeviceInfo.decode(whole(reply))
        return told(replace(info, extension_id=0, extensions="").encode())


class NoDates(Wrapped):
    """Keeps no date that a host gives."""

    def answer(self, request: Request) -> Reply:
        """Answer as inside to what has no date."""
        if request.op == Op.SendObjectInfo:
            info = replace(ObjectInfo.decode(request.data), modified="")
            request = replace(request, data=info.encode())
        return super().answer(request)


class Full(Wrapped):
    """Has room for `room` more bytes, whatever the computer it lies on has."""

    def __init__(self, inner: Service, room: int) -> None:
        """Take `room` bytes."""
        super().__init__(inner)
        self._room = room

    def answer(self, request: Request) -> Reply:
        """Refuse what is too large, or answer as inside."""
        if request.op == Op.SendObjectInfo:
            size = ObjectInfo.decode(request.data).size
            if size > self._room:
                return Reply(Response.StoreFull)
        reply = super().answer(request)
        if request.op != Op.GetStorageInfo or reply.code != Response.OK:
            return reply
        info = StorageInfo.decode(whole(reply))
        return told(replace(info, free=self._room).encode())

    def receive(self, request: Request) -> Upload:
        """Take as inside, and have less room."""
        return _Filling(super().receive(request), self._took, lambda: self._room)

    def _took(self, size: int) -> None:
        self._room -= size


class _Filling:
    """An upload that fills a storage up."""

    def __init__(self, inner: Upload, took: Callable[[int], None], room: Callable[[], int]) -> None:
        self._inner = inner
        self._took = took
        self._room = room
        self._size = 0
        self._burst = False

    def write(self, piece: bytes) -> None:
        self._burst = self._burst or len(piece) > self._room()
        if not self._burst:
            self._took(len(piece))
            self._size += len(piece)
            self._inner.write(piece)

    def end(self, *, whole: bool) -> Reply:
        if whole and not self._burst:
            return self._inner.end(whole=True)
        self._took(-self._size)
        self._inner.end(whole=False)
        return Reply(Response.GeneralError if self._burst else Response.IncompleteTransfer)
