"""The two that are compared: Google's adb with a server of its own, and Holdfast's driver."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from holdfast.phones.handsets.android.sync import Files
from holdfast.phones.handsets.android.sync_many import pull_many
from holdfast.phones.handsets.android.sync_push import NewFile, push_many
from holdfast.phones.handsets.android.talk import AdbTalk
from holdfast.phones.handsets.android.tcp import AdbSocket

_PACKAGING = Path(__file__).resolve().parent.parent
_PATIENCE = 30.0
_PIECE = 1 << 20


def adbs() -> tuple[str, ...]:
    """The adb of this computer, and the one that HOLDFAST_NEWER_ADB names."""
    found = (shutil.which("adb"), os.environ.get("HOLDFAST_NEWER_ADB"))
    return tuple(path for path in found if path)


@contextmanager
def phone(folder: Path, seconds: float = 0.0) -> Iterator[int]:
    """Serve the phone in `folder` with `seconds` per round trip; give its port."""
    words = [sys.executable, "-m", "benches.adb_phone", str(folder), str(seconds)]
    with subprocess.Popen(
        words, cwd=_PACKAGING, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        said = process.stdout.readline() if process.stdout is not None else ""
        if not said:
            raise SystemExit("the phone in software does not start")
        yield int(said)


class GooglesAdb:
    """One adb, connected to the phone at `port` by a server of its own."""

    def __init__(self, program: str, home: Path, port: int) -> None:
        """Start the server and connect."""
        self._environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
        self._door = f"127.0.0.1:{port}"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._command = (program, "-P", str(free.getsockname()[1]))
        self._server = subprocess.Popen(
            [*self._command, "server", "nodaemon"],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + _PATIENCE
        while not self._connected():
            if time.monotonic() > until:
                raise SystemExit(f"{program} does not connect")
            time.sleep(0.05)
        self.name = self._said("version").splitlines()[1].removeprefix("Version ")

    def pull(self, there: str, here: Path) -> None:
        """Bring a folder."""
        self._said("-s", self._door, "pull", there, str(here))

    def push(self, here: Path, there: str) -> None:
        """Send a folder."""
        self._said("-s", self._door, "push", str(here), there)

    def close(self) -> None:
        """End the server."""
        self._server.terminate()
        self._server.wait(_PATIENCE)

    def _connected(self) -> bool:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", int(self._command[2]))):
                return False
        self._said("connect", self._door)
        return f"{self._door}\tdevice" in self._said("devices")

    def _said(self, *words: str) -> str:
        done = subprocess.run(
            [*self._command, *words],
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            text=True,
        )
        if done.returncode:
            raise SystemExit(f"adb {words[0]}: {done.stdout}")
        return done.stdout


class Driver:
    """Holdfast's driver, connected beforehand as adb is."""

    def __init__(self, port: int) -> None:
        """Connect to the phone at `port`."""
        self.talk = AdbTalk(AdbSocket.to("127.0.0.1", port, _PATIENCE), ())
        self.talk.connect()

    def pull(self, there: str, here: Path) -> None:
        """Bring a folder."""
        here.mkdir(parents=True)
        with Files(self.talk, compress=False) as files:
            inside = [each.name for each in files.list(there.encode())]
            paths = [b"%s/%s" % (there.encode(), name) for name in inside]
            for name, pulled in zip(inside, pull_many(files, paths), strict=True):
                with (here / os.fsdecode(name)).open("wb", buffering=0) as target:
                    for piece in pulled.pieces:
                        target.write(piece)

    def push(self, here: Path, there: str) -> None:
        """Send a folder."""
        new = (
            NewFile(f"{there}/{path.name}".encode(), partial(_pieces, path))
            for path in sorted(here.iterdir())
        )
        with Files(self.talk, compress=False) as files:
            for pushed in push_many(files, new):
                if pushed.problem is not None:
                    raise SystemExit(str(pushed.problem))

    def close(self) -> None:
        """Hang up."""
        self.talk.close()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as stream:
        yield from iter(lambda: stream.read(_PIECE), b"")
