"""Makes an OBEX pipe of a phone's modem."""

from __future__ import annotations

import time
from collections.abc import Callable

from holdfast.phones.handsets.handset import SessionRefused
from holdfast.phones.links.link import Link, NoAnswer
from holdfast.phones.protocols.irmc.modem import SWITCHES, ModemAnswer, command

_ANSWER_SECONDS = 3.0
_CHATTER_SECONDS = 10.0
"""How long a modem may say other things before it answers."""
_READ = 4096
_MOST_READS = 256


def switch_to_obex(link: Link, now: Callable[[], float] = time.monotonic) -> None:
    """Ask the modem for OBEX in each maker's words; raises `SessionRefused`, `LinkProblem`.

    A pipe that does not answer AT at all may still speak OBEX from an earlier session.
    """
    try:
        _ask(link, "AT", now)
        if any(_ask(link, switch, now) for switch in SWITCHES):
            return
    except NoAnswer:
        return
    raise SessionRefused("no OBEX mode")


def _ask(link: Link, text: str, now: Callable[[], float]) -> bool:
    answer = ModemAnswer()
    link.write(command(text), _ANSWER_SECONDS)
    until = now() + _CHATTER_SECONDS
    for _ in range(_MOST_READS):
        if now() >= until:
            break
        verdict = answer.receive(link.read(_READ, _ANSWER_SECONDS))
        if verdict is not None:
            return verdict
    return False
