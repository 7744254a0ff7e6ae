"""Sends the kernel's drivers away from interfaces that are lent, and gives them back."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Protocol

from holdfast.phones.links.descriptors import Port
from holdfast.phones.links.link import LinkProblem, Unplugged
from holdfast.phones.links.occupants import System, in_the_way, occupants

_log = logging.getLogger(__name__)


class Seats(Protocol):
    """The interfaces of an open device; each call may raise a `LinkProblem`."""

    def driver_sits_on(self, interface: int) -> bool:
        """Whether a driver of the kernel has the interface; claims of programs do not count."""
        ...

    def send_driver_away(self, interface: int) -> None:
        """Make the kernel's driver let go; what cannot be done shows at the claim."""
        ...

    def offer_to_kernel(self, interface: int) -> None:
        """Let the kernel look for a driver; nothing happens where one sits or none fits."""
        ...


class KernelDrivers:
    """Knows which interfaces of one device are owed to the kernel, until it has them back.

    What is owed is noted before a driver is sent away, so it is given back whatever comes
    between: an interrupt, a refused claim, a broken pipe. What cannot be given back at once,
    because another program claimed the interface meanwhile, stays owed and is tried again.
    """

    def __init__(self, seats: Seats, port: Port, system: System, *, offers: bool) -> None:
        """Look after the `seats` of the device on `port`.

        With `offers`, interfaces on which nothing sat are offered to the kernel afterwards,
        too: a program that was killed in the middle gave nothing back. It is right on Linux
        alone; elsewhere only a driver that was sent away may be called back.
        """
        self._seats = seats
        self._port = port
        self._system = system
        self._offers = offers
        self._owed: dict[int, bool] = {}

    @property
    def owes(self) -> bool:
        """Whether an interface from which a driver was sent away is still without it."""
        return any(self._owed.values())

    def send_away(self, interfaces: Iterable[int]) -> None:
        """Free `interfaces` of drivers, the first one first; raises `LinkProblem`.

        `Busy` where a program uses a serial port that a driver made of the device: then
        nothing has changed.
        """
        found = occupants(self._port, interfaces, self._system)
        problem = in_the_way(found)
        if problem is not None:
            raise problem
        for occupant in found:
            interface = occupant.interface
            sits = self._seats.driver_sits_on(interface)
            if sits or self._offers:
                self._owed[interface] = sits or self._owed.get(interface, False)
            if sits:
                _log.info("sends %s away from interface %d", occupant, interface)
                self._seats.send_driver_away(interface)

    def give_back(self, interfaces: Iterable[int] | None = None) -> None:
        """Give `interfaces` back to the kernel (all that are owed, if None), in their order.

        No `LinkProblem` goes up. The control interface comes first, as cdc_acm binds to that
        one alone, takes the data interface with it, and refuses while anybody has claimed it
        (acm_probe in drivers/usb/class/cdc-acm.c): nothing may be claimed any more.
        """
        for interface in tuple(self._owed) if interfaces is None else interfaces:
            if interface in self._owed:
                self._give_back_one(interface)

    def _give_back_one(self, interface: int) -> None:
        try:
            self._seats.offer_to_kernel(interface)
            back = self._seats.driver_sits_on(interface)
        except Unplugged:
            del self._owed[interface]  # it went with the cable
        except LinkProblem as problem:
            _log.warning("interface %d could not be given back: %r", interface, problem)
        else:
            self._settle(interface, back=back)

    def _settle(self, interface: int, *, back: bool) -> None:
        if back or not self._owed[interface]:
            del self._owed[interface]
        (now,) = occupants(self._port, (interface,), self._system)
        if back:
            _log.info("gave interface %d back: %s", interface, now)
        elif interface in self._owed:
            _log.warning("interface %d could not be given back, as it has %s", interface, now)
