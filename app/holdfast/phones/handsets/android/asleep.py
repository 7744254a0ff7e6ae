"""Recognises Android phones whose debugging switch is off, so that they can be told about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from holdfast.phones.handsets.handset import Handset, HandsetProblem
from holdfast.phones.links.descriptors import AltSetting
from holdfast.phones.links.usb import UsbDevice


class Maker(StrEnum):
    """Who made a phone, as far as the way to the debugging switch differs."""

    SAMSUNG = "Samsung"
    XIAOMI = "Xiaomi"
    HUAWEI = "Huawei"
    HONOR = "Honor"
    OPPO = "Oppo"
    VIVO = "vivo"
    MOTOROLA = "Motorola"
    GOOGLE = "Google"
    SONY = "Sony"
    NOKIA = "Nokia"
    OTHER = ""


@dataclass(eq=False)
class DebuggingOff(HandsetProblem):
    """An Android phone is plugged in, but its debugging switch is off; names may be empty."""

    manufacturer: str = ""
    model: str = ""
    maker: Maker = Maker.OTHER


MAKERS = MappingProxyType(
    {
        0x04E8: Maker.SAMSUNG,
        0x2717: Maker.XIAOMI,
        0x12D1: Maker.HUAWEI,
        0x339B: Maker.HONOR,
        0x22D9: Maker.OPPO,
        0x2A70: Maker.OPPO,
        0x2D95: Maker.VIVO,
        0x22B8: Maker.MOTOROLA,
        0x18D1: Maker.GOOGLE,
        0x0FCE: Maker.SONY,
        0x2E04: Maker.NOKIA,
        **dict.fromkeys(
            # HTC, LG, Asus, Lenovo, ZTE, TCL, Fairphone, Meizu, MediaTek, Qualcomm
            (
                0x0BB4,
                0x1004,
                0x0B05,
                0x17EF,
                0x19D2,
                0x1BBB,
                0x2AE5,
                0x2A45,
                0x0E8D,
                0x05C6,
            ),
            Maker.OTHER,
        ),
    }
)
"""Makers of Android phones by the vendor number of their USB devices."""

_STILL_IMAGE = (0x06, 0x01)
_NETWORK, _MIDI = (0xE0, 0x01), (0x01, 0x03)
_DATA_CARDS = frozenset((0x12D1, 0x19D2, 0x05C6, 0x0E8D, 0x0B05, 0x17EF))
"""Vendors whose network cards and sound cards are more often no phones."""

PHONE_MAKERS = frozenset(MAKERS) - _DATA_CARDS
"""Vendors whose devices are phones more often than not."""


class AsleepFamily:
    """No driver: whatever it recognises cannot be spoken to before its owner has done something.

    It is to be asked last, after every family that can speak.
    """

    name = "android, debugging off"

    def recognises(self, device: UsbDevice) -> bool:
        """Whether a maker of Android phones made it, and it offers what such phones offer."""
        return device.port.vendor in MAKERS and _offers(device.settings, device.port.vendor)

    def open(self, device: UsbDevice) -> Handset:
        """Raise `DebuggingOff`."""
        raise DebuggingOff(
            device.manufacturer, device.product, MAKERS.get(device.port.vendor, Maker.OTHER)
        )


def _offers(settings: Iterable[AltSetting], vendor: int) -> bool:
    """File transfer and photos on any phone; a network or sound where only phones are made."""
    offered = {(each.cls, each.subcls) for each in settings}
    if _STILL_IMAGE in offered:
        return True
    return vendor not in _DATA_CARDS and bool(offered & {_NETWORK, _MIDI})
