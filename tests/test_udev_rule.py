"""The udev rule: well formed, in time, for phones alone, and of one mind with the drivers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from holdfast.phones.handsets.irmc import pipes
from holdfast.phones.links.rights import RULE, rule_text
from tests.udev import Device, apply, read

ROOT = Path(__file__).resolve().parent.parent
ACM, DATA, HANDSET = "020201", "0a0000", "020800"

PHONES = {
    "WMC OBEX, whoever made it": (0x1209, ("020b00", DATA), False),
    "a modem with handset control": (0x1209, (ACM, DATA, HANDSET), True),
    "handset control and a modem of its own kind": (0x1209, ("ff0000", HANDSET), False),
    "Nokia's modem": (0x0421, (ACM, DATA, "fe0100"), True),
    "Sony Ericsson's modem and OBEX": (0x0FCE, (ACM, DATA, "020b00"), True),
    "Motorola's modem": (0x22B8, (DATA, ACM), True),
    "MTP": (0x18D1, ("060101",), False),
    "ADB": (0x18D1, ("ff4201",), False),
    "Samsung's smartphone with a modem": (0x04E8, ("060101", ACM, DATA, "ff4201"), False),
}
OTHERS = {
    "Arduino Uno": (0x2341, (ACM, DATA)),
    "Arduino Leonardo": (0x2341, (ACM, DATA, "030000")),
    "Huawei E1550 data stick": (0x12D1, ("ffffff", "080650")),
    "Huawei data stick with a modem": (0x12D1, (ACM, DATA, "020600")),
    "u-blox GPS": (0x1546, (ACM, DATA)),
    "Sony Ericsson MD300 data card": (0x0FCE, (ACM, DATA, "020600")),
    "Nokia data stick (MBIM)": (0x0421, ("020e00", "0a0002", ACM, DATA)),
    "Samsung tethering": (0x04E8, ("e00103", DATA, ACM)),
    "Samsung disk": (0x04E8, ("080650",)),
    "keyboard": (0x0421, ("030101",)),
    "modem with another protocol": (0x0421, ("0202ff", DATA)),
}


def plugged(vendor, interfaces, action="add", kind="usb_device", subsystem="usb"):
    properties = {"DEVTYPE": kind, "ID_USB_INTERFACES": f":{':'.join(interfaces)}:"}
    return apply(
        read(rule_text()),
        Device(subsystem, action, properties, {"idVendor": f"{vendor:04x}"}),
    )


def ignored(device):
    return device.properties.get("ID_MM_DEVICE_IGNORE") == "1"


@pytest.mark.parametrize("name", PHONES)
def test_whoever_sits_here_may_open_a_phone_and_modem_manager_leaves_its_modem_alone(name):
    vendor, interfaces, ignore = PHONES[name]
    device = plugged(vendor, interfaces)
    assert device.tags == {"uaccess"}
    assert ignored(device) == ignore


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_phone_or_goes_online_is_left_as_it_is(name):
    device = plugged(*OTHERS[name])
    assert device.tags == set()
    assert not ignored(device)


@pytest.mark.parametrize(
    "how", [{"action": "remove"}, {"kind": "usb_interface"}, {"subsystem": "tty"}]
)
def test_only_whole_usb_devices_that_are_there_are_looked_at(how):
    device = plugged(0x0FCE, (ACM, DATA), **how)
    assert device.tags == set()
    assert not ignored(device)


@pytest.mark.parametrize("action", ["add", "change", "bind"])
def test_a_phone_keeps_its_rights_whatever_happens_to_it(action):
    assert plugged(0x0FCE, (ACM, DATA), action=action).tags == {"uaccess"}


def test_the_rule_comes_before_the_one_that_gives_rights():
    assert int(RULE.partition("-")[0]) < 73


def test_the_rule_and_the_driver_know_the_same_makers():
    (said,) = re.findall(r'ATTR\{idVendor\}!="([0-9a-f|]+)"', rule_text())
    assert {int(vendor, 16) for vendor in said.split("|")} == pipes.MAKERS


def test_the_rule_and_the_driver_leave_the_same_modems_alone():
    for cls, subclass in pipes._NOT_ASKED:
        device = plugged(0x0FCE, (ACM, DATA, f"{cls:02x}{subclass:02x}00"))
        assert not ignored(device), (cls, subclass)


def test_the_rule_lies_where_packagers_look_for_it():
    assert (ROOT / "packaging" / "linux" / RULE).read_text("utf-8") == rule_text()


@pytest.mark.parametrize(
    "line",
    [
        'ENV{A}=="b", TAG="uaccess"',
        'ENV{A}=="b" TAG+="uaccess"',
        'ENV=="b", TAG+="uaccess"',
        'ATTRS{idVendor}=="0421", TAG+="uaccess"',
        'GOTO="nowhere"',
        'TAG+="uaccess" ',
        'LABEL="a"\nLABEL="a"',
    ],
)
def test_the_reading_is_strict(line):
    with pytest.raises(ValueError, match=r"."):
        read(line)


def test_udev_itself_finds_no_fault(tmp_path):
    udevadm = shutil.which("udevadm", path=os.pathsep.join((os.environ["PATH"], "/usr/sbin")))
    if udevadm is None:
        pytest.skip("udevadm: absent, so udev itself did NOT check the rule (apt: udev)")
    version = subprocess.run([udevadm, "--version"], check=True, capture_output=True, text=True)
    if int(version.stdout.split()[0].split(".")[0]) < 254:
        pytest.skip("udevadm: older than 254, so udev itself did NOT check the rule")
    (tmp_path / RULE).write_text(rule_text())
    done = subprocess.run(
        [udevadm, "verify", str(tmp_path / RULE)], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
