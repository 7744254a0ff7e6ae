"""The driver beside android-file-transfer and libmtp on one device, in interleaved rounds."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from holdfast.phones.handsets.mtp.downloading import Spot
from holdfast.phones.handsets.mtp.family import MtpFamily
from holdfast.phones.handsets.mtp.handset import MtpHandset
from holdfast.phones.handsets.mtp.listing import Object
from holdfast.phones.handsets.mtp.talk import MtpTalk
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.protocols.mtp.codes import ROOT, Op, Property
from holdfast.phones.protocols.mtp.values import Cursor
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from tests.lab.contents import LONG, files, fill
from tests.lab.gadget import FileTransferPhone, check, served
from tests.lab.storing import tmpfs
from tests.lab.tapping import Traffic, tapped

_PHONE = FileTransferPhone(0x18D1, 0x4EE1, "LAB0007", Path("/tmp/phone"))
_ROUNDS = 5
_GOT = Path("/tmp/got")
_MOST_MEMORY = 120_000
_MOST_TIMES = 1.25
_GRACE = 1.2
_US = "holdfast"


@dataclass(slots=True)
class Runs:
    """What one program came to, round by round."""

    seconds: list[float] = field(default_factory=list)
    traffic: list[Traffic] = field(default_factory=list)
    memory: int = 0

    def most(self, figure: str) -> int:
        """A figure of the round in which the most was heard: a tap may miss some, never add."""
        return max(int(getattr(each, figure)) for each in self.traffic)

    def told(self) -> str:
        """Its figures on one line."""
        median = statistics.median(self.seconds)
        rounds = " ".join(f"{each:.2f}" for each in self.seconds)
        return f"{median:6.2f} s ({rounds}) {self.traffic[-1]}"


Programs = Mapping[str, Callable[[], str]]


def run() -> None:
    """List all files, then fetch the longest, with each program in turn."""
    with tmpfs(_PHONE.place):
        fill(_PHONE.place, files(), huge=False)
        with served(_PHONE):
            said = _output("mtp-files")
            number = re.search(rf"File ID: (\d+)\s+Filename: {Path(LONG).name}", said)
            if number is None:
                raise AssertionError(f"libmtp does not see the file: {said[-500:]}")
            amiss = _compare("listing", _listing()) + _compare("fetching", _fetching(number[1]))
    check(f"no more than the better of the others {amiss}", holds=not amiss)


def list_all() -> None:
    """List all that the phone has; say how long that took, and how many files there are."""
    bus = UsbBus.system()
    started = time.monotonic()
    handset = _open(bus)
    found = [item for kind in handset.kinds() for item in handset.read(kind, Task())]
    handset.close()
    _tell(started, len(found))


def fetch_one() -> None:
    """Look the long file up as android-file-transfer does, by names and size, and fetch it."""
    bus = UsbBus.system()
    started = time.monotonic()
    handset = _open(bus)
    talk, reader = handset._talk, handset._reader
    lister = reader.downloads._lister
    (storage,) = reader._storages()
    handle = ROOT
    for name in Path(LONG).parts:
        inside = lister.handles(storage, handle)
        handle = next(each for each in inside if _name(talk, each) == name)
    found = Object(handle, name, folder=False, size=lister.whole_size(handle))
    spot = Spot((storage.name, LONG), found)
    with _GOT.open("wb") as file:
        for piece in reader.downloads.opened(Kind.PHOTOS, spot):
            file.write(piece)
    handset.close()
    _tell(started, _GOT.stat().st_size)


def _listing() -> Programs:
    return {
        _US: partial(_ours, "list_all"),
        # With sizes and dates, as we need them: a plain `ls-r` asks for names alone.
        "aft": partial(_output, "aft-mtp-cli", "lsext-r"),
        "libmtp": partial(_output, "mtp-files"),
    }


def _fetching(number: str) -> Programs:
    return {
        _US: partial(_ours, "fetch_one"),
        "aft": partial(_output, "aft-mtp-cli", f"get {LONG} {_GOT}"),
        "libmtp": partial(_output, "mtp-getfile", number, str(_GOT)),
    }


def _compare(what: str, programs: Programs) -> list[str]:
    runs = {name: Runs() for name in programs}
    for _ in range(_ROUNDS):
        for name, program in programs.items():
            _GOT.unlink(missing_ok=True)
            _once(runs[name], program)
            if what == "fetching":
                whole = _GOT.exists() and _GOT.read_bytes() == (_PHONE.place / LONG).read_bytes()
                print(f"    {name}: {'whole' if whole else 'not whole'}", flush=True)
            print(f"    {what} {name}: {runs[name].told()}", flush=True)
    for name, each in runs.items():
        print(f"  {what} {name:9} {each.told()}", flush=True)
    return _judge(what, runs)


def _once(runs: Runs, program: Callable[[], str]) -> None:
    with tapped(_PHONE.there()) as traffic:
        started = time.monotonic()
        said = program()
        seconds = time.monotonic() - started
    # Python's own start, and looking for libusb, say nothing about the driver: ours tells the
    # time of its session, from opening the device to letting it go.
    own = re.search(r"took ([\d.]+) s, memory (\d+) kB", said)
    runs.seconds.append(float(own[1]) if own else seconds)
    runs.memory = max(runs.memory, int(own[2]) if own else 0)
    runs.traffic.append(traffic)


def _judge(what: str, runs: Mapping[str, Runs]) -> list[str]:
    """Say the figures; return those that are over the bounds."""
    ours, others = runs[_US], [each for name, each in runs.items() if name != _US]
    faster = min(statistics.median(each.seconds) for each in others)
    ratio = statistics.median(ours.seconds) / faster
    amiss = []
    for figure in ("asked", "transfers", "into", "out"):
        best, here = min(each.most(figure) for each in others), ours.most(figure)
        print(f"  {what}: {figure} {here:,} beside {best:,}", flush=True)
        amiss += [f"{what}: {figure}"] if here > best else []
    print(f"  {what}: {ratio:.2f} x the time of the faster one, at most {_MOST_TIMES}", flush=True)
    print(f"  {what}: at most {ours.memory:,} kB of memory", flush=True)
    amiss += [f"{what}: time"] if ratio > _MOST_TIMES * _GRACE else []
    amiss += [f"{what}: memory"] if not 0 < ours.memory <= _MOST_MEMORY else []
    return amiss


def _name(talk: MtpTalk, handle: int) -> str:
    return Cursor(talk.ask(Op.GetObjectPropValue, handle, Property.ObjectFileName)).text()


def _ours(function: str) -> str:
    code = f"from tests.lab.scenarios import mtp_beside; mtp_beside.{function}()"
    return _output(sys.executable, "-c", code)


def _output(*words: str) -> str:
    done = subprocess.run(words, check=False, capture_output=True, text=True, errors="replace")
    if done.returncode:
        raise AssertionError(f"{words}: {done.stdout[-300:]} {done.stderr[-300:]}")
    return done.stdout


def _open(bus: UsbBus) -> MtpHandset:
    (port,) = (each for each in bus.ports() if each.vendor == _PHONE.vendor)
    handset = MtpFamily().open(bus.open(port))
    if not isinstance(handset, MtpHandset):
        raise TypeError("not a phone in file-transfer mode")
    return handset


def _tell(started: float, count: int) -> None:
    seconds = time.monotonic() - started
    status = Path("/proc/self/status").read_text()
    highest = re.search(r"VmHWM:\s+(\d+)", status)
    memory = highest[1] if highest else "0"
    print(f"took {seconds:.3f} s, memory {memory} kB, {count}", flush=True)
