from __future__ import annotations

import pytest

from holdfast.phones.links.descriptors import Port
from holdfast.phones.links.link import Busy
from holdfast.phones.links.occupants import Occupant, busy, in_the_way, occupants
from tests.phones.links.linux import Linux

PHONE = Port(1, 5, (2, 4), 0x0FCE, 0xD016)
NODE = "/dev/bus/usb/001/005"


@pytest.fixture
def linux(tmp_path):
    linux = Linux(tmp_path)
    linux.interface("1-2.4:1.0", "cdc_acm", "ttyACM3")
    linux.interface("1-2.4:1.1", "cdc_acm")
    linux.interface("1-2.4:1.2")
    linux.interface("1-2.4:1.10", "usbfs")
    linux.interface("1-2:1.0", "hub")
    return linux


def found(linux, *interfaces):
    return occupants(PHONE, interfaces, linux.system)


def why(linux, *interfaces):
    problem = busy(PHONE, interfaces, linux.system)
    return problem.holder, problem.driver, problem.tty


def test_the_driver_its_port_and_the_users_of_the_port_are_named(linux):
    linux.process(20, "ModemManager", "/dev/ttyACM3")
    linux.process(30, "minicom", "/dev/ttyACM3")
    assert found(linux, 0, 1, 2, 10) == (
        Occupant(0, "cdc_acm", ("ttyACM3",), ("ModemManager", "minicom")),
        Occupant(1, "cdc_acm"),
        Occupant(2),
        Occupant(10, "usbfs"),
    )


def test_an_interface_that_is_gone_has_no_occupant(linux):
    assert found(linux, 7) == (Occupant(7),)
    assert occupants(Port(9, 9, (9,), 0, 0), [0], linux.system) == (Occupant(0),)


def test_a_device_without_a_place_is_never_looked_up(linux):
    linux.interface("1-:1.0", "cdc_acm")
    assert occupants(Port(1, 5, (), 0, 0), [0], linux.system) == (Occupant(0),)


def test_modem_manager_alone_is_not_in_the_way(linux):
    linux.process(20, "ModemManager", "/dev/ttyACM3")
    assert in_the_way(found(linux, 0, 1)) is None


def test_whoever_else_uses_the_port_is_in_the_way_and_named(linux):
    linux.process(20, "ModemManager", "/dev/ttyACM3")
    linux.process(30, "pppd", "/dev/ttyACM3")
    problem = in_the_way(found(linux, 1, 0))
    assert isinstance(problem, Busy)
    assert (problem.holder, problem.driver, problem.tty) == ("pppd", "cdc_acm", "ttyACM3")


def test_the_program_that_claimed_the_device_is_named_first(linux):
    linux.process(20, "minicom", "/dev/ttyACM3")
    linux.process(30, "gvfsd-mtp", NODE)
    assert why(linux, 0, 1) == ("gvfsd-mtp", "", "")


def test_of_two_programs_the_one_that_speaks_what_is_wanted_is_named(linux):
    linux.process(20, "adb", NODE)
    linux.process(30, "gvfsd-mtp", NODE)
    assert busy(PHONE, [10], linux.system).holder == "gvfsd-mtp"
    assert busy(PHONE, [10], linux.system, debugging=True).holder == "adb"


def test_without_a_claim_the_driver_and_the_user_of_its_port_are_named(linux):
    assert why(linux, 0, 1) == ("", "cdc_acm", "ttyACM3")
    linux.process(20, "minicom", "/dev/ttyACM3")
    assert why(linux, 0, 1) == ("minicom", "cdc_acm", "ttyACM3")


def test_a_claim_whose_owner_may_not_be_known_names_nobody(linux):
    assert why(linux, 10) == ("", "", "")
    assert why(linux) == ("", "", "")
