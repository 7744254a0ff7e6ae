"""cdc_acm is sent away and given back by a real kernel, whatever comes between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from holdfast.phones.links.link import Busy, LinkProblem, Unplugged
from holdfast.phones.links.occupants import occupants
from holdfast.phones.links.usb import Port, UsbBus, UsbDevice
from tests.lab.gadget import Modem, check, plugged, ttys, until

CONTROL, DATA = 0, 1
_PHONE = Modem(0x0FCE, 0xD016, "LAB0001")
_HOLDS_PIPE = "from tests.lab.scenarios.kernel_driver import hold_pipe; hold_pipe()"


def run() -> None:
    """Go through all that may come between."""
    with plugged(_PHONE):
        _bytes_pass()
        _modem_manager_is_not_in_the_way()
        _a_person_at_the_port_is_in_the_way()
        _another_claim_is_named()
        _interrupted()
        _killed()
        _unplugged()


def _bytes_pass() -> None:
    check(f"cdc_acm has both interfaces as {ttys()}", holds=_drivers() == ("cdc_acm", "cdc_acm"))
    device = _open()
    pipe = device.bulk(CONTROL, DATA, 0)
    check("both interfaces are ours, no ttyACM is left", holds=_drivers() == ("usbfs", "usbfs"))
    check("its tty is gone", holds=ttys() == [])
    line = os.open(_PHONE.port, os.O_RDWR | os.O_NOCTTY)
    tty.setraw(line)
    pipe.write(b"AT\r", 2)
    check("the phone hears what is written", holds=os.read(line, 64) == b"AT\r")
    os.write(line, b"\r\nOK\r\n")
    check("what the phone says is read", holds=pipe.read(64, 2) == b"\r\nOK\r\n")
    os.close(line)
    pipe.close()
    _is_back("after a session")
    device.close()


def _modem_manager_is_not_in_the_way() -> None:
    with _program("ModemManager", "import time; f = open('/dev/ttyACM0', 'rb', 0); time.sleep(60)"):
        until("it has the port open", lambda: _users() == ("ModemManager",))
        device = _open()
        pipe = device.bulk(CONTROL, DATA, 0)
        check("a port that ModemManager has open is taken", holds=ttys() == [])
        pipe.close()
        device.close()
        _is_back("though ModemManager never closed the old one")


def _a_person_at_the_port_is_in_the_way() -> None:
    port = ttys()[0]
    with _program("minicom", f"import time; f = open('/dev/{port}', 'rb', 0); time.sleep(60)"):
        until("it has the port open", lambda: _users() == ("minicom",))
        told = _refused()
        check(f"minicom is named: {told!r}", holds=told == ("minicom", "cdc_acm", port))
        check("and its port is left alone", holds=_drivers() == ("cdc_acm", "cdc_acm"))


def _another_claim_is_named() -> None:
    with _program("gvfsd-mtp", _HOLDS_PIPE):
        until("it has the interfaces", lambda: _drivers() == ("usbfs", "usbfs"))
        told = _refused()
        check(f"who claimed the interfaces is named: {told!r}", holds=told[0] == "gvfsd-mtp")
        check("and keeps them", holds=_drivers() == ("usbfs", "usbfs"))
    _is_back("when the other one has ended", offered=True)


def _interrupted() -> None:
    with _program("holdfast", _HOLDS_PIPE) as other:
        until("it has the interfaces", lambda: _drivers() == ("usbfs", "usbfs"))
        other.send_signal(signal.SIGINT)
        other.wait(10)
        _is_back("after an interrupt")


def _killed() -> None:
    with _program("holdfast", _HOLDS_PIPE) as other:
        until("it has the interfaces", lambda: _drivers() == ("usbfs", "usbfs"))
        other.kill()
        other.wait(10)
    check("a killed program leaves them without a driver", holds=_drivers() == ("", ""))
    _is_back("with the next session", offered=True)


def _unplugged() -> None:
    device = _open()
    pipe = device.bulk(CONTROL, DATA, 0)
    _PHONE.unplug()
    try:
        until("the loss is noticed", lambda: _write_fails(pipe))
    finally:
        pipe.close()
        device.close()
    _PHONE.plug()
    _is_back("when plugged in again")


def _write_fails(pipe: object) -> bool:
    try:
        pipe.write(b"x", 1)  # type: ignore[attr-defined]
    except Unplugged:
        return True
    except LinkProblem:
        return False
    time.sleep(0.05)
    return False


def _refused() -> tuple[str, str, str]:
    device = _open()
    try:
        device.bulk(CONTROL, DATA, 0)
    except Busy as problem:
        return problem.holder, problem.driver, problem.tty
    finally:
        device.close()
    raise AssertionError("nobody was in the way")


def _is_back(when: str, *, offered: bool = False) -> None:
    """Both interfaces are cdc_acm's again; with `offered` only once we have had them."""
    if offered:
        device = _open()
        device.bulk(CONTROL, DATA, 0).close()
        device.close()
    seconds = until("cdc_acm is back", lambda: bool(ttys()))
    both = _drivers() == ("cdc_acm", "cdc_acm")
    check(f"cdc_acm has both again {when} ({seconds:.2f} s, {ttys()})", holds=both)


def hold_pipe() -> None:
    """Have a pipe lent until somebody ends it; run as a program of its own."""
    device = _open()
    pipe = device.bulk(CONTROL, DATA, 0)
    try:
        time.sleep(60)
    finally:
        pipe.close()
        device.close()


def _open() -> UsbDevice:
    return UsbBus.system().open(_port())


def _port() -> Port:
    (port,) = (each for each in UsbBus.system().ports() if each.vendor == _PHONE.vendor)
    return port


def _drivers() -> tuple[str, ...]:
    return tuple(each.driver for each in occupants(_port(), (CONTROL, DATA)))


def _users() -> tuple[str, ...]:
    return occupants(_port(), (CONTROL,))[0].programs


@contextmanager
def _program(name: str, code: str) -> Iterator[subprocess.Popen[bytes]]:
    """Another program, known to the system by `name`, that runs `code`."""
    place = Path("/tmp", name)
    place.unlink(missing_ok=True)
    place.symlink_to(sys.executable)
    other = subprocess.Popen([str(place), "-c", code], stderr=subprocess.DEVNULL)
    try:
        yield other
    finally:
        other.kill()
        other.wait(10)
