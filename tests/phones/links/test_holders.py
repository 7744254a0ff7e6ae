from __future__ import annotations

import os

import pytest

from holdfast.phones.links.holders import holders, runs
from holdfast.phones.links.occupants import System
from tests.phones.links.linux import Linux

PHONE = "/dev/bus/usb/001/005"
TTY = "/dev/ttyACM0"


@pytest.fixture
def linux(tmp_path):
    linux = Linux(tmp_path)
    linux.process(10, "bash", "/dev/null")
    return linux


def held(linux, *nodes):
    return holders(nodes or (PHONE,), linux.system.proc, linux.system.locks)


def test_the_programs_that_have_the_device_open_are_named_in_the_order_they_began(linux):
    linux.process(1000, "minicom", TTY)
    linux.process(200, "gvfsd-mtp", "/dev/null", PHONE)
    assert held(linux, PHONE, TTY) == ("gvfsd-mtp", "minicom")


def test_nobody_holds_another_device(linux):
    linux.process(20, "gvfsd-mtp", "/dev/bus/usb/001/006")
    assert held(linux) == ()


def test_we_are_never_our_own_holder(linux):
    linux.process(os.getpid(), "holdfast", PHONE)
    assert held(linux) == ()


def test_a_name_that_the_kernel_cut_is_told_whole(linux):
    whole = "gvfs-gphoto2-volume-monitor"
    linux.process(20, whole, PHONE, command=(f"/usr/libexec/{whole}",))
    linux.process(30, "fifteen-letters", PHONE, command=("/bin/other",))
    assert held(linux) == (whole, "fifteen-letters")


@pytest.mark.parametrize(
    ("comm", "command"),
    [
        ("holdfast", ("/usr/bin/python3", "/usr/bin/holdfast")),
        ("python3", ("python3", "/home/me/.local/bin/holdfast")),
        ("python3.11", ("python3", "-m", "holdfast")),
    ],
)
def test_another_holdfast_is_known_however_it_was_started(linux, comm, command):
    linux.process(20, comm, PHONE, command=command)
    assert held(linux) == ("Holdfast",)


def test_another_python_program_keeps_its_name(linux):
    linux.process(20, "python3", PHONE, command=("python3", "/opt/holdfast-like/sync.py"))
    assert held(linux) == ("python3",)


def test_a_program_of_another_user_is_known_by_the_lock_it_left(linux):
    linux.process(77, "pppd")
    (linux.system.locks / "LCK..ttyACM0").write_text("        77\n")
    assert held(linux, TTY) == ("pppd",)
    assert held(linux, "/dev/ttyACM1") == ()


@pytest.mark.parametrize("lock", [b"", b"\n", b"../../etc", b"99999", b"\xff" * 5000])
def test_a_lock_that_tells_nothing_is_passed_over(linux, lock):
    (linux.system.locks / "LCK..ttyACM0").write_bytes(lock)
    assert held(linux, TTY) == ()


def test_a_system_without_proc_knows_no_holder(tmp_path):
    assert holders([PHONE], tmp_path / "none", tmp_path / "none") == ()


def test_a_process_that_ends_while_we_look_is_passed_over(linux):
    linux.process(20, "gvfsd-mtp", PHONE)
    (linux.system.proc / "15").mkdir()
    (linux.system.proc / "20" / "comm").unlink()
    assert held(linux) == ()


def test_a_program_that_runs_is_found_by_its_name(linux):
    linux.process(20, "ModemManager")
    assert runs("ModemManager", linux.system.proc)
    assert not runs("gvfsd-mtp", linux.system.proc)


def test_a_device_node_is_written_as_linux_does():
    assert System().node(3, 42) == "/dev/bus/usb/003/042"
