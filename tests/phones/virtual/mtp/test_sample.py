"""The sample phone in file-transfer mode: its pictures, its owner, and ADB beside it."""

from datetime import UTC, datetime

import pytest
import usb.core

from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.clock import VirtualClock
from holdfast.phones.virtual.mtp.composite import virtual_android_with_mtp
from holdfast.phones.virtual.store import (
    create_sample,
    edit_sample,
    open_sample,
    replace_sample,
    wipe_sample,
)
from holdfast.records.model.kinds import Kind
from tests.phones.virtual.mtp.host import Host

NOON = datetime(2009, 10, 1, 12, 0, tzinfo=UTC)


def noon():
    return NOON


@pytest.fixture
def folder(tmp_path):
    create_sample(tmp_path / "phone", family="mtp", small=True)
    return tmp_path / "phone"


def host_of(folder):
    return Host(folder, device=open_sample(folder, noon)).open()


def test_its_pictures_lie_in_the_camera_folder_with_the_dates_they_were_taken(folder):
    host = host_of(folder)
    pictures = [path for path in host.tree() if path.startswith("DCIM/Camera/IMG_")]
    assert len(pictures) == 12
    first = host.object(host.find_path("DCIM/Camera/IMG_0001.JPG"))
    assert first.modified == "20071110T062109"
    assert host.object(host.find_path("Documents/Packing list.txt")).size > 20


def test_the_whole_sample_has_sixty_pictures(tmp_path):
    create_sample(tmp_path / "phone", family="mtp")
    assert len(list((tmp_path / "phone/storage/emulated/0/DCIM/Camera").iterdir())) == 60


def test_it_can_be_filled_with_other_files(tmp_path):
    (tmp_path / "from/Trip").mkdir(parents=True)
    (tmp_path / "from/Trip/a.jpg").write_bytes(b"a")
    (tmp_path / "from/b.pdf").write_bytes(b"b")
    create_sample(tmp_path / "phone", family="mtp", fill_from=tmp_path / "from")
    tree = host_of(tmp_path / "phone").tree()
    assert {"DCIM/Camera/Trip/a.jpg", "Download/b.pdf"} <= tree


def test_its_owner_takes_pictures_and_writes_on_a_list(folder):
    before = host_of(folder).tree()
    done = edit_sample(folder, noon)
    host = host_of(folder)
    after = host.tree()
    assert len(after - before) == done.added[Kind.PHOTOS] == 4
    assert len(before - after) == done.removed[Kind.PHOTOS] == 1
    assert done.changed == {Kind.FILES: 1}
    assert host.object(host.find_path("Documents/Packing list.txt")).modified == "20091001T050000"
    assert edit_sample(folder, noon).added == done.added
    assert len(host_of(folder).tree()) == len(before) + 6


def test_a_wiped_or_replaced_phone_is_empty(folder):
    serial = host_of(folder).device.serial_number
    wipe_sample(folder)
    host = host_of(folder)
    assert host.tree() == set()
    assert host.device.serial_number == serial
    replace_sample(folder)
    assert host_of(folder).device.serial_number != serial


def test_with_usb_debugging_it_is_one_device_with_both_interfaces(tmp_path):
    create_sample(tmp_path / "phone", family="android", small=True, serial="HF42")
    clock = VirtualClock(noon)
    device = virtual_android_with_mtp(tmp_path / "phone", clock)
    host = Host(tmp_path / "phone", device=device).open()
    try:
        assert "DCIM/Camera/IMG_0001.JPG" in host.tree()
        found = usb.core.find(backend=host.bus)
        classes = [(each.bInterfaceClass, each.bInterfaceSubClass) for each in found[0]]
        assert classes == [(6, 1), (0xFF, 0x42)]
        assert found.serial_number == "HF42"
        found.write(0x02, b"CNXN" + bytes(20), 200)
        assert host.info().extensions.endswith("android.com: 1.0;")
        with pytest.raises(usb.core.USBError):
            found.ctrl_transfer(0x21, 0x66, 0, 1, b"", 200)
    finally:
        device.close()


def test_both_interfaces_can_be_lent_at_once(tmp_path):
    create_sample(tmp_path / "phone", family="android", small=True)
    backend = VirtualBus(VirtualClock(noon))
    device = virtual_android_with_mtp(tmp_path / "phone", backend.clock)
    backend.plug(device)
    bus = UsbBus([backend])
    [port] = bus.ports()
    opened = bus.open(port)
    pipes = [opened.bulk(None, interface, 0) for interface in (0, 1)]
    assert [pipe.max_packet for pipe in pipes] == [512, 512]
    for pipe in pipes:
        pipe.close()
    opened.close()
    device.close()
