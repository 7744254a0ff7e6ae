"""The whole phone over a network and through Google's own adb server, read as over USB."""

import pytest

from holdfast.phones.handsets.android.family import KeyNotKept
from holdfast.phones.handsets.android.keys import HostKeys
from holdfast.phones.handsets.android.reaching import reach
from holdfast.phones.handsets.android.server import AdbServer
from holdfast.phones.handsets.handset import NotAuthorised
from holdfast.phones.handsets.identity import NotConnected
from holdfast.phones.links.link import Unplugged
from holdfast.phones.virtual.android.adbd import Adbd
from holdfast.phones.virtual.android.device import serve
from holdfast.phones.virtual.android.keys import KeyDialog
from holdfast.phones.virtual.android.tcp import AdbTcpDoor
from tests.phones.handsets.android.rig import AndroidRig
from tests.phones.handsets.android.test_contract import whole
from tests.phones.handsets.android.test_server import Adb, needs_adb, until


@pytest.fixture
def rig(tmp_path):
    return AndroidRig(tmp_path / "phone")


@pytest.fixture
def over_usb(rig):
    handset = rig.connect()
    yield handset.info, whole(handset)
    handset.close()


@pytest.fixture
def keys(tmp_path):
    return HostKeys(tmp_path / "keys")


@pytest.fixture
def door(rig, over_usb):
    served = serve(rig.phone)
    with AdbTcpDoor(lambda: Adbd(served)) as door:
        yield door


@pytest.fixture
def adb(tmp_path):
    running = Adb(tmp_path)
    yield running
    running.close()


def test_over_a_network_it_is_the_same_phone_with_the_same_things(door, over_usb, keys):
    info, found = over_usb
    handset = reach(door.address, keys, None)
    assert (handset.info.id, handset.info.title) == (info.id, info.title)
    assert whole(handset) == found
    handset.close()


@needs_adb
def test_through_the_adb_server_it_is_the_same_phone_with_the_same_things(
    adb, door, over_usb, keys
):
    info, found = over_usb
    server = AdbServer(port=adb.port)
    adb("connect", door.address)
    until(lambda: any(device.serial == door.address for device in server.devices()))
    handset = reach(door.address, keys, server)
    assert handset.info.id == info.id
    assert whole(handset) == found
    handset.close()
    assert [device.state for device in server.devices()] == ["device"]


def test_its_owner_is_asked_on_a_network_too(rig, keys):
    dialog = KeyDialog()
    served = serve(rig.phone, dialog)
    with AdbTcpDoor(lambda: Adbd(served)) as door:
        with pytest.raises(NotAuthorised) as asked:
            reach(door.address, keys, None, consent_seconds=0.2)
        assert asked.value.fingerprint == dialog.shown[-1]
        dialog.allow()
        reach(door.address, keys, None).close()


@pytest.mark.parametrize("name", ["nobody", "127.0.0.1:99999", "a b:5555", ""])
def test_a_name_that_leads_nowhere_is_not_connected(name, keys):
    with pytest.raises(NotConnected):
        reach(name, keys, AdbServer(port=1))


def test_an_address_where_nobody_listens_is_gone(keys):
    with pytest.raises(Unplugged):
        reach("127.0.0.1:1", keys, None)


def test_a_key_that_cannot_be_kept_is_said(door, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(KeyNotKept):
        reach(door.address, HostKeys(tmp_path / "file" / "keys"), None)
