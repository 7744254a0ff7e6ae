"""Where a person with a new phone stands, as plain data: the one thing that comes next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from holdfast.ui.home_state import HomeState, Phone


class Stage(StrEnum):
    """What comes next."""

    VAULT = "vault"
    READING = "reading"
    NOTHING = "nothing"
    OLD = "old"
    NEW = "new"
    SAME = "same"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class NewPhone:
    """`old` is the phone whose backups are meant, `new` the one that is to get them.

    `olds` are all the phones of which the vault has backups that hold anything.
    """

    stage: Stage
    olds: tuple[Phone, ...] = ()
    old: Phone | None = None
    new: Phone | None = None


def new_phone(
    state: HomeState, chosen: str = "", *, same: bool = False, ask: bool = False
) -> NewPhone:
    """Decide what comes next; `chosen` is the old phone's id.

    `same` tells that its owner wants the old phone itself to get its backup, as after a reset;
    with `ask` the old phone is not guessed where there are several.
    """
    if not state.vault:
        return NewPhone(Stage.VAULT)
    if not state.loaded:
        return NewPhone(Stage.READING)
    olds = tuple(sorted(filter(_is_filled, state.phones), key=_likely, reverse=True))
    if not olds:
        return NewPhone(Stage.NOTHING)
    old = _meant(olds, chosen, ask=ask)
    if old is None:
        return NewPhone(Stage.OLD, olds)
    return _with(state, olds, old, same=same)


def _is_filled(phone: Phone) -> bool:
    return phone.filled


def _likely(phone: Phone) -> tuple[bool, float]:
    """The likeliest old phone is away, and was backed up last of all that are."""
    return not phone.connected, phone.last.timestamp() if phone.last is not None else 0.0


def _meant(olds: tuple[Phone, ...], chosen: str, *, ask: bool) -> Phone | None:
    if len(olds) == 1:
        return olds[0]
    away = [phone for phone in olds if not phone.connected]
    if not chosen and not ask and len(away) == 1:
        return away[0]
    return next((phone for phone in olds if phone.id == chosen), None)


def _with(state: HomeState, olds: tuple[Phone, ...], old: Phone, *, same: bool) -> NewPhone:
    others = [phone for phone in state.phones if phone.connected and phone.id != old.id]
    # One that was never backed up is newer than one that was.
    others.sort(key=lambda phone: (phone.known, phone.id != state.current))
    if same and old.connected:
        return NewPhone(Stage.READY, olds, old, old)
    if others:
        return NewPhone(Stage.READY, olds, old, others[0])
    return NewPhone(Stage.SAME if old.connected else Stage.NEW, olds, old)
