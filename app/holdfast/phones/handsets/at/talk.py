"""Carries AT commands over a link, one at a time; all the I/O of the driver is here."""

from __future__ import annotations

import time
from collections.abc import Callable

from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.links.link import Link, LinkProblem, NoAnswer, Unplugged
from holdfast.phones.protocols.at.answers import Answer, AnswerReader, Verdict
from holdfast.phones.protocols.at.stored_messages import END, LEAVE

ANSWER_SECONDS = 30.0
"""How long a phone may be silent in the middle of an answer (27.007 gives no less)."""
WHOLE_SECONDS = 180.0
"""How long one answer may take from its first byte to its last."""
_GREETING_SECONDS = 3.0
_GREETINGS = 3
_DRAIN_SECONDS = 0.2
# Never more than a packet of the slowest phones: a longer read could wait for a packet that
# never comes, where a phone ends a full packet with nothing behind it.
_READ = 64
_MOST_STALE = 4096
_MOST_READS = 1 << 16


class RefusalError(Exception):
    """The phone said no with an error `code` of its own; whoever asked knows what it means."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class AtTalk:
    """Commands to one phone; each may raise a `LinkProblem` or `Garbled`.

    After a silence or a stall the next command begins anew: what is still on its way is thrown
    away, and the phone is greeted again. It may have forgotten by then what was chosen on it.
    """

    def __init__(
        self,
        link: Link,
        prepare: Callable[[Link], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Speak over `link`.

        `prepare` puts the pipe into command mode, at first and again after each trouble: hang
        up and lift (DTR down, then DTR and RTS up) on a modem's control interface, or leave
        OBEX with its own disconnect. It may raise a `LinkProblem`; it need not wait for an OK.
        """
        self._link = link
        self._prepare = prepare
        self._now = now
        self._sound = False
        self._greetings = 0

    def ready(self) -> int:
        """Greet the phone where that is needed; return which greeting it was.

        Where the number is another than before, nothing is chosen on the phone any more.
        """
        if not self._sound:
            self._greet()
        return self._greetings

    def ask(self, command: bytes, data: bytes = b"") -> Answer:
        """Say a command (without its CR) and return the answer, be it an error.

        `data` is what the phone is given when it prompts for it.
        """
        self.ready()
        answer = self._exchange(command, command + b"\r")
        if answer.verdict is Verdict.PROMPT:
            answer = self._exchange(command, data + END, sent=data)
        elif data and answer.ok:
            raise Garbled(f"no prompt after {_said(command)}")
        if not answer.whole:
            raise Garbled(f"an answer without end to {_said(command)}")
        return answer

    def demand(self, command: bytes) -> Answer:
        """Say a command and return the answer; an error raises `RefusalError`."""
        answer = self.ask(command)
        if not answer.ok:
            raise RefusalError(answer.code)
        return answer

    def rest(self) -> None:
        """Leave the pipe to somebody else; the next command prepares it and greets anew."""
        self._sound = False

    def close(self) -> None:
        """Give the link back; never raises, may be called again."""
        self._sound = False
        self._link.close()

    def _greet(self) -> None:
        """Bring the phone to where it answers what is asked, without echo and with numbers."""
        if self._greetings:
            self._drain()
        self._prepare(self._link)
        for attempt in range(1, _GREETINGS + 1):
            try:
                # Whatever waits for data or for the end of a line is left first.
                self._exchange(b"AT", LEAVE + b"\rAT\r", seconds=_GREETING_SECONDS)
                break
            except NoAnswer:
                if attempt == _GREETINGS:
                    raise
        self._drain()
        self._sound = True
        self._greetings += 1
        self._exchange(b"ATE0", b"ATE0\r")
        self._exchange(b"AT+CMEE=1", b"AT+CMEE=1\r")

    def _drain(self) -> None:
        for _ in range(_MOST_STALE):
            try:
                self._link.read(_READ, _DRAIN_SECONDS)
            except NoAnswer:
                return

    def _exchange(
        self, command: bytes, says: bytes, *, sent: bytes = b"", seconds: float = ANSWER_SECONDS
    ) -> Answer:
        self._sound = False
        self._link.write(says, seconds)
        answer = self._hear(AnswerReader(command, sent), seconds)
        self._sound = True
        return answer

    def _hear(self, reader: AnswerReader, seconds: float) -> Answer:
        until = self._now() + seconds + WHOLE_SECONDS
        for _ in range(_MOST_READS):
            answer = reader.receive(self._link.read(_READ, seconds))
            if answer is not None:
                return answer
            if self._now() >= until:
                break
        raise NoAnswer(seconds)


def is_bearable(problem: LinkProblem) -> bool:
    """Whether a trouble with one memory leaves hope for the next: the phone is still there."""
    return not isinstance(problem, Unplugged)


def _said(command: bytes) -> str:
    return command[:40].decode("ascii", "replace")
