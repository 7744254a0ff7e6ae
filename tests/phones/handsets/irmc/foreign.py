"""Real OBEX programs that nobody here wrote: Debian's obexftpd, obexftp and gammu."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from holdfast.phones.links.link import LinkProblem
from holdfast.phones.links.tcp import TcpLink
from holdfast.phones.protocols.obex.headers import BrokenObexError
from holdfast.phones.virtual.clock import VirtualClock
from holdfast.phones.virtual.device import VirtualDevice
from holdfast.phones.virtual.folder import PhoneFolder
from holdfast.phones.virtual.irmc.browsing import BrowsingService
from holdfast.phones.virtual.irmc.conversation import Conversation
from holdfast.phones.virtual.irmc.device import virtual_irmc
from holdfast.phones.virtual.irmc.phone import IrmcPhone
from holdfast.phones.virtual.irmc.records import RecordService
from tests.phones.foreign_pty import PtyPhone

OBEXFTP = shutil.which("obexftp")
OBEXFTPD = shutil.which("obexftpd")
GAMMU = shutil.which("gammu")

_TRIES = 5
_START_SECONDS = 10.0
_CLIENT_SECONDS = 30.0


@contextmanager
def obexftpd(folder: Path) -> Iterator[TcpLink]:
    """A link to an obexftpd of our own that serves `folder`."""
    for _ in range(_TRIES):
        port = _free_port()
        where = ["-c", str(folder), "-n", f"127.0.0.1:{port}"]  # it serves as soon as it reads -n
        server = subprocess.Popen(
            [str(OBEXFTPD), *where], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            link = _reach(server, port)
            if link is not None:
                yield link
                return
        finally:
            server.kill()
            server.wait()
    raise AssertionError("obexftpd could not be started")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def _reach(server: subprocess.Popen[bytes], port: int) -> TcpLink | None:
    """A connection, or None when the server ended: another program took the port."""
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with suppress(LinkProblem):
            return TcpLink.connect("127.0.0.1", port, 1)
        time.sleep(0.01)
    return None


class TcpPhone:
    """The virtual phone in a folder, behind a TCP port, for one client after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = PhoneFolder(folder)
        self._server = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._thread.join(_CLIENT_SECONDS)
        self._server.close()

    def ask(self, *arguments: str, into: Path) -> subprocess.CompletedProcess[bytes]:
        """Let obexftp do what `arguments` say, in the folder `into`."""
        place = f"127.0.0.1:{self._server.getsockname()[1]}"
        return subprocess.run(
            [str(OBEXFTP), "-n", place, *arguments],
            cwd=into,
            capture_output=True,
            timeout=_CLIENT_SECONDS,
            check=False,
        )

    def _serve(self) -> None:
        with suppress(OSError):  # closed from outside: that is how it ends
            while True:
                client, _ = self._server.accept()
                with client, suppress(BrokenObexError, ConnectionError):
                    client.settimeout(_CLIENT_SECONDS)
                    self._answer(client)

    def _answer(self, client: socket.socket) -> None:
        services = RecordService(self.folder, VirtualClock()), BrowsingService(self.folder)
        conversation = Conversation(IrmcPhone(*services), self.folder.info.max_packet)
        while data := client.recv(1 << 16):
            for answer in conversation.receive(data):
                client.sendall(answer)
        conversation.close()


class Cable:
    """The data pipe of a device's modem, as a serial line."""

    def __init__(self, device: VirtualDevice) -> None:
        self._function = device.function

    def receive(self, data: bytes) -> Iterator[bytes]:
        """Put `data` into the pipe; yield what comes out."""
        self._function.receive(2, data)
        while said := self._function.transmit(1, 4096):
            yield said


def gammu(folder: Path, *arguments: str) -> str:
    """What gammu says to the phone in `folder`; its own files go beside that folder."""
    with PtyPhone(Cable(virtual_irmc(folder, VirtualClock()))) as phone:
        card = folder.parent / "gammurc"
        card.write_text(f"[gammu]\nport = {phone.port}\nconnection = at115200\n", "utf-8")
        done = subprocess.run(
            [str(GAMMU), "-c", str(card), *arguments],
            cwd=folder.parent,
            env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"], "TZ": "UTC"},
            capture_output=True,
            timeout=_CLIENT_SECONDS,
            check=False,
        )
        return done.stdout.decode("utf-8", "replace")
