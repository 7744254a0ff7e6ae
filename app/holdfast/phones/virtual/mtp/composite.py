"""Several functions of one phone on one cable, as a phone with USB debugging in MTP mode has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from holdfast.phones.links.descriptors import AltSetting
from holdfast.phones.protocols.adb.device import Guard
from holdfast.phones.virtual.android.device import virtual_android
from holdfast.phones.virtual.android.function import adb_interface
from holdfast.phones.virtual.clock import VirtualClock
from holdfast.phones.virtual.device import Descriptors, Function, Setup, Stall, VirtualDevice
from holdfast.phones.virtual.mtp.device import virtual_mtp
from holdfast.phones.virtual.mtp.function import mtp_interface
from holdfast.phones.virtual.mtp.service import Service

_ENDPOINT = 2
_INTERFACE = 0x1F


class Composite:
    """Leads each transfer to the function whose interface or endpoint it is for."""

    def __init__(self, parts: Mapping[AltSetting, Function]) -> None:
        """Be all of `parts`."""
        self._all = tuple(parts.values())
        self._interfaces = {each.interface: part for each, part in parts.items()}
        self._endpoints = {
            endpoint.address: part for each, part in parts.items() for endpoint in each.endpoints
        }

    def control(self, setup: Setup, data: bytes) -> bytes:
        """Ask the function a request names."""
        to_endpoint = setup.request_type & _INTERFACE == _ENDPOINT
        known = self._endpoints if to_endpoint else self._interfaces
        part = known.get(setup.index & 0xFF)
        if part is None:
            raise Stall
        return part.control(setup, data)

    def select(self, interface: int, alternate: int) -> None:
        """Tell the function whose interface it is."""
        self._interfaces[interface].select(interface, alternate)

    def receive(self, endpoint: int, data: bytes) -> None:
        """Lead it to the endpoint's function."""
        self._endpoints[endpoint].receive(endpoint, data)

    def transmit(self, endpoint: int, size: int) -> bytes | None:
        """Take it from the endpoint's function."""
        return self._endpoints[endpoint].transmit(endpoint, size)

    def reset(self) -> None:
        """Reset all."""
        for part in self._all:
            part.reset()


def _as_it_is(service: Service) -> Service:
    return service


def virtual_android_with_mtp(
    folder: Path,
    clock: VirtualClock,
    guard: Guard | None = None,
    behave: Callable[[Service], Service] = _as_it_is,
) -> VirtualDevice:
    """Return the Android phone in `folder` with USB debugging on, in file-transfer mode.

    Its interfaces are MTP and ADB, of one serial number and over one storage. `guard` and
    `behave` are those of either. Raises `NotASample`.
    """
    adb = virtual_android(folder, clock, guard)
    mtp = virtual_mtp(folder, clock, behave)
    interfaces = mtp_interface(0), adb_interface(1)
    said = adb.descriptors
    descriptors = Descriptors(
        said.vendor, said.product, said.manufacturer, said.model, said.serial, interfaces
    )
    function = Composite(dict(zip(interfaces, (mtp.function, adb.function), strict=True)))

    def close() -> None:
        mtp.close()
        adb.close()

    return VirtualDevice(descriptors, function, close)
