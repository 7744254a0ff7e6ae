"""Turns a virtual device's descriptors into the records and strings a USB host asks for."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from types import SimpleNamespace

from holdfast.phones.links.descriptors import AltSetting, Endpoint, Transfer
from holdfast.phones.virtual.device import Descriptors, Setup, Stall

CONFIGURATION = 1

_GET_STATUS, _GET_DESCRIPTOR, _GET_CONFIGURATION = 0x00, 0x06, 0x08
_STRING = 3
_US_ENGLISH = 0x0409
_HIGH_SPEED = 3
_ATTRIBUTES = {Transfer.CONTROL: 0, Transfer.ISO: 1, Transfer.BULK: 2, Transfer.INTERRUPT: 3}


def answer_standard(descriptors: Descriptors, setup: Setup, configuration: int) -> bytes:
    """Answer a standard request (USB 2.0, 9.4) as far as hosts send them through pyusb.

    All other descriptors reach pyusb as records, so only strings are asked for on the wire.
    Raises `Stall` for what is not supported.
    """
    if setup.request == _GET_DESCRIPTOR and setup.value >> 8 == _STRING:
        return _string(descriptors, setup.value & 0xFF)
    if setup.request == _GET_CONFIGURATION:
        return bytes([configuration])
    if setup.request == _GET_STATUS:
        return bytes(2)
    raise Stall


def device_record(descriptors: Descriptors, bus: int, address: int, port: int) -> SimpleNamespace:
    """Return the device descriptor with its place on the bus, by USB's own field names."""
    fields = {
        "bLength": 18,
        "bDescriptorType": 1,
        "bcdUSB": 0x0200,
        "bDeviceClass": 0,
        "bDeviceSubClass": 0,
        "bDeviceProtocol": 0,
        "bMaxPacketSize0": 64,
        "idVendor": descriptors.vendor,
        "idProduct": descriptors.product,
        "bcdDevice": 0x0100,
        "iManufacturer": 1 if _has_string(descriptors, 1, descriptors.manufacturer) else 0,
        "iProduct": 2 if _has_string(descriptors, 2, descriptors.model) else 0,
        "iSerialNumber": 3 if _has_string(descriptors, 3, descriptors.serial) else 0,
        "bNumConfigurations": 1,
        "bus": bus,
        "address": address,
        "port_number": port,
        "port_numbers": (port,),
        "speed": _HIGH_SPEED,
    }
    return _record(fields, descriptors.claims)


def configuration_record(descriptors: Descriptors, index: int) -> SimpleNamespace:
    """Return the one configuration descriptor; raises IndexError for any other index."""
    if index:
        raise IndexError(index)
    fields = {
        "bLength": 9,
        "bDescriptorType": 2,
        "wTotalLength": 9,
        "bNumInterfaces": len(interfaces(descriptors)),
        "bConfigurationValue": CONFIGURATION,
        "iConfiguration": 0,
        "bmAttributes": 0x80,
        "bMaxPower": 250,
        "extra_descriptors": b"",
    }
    return _record(fields, descriptors.claims)


def interface_record(descriptors: Descriptors, interface: int, alternate: int) -> SimpleNamespace:
    """Return one interface descriptor by logical indexes; raises IndexError past the last."""
    setting = _setting(descriptors, interface, alternate)
    names = _names(descriptors)
    return SimpleNamespace(
        bLength=9,
        bDescriptorType=4,
        bInterfaceNumber=setting.interface,
        bAlternateSetting=setting.alternate,
        bNumEndpoints=len(setting.endpoints),
        bInterfaceClass=setting.cls,
        bInterfaceSubClass=setting.subcls,
        bInterfaceProtocol=setting.protocol,
        iInterface=4 + names.index(setting.name) if setting.name else 0,
        extra_descriptors=setting.extra,
    )


def endpoint_record(
    descriptors: Descriptors, endpoint: int, interface: int, alternate: int
) -> SimpleNamespace:
    """Return one endpoint descriptor by logical indexes; raises IndexError past the last."""
    found: Endpoint = _setting(descriptors, interface, alternate).endpoints[endpoint]
    return SimpleNamespace(
        bLength=7,
        bDescriptorType=5,
        bEndpointAddress=found.address,
        bmAttributes=_ATTRIBUTES[found.transfer],
        wMaxPacketSize=found.max_packet,
        bInterval=0,
        bRefresh=0,
        bSynchAddress=0,
        extra_descriptors=b"",
    )


def interfaces(descriptors: Descriptors) -> tuple[int, ...]:
    """Return the interface numbers in the order of their descriptors."""
    return tuple(dict.fromkeys(setting.interface for setting in descriptors.configuration))


def _setting(descriptors: Descriptors, interface: int, alternate: int) -> AltSetting:
    number = interfaces(descriptors)[interface]
    settings = [each for each in descriptors.configuration if each.interface == number]
    return settings[alternate]


def _names(descriptors: Descriptors) -> list[str]:
    return list(dict.fromkeys(each.name for each in descriptors.configuration if each.name))


def _has_string(descriptors: Descriptors, index: int, text: str) -> bool:
    return bool(text) or index in descriptors.raw_strings


def _string(descriptors: Descriptors, index: int) -> bytes:
    if index in descriptors.raw_strings:
        return descriptors.raw_strings[index]
    if index == 0:
        return struct.pack("<BBH", 4, _STRING, _US_ENGLISH)
    texts = (descriptors.manufacturer, descriptors.model, descriptors.serial)
    try:
        text = (*texts, *_names(descriptors))[index - 1].encode("utf-16-le")[:252]
    except IndexError:
        raise Stall from None
    return bytes([2 + len(text), _STRING]) + text


def _record(fields: Mapping[str, object], claims: Mapping[str, int]) -> SimpleNamespace:
    return SimpleNamespace(**{name: claims.get(name, value) for name, value in fields.items()})
