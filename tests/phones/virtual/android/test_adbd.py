"""The phone's end of ADB, spoken to message by message and over the virtual bus."""

from __future__ import annotations

import struct
import tracemalloc

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from holdfast.phones.protocols.adb import keys, shell, sync
from holdfast.phones.protocols.adb.messages import (
    MAX_PAYLOAD,
    VERSION,
    Auth,
    BrokenAdbError,
    Command,
    Message,
    MessageReader,
    encode,
)
from holdfast.phones.protocols.adb.sync import Flags, Piece
from holdfast.phones.protocols.adb.sync_replies import ReplyReader, Stored
from holdfast.phones.virtual.android.adbd import ANDROID_6, ANDROID_16
from holdfast.phones.virtual.android.function import AdbFunction
from tests.phones.virtual.android.rig import Rig

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
LINE = keys.public_line(KEY.public_key(), "me@here") + b"\0"
OUT = 0x02
IN = 0x81


class Host:
    """The other end, one message at a time."""

    def __init__(self, adbd, features="shell_v2,stat_v2,ls_v2,sendrecv_v2", version=VERSION):
        self.adbd = adbd
        self.features = features
        self.version = version
        self.reader = MessageReader()
        self.last = 0

    def say(self, command, arg0=0, arg1=0, payload=b""):
        header, payload = encode(Message(command, arg0, arg1, payload), checked=True)
        self.adbd.receive(header + payload)

    def hear(self):
        told = self.adbd.take()
        if told is None:
            return None
        return next(iter(self.reader.feed(told[0] + told[1])))

    def connect(self):
        banner = f"host::features={self.features}".encode()
        self.say(Command.CNXN, self.version, MAX_PAYLOAD, banner)
        return self.hear()

    def open(self, service, window=0):
        self.last += 1
        self.say(Command.OPEN, self.last, window, service + b"\0")
        return self.last, self.hear()

    def whole(self, service, stdin=b"", *, quits=b""):
        """Use a service to its end and return all it said."""
        mine, opened = self.open(service)
        theirs = opened.arg0
        sending = [stdin[at : at + 65536] for at in range(0, len(stdin), 65536)] + [quits] * bool(
            quits
        )
        if sending:
            self.say(Command.WRTE, mine, theirs, sending.pop(0))
        said = b""
        while (message := self.hear()) is not None:
            if message.command == Command.WRTE:
                said += message.payload
                self.say(Command.OKAY, mine, theirs)
            elif message.command == Command.OKAY and sending:
                self.say(Command.WRTE, mine, theirs, sending.pop(0))
            elif message.command == Command.CLSE:
                break
        return said


@pytest.fixture
def rig(tmp_path):
    return Rig(tmp_path)


@pytest.fixture
def host(rig):
    host = Host(rig.adbd(guarded=False))
    host.connect()
    return host


def test_a_host_whose_key_is_unknown_is_asked_about_and_known_the_next_time(rig):
    said: dict[str, bool | None] = {"answer": None}
    rig.dialog._answer = lambda _shown: said["answer"]
    host = Host(rig.adbd())
    token = host.connect()
    assert (token.command, token.arg0, len(token.payload)) == (Command.AUTH, Auth.TOKEN, 20)
    host.say(Command.AUTH, Auth.SIGNATURE, 0, keys.sign(token.payload, KEY))
    again = host.hear()
    assert again.command == Command.AUTH
    assert again.payload != token.payload
    host.say(Command.AUTH, Auth.PUBLIC_KEY, 0, LINE)
    assert host.hear() is None
    assert rig.dialog.shown == [keys.fingerprint(LINE)]
    said["answer"] = True
    assert host.hear().command == Command.CNXN
    host = Host(rig.adbd())
    token = host.connect()
    host.say(Command.AUTH, Auth.SIGNATURE, 0, keys.sign(token.payload, KEY))
    assert host.hear().command == Command.CNXN


def test_without_the_tick_the_key_is_asked_about_each_time(rig):
    rig.dialog._always = False
    for _ in range(2):
        host = Host(rig.adbd())
        host.connect()
        host.say(Command.AUTH, Auth.PUBLIC_KEY, 0, LINE)
        assert host.hear().command == Command.CNXN
        assert not rig.dialog._trusted


def test_nothing_is_opened_before_a_host_is_allowed(rig):
    rig.dialog._answer = lambda _shown: False
    host = Host(rig.adbd())
    host.connect()
    assert host.open(b"shell:echo secret")[1] is None
    host.say(Command.AUTH, Auth.PUBLIC_KEY, 0, LINE)
    assert host.hear() is None
    host.say(Command.AUTH, Auth.PUBLIC_KEY, 0, b"not base64\xff\0")
    assert host.hear() is None


def test_version_2_of_the_shell_tells_streams_and_status_apart(host):
    reader = shell.PacketReader()
    said = host.whole(b"shell,v2,raw:echo a; echo b >&2; exit 9")
    assert [(packet.id, packet.data) for packet in reader.feed(said)] == [
        (1, b"a\n"),
        (2, b"b\n"),
        (3, b"\x09"),
    ]


def test_input_and_its_end_reach_a_program(host):
    stdin = shell.encode(0, b"one\ntwo\n") + shell.encode(4)
    said = host.whole(b"shell,v2,raw:while read x; do echo [$x]; done", stdin)
    assert b"[one]\n[two]\n" in said


def test_an_old_phone_takes_small_payloads_and_looks_at_sums(rig):
    host = Host(rig.adbd(ANDROID_6, guarded=False))
    connected = host.connect()
    assert (connected.arg0, connected.arg1) == (0x01000000, 4096)
    assert connected.payload == b"device::"
    header, payload = encode(Message(Command.OPEN, 1, 0, b"shell:echo hi\0"), checked=False)
    with pytest.raises(BrokenAdbError):
        host.adbd.receive(header + payload)


def test_an_old_phone_sends_no_more_than_it_said_and_names_no_stream_when_it_closes(rig):
    (rig.root / "storage/emulated/0/x").write_bytes(bytes(10_000))
    host = Host(rig.adbd(ANDROID_6, guarded=False))
    host.connect()
    mine, opened = host.open(b"exec:cat /sdcard/x")
    sizes = []
    while (message := host.hear()).command == Command.WRTE:
        sizes.append(len(message.payload))
        host.say(Command.OKAY, mine, opened.arg0)
    assert sizes == [4096, 4096, 1808]
    assert (message.command, message.arg0, message.arg1) == (Command.CLSE, 0, mine)


def test_an_old_phone_has_a_terminal_between_that_echoes(rig):
    host = Host(rig.adbd(ANDROID_6, guarded=False))
    host.connect()
    assert host.whole(b"shell:echo a; nosuch") == (
        b"a\r\n/system/bin/sh: nosuch: inaccessible or not found\r\n"
    )
    assert host.whole(b"shell:cat", b"hi\r", quits=b"\x04") == b"hi\r\nhi\r\n"
    assert host.open(b"shell,v2,raw:echo a")[1].command == Command.CLSE


@pytest.mark.parametrize(
    "service", [b"root:", b"reverse:forward:tcp:1;tcp:2", b"nonsense", b"jdwp:1"]
)
def test_a_service_it_does_not_have_is_refused(host, service):
    mine, answer = host.open(service)
    assert (answer.command, answer.arg0, answer.arg1) == (Command.CLSE, 0, mine)


def test_one_write_at_a_time_is_all_it_takes(host):
    mine, opened = host.open(b"exec:cat")
    host.say(Command.WRTE, mine, opened.arg0, b"a")
    with pytest.raises(BrokenAdbError):
        host.say(Command.WRTE, mine, opened.arg0, b"b")


def test_late_acknowledgements_are_counted_in_bytes(rig):
    (rig.root / "storage/emulated/0/x").write_bytes(bytes(100_000))
    host = Host(rig.adbd(guarded=False), "shell_v2,delayed_ack")
    host.connect()
    assert host.open(b"exec:cat /sdcard/x")[1].command == Command.CLSE
    mine, opened = host.open(b"exec:cat /sdcard/x", 1000)
    assert struct.unpack("<i", opened.payload)[0] > 1 << 20
    assert len(host.hear().payload) == 1000
    assert host.hear() is None
    host.say(Command.OKAY, mine, opened.arg0, struct.pack("<i", 700))
    assert len(host.hear().payload) == 700
    host.say(Command.OKAY, mine, opened.arg0, b"") if False else None
    with pytest.raises(BrokenAdbError):
        host.say(Command.OKAY, mine, opened.arg0, b"")


def test_an_acknowledgement_of_a_dead_stream_is_answered_by_a_close(host):
    host.say(Command.OKAY, 7, 99)
    assert host.hear() == Message(Command.CLSE, 0, 7)
    host.say(Command.WRTE, 7, 99, b"x")
    assert host.hear() is None


def test_streams_take_turns(host, rig):
    (rig.root / "storage/emulated/0/x").write_bytes(bytes(3 << 20))
    first, one = host.open(b"exec:cat /sdcard/x")
    second, _ = host.open(b"exec:echo quick")
    heard = []
    while len(heard) < 3:
        message = host.hear()
        heard.append((message.command, message.arg1))
        if message.command == Command.WRTE and message.arg1 == first:
            host.say(Command.OKAY, first, one.arg0)
    assert (Command.WRTE, second) in heard


def test_a_new_greeting_forgets_what_ran(host):
    host.open(b"exec:cat")
    assert host.connect().command == Command.CNXN
    host.say(Command.OKAY, 1, 1)
    assert host.hear().command == Command.CLSE


def test_a_stream_that_is_closed_ends_its_program(host):
    mine, opened = host.open(b"exec:cat; echo never > /sdcard/after")
    assert host.hear() is None
    host.say(Command.CLSE, mine, opened.arg0)
    assert host.hear().command == Command.CLSE
    assert host.hear() is None
    assert not host.whole(b"exec:ls /sdcard/")


def test_sync_serves_requests_strictly_in_their_order(host):
    asked = (
        sync.request(sync.STA2, b"/sdcard/a")
        + sync.send_v2(b"/sdcard/a", 0o644)
        + sync.data_prefix(5)
        + b"hello"
        + sync.done(1_111_111_111)
        + sync.request(sync.STA2, b"/sdcard/a")
        + sync.recv_v2(b"/sdcard/a")
    )
    replies = ReplyReader()
    for kind in (sync.STA2, sync.SND2, sync.STA2, sync.RCV2):
        replies.expect(kind)
    said = host.whole(b"sync:", asked, quits=sync.quit_request())
    heard = [
        bytes(reply.data) if isinstance(reply, Piece) else reply for reply in replies.feed(said)
    ]
    assert heard[0].error == 2
    assert heard[1] == Stored()
    assert (heard[2].size, heard[2].mtime) == (5, 1_111_111_111)
    assert heard[3] == b"hello"


def test_a_folder_that_is_not_there_is_listed_as_an_empty_one(host):
    said = host.whole(b"sync:", sync.request(sync.LIS2, b"/sdcard/none"), quits=sync.quit_request())
    assert said == sync.list_done_v2()


@pytest.mark.parametrize(
    ("path", "flags", "reason"),
    [
        (b"/system/x", Flags.NONE, b"Read-only file system"),
        (b"/data/x", Flags.NONE, b"Permission denied"),
        (b"/sdcard/x", Flags.LZ4, b"unsupported"),
        (b"/sdcard/x", Flags.ZSTD, b"decompress failed"),
    ],
)
def test_a_write_that_fails_says_why_and_swallows_the_rest(host, path, flags, reason):
    asked = sync.send_v2(path, 0o644, flags) + sync.data_prefix(3) + b"abc" + sync.done(1)
    after = sync.request(sync.STAT, b"/sdcard/nothing")
    said = host.whole(b"sync:", asked + after, quits=sync.quit_request())
    assert said.startswith(b"FAIL")
    assert reason in said
    assert said.endswith(sync.stat_v1(sync.Stat()))


def test_nonsense_on_a_sync_stream_ends_it(host):
    said = host.whole(b"sync:", b"EVIL\xff\xff\xff\xff")
    assert said.startswith(b"FAIL")


def test_a_large_file_is_given_in_bounded_memory(host, rig):
    with (rig.root / "storage/emulated/0/x").open("wb") as stream:
        stream.truncate(256 << 20)
    mine, opened = host.open(b"sync:")
    host.say(Command.WRTE, mine, opened.arg0, sync.request(sync.RECV, b"/sdcard/x"))
    total = 0
    tracemalloc.start()
    while (message := host.hear()) is not None:
        if message.command == Command.WRTE:
            total += len(message.payload)
            host.say(Command.OKAY, mine, opened.arg0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total > 256 << 20
    assert peak < 16 << 20


def test_a_program_that_prints_without_end_is_held_back(host):
    _, opened = host.open(b"exec:cat /dev/zero")
    assert opened.command == Command.OKAY
    assert len(host.hear().payload) <= MAX_PAYLOAD
    assert host.hear() is None
    host.adbd.close()


class TestUsb:
    def connect(self, rig, manners=ANDROID_16):
        function = AdbFunction(lambda: rig.adbd(manners, guarded=False))
        self.send(function, Command.CNXN, VERSION, MAX_PAYLOAD, b"host::")
        return function

    def send(self, function, command, arg0=0, arg1=0, payload=b"", *, ended=True):
        for part in encode(Message(command, arg0, arg1, payload), checked=True):
            if part:
                function.receive(OUT, part)
                if ended and len(part) % 512 == 0:
                    function.receive(OUT, b"")

    def test_header_and_payload_are_transfers_of_their_own(self, rig):
        function = self.connect(rig)
        header = function.transmit(IN, 512)
        assert len(header) == 24
        length = struct.unpack("<6I", header)[3]
        assert len(function.transmit(IN, 2048)) == length
        assert function.transmit(IN, 512) is None

    def test_no_zero_length_packet_follows_a_whole_multiple(self, rig):
        (rig.root / "storage/emulated/0/x").write_bytes(bytes(1024))
        function = self.connect(rig)
        while function.transmit(IN, 1 << 20) is not None:
            pass
        self.send(function, Command.OPEN, 1, 0, b"exec:cat /sdcard/x\0")
        assert len(function.transmit(IN, 512)) == 24
        assert len(function.transmit(IN, 512)) == 24
        assert len(function.transmit(IN, 1024)) == 1024
        assert function.transmit(IN, 512) is None

    def test_a_host_that_forgets_the_zero_length_packet_is_not_heard(self, rig):
        function = self.connect(rig)
        while function.transmit(IN, 1 << 20) is not None:
            pass
        service = b"exec:echo " + b"x" * (512 - 11) + b"\0"
        self.send(function, Command.OPEN, 1, 0, service, ended=False)
        assert function.transmit(IN, 512) is None
        function.receive(OUT, b"")
        assert function.transmit(IN, 512) is not None

    def test_a_host_that_says_nonsense_begins_anew(self, rig):
        function = self.connect(rig)
        function.receive(OUT, b"GET / HTTP/1.1\r\n\r\n" + bytes(10))
        assert function.transmit(IN, 512) is None
        self.send(function, Command.CNXN, VERSION, MAX_PAYLOAD, b"host::")
        assert len(function.transmit(IN, 512)) == 24
