"""Reads what a device says of its settings, in pyusb's objects, into plain values."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

from holdfast.phones.links.descriptors import AltSetting, Endpoint, Transfer
from holdfast.phones.links.link import Misdescribed

# What a device may claim before we stop listening; real phones stay far below.
_MOST_SETTINGS = 64
_MOST_ENDPOINTS = 30
_MOST_EXTRA = 4096

_TRANSFERS = (Transfer.CONTROL, Transfer.ISO, Transfer.BULK, Transfer.INTERRUPT)
_TRANSFER_BITS = 0x03
_PACKET_SIZE_BITS = 0x07FF  # the bits above count transactions per microframe


def read_settings(configuration: Any, name: Callable[[int], str]) -> tuple[AltSetting, ...]:
    """Return the alternate settings of a configuration; `name` reads a string by its index."""
    return tuple(_setting(each, name) for each in islice(configuration, _MOST_SETTINGS))


def bulk_endpoint(setting: AltSetting, *, incoming: bool) -> Endpoint:
    """Return a bulk endpoint that bytes fit through; raises `Misdescribed` without one."""
    endpoint = setting.endpoint(Transfer.BULK, incoming=incoming)
    if endpoint is None or endpoint.max_packet == 0:
        place = f"setting {setting.alternate} of interface {setting.interface}"
        raise Misdescribed(f"no usable pair of bulk endpoints in {place}")
    return endpoint


def _setting(interface: Any, name: Callable[[int], str]) -> AltSetting:
    endpoints = tuple(islice(interface, _MOST_ENDPOINTS))
    # Where cdc_acm's quirk table has been: some phones put these behind an endpoint.
    extra = b"".join(bytes(each.extra_descriptors or ()) for each in (interface, *endpoints))
    return AltSetting(
        interface=interface.bInterfaceNumber,
        alternate=interface.bAlternateSetting,
        cls=interface.bInterfaceClass,
        subcls=interface.bInterfaceSubClass,
        protocol=interface.bInterfaceProtocol,
        endpoints=tuple(_endpoint(each) for each in endpoints),
        extra=extra[:_MOST_EXTRA],
        name=name(interface.iInterface),
    )


def _endpoint(endpoint: Any) -> Endpoint:
    return Endpoint(
        address=endpoint.bEndpointAddress,
        transfer=_TRANSFERS[endpoint.bmAttributes & _TRANSFER_BITS],
        max_packet=endpoint.wMaxPacketSize & _PACKET_SIZE_BITS,
    )
