import pytest

from holdfast.phones.handsets.mtp.pipes import is_ptp_only, open_pipe
from holdfast.phones.handsets.mtp.places import may_speak_mtp, mtp_place
from holdfast.phones.links.descriptors import AltSetting, Endpoint, Transfer
from holdfast.phones.links.link import Busy, Misdescribed
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.protocols.mtp.codes import Op
from holdfast.phones.protocols.mtp.datasets import DeviceInfo
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.device import Descriptors, VirtualDevice
from tests.phones.handsets.mtp.scripted import Rig, Scripted, event, setting

VENDOR = (0xFF, 0xFF, 0)
BULK = (Endpoint(0x84, Transfer.BULK, 512), Endpoint(0x05, Transfer.BULK, 512))
ADB = AltSetting(1, 0, 0xFF, 0x42, 1, BULK, b"", "ADB Interface")
STORAGE = AltSetting(2, 0, 8, 6, 0x50, BULK, b"", "Mass Storage")


@pytest.mark.parametrize(
    ("settings", "interface"),
    [
        ([setting()], 0),
        ([setting(name="")], 0),
        ([ADB, setting(3, name="")], 3),
        ([setting(3, "MTP", VENDOR)], 3),
        ([setting(3, "Acme mtp interface", VENDOR), ADB], 3),
        ([setting(0, "PTP"), setting(3, "MTP", VENDOR)], 3),
        ([setting(events=False)], 0),
        ([AltSetting(0, 0, 6, 1, 1, (), b"", "MTP"), setting(1)], 1),
    ],
    ids=["named", "still image", "beside adb", "vendor", "words", "both", "no events", "no pipes"],
)
def test_the_interface_for_mtp_is_found(settings, interface):
    assert mtp_place(settings).interface == interface
    assert may_speak_mtp(settings)


@pytest.mark.parametrize(
    "settings",
    [
        [],
        [ADB, STORAGE],
        [AltSetting(0, 0, 8, 6, 0x50, BULK, b"", "MTP")],
        [AltSetting(0, 0, 0xFF, 0, 0, (), b"", "MTP")],
    ],
    ids=["nothing", "others", "another class", "no pipes"],
)
def test_other_interfaces_are_left_alone(settings):
    assert mtp_place(settings) is None
    assert not may_speak_mtp(settings)


def test_a_nameless_interface_of_a_vendor_is_looked_into_and_not_asked():
    settings = [setting(kind=VENDOR, name="")]
    assert may_speak_mtp(settings)
    assert mtp_place(settings) is None


@pytest.mark.parametrize(
    ("info", "only"),
    [
        (DeviceInfo(extensions="microsoft.com: 1.0; android.com: 1.0;"), False),
        (DeviceInfo(extensions="", operations=(Op.GetObjectHandles, Op.GetObject)), True),
        (DeviceInfo(extensions="", operations=(Op.GetObjectPropList,)), False),
        # Android's own: all operations, but neither a number nor a name of an extension.
        (DeviceInfo(extension_id=0, extensions="", operations=(Op.GetObjectPropList,)), True),
        # QEMU's usb-mtp: no extension is named, no lists are given, and yet it is MTP.
        (DeviceInfo(extensions="", operations=(Op.SendObject, Op.GetObjectPropValue)), False),
    ],
)
def test_the_mode_for_cameras_is_told_apart(info, only):
    assert is_ptp_only(info) is only


def test_a_device_without_such_an_interface_has_no_pipe():
    bus = VirtualBus()
    bus.plug(VirtualDevice(Descriptors(0x1209, 1, "", "", "", (ADB,)), Scripted()))
    usb = UsbBus([bus])
    [port] = usb.ports()
    with pytest.raises(Misdescribed):
        open_pipe(usb.open(port))


def test_the_pipe_is_one_users_until_it_is_closed():
    rig = Rig(Scripted())
    with pytest.raises(Busy):
        open_pipe(rig.device)
    rig.talk.close()
    rig.talk.close()
    pipe = open_pipe(rig.device)
    assert (pipe.unit, pipe.max_packet) == (512, 512)


def test_an_event_is_read_without_waiting_for_one():
    rig = Rig(Scripted())
    rig.talk.close()
    pipe = open_pipe(rig.device)
    assert pipe.event() == b""
    assert rig.waited < 0.05
    rig.function.events.append(event(0x4002, 7))
    assert pipe.event() == event(0x4002, 7)


def test_a_device_without_an_event_pipe_tells_none():
    rig = Rig(Scripted(), events=False)
    assert rig.talk.events() == ()
