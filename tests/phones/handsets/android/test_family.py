"""Which way a phone is reached when another program holds its interface."""

import pytest

from holdfast.phones.handsets.android.family import AndroidFamily
from holdfast.phones.handsets.android.server import AdbServer
from holdfast.phones.links.link import Busy
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.android.adbd import Adbd
from holdfast.phones.virtual.android.device import serve
from holdfast.phones.virtual.android.tcp import AdbTcpDoor
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.android.rig import AndroidRig
from tests.phones.handsets.android.test_contract import whole
from tests.phones.handsets.android.test_server import Adb, needs_adb, until


@pytest.fixture
def adb(tmp_path):
    running = Adb(tmp_path)
    yield running
    running.close()


@pytest.fixture
def rig(tmp_path):
    """A phone whose USB serial is the name by which the server knows it, and which it holds."""
    rig = AndroidRig(tmp_path / "phone", tiny=True)
    served = serve(rig.phone)
    with AdbTcpDoor(lambda: Adbd(served)) as door:
        yield AndroidRig(tmp_path / "held", tiny=True, serial=door.address)


@pytest.fixture
def held(rig):
    """Another program has claimed the interface."""
    other = UsbBus([rig.bus])
    [port] = other.ports()
    pipe = other.open(port).bulk(None, 0, 0)
    yield
    pipe.close()


@needs_adb
@pytest.mark.usefixtures("held")
def test_a_phone_that_the_adb_server_holds_is_reached_through_it(rig, adb):
    adb("connect", rig.phone.info.serial)
    server = AdbServer(port=adb.port)
    until(lambda: any(device.serial == rig.phone.info.serial for device in server.devices()))
    handset = AndroidFamily(rig.keys, server=server).open(rig.usb.open(*rig.usb.ports()))
    assert handset.info.serial == rig.phone.info.serial
    assert len(whole(handset)[Kind.CONTACTS]) == 1
    handset.close()
    assert [device.state for device in server.devices()] == ["device"]


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("server", [None, AdbServer(port=1)])
def test_a_phone_that_somebody_else_holds_is_busy(rig, server):
    with pytest.raises(Busy):
        AndroidFamily(rig.keys, server=server).open(rig.usb.open(*rig.usb.ports()))


@needs_adb
@pytest.mark.usefixtures("held")
def test_a_phone_that_the_adb_server_does_not_hold_is_busy(rig, adb):
    family = AndroidFamily(rig.keys, server=AdbServer(port=adb.port))
    with pytest.raises(Busy):
        family.open(rig.usb.open(*rig.usb.ports()))
