from __future__ import annotations

import os

import pytest

from holdfast.phones.links.holders import holder, node


@pytest.fixture
def proc(tmp_path):
    def process(pid, name, *files):
        (tmp_path / pid / "fd").mkdir(parents=True)
        (tmp_path / pid / "comm").write_text(name + "\n")
        for number, file in enumerate(files):
            (tmp_path / pid / "fd" / str(number)).symlink_to(file)

    process("10", "bash", "/dev/null")
    process("20", "gvfsd-mtp", "/dev/null", "/dev/bus/usb/001/005")
    process(str(os.getpid()), "holdfast", "/dev/bus/usb/001/007")
    (tmp_path / "self").mkdir()
    return tmp_path


def test_the_program_that_has_the_device_open_is_named(proc):
    assert holder(1, 5, proc) == "gvfsd-mtp"


def test_nobody_holds_another_device(proc):
    assert holder(1, 6, proc) == ""


def test_we_are_never_our_own_holder(proc):
    assert holder(1, 7, proc) == ""


def test_a_system_without_proc_knows_no_holder(tmp_path):
    assert holder(1, 5, tmp_path / "none") == ""


def test_a_process_that_ends_while_we_look_is_passed_over(proc):
    (proc / "15").mkdir()
    (proc / "20" / "comm").unlink()
    assert holder(1, 5, proc) == ""


def test_a_device_node_is_written_as_linux_does():
    assert node(3, 42) == "/dev/bus/usb/003/042"
