from __future__ import annotations

import socket
import threading
import time

import pytest

from holdfast.phones.protocols.adb.messages import (
    MAX_PAYLOAD,
    VERSION,
    Command,
    Message,
    MessageReader,
    encode,
)
from holdfast.phones.virtual.android.tcp import AdbTcpDoor
from tests.phones.virtual.android.rig import Rig


class Caller:
    def __init__(self, door: AdbTcpDoor):
        self.socket = socket.create_connection(("127.0.0.1", door.port), timeout=20)
        self.reader = MessageReader()
        self.heard: list[Message] = []
        self.say(Message(Command.CNXN, VERSION, MAX_PAYLOAD, b"host::"))
        assert self.hear().command == Command.CNXN

    def say(self, message: Message):
        self.socket.sendall(b"".join(encode(message, checked=True)))

    def hear(self) -> Message | None:
        while not self.heard:
            try:
                data = self.socket.recv(1 << 20)
            except ConnectionError:
                return None
            if not data:
                return None
            self.heard += self.reader.feed(data)
        return self.heard.pop(0)

    def run(self, command: str) -> bytes:
        self.say(Message(Command.OPEN, 1, 0, f"exec:{command}\0".encode()))
        theirs = self.hear().arg0
        said = b""
        while (message := self.hear()).command == Command.WRTE:
            said += message.payload
            self.say(Message(Command.OKAY, 1, theirs))
        return said

    def close(self):
        self.socket.close()


@pytest.fixture
def rig(tmp_path):
    return Rig(tmp_path)


@pytest.fixture
def door(rig):
    with AdbTcpDoor(lambda: rig.adbd(guarded=False)) as door:
        yield door


@pytest.fixture
def call():
    callers = []

    def begin(door):
        callers.append(Caller(door))
        return callers[-1]

    yield begin
    for caller in callers:
        caller.close()


def test_several_computers_are_served_at_once(door, call):
    first, second = call(door), call(door)
    first.say(Message(Command.OPEN, 1, 0, b"exec:cat\0"))
    assert first.hear().command == Command.OKAY
    assert second.run("echo second") == b"second\n"
    assert call(door).run("echo third") == b"third\n"


def test_a_computer_that_leaves_in_the_middle_takes_nobody_along(door, call, rig):
    (rig.root / "tmp/big").write_bytes(bytes(20 << 20))
    first = call(door)
    first.say(Message(Command.OPEN, 1, 0, b"exec:cat /data/local/tmp/big\0"))
    first.close()
    assert call(door).run("echo there") == b"there\n"


def test_one_that_says_nonsense_is_thrown_out(door, call):
    caller = call(door)
    caller.socket.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert caller.hear() is None
    assert call(door).run("echo there") == b"there\n"


def test_all_can_be_thrown_out_while_the_door_stays_open(door, call):
    caller = call(door)
    door.hang_up()
    assert caller.hear() is None
    assert call(door).run("echo there") == b"there\n"


def test_a_closed_door_leaves_nothing_behind(rig, call):
    before = threading.active_count()
    door = AdbTcpDoor(lambda: rig.adbd(guarded=False))
    caller = call(door)
    caller.say(Message(Command.OPEN, 1, 0, b"exec:cat\0"))
    assert caller.hear().command == Command.OKAY
    door.close()
    assert caller.hear() is None
    deadline = time.monotonic() + 10
    while threading.active_count() > before:
        assert time.monotonic() < deadline
    with pytest.raises(ConnectionError):
        socket.create_connection(("127.0.0.1", door.port), timeout=5)


def test_a_round_trip_takes_as_long_as_it_is_told(rig, call):
    with AdbTcpDoor(lambda: rig.adbd(guarded=False), delay=0.01) as door:
        caller = call(door)
        begun = time.perf_counter()
        for _ in range(5):
            caller.run("true")
        assert time.perf_counter() - begun >= 0.05
