"""Google's own adb server, started by the test on a port of its own, with a phone in software."""

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from holdfast.phones.handsets.android.server import AdbServer, NoServerError
from holdfast.phones.handsets.android.shell import Ran, run
from holdfast.phones.handsets.android.streams import (
    NotAuthorised,
    ServiceRefused,
    StreamClosedError,
)
from holdfast.phones.handsets.android.sync import Files
from holdfast.phones.handsets.android.sync_many import pull_many
from holdfast.phones.handsets.android.sync_stream import FileRefused
from holdfast.phones.handsets.handset import Garbled, SessionRefused
from holdfast.phones.links.link import Unplugged
from holdfast.phones.protocols.adb import shell
from holdfast.phones.protocols.adb.device import DeviceConnection, Service
from holdfast.phones.protocols.adb.messages import encode
from holdfast.phones.protocols.adb.shell import Id
from tests.phones.protocols.adb.wire import PLAIN, Cupboard, Owner, Speech, services

SMALL = {f"/sdcard/{number}.jpg".encode(): b"%d" % number * 999 for number in range(60)}
NAMED = replace(PLAIN, properties={"ro.product.model": "Pixel 16"})
_WAIT = 20.0

needs_adb = pytest.mark.skipif(shutil.which("adb") is None, reason="adb is not installed")


class Phone:
    """A phone at a port of this computer."""

    def __init__(self, guard=None):
        self.files = dict(SMALL)
        self.guard = guard
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.guests = []
        self.thread = threading.Thread(target=self.welcome, daemon=True)
        self.thread.start()

    def welcome(self):
        while True:
            try:
                guest, _ = self.listener.accept()
            except OSError:
                return
            self.guests.append(guest)
            with suppress(OSError), guest:
                self.serve(guest)

    def serve(self, guest):
        known: dict[str, Callable[[bytes], Service]] = {
            "shell": lambda command: Speech(
                shell.encode(Id.STDOUT, command) + shell.exit_packet(4), None
            ),
            "sync": lambda _: Cupboard(self.files),
            "echo": lambda _: Speech(answer=lambda data: [data]),
        }
        device = DeviceConnection(NAMED, self.guard, services(**known))
        while data := guest.recv(1 << 20):
            device.receive(data)
            while (message := device.take()) is not None:
                guest.sendall(b"".join(encode(message, checked=device.checked)))

    def close(self):
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.hang_up()
        self.thread.join()

    def hang_up(self):
        for guest in self.guests:
            with suppress(OSError):
                guest.shutdown(socket.SHUT_RDWR)


class Adb:
    """Google's adb with a home and a server of its own."""

    def __init__(self, home):
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            ["adb", "-P", str(self.port), "server", "nodaemon"],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(self.listens)

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def __call__(self, *words):
        subprocess.run(
            ["adb", "-P", str(self.port), *words],
            env=self.environment,
            check=False,
            capture_output=True,
            timeout=_WAIT,
        )

    def close(self):
        self.process.terminate()
        self.process.wait(_WAIT)


def until(holds):
    deadline = time.monotonic() + _WAIT
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture(scope="module")
def adb(tmp_path_factory):
    running = Adb(tmp_path_factory.mktemp("home"))
    yield running
    running.close()


@pytest.fixture
def held(adb):
    """A phone that the server holds, in whatever state, and the server as we see it."""
    phones = []

    def hold(guard=None, state="device"):
        phone = Phone(guard)
        phones.append(phone)
        adb("connect", phone.address)
        server = AdbServer(port=adb.port)
        until(lambda: any((d.serial, d.state) == (phone.address, state) for d in server.devices()))
        return phone, server

    yield hold
    for phone in phones:
        phone.close()
        adb("disconnect", phone.address)


@needs_adb
def test_the_server_tells_its_version_and_its_phones(adb, held):
    assert AdbServer(port=adb.port).version() == 41
    phone, server = held()
    device = next(each for each in server.devices() if each.serial == phone.address)
    assert device.state == "device"
    assert int(device.properties["transport_id"]) > 0


@needs_adb
def test_a_phone_is_spoken_to_through_the_server(held):
    phone, server = held()
    transport = server.transport(phone.address)
    assert transport.serial == phone.address
    assert transport.banner.model == "Pixel_16"
    assert {"shell_v2", "stat_v2"} <= transport.features
    assert run(transport, "ls", b"input") == Ran(b"ls", b"", 4)
    with Files(transport) as files:
        assert files.stat(b"/sdcard/7.jpg").size == 999
        found = {each.path: b"".join(each.pieces) for each in pull_many(files, SMALL)}
        assert found == SMALL
        files.push(b"/sdcard/new.jpg", [b"new"] * 100_000, mtime=7)
        assert b"".join(files.pull(b"/sdcard/new.jpg")) == b"new" * 100_000
        with pytest.raises(FileRefused):
            b"".join(files.pull(b"/nowhere"))
    stream = transport.open("echo:")
    assert not stream.waiting()
    stream.write(b"hello")
    assert stream.read() == b"hello"
    transport.close()
    with pytest.raises(StreamClosedError):
        stream.write(b"more")


@needs_adb
def test_a_service_the_phone_does_not_have_is_refused(held):
    phone, server = held()
    with pytest.raises(ServiceRefused):
        server.transport(phone.address).open("nothing:")


@needs_adb
def test_a_phone_the_server_does_not_hold_is_not_plugged_in(adb):
    server = AdbServer(port=adb.port)
    with pytest.raises(Unplugged):
        server.transport("R58M000")
    with pytest.raises(Unplugged):
        server.demand("host-serial:R58M000:features")


@needs_adb
def test_a_phone_that_goes_away_is_unplugged_for_streams_and_for_services(held):
    phone, server = held()
    transport = server.transport(phone.address)
    stream = transport.open("echo:")
    phone.close()
    assert stream.read() == b""
    with pytest.raises((Unplugged, SessionRefused)):
        transport.open("echo:")
    transport.close()


@needs_adb
def test_a_phone_whose_owner_has_not_agreed_is_said_to(held):
    owner = Owner(rsa.generate_private_key(65537, 2048).public_key())
    phone, server = held(owner, "unauthorized")
    with pytest.raises(NotAuthorised):
        server.transport(phone.address)
    with pytest.raises(NotAuthorised):
        server.demand(f"host-serial:{phone.address}:features")


def test_where_no_server_runs_that_is_said():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(NoServerError):
        AdbServer(port=port).devices()


@pytest.mark.parametrize("odd", [b"HTTP/1.0 400\r\n", b"OKAY0004zz", b"OKAYwhat", b""])
def test_what_is_no_adb_server_is_not_taken_for_one(odd):
    with answering(odd) as port, pytest.raises(NoServerError):
        AdbServer(port=port).version()


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (b"OKAY0017R58M offline product:x\n", SessionRefused),
        (b"OKAY0012R58M unauthorized\n", NotAuthorised),
        (b"OKAY0000", Unplugged),
        (b"OKAY000cR58M device\n", Garbled),
    ],
)
def test_every_state_of_a_phone_has_its_own_words(answer, problem):
    with answering(answer, b"what is that") as port, pytest.raises(problem):
        AdbServer(port=port).transport("R58M")


@contextmanager
def answering(*answers):
    """A port where each connection is given the next of `answers`."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        for said in answers:
            with suppress(OSError), listener.accept()[0] as guest:
                guest.recv(100)
                guest.sendall(said)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    with suppress(OSError):
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()
    listener.close()
