"""Carries MTP over a phone's USB pipes: sessions, transactions, data both ways, cancelling."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import suppress

from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.handsets.mtp.answers import (
    LONGEST_READ,
    Answer,
    Hearing,
    Refusal,
    Transfer,
    checked,
    first_read,
    gather,
    is_plain_ok,
    only_payload,
)
from holdfast.phones.handsets.mtp.patience import SLOW_SECONDS, USUAL_SECONDS, is_patient, seconds
from holdfast.phones.handsets.mtp.pipes import ImagePipe
from holdfast.phones.handsets.mtp.quirks import USUAL, Quirks
from holdfast.phones.handsets.mtp.unasked import Unasked
from holdfast.phones.links.link import LinkProblem, NoAnswer, PipeStalled, Unplugged
from holdfast.phones.protocols.mtp.codes import Event, Op, Response
from holdfast.phones.protocols.mtp.containers import (
    BrokenMtpError,
    Container,
    ContainerKind,
    ContainerReader,
    Header,
    encode_command,
    encode_header,
)

__all__ = ["MtpTalk", "Refusal"]

_log = logging.getLogger(__name__)

SESSION = 1
"""The number of our session; a device has one at a time."""
LARGE = 1 << 20
"""The longest dataset that is taken without a word about its length, in bytes."""

_FIRST_SECONDS = 5.0
_CLOSE_SECONDS = 2.0
_DRAIN_SECONDS = 0.3
_SLICE_SECONDS = 1.0
"""How long is waited before the caller is asked whether to wait on."""
_PACKET_SECONDS = 0.125
_LISTENS_EACH = 4 * _SLICE_SECONDS

_LONGEST_WRITE = 1 << 18
_SHORT_READ = 1 << 9
_MOST_DRAINED = 1 << 26
_LEAST_DRAINED = 1 << 16
_MOST_POLLS = 20
_LAST_TRANSACTION = 0xFFFFFFFE


class MtpTalk:
    """One session with a device; used from one thread at a time.

    Operations raise `Refusal`, a `LinkProblem`, or `Garbled`. After all of them but
    `Unplugged` the next operation is possible: what was under way is cancelled and drained.
    """

    def __init__(
        self,
        pipe: ImagePipe,
        quirks: Quirks = USUAL,
        *,
        patience: float = USUAL_SECONDS,
        waiting: Callable[[], None] = lambda: None,
    ) -> None:
        """Speak over `pipe`; `quirks` may be set again at any time between two operations.

        A device that has not opened a session yet has `patience` seconds for each answer.
        `waiting` is called about once a second while the device lets us wait; what it raises
        cancels the operation.
        """
        self.quirks = quirks
        self._pipe = pipe
        self._waiting = waiting
        self._first_patience = patience
        self._reader = ContainerReader()
        self._transaction = 0
        self._busy = False
        self._is_open = False
        self._is_settling = False
        self._insists = False
        self._unasked = Unasked(pipe)

    def open(self) -> None:
        """Open the session; one that is open already is taken on.

        A device that does not answer at once, or with what is left of an earlier session, is
        reset and asked once more.
        """
        try:
            self._open_session(_FIRST_SECONDS)
        except (NoAnswer, PipeStalled, Garbled):
            self._reset()
            self._open_session(self._patience(Op.OpenSession))

    def request(self, op: Op, *params: int) -> tuple[int, ...]:
        """Do an operation without data; return the parameters of its response."""
        return gather(self._whole(op, params, _SHORT_READ), LARGE)[1]

    def ask(self, op: Op, *params: int, limit: int = LARGE) -> bytes:
        """Return the data of an operation; raises `Garbled` beyond `limit` bytes."""
        transaction = self._begin(op, params)
        try:
            return self._asked(op, transaction, limit)
        finally:
            if transaction == self._transaction:
                self.cancel()

    def stream(self, op: Op, *params: int) -> Generator[bytes, None, tuple[int, ...]]:
        """Yield the data of an operation as they arrive, in pieces of at most 1 MiB.

        The operation begins with the first piece that is asked for. Closed early, it is
        cancelled; so it is when another one begins, and then it raises `RuntimeError`.
        """
        return self._whole(op, params, first_read(op))

    def send(
        self, op: Op, *params: int, pieces: Iterable[bytes], size: int | None
    ) -> tuple[int, ...]:
        """Do an operation that takes data; return the parameters of its response.

        `pieces` must be `size` bytes together, else the operation is cancelled and
        `ValueError` raised; a `size` of None is not known before. They are taken as they are
        sent, so they may be counted; what taking them raises cancels the operation.
        """
        transaction = self._begin(op, params)
        try:
            self._send_data(op, transaction, pieces, size)
            answer = self._answer(op, transaction, self._patience(op), _SHORT_READ)
            return gather(answer, LARGE)[1]
        finally:
            self.cancel()

    def listen(self) -> None:
        """Hear what the device tells now, and keep it for `events`."""
        self._unasked.listen()

    def events(self) -> tuple[Container, ...]:
        """Return what the device told since the last call, without waiting for more."""
        self._unasked.listen()
        return self._unasked.take()

    def cancel(self) -> None:
        """Cancel the operation that is under way, if one is; raises nothing."""
        if not self._busy or self._is_settling:
            return
        self._busy = False
        self._reader.reset()
        self._is_settling = True
        try:
            with suppress(LinkProblem, Garbled, Refusal):
                self._settle()
        finally:
            self._is_settling = False

    def close(self) -> None:
        """End the session and give the pipe back; never raises, may be called again."""
        self.cancel()
        if self._is_open:
            with suppress(LinkProblem, Garbled, Refusal):
                transaction = self._begin(Op.CloseSession, ())
                gather(
                    self._answer(Op.CloseSession, transaction, _CLOSE_SECONDS, _SHORT_READ), LARGE
                )
        self._is_open = self._busy = False
        self._pipe.close()

    # One transaction.

    def _whole(self, op: Op, params: tuple[int, ...], first: int) -> Answer:
        """Say a command when the first piece is asked for, and hear the answer."""
        transaction = self._begin(op, params)
        try:
            return (yield from self._answer(op, transaction, self._patience(op), first))
        finally:
            if transaction == self._transaction:
                self.cancel()

    def _asked(self, op: Op, transaction: int, limit: int) -> bytes:
        """Return the data of a transaction that has begun.

        Thousands come as one transfer of data and one that says OK: they are taken with few
        words, and whatever is not so the careful way.
        """
        patience = self._patience(op)
        heard: list[Transfer] = []
        try:
            heard.append(self._read(first_read(op), patience, op))
            payload = only_payload(heard[0], transaction)
            if payload is not None and len(payload) <= limit:
                heard.append(self._read(_SHORT_READ, patience, op))
                if is_plain_ok(heard[1], transaction):
                    self._busy = False
                    return payload
        except Unplugged:
            self._busy = False
            raise
        return gather(self._answer(op, transaction, patience, first_read(op), heard), limit)[0]

    def _begin(self, op: Op, params: tuple[int, ...]) -> int:
        """Send a command; return its transaction, which is then under way."""
        self.cancel()
        self._transaction = self._next(op)
        self._reader.reset()
        if self._insists and op is Op.SendObjectInfo:
            self._unasked.listen()  # of the object before; waiting until it insists takes longer
        self._busy = True
        _log.debug("%d %r %s", self._transaction, op, params)
        try:
            self._write(encode_command(op, self._transaction, params))
        except Unplugged:
            self._busy = False
            raise
        except LinkProblem:
            self.cancel()
            raise
        return self._transaction

    def _next(self, op: Op) -> int:
        if op is Op.OpenSession or not self._is_open:
            return 0
        return self._transaction + 1 if self._transaction < _LAST_TRANSACTION else 1

    def _answer(
        self,
        op: Op,
        transaction: int,
        patience: float,
        first: int,
        heard: Sequence[Transfer] = (),
    ) -> Answer:
        """Yield the data of the transaction, then return the parameters of its response.

        `heard` is what was read of it already.
        """
        hearing = Hearing(transaction, first, lenient=self.quirks.junk_headers)
        waiting = list(reversed(heard))
        try:
            while hearing.response is None:
                size = hearing.asked(self._reader)
                data, short = waiting.pop() if waiting else self._read(size, patience, op)
                hearing.arrived(self._reader, data, short=short)
                for part in self._reader.feed(data, short=short):
                    if part.header.kind is ContainerKind.EVENT:
                        self._unasked.note(part)
                    elif hearing.takes(part):
                        yield part.payload
                        self._check_still(transaction)
            self._busy = False
            self._reader.reset()
            return hearing.outcome()
        except BrokenMtpError as error:
            raise Garbled(str(error)) from error
        except Unplugged:
            self._busy = False
            raise

    def _check_still(self, transaction: int) -> None:
        if self._transaction != transaction or not self._busy:
            raise RuntimeError("this operation was cancelled by another")

    # The session.

    def _open_session(self, patience: float) -> None:
        self._is_open = False
        transaction = self._begin(Op.OpenSession, (SESSION,))
        try:
            gather(self._answer(Op.OpenSession, transaction, patience, _SHORT_READ), LARGE)
        except Refusal as refusal:
            if refusal.code != Response.SessionAlreadyOpen:
                raise
        finally:
            self.cancel()
        self._is_open = True

    def _reset(self) -> None:
        with suppress(NoAnswer, PipeStalled):
            self._pipe.ask_to_reset()
        self._drain()

    def _settle(self) -> None:
        """Bring the device to rest after an operation that was not heard to its end."""
        try:
            self._pipe.ask_to_cancel(self._transaction)
        except (NoAnswer, PipeStalled):
            self._pipe.clear()  # it knows no cancelling; most forget what they were saying so
        if not self._comes_to_rest():
            self._reset()
            if self._is_open:
                self._open_session(_FIRST_SECONDS)
        self._unasked.listen()
        self._unasked.forget(Event.CancelTransaction)

    def _comes_to_rest(self) -> bool:
        for _ in range(_MOST_POLLS):
            if not self._drain():
                return False
            if not self._is_busy():
                return True
        return False

    def _drain(self) -> bool:
        """Read what the device still says; whether it fell silent."""
        drained = 0
        while drained < _MOST_DRAINED:
            try:
                data, _ = self._pipe.read(LONGEST_READ, _DRAIN_SECONDS)
            except NoAnswer:
                return True
            except PipeStalled:
                continue
            finally:
                drained += _LEAST_DRAINED
            drained += len(data)
        return False

    def _is_busy(self) -> bool:
        try:
            return self._pipe.status() == Response.DeviceBusy
        except PipeStalled:
            return False  # it has no status to tell

    # Bytes.

    def _patience(self, op: Op) -> float:
        return seconds(op, slow=self.quirks.slow) if self._is_open else self._first_patience

    def _read(self, size: int, patience: float, op: Op) -> Transfer:
        """Read one transfer, in slices of time; raises `NoAnswer` once patience is over."""
        waited = 0.0
        while True:
            slice_ = min(_SLICE_SECONDS, patience - waited)
            try:
                return self._pipe.read(size, slice_)
            except NoAnswer:
                waited += slice_
                if waited >= patience:
                    raise NoAnswer(patience) from None
            if is_patient(op) and waited % USUAL_SECONDS == 0:
                self._is_busy()  # raises NoAnswer where not even this is answered
            if waited % _LISTENS_EACH == _SLICE_SECONDS:
                self._unasked.listen()  # some go on only once their events were taken
            self._waiting()

    def _write(self, data: bytes) -> None:
        if len(data) < self._pipe.max_packet:
            self._write_packet(data)
            return
        self._pipe.write(data, SLOW_SECONDS)
        if len(data) % self._pipe.max_packet == 0:
            self._pipe.write(b"", SLOW_SECONDS)

    def _write_packet(self, data: bytes) -> None:
        """Write less than a packet, which is taken whole or not at all: it may be said again.

        Some devices take nothing until somebody has taken what they tell unasked.
        """
        waited = 0.0
        patience = SLOW_SECONDS if self._is_open else self._first_patience
        while True:
            try:
                self._pipe.write(data, _PACKET_SECONDS)
            except NoAnswer:
                waited += _PACKET_SECONDS
                if waited >= patience:
                    raise NoAnswer(patience) from None
                self._insists = self._unasked.listen() or self._insists
                self._waiting()
            else:
                return

    def _send_data(
        self, op: Op, transaction: int, pieces: Iterable[bytes], size: int | None
    ) -> None:
        header = encode_header(Header(ContainerKind.DATA, op, transaction, size))
        try:
            if self.quirks.separate_header:
                self._write(header)
                header = b""
            self._write_all(header, checked(pieces, size))
        except (NoAnswer, PipeStalled):
            self._hear_why(op, transaction)
            raise
        except Unplugged:
            self._busy = False
            raise

    def _write_all(self, head: bytes, pieces: Iterable[bytes]) -> None:
        """Write a stream in whole packets; what is short, or nothing, ends it."""
        held = bytearray(head)
        longest = _LONGEST_WRITE // self._pipe.max_packet * self._pipe.max_packet
        for piece in pieces:
            held += piece
            while len(held) > longest:
                self._pipe.write(bytes(held[:longest]), SLOW_SECONDS)
                del held[:longest]
        if held:
            self._write(bytes(held))

    def _hear_why(self, op: Op, transaction: int) -> None:
        """Raise the `Refusal` of a device that did not take all of the data, if it tells one."""
        with suppress(LinkProblem, Garbled):
            gather(self._answer(op, transaction, _DRAIN_SECONDS, _SHORT_READ), LARGE)
