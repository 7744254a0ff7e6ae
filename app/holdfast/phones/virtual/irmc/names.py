"""Understands the names of the objects in IrMC's stores."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from holdfast.phones.protocols.irmc.stores import INCOMING, MISSED, OUTGOING, STORES, Store

HISTORIES = (INCOMING, OUTGOING, MISSED)
_CHANGES = re.compile(r"luid/(\d{1,10})\.log")
_INDEX = re.compile(r"\d{0,6}")


class What(Enum):
    """Which object of a store is meant."""

    WHOLE = auto()
    INFO = auto()
    INDEX = auto()
    LUIDS = auto()
    LUID = auto()
    COUNTER = auto()
    CHANGES = auto()


LEVELS = {
    What.WHOLE: 2,
    What.INFO: 2,
    What.INDEX: 3,
    What.LUIDS: 4,
    What.LUID: 4,
    What.COUNTER: 4,
    What.CHANGES: 4,
}
"""The information exchange level from which on a phone has such objects."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An object of `store`; `value` is its LUID, its index, or the anchor of its changes."""

    store: Store
    what: What
    value: str = ""


def understand(name: str, level: int) -> Asked | None:
    """The object called `name`; None when a phone of `level` has no such objects."""
    asked = _history(name) or next((found for s in STORES if (found := _in(s, name))), None)
    return asked if asked is not None and LEVELS[asked.what] <= level else None


def _history(name: str) -> Asked | None:
    return next((Asked(each, What.WHOLE) for each in HISTORIES if name == each.whole), None)


def _in(store: Store, name: str) -> Asked | None:
    if name == store.whole:
        return Asked(store, What.WHOLE)
    if not name.startswith(f"{store.folder}/"):
        return None
    if name == store.info_log:
        return Asked(store, What.INFO)
    if name == store.luids:
        return Asked(store, What.LUIDS)
    return _one(store, name.removeprefix(f"{store.folder}/"))


def _one(store: Store, rest: str) -> Asked | None:
    if rest == "luid/cc.log":
        return Asked(store, What.COUNTER)
    changes = _CHANGES.fullmatch(rest)
    if changes is not None:
        return Asked(store, What.CHANGES, changes[1])
    stem = rest.removesuffix(store.ending)
    if stem == rest:
        return None
    if stem.startswith("luid/"):
        return Asked(store, What.LUID, stem.removeprefix("luid/"))
    return Asked(store, What.INDEX, stem) if _INDEX.fullmatch(stem) else None
