"""The phone as a device that can be plugged into a virtual bus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from holdfast.phones.virtual.at.commands import Commands, Peer
from holdfast.phones.virtual.at.function import AtFunction
from holdfast.phones.virtual.at.modem import NO_ESCAPES, Modem
from holdfast.phones.virtual.at.phone import AtPhone
from holdfast.phones.virtual.device import Descriptors, VirtualDevice
from holdfast.phones.virtual.folder import PhoneFolder
from holdfast.phones.virtual.irmc.function import ACM

VENDOR, PRODUCT = 0x1209, 0x0001
"""pid.codes' ids for private testing: no maker's."""


def _as_it_is(phone: Commands) -> Commands:
    return phone


def virtual_at(
    folder: Path,
    clock: Callable[[], datetime],
    behave: Callable[[Commands], Commands] = _as_it_is,
    escape: Mapping[bytes, Callable[[], Peer]] = NO_ESCAPES,
) -> VirtualDevice:
    """Return the phone whose data lies in `folder`, ready to be plugged in.

    `clock` tells its time, UTC; `behave` may wrap the phone in behaviours; `escape` begins what
    a command hands the pipe over to. Raises `NotASample`.
    """
    data = PhoneFolder(folder)
    info = data.info

    def begin() -> Modem:
        return Modem(behave(AtPhone(data, clock)), escape)

    descriptors = Descriptors(VENDOR, PRODUCT, info.manufacturer, info.model, info.serial, ACM)
    return VirtualDevice(descriptors, AtFunction(begin))
