"""Which devices count as an Android phone whose debugging is off, and which as none."""

from __future__ import annotations

import pytest

from holdfast.phones.handsets.android.asleep import AsleepFamily, DebuggingOff, Maker
from holdfast.phones.links.descriptors import AltSetting, Endpoint, Transfer
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.device import Descriptors, VirtualDevice
from tests.phones.echo import Echo

BULK = (Endpoint(0x81, Transfer.BULK, 512), Endpoint(0x02, Transfer.BULK, 512))
MTP, PTP = (0x06, 0x01, 0x01), (0x06, 0x01, 0x01)
NETWORK, MIDI = (0xE0, 0x01, 0x03), (0x01, 0x03, 0x00)
DISK, KEYBOARD, FASTBOOT = (0x08, 0x06, 0x50), (0x03, 0x01, 0x01), (0xFF, 0x42, 0x03)


def device(vendor, *interfaces):
    settings = tuple(
        AltSetting(number, 0, cls, subcls, protocol, BULK)
        for number, (cls, subcls, protocol) in enumerate(interfaces)
    )
    bus = VirtualBus()
    bus.plug(VirtualDevice(Descriptors(vendor, 1, "Maker", "Model", "S1", settings), Echo()))
    usb = UsbBus([bus])
    (port,) = usb.ports()
    return usb.look_at(port)


@pytest.mark.parametrize(
    ("vendor", "interfaces"),
    [
        (0x04E8, (MTP,)),
        (0x2717, (MTP, DISK)),
        (0x18D1, (NETWORK,)),
        (0x22D9, (MIDI,)),
        (0x12D1, (PTP,)),
        (0x0E8D, (MTP,)),
    ],
)
def test_a_phone_is_known_by_its_maker_and_what_it_offers(vendor, interfaces):
    assert AsleepFamily().recognises(device(vendor, *interfaces))


@pytest.mark.parametrize(
    ("vendor", "interfaces"),
    [
        (0x04E8, (DISK,)),  # a disk by a maker of phones
        (0x0B05, (KEYBOARD,)),
        (0x18D1, (KEYBOARD,)),  # a security key
        (0x18D1, (FASTBOOT,)),  # a phone in its boot loader
        (0x12D1, (NETWORK,)),  # a data stick
        (0x17EF, (NETWORK,)),  # a dock
        (0x04A9, (PTP,)),  # a camera
        (0x091E, (MTP,)),  # a watch
        (0x04E8, ()),
    ],
)
def test_what_else_such_makers_make_is_left_alone(vendor, interfaces):
    assert not AsleepFamily().recognises(device(vendor, *interfaces))


def test_opening_tells_who_it_is():
    found = device(0x2D95, MTP)
    found.open()

    with pytest.raises(DebuggingOff) as caught:
        AsleepFamily().open(found)

    assert (caught.value.manufacturer, caught.value.model) == ("Maker", "Model")
    assert caught.value.maker is Maker.VIVO
    found.close()
