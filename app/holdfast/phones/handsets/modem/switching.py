"""Turns a phone's modem pipe to OBEX, and back to commands."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from holdfast.phones.handsets.handset import SessionRefused
from holdfast.phones.handsets.irmc.quirks import Quirks
from holdfast.phones.links.link import Link, NoAnswer
from holdfast.phones.protocols.irmc.modem import ModemAnswer, command

_ANSWER_SECONDS = 3.0
_CHATTER_SECONDS = 10.0
"""How long a modem may say other things before it answers."""
_READ = 4096
_MOST_READS = 256


@dataclass(eq=False)
class NoObex(SessionRefused):
    """The modem answers, but knows none of the commands for OBEX."""


class Line:
    """The pipe of one phone's modem.

    `hang_up` drops the line (DTR) and lifts it again, so that a modem left in OBEX hears
    commands; `wait` lets seconds pass.
    """

    def __init__(
        self,
        hang_up: Callable[[], None],
        quirks: Quirks,
        wait: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hang_up = hang_up
        self._quirks = quirks
        self._now = now
        self._wait = wait
        self._obex = False

    def to_commands(self, link: Link) -> None:
        """Make `link` hear commands; nothing is asked yet. Raises a `LinkProblem`."""
        if self._obex and self._quirks.back:
            # Silence on both sides of it, or it is taken for data (V.250, 5.2.4).
            self._wait(self._quirks.rest)
            link.write(self._quirks.back, _ANSWER_SECONDS)
        if self._obex:
            self._wait(self._quirks.rest)
        self._obex = False
        self._hang_up()

    def to_obex(self, link: Link) -> None:
        """Ask the modem for OBEX in its maker's words; raises `NoObex` or a `LinkProblem`.

        A pipe that does not answer AT at all may still speak OBEX from an earlier session.
        """
        self.to_commands(link)
        try:
            self._ask(link, "AT")
            if not any(self._ask(link, switch) for switch in self._quirks.switches):
                raise NoObex("no OBEX mode")
        except NoAnswer:
            pass
        self._obex = True

    def _ask(self, link: Link, text: str) -> bool:
        answer = ModemAnswer()
        link.write(command(text), _ANSWER_SECONDS)
        until = self._now() + _CHATTER_SECONDS
        for _ in range(_MOST_READS):
            if self._now() >= until:
                break
            verdict = answer.receive(link.read(_READ, _ANSWER_SECONDS))
            if verdict is not None:
                return verdict
        return False
