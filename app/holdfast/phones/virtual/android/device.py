"""The phone as a device that can be plugged into a virtual bus, or met on a network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from holdfast.phones.protocols.adb.device import Guard, Manners
from holdfast.phones.virtual.android.adbd import ANDROID_6, ANDROID_11, ANDROID_16, Adbd, Phone
from holdfast.phones.virtual.android.files.files import AndroidFiles
from holdfast.phones.virtual.android.function import AdbFunction, adb_interface
from holdfast.phones.virtual.android.phone import AndroidPhone
from holdfast.phones.virtual.android.profiles import ZONE
from holdfast.phones.virtual.android.shell.jobs import AtOnce
from holdfast.phones.virtual.android.shell.shell import Shell
from holdfast.phones.virtual.android.tools.registry import tools
from holdfast.phones.virtual.android.toybox.toybox import phone_tools
from holdfast.phones.virtual.clock import VirtualClock
from holdfast.phones.virtual.device import Descriptors, VirtualDevice

VENDOR, PRODUCT = 0x1209, 0x0001
"""pid.codes' ids for private testing: no maker's."""
_MANNERS = MappingProxyType({"6": ANDROID_6, "11": ANDROID_11, "16": ANDROID_16})


def virtual_android(
    folder: Path, clock: Callable[[], datetime], guard: Guard | None = None
) -> VirtualDevice:
    """Return the phone whose data lies in `folder`, ready to be plugged in.

    `clock` tells the time, UTC; on it runs the phone's own, ahead by what its programs cost.
    `guard` decides which computers may connect, by default all. Raises `NotASample`.
    """
    own = clock if isinstance(clock, VirtualClock) else VirtualClock(clock)
    return device_of(AndroidPhone(folder, own), guard)


def device_of(phone: AndroidPhone, guard: Guard | None = None) -> VirtualDevice:
    """Return a phone as a device on the bus."""
    served = serve(phone, guard)
    descriptors = Descriptors(
        VENDOR,
        PRODUCT,
        phone.profile.manufacturer,
        phone.model,
        phone.info.serial,
        (adb_interface(),),
    )
    return VirtualDevice(descriptors, AdbFunction(lambda: Adbd(served)), phone.close)


def serve(
    phone: AndroidPhone,
    guard: Guard | None = None,
    reboot: Callable[[str], None] = lambda _how: None,
) -> Phone:
    """Return what the daemon of a phone serves: a shell with all programs, and its files."""
    programs = tools(phone)
    files = AndroidFiles(phone.folder, programs)
    all_tools = phone_tools(files, phone.clock, programs, ZoneInfo(ZONE))
    shell = Shell(all_tools, files, jobs=AtOnce(phone.clock))
    return Phone(shell, files, _manners(phone), guard, reboot)


def _manners(phone: AndroidPhone) -> Manners:
    told = {
        "ro.product.name": phone.profile.device,
        "ro.product.model": phone.model,
        "ro.product.device": phone.profile.device,
    }
    return replace(_MANNERS[phone.info.android], properties=MappingProxyType(told))
