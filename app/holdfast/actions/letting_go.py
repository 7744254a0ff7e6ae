"""Free a phone that another program holds: ask that program, and see that it let go."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from holdfast.actions.desk import Desk
from holdfast.errors import Problem
from holdfast.phones.handsets.find import Found
from holdfast.phones.links.letting_go import WouldNotLetGo, ask_to_let_go
from holdfast.phones.links.link import Busy

_LOOKS = 40
_PAUSE = 0.1
"""Seconds between two looks: the program ends after it was told that the phone is unmounted."""


@dataclass(eq=False)
class NotHeld(Problem):
    """No phone that another program holds has this name; `names` are those that are held."""

    name: str
    names: tuple[str, ...] = ()


def held(desk: Desk, name: str) -> Found:
    """The phone of this model or serial that another program holds; raises `NotHeld`."""
    found = [each for each in desk.look().present if isinstance(each.problem, Busy)]
    meant = [each for each in found if name.casefold() in (_title(each), each.serial.casefold())]
    if len(meant) != 1:
        raise NotHeld(name, tuple(each.title or each.serial for each in found))
    return meant[0]


def let_go(desk: Desk, phone: Found, wait: Callable[[float], None] = time.sleep) -> None:
    """Ask whoever holds `phone` to let go, and look until it can be spoken to.

    No program is ended. Raises `CannotBeAsked` or `WouldNotLetGo`. `wait` lets seconds pass.
    """
    problem = phone.problem
    if not isinstance(problem, Busy):
        return
    ask_to_let_go(problem, desk.bus.linux.node(phone.port.bus, phone.port.address))
    for _ in range(_LOOKS):
        desk.finder.again(phone.port)
        now = next((each for each in desk.look().present if each.port == phone.port), None)
        if now is None or not isinstance(now.problem, Busy):
            return
        problem = now.problem
        wait(_PAUSE)
    raise WouldNotLetGo(problem.holder)


def _title(found: Found) -> str:
    return found.title.casefold()
