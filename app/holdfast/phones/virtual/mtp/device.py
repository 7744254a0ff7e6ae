"""The phone as a device that can be plugged into a virtual bus."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from holdfast.phones.virtual.card import read_card
from holdfast.phones.virtual.device import Descriptors, VirtualDevice
from holdfast.phones.virtual.mtp.function import MtpFunction, mtp_interface
from holdfast.phones.virtual.mtp.responder import Responder
from holdfast.phones.virtual.mtp.service import Service

VENDOR, PRODUCT = 0x1209, 0x0001
"""pid.codes' ids for private testing: no maker's."""


def _as_it_is(service: Service) -> Service:
    return service


def virtual_mtp(
    folder: Path,
    clock: Callable[[], datetime],
    behave: Callable[[Service], Service] = _as_it_is,
    name: str = "MTP",
) -> VirtualDevice:
    """Return the phone whose files lie in `folder`, in file-transfer mode.

    `clock` tells the time, UTC; `behave` may wrap each life of the server in behaviours; `name`
    is what the interface calls itself. Raises `NotASample`.
    """
    info = read_card(folder)
    function = MtpFunction(lambda: behave(Responder(folder, clock)))
    descriptors = Descriptors(
        VENDOR,
        PRODUCT,
        info.manufacturer,
        info.model,
        info.serial,
        (mtp_interface(name=name),),
    )
    return VirtualDevice(descriptors, function, function.close)
