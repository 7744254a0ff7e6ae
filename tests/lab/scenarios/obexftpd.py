"""The IrMC driver, over USB and a real kernel, reads files and a store from Debian's obexftpd.

obexftpd knows no modem, so the phone's modem is ours: it answers AT, and after AT+CPROT=0 hands
the line to an obexftpd until it hears a command again.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import threading
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from holdfast.phones.handsets.find import Finder
from holdfast.phones.handsets.handset import Handset, ItemRefused
from holdfast.phones.handsets.irmc.family import IrmcFamily
from holdfast.phones.handsets.modem.family import ModemFamily
from holdfast.phones.links.usb import UsbBus
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from tests.lab.gadget import Modem, check, plugged, ttys, until

_PHONE = Modem(0x0FCE, 0xD017, "LAB0002")
_FIRST_PORT = 6500
_COMMANDS = (b"A", b"+")  # no OBEX packet begins so
_CONTACTS = 300
_SIZES = (0, 1, 511, 512, 513, *range(1008, 1025), 2048, 65_536, 300_000, 1_000_003)
_CARD = "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Lovelace {0};Ada\r\nTEL;CELL:+1555{0:04}\r\nEND:VCARD\r\n"


def run() -> None:
    """Read all that the phone holds, twice, and compare every byte."""
    with TemporaryDirectory(prefix="obex-") as name, plugged(_PHONE), _modem(Path(name)):
        files = _fill(Path(name))
        finder = Finder(UsbBus.system(), (IrmcFamily(), ModemFamily()))
        until("the phone is recognised", lambda: _is_known(finder))
        (found,) = finder.present()
        if found.info is None:
            raise AssertionError(repr(found.problem))
        check(f"it is known by its own serial: {found.info.serial}", holds=True)
        for _ in range(2):
            handset = finder.connect(found.info.id)
            _compare_files(handset, files)
            _compare_contacts(handset)
            handset.close()
            check(f"cdc_acm is back: {ttys()}", holds=until("a tty", lambda: bool(ttys())) < 1)
        finder.close()


def _is_known(finder: Finder) -> bool:
    return bool(finder.look().present or finder.present())


def _compare_files(handset: Handset, files: dict[str, bytes]) -> None:
    started = time.monotonic()
    got: dict[str, bytes] = {}
    refused = []
    for item in handset.read(Kind.PHOTOS, Task()):
        try:
            got[item.path[-1]] = b"".join(item.parts[0].open())
        except ItemRefused as problem:
            refused.append(problem.key)
    seconds = time.monotonic() - started
    size = sum(map(len, got.values()))
    rate = f"{seconds:.1f} s, {size / seconds / 1e3:.0f} kB/s"
    check(f"{len(got)} files, {size:,} bytes compared, {rate}", holds=got == files)
    # This server knows no way into folders; the driver says so and goes on.
    check(f"not to be had, and said so: {refused}", holds=refused == ["telecom"])


def _compare_contacts(handset: Handset) -> None:
    started = time.monotonic()
    reading = handset.read(Kind.CONTACTS, Task())
    got = {item.key: b"".join(item.parts[0].open()) for item in reading}
    seconds = time.monotonic() - started
    size = sum(map(len, got.values()))
    wanted = {str(number): _CARD.format(number).encode() for number in range(_CONTACTS)}
    check(
        f"{len(got)} contacts by {reading.how}, {size:,} bytes compared, {seconds:.1f} s",
        holds=got == wanted,
    )


def _fill(folder: Path) -> dict[str, bytes]:
    """Lay out the phone's memory; return its photos by name."""
    noise = random.Random(2003)  # noqa: S311 - bytes to compare, no secret
    files = {f"{size}.jpg": noise.randbytes(size) for size in _SIZES}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    store = folder / "telecom" / "pb"
    (store / "luid").mkdir(parents=True)
    cards = [_CARD.format(number) for number in range(_CONTACTS)]
    lined = [c.replace("END:", f"X-IRMC-LUID:{n}\r\nEND:") for n, c in enumerate(cards)]
    store.with_suffix(".vcf").write_text("".join(lined), newline="")
    (store / "luid" / "0.vcf").write_text(cards[0], newline="")
    (store / "info.log").write_bytes(b"Total-Records:%d\r\nIEL:0x10\r\n" % _CONTACTS)
    (folder / "telecom" / "devinfo.txt").write_bytes(b"MANU:Lab\r\nMOD:Phone\r\nSN:A1B2C3D4\r\n")
    return files


@contextmanager
def _modem(folder: Path) -> Iterator[None]:
    """The modem behind the gadget's side of the line, for the time of the block."""
    line = os.open(_PHONE.port, os.O_RDWR | os.O_NOCTTY)
    tty.setraw(line)
    # It ends with the machine: a read of the line cannot be broken off.
    threading.Thread(target=_serve, args=(line, folder), daemon=True).start()
    yield


def _serve(line: int, folder: Path) -> None:
    held = b""
    for port in count(_FIRST_PORT):
        while not held.endswith(b"AT+CPROT=0\r"):
            if held.endswith(b"\r"):
                os.write(line, b"\r\nOK\r\n" if held.endswith(b"AT\r") else b"\r\nERROR\r\n")
                held = b""
            held = (held + os.read(line, 512))[-512:]
        os.write(line, b"\r\nCONNECT\r\n")
        held = _hand_over(line, folder, port)


def _hand_over(line: int, folder: Path, port: int) -> bytes:
    """Carry bytes between the line and an obexftpd; return the command that ended it."""
    where = ["-c", str(folder), "-n", f"127.0.0.1:{port}"]
    server = subprocess.Popen(
        ["obexftpd", *where], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.set_blocking(line, False)
    try:
        with _reach(server, port) as peer:
            threading.Thread(target=_up, args=(peer, line), daemon=True).start()
            while (data := _waiting(line))[:1] not in _COMMANDS:
                peer.sendall(data)
            return data
    finally:
        os.set_blocking(line, True)
        server.kill()
        server.wait()


def _waiting(line: int) -> bytes:
    try:
        return os.read(line, 65_536)
    except BlockingIOError:
        time.sleep(0.001)
        return b""


def _up(peer: socket.socket, line: int) -> None:
    with suppress(OSError):
        while data := peer.recv(65_536):
            while data:
                try:
                    data = data[os.write(line, data) :]
                except BlockingIOError:
                    time.sleep(0.001)


def _reach(server: subprocess.Popen[bytes], port: int) -> socket.socket:
    while server.poll() is None:
        with suppress(ConnectionRefusedError):
            return socket.create_connection(("127.0.0.1", port))
        time.sleep(0.01)
    raise AssertionError("obexftpd could not be started")
