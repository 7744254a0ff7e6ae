"""The cable is pulled and the reader killed in the middle of transfers, and all is well again."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from itertools import count
from pathlib import Path

from holdfast.errors import Problem
from holdfast.phones.handsets.mtp.family import MtpFamily
from holdfast.phones.links.usb import UsbBus
from holdfast.progress import Progress, Task
from holdfast.records.model.kinds import Kind
from tests.lab.contents import LONG, Picture, fill, picture
from tests.lab.gadget import FileTransferPhone, check, served, until
from tests.lab.storing import tmpfs
from tests.lab.visiting import Visit, compared, visit, whole

_PHONE = FileTransferPhone(0x18D1, 0x4EE1, "LAB0006", Path("/tmp/phone"))
_POINTS = 10
_FILES = 60
_READS = "from tests.lab.scenarios.mtp_trouble import read_slowly; read_slowly({})"
_KILLED_AFTER = (1, 7, 20)
_RECOGNISED = 12.0
_OTHERS = 8.0


def run() -> None:
    """Pull at ten points of a backup, then kill at three of a read."""
    with tmpfs(_PHONE.place):
        fill(_PHONE.place, _FILES, huge=False)
        held = picture(_PHONE.place)
        with served(_PHONE):
            _undisturbed(held)
            for point in range(1, _POINTS + 1):
                _pulled(held, point)
            for pieces in _KILLED_AFTER:
                _killed(held, pieces)


def read_slowly(pieces: int) -> None:
    """Read the long file until killed, and say when `pieces` of it were read."""
    bus = UsbBus.system()
    (port,) = (each for each in bus.ports() if each.vendor == _PHONE.vendor)
    handset = MtpFamily().open(bus.open(port))
    (item,) = (each for each in handset.read(Kind.PHOTOS, Task()) if each.key.endswith(LONG))
    for number, _ in zip(count(1), item.parts[0].open(), strict=False):
        if number == pieces:
            print("there", flush=True)
        if number >= pieces:
            time.sleep(0.2)


def _undisturbed(held: Picture) -> None:
    with visit() as here:
        here.phone()
        started = time.monotonic()
        snapshot = whole(here.back_up())
        seconds = time.monotonic() - started
        amiss = compared(here, snapshot, held)
        check(f"undisturbed: {seconds:.1f} s {amiss[:3]}", holds=not amiss)


def _pulled(held: Picture, point: int) -> None:
    """Pull the cable: at half of the points inside the long file, then between small ones."""
    is_inside = point <= _POINTS // 2
    long, _ = held[LONG]
    wanted = long * point // _POINTS if is_inside else _FILES * (point - _POINTS // 2) // _POINTS
    pulling = threading.Thread(target=_PHONE.unplug)
    met: set[tuple[str, int]] = set()

    def listen(report: Progress) -> None:
        met.add((report.subject, report.done))
        come = report.moved if is_inside else len(met)
        if come >= wanted and pulling.ident is None:
            pulling.start()

    with visit() as here:
        here.phone()
        told = _disturbed(here, Task(listen))
        pulling.join()
        unit = "B" if is_inside else "files"
        _recovers(here, held, f"{point}: pulled after {wanted:,} {unit} ({told})")


def _disturbed(here: Visit, task: Task) -> str:
    try:
        result = here.back_up(task)
    except Problem as problem:
        return repr(problem)
    kept = sum(entry.count for entry in result.coverage)
    if result.problem is None:
        raise AssertionError(f"nothing was disturbed: {kept} files")
    return f"{result.problem!r}, {kept} files kept"


def _killed(held: Picture, pieces: int) -> None:
    reader = subprocess.Popen(
        [sys.executable, "-c", _READS.format(pieces)], stdout=subprocess.PIPE, text=True
    )
    if reader.stdout is None:
        raise AssertionError("the reader has no output")
    said = reader.stdout.readline().strip()
    reader.kill()
    reader.wait(10)
    check(f"a reader is killed after {pieces} pieces", holds=said == "there")
    with visit() as here:
        _recovers(here, held, f"killed after {pieces} pieces")


def _recovers(here: Visit, held: Picture, what: str) -> None:
    """The next backup is whole; a responder that hangs is started anew, as a phone would be."""
    started = time.monotonic()
    anew = ""
    try:
        _PHONE.plug()
        until("the phone is recognised", here.is_met, _RECOGNISED)
    except AssertionError:
        anew = f", the responder had to be started anew ({_libmtp()})"
        _PHONE.restart()
    amiss = compared(here, whole(here.back_up()), held)
    seconds = time.monotonic() - started
    check(f"{what}: whole again in {seconds:.1f} s{anew} {amiss[:3]}", holds=not amiss)


def _libmtp() -> str:
    """Whether another reader gets an answer where we get none."""
    try:
        told = subprocess.run(
            ["mtp-detect"], check=False, capture_output=True, text=True, timeout=_OTHERS
        )
    except subprocess.TimeoutExpired:
        return f"libmtp has no answer in {_OTHERS} s either"
    answered = "Device info:" in told.stdout or "Storage Devices:" in told.stdout
    return "libmtp has an answer" if answered else "libmtp has no answer either"
