"""Finds the handsets on the bus: who came, who went, and who they are."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from holdfast.errors import Problem
from holdfast.phones.handsets.handset import Handset, NotAuthorised, StoragesHidden
from holdfast.phones.handsets.identity import NoIdentity, NotConnected, is_usable
from holdfast.phones.links.link import Busy, LinkProblem, NotAllowed, Unplugged
from holdfast.phones.links.usb import Port, UsbBus, UsbDevice
from holdfast.records.model.handset import HandsetInfo

_log = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds after which a phone that could not be opened is tried again."""

CONSENT_PATIENCE = 2.0
"""Seconds after which a phone whose owner is asked on its screen is looked at again."""

_FOR_ITS_OWNER = (NotAuthorised, StoragesHidden)
"""What ends by itself once the phone's owner has acted on its screen."""

_APPLE = 0x05AC


class Family(Protocol):
    """A driver: the phones that are spoken to in one way."""

    @property
    def name(self) -> str:
        """The family's short name."""
        ...

    def recognises(self, device: UsbDevice) -> bool:
        """Tell from `device.settings` and `device.port` alone; the device is not open yet."""
        ...

    def open(self, device: UsbDevice) -> Handset:
        """Begin a full session on an open device; `info` is known afterwards.

        The device stays the finder's: closing the handset gives back only what
        `device.bulk` lent. Raises a `LinkProblem` or a `HandsetProblem`, `NoIdentity` among
        them, and then holds nothing.
        """
        ...


@runtime_checkable
class Asking(Protocol):
    """A family that goes on waiting for an answer on a phone's screen while nobody looks.

    After `NotAuthorised` it keeps what it lent of the device, so that the question stays on
    the screen as it is; the next `open` of the same device goes on from there.
    """

    def let_go(self, device: UsbDevice) -> None:
        """Wait no more for the owner of `device`, and hold nothing of it."""
        ...


@runtime_checkable
class Explaining(Protocol):
    """A family that knows more about why a device of it could not be opened."""

    def explain(self, problem: LinkProblem, device: UsbDevice) -> LinkProblem:
        """Return what to tell instead of `problem`, or it."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """A phone of a known family: who it is, or why that could not be found out.

    Both are told of one whose owner is still asked by the family that is meant for it, while
    another already speaks. `title` and `serial` are what it says of itself on the USB, empty
    where it could not be opened.
    """

    port: Port
    info: HandsetInfo | None = None
    problem: Problem | None = None
    title: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What one look found: who is new, who is gone, and all who are there now."""

    appeared: tuple[Found, ...] = ()
    gone: tuple[Found, ...] = ()
    present: tuple[Found, ...] = ()


@dataclass(slots=True)
class _Entry:
    device: UsbDevice
    family: Family
    found: Found
    due: float = 0.0
    may_stand_in: bool = True


class Finder:
    """Keeps watch over a bus; thread-safe.

    A device that no family recognises is never opened. One that is recognised is opened once
    for each appearance, to learn who it is, and stays open, with nothing claimed, until it
    goes: sessions are held on that same opening. iPhones are left alone.
    """

    def __init__(
        self,
        bus: UsbBus,
        families: Sequence[Family],
        shared: Collection[str] = (),
        *,
        meanwhile: Family | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Ask `families` in this order; `shared` are USB serials already seen on two phones.

        `meanwhile` speaks for phones whose owners have not let their own family in yet, where
        it recognises them too. `seconds` tells the time that passes between looks.
        """
        self._bus = bus
        self._seconds = seconds
        self._families = tuple(families)
        self._meanwhile = meanwhile
        self._shared = set(shared)
        self._seen: frozenset[Port] = frozenset()
        self._entries: dict[Port, _Entry] = {}
        self._present: tuple[Found, ...] = ()
        self._lock = threading.RLock()

    @property
    def shared_serials(self) -> frozenset[str]:
        """The USB serials that were seen on two phones at once, so that nobody goes by them."""
        with self._lock:
            return frozenset(self._shared)

    def look(self) -> Change:
        """List the bus once; open and identify what newly appeared.

        A phone that another program held, or that its user had no right to open, is tried
        anew after a while: nobody has to pull the cable for that. One whose owner is asked on
        its screen is looked at again sooner, without asking anew.
        """
        with self._lock:
            tried = self._try_anew()
            ports = self._bus.ports()
            gone = [self._drop(port) for port in tuple(self._entries) if port not in ports]
            answered = self._ask_again()
            arrived = [self._meet(port) for port in sorted(ports - self._seen, key=_place)]
            self._seen = ports
            new = [entry for entry in arrived if entry is not None]
            doubtful = self._distrust(new)
            gone += [entry.found for entry in doubtful]
            met = [self._identify(entry) for entry in (*new, *doubtful)]
            self._settle()
            appeared = tuple(found for found in met if found and not _is_as_before(found, tried))
            return Change((*answered, *appeared), tuple(gone), self._present)

    def present(self) -> tuple[Found, ...]:
        """Return who was there at the last look; never waits."""
        return self._present

    def connect(self, handset_id: str) -> Handset:
        """Begin a session with the handset that has this id.

        Raises `NotConnected`, or what the family's `open` raises.
        """
        with self._lock:
            for entry in self._entries.values():
                if entry.found.info is not None and entry.found.info.id == handset_id:
                    return self._opened(entry)
        raise NotConnected(handset_id)

    def _opened(self, entry: _Entry) -> Handset:
        try:
            return entry.family.open(entry.device)
        except NotAuthorised:
            if self._meanwhile is None or not self._is_spoken_for(entry):
                raise
            return self._meanwhile.open(entry.device)

    def again(self, port: Port) -> None:
        """Take the phone on `port` as newly appeared at the next look.

        For when what stood in the way is gone: another program let go of it, its owner
        tapped Allow.
        """
        with self._lock:
            if port in self._entries:
                self._drop(port)
                self._settle()
            self._seen -= {port}

    def name(self, port: Port, serial: str) -> Found:
        """Identify the phone on `port` by the serial its owner gave; raises `NotConnected`."""
        with self._lock:
            entry = self._entries.get(port)
            if entry is None:
                raise NotConnected(serial)
            entry.device.serial = serial
            self._identify(entry)
            self._settle()
            return entry.found

    def close(self) -> None:
        """Let go of every device."""
        with self._lock:
            for port in tuple(self._entries):
                self._drop(port)
            self._seen = frozenset()
            self._settle()

    def _try_anew(self) -> dict[Port, Found]:
        """Let go of the phones whose time has come; return them as they were."""
        now = self._seconds()
        due = {
            port: entry.found
            for port, entry in self._entries.items()
            if isinstance(entry.found.problem, (Busy, NotAllowed)) and now >= entry.due
        }
        for port in due:
            self.again(port)
        return due

    def _ask_again(self) -> list[Found]:
        """Look whether owners who are asked on their screens have answered; return who have."""
        now = self._seconds()
        due = [
            entry
            for entry in self._entries.values()
            if isinstance(entry.found.problem, _FOR_ITS_OWNER) and now >= entry.due
        ]
        before = {entry.found.port: entry.found for entry in due}
        met = [self._identify(entry) for entry in due]
        return [found for found in met if found and not _is_as_before(found, before)]

    def _meet(self, port: Port) -> _Entry | None:
        if port.vendor == _APPLE:
            return None
        try:
            device = self._bus.look_at(port)
            family = self._family(device)
        except Problem as problem:
            _log.info("passed over %s: %r", port, problem)
            return None
        return None if family is None else self._open(_Entry(device, family, Found(port)))

    def _family(self, device: UsbDevice) -> Family | None:
        return next((family for family in self._families if family.recognises(device)), None)

    def _open(self, entry: _Entry) -> _Entry:
        try:
            entry.device.open()
        except LinkProblem as problem:
            family = entry.family
            why = family.explain(problem, entry.device) if isinstance(family, Explaining) else None
            entry.found = replace(entry.found, problem=why or problem)
        self._entries[entry.device.port] = entry
        return entry

    def _distrust(self, new: Iterable[_Entry]) -> list[_Entry]:
        """Empty the serials that two phones share; return who was known by one and is free."""
        for entry in new:
            others = [each for each in self._entries.values() if each is not entry]
            if _serial(entry) in map(_serial, others) and is_usable(entry.device.serial):
                self._shared.add(_serial(entry))
        doubtful = []
        for entry in self._entries.values():
            if _serial(entry) not in self._shared or entry.device.in_use:
                continue
            entry.device.serial = ""
            if entry.found.info is not None:
                doubtful.append(entry)
        return doubtful

    def _identify(self, entry: _Entry) -> Found | None:
        """Find out who it is; None when it went away meanwhile, as the next look will show."""
        entry.due = self._seconds() + PATIENCE
        if isinstance(entry.found.problem, LinkProblem):
            return self._judge(entry)
        device, before = entry.device, entry.found
        title = " ".join(filter(None, (device.manufacturer, device.product)))
        entry.found = Found(device.port, title=title, serial=device.serial)
        try:
            entry.found = replace(entry.found, info=self._ask(entry, entry.family))
        except Problem as problem:
            entry.found = replace(entry.found, problem=problem)
            if isinstance(problem, _FOR_ITS_OWNER):
                entry.due = self._seconds() + CONSENT_PATIENCE
            if isinstance(problem, NotAuthorised):
                entry.found = replace(entry.found, info=self._stand_in(entry, before))
        return self._judge(entry)

    def _stand_in(self, entry: _Entry, before: Found) -> HandsetInfo | None:
        """Who the phone is by the family that speaks `meanwhile`; None where none can yet."""
        waited = isinstance(before.problem, NotAuthorised)
        if waited and before.info is not None and before.serial == entry.device.serial:
            return before.info
        if self._meanwhile is None or not self._is_spoken_for(entry):
            return None
        try:
            return self._ask(entry, self._meanwhile)
        except Problem as problem:
            # One that does not answer would make every look wait for it.
            entry.may_stand_in = isinstance(problem, (StoragesHidden, Busy))
            _log.info("nobody speaks for %s meanwhile: %r", entry.device.port, problem)
            return None

    def _is_spoken_for(self, entry: _Entry) -> bool:
        # Without a serial on the USB, each family would know the phone by another one.
        device = entry.device
        known = entry.may_stand_in and is_usable(device.serial)
        return known and self._meanwhile is not None and self._meanwhile.recognises(device)

    def _ask(self, entry: _Entry, family: Family) -> HandsetInfo:
        handset = family.open(entry.device)
        info = handset.info
        handset.close()
        others = (each.found.info for each in self._entries.values() if each is not entry)
        if any(other is not None and other.id == info.id for other in others):
            raise NoIdentity(info.manufacturer, info.model)
        return info

    def _judge(self, entry: _Entry) -> Found | None:
        if isinstance(entry.found.problem, Unplugged):
            self._drop(entry.device.port)
            return None
        return entry.found

    def _drop(self, port: Port) -> Found:
        entry = self._entries.pop(port)
        if isinstance(entry.family, Asking):
            entry.family.let_go(entry.device)
        entry.device.close()
        return entry.found

    def _settle(self) -> None:
        self._present = tuple(entry.found for entry in self._entries.values())


def _is_as_before(found: Found, before: Mapping[Port, Found]) -> bool:
    """Whether trying a phone anew told nothing new."""
    old = before.get(found.port)
    if old is None or (old.info is None) is not (found.info is None):
        return False
    return type(old.problem) is type(found.problem)


def _place(port: Port) -> tuple[int, int]:
    return port.bus, port.address


def _serial(entry: _Entry) -> str:
    return entry.device.serial.strip().lower()
