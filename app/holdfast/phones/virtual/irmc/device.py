"""The phone as a device that can be plugged into a virtual bus."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from holdfast.phones.virtual.at.phone import AtPhone
from holdfast.phones.virtual.device import Descriptors, Function, VirtualDevice
from holdfast.phones.virtual.folder import PhoneFolder
from holdfast.phones.virtual.irmc.browsing import BrowsingService
from holdfast.phones.virtual.irmc.conversation import Conversation
from holdfast.phones.virtual.irmc.function import ACM, WMC, ObexFunction
from holdfast.phones.virtual.irmc.modem import ModemFunction
from holdfast.phones.virtual.irmc.phone import IrmcPhone
from holdfast.phones.virtual.irmc.records import RecordService
from holdfast.phones.virtual.irmc.service import Service
from holdfast.phones.virtual.irmc.switches import SWITCHES

VENDOR, PRODUCT = 0x1209, 0x0001
"""pid.codes' ids for private testing: no maker's."""


def _as_it_is(phone: Service) -> Service:
    return phone


def virtual_irmc(
    folder: Path,
    clock: Callable[[], datetime],
    behave: Callable[[Service], Service] = _as_it_is,
) -> VirtualDevice:
    """Return the phone whose data lies in `folder`, ready to be plugged in.

    `clock` tells the time, UTC; `behave` may wrap the phone in behaviours. A phone that hangs on
    the cable as a modem also obeys AT commands. Raises `NotASample`.
    """
    data = PhoneFolder(folder)
    info = data.info

    modem = info.usb == "acm"

    def begin() -> Conversation:
        phone = IrmcPhone(RecordService(data, clock), BrowsingService(data))
        # Behind a modem there is one client; real ones serve gammu, which tells IrMC no id.
        return Conversation(behave(phone), info.max_packet, strict=not modem)

    function: Function = (
        ModemFunction(lambda: AtPhone(data, clock), begin, SWITCHES[info.switch], clock)
        if modem
        else ObexFunction(begin)
    )
    descriptors = Descriptors(
        VENDOR,
        PRODUCT,
        info.manufacturer,
        info.model,
        info.serial,
        ACM if modem else WMC,
    )
    return VirtualDevice(descriptors, function)
