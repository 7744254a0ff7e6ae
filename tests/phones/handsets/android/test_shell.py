import shlex
import subprocess
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.handsets.android.shell import Ran, Running, lines, run
from holdfast.phones.handsets.android.streams import ServiceRefused
from holdfast.phones.handsets.android.talk import AdbTalk
from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.protocols.adb import shell
from holdfast.phones.protocols.adb.shell import Id, PacketReader
from tests.phones.protocols.adb.wire import NEW, OLD, PLAIN, Speech, Wire, services


class Packets(Speech):
    """Runs a command with this computer's own `sh`, over shell version 2."""

    def __init__(self, command):
        super().__init__()
        self.command, self.stdin, self.reader = command, bytearray(), PacketReader()

    def take(self, data):
        for packet in self.reader.feed(data):
            if packet.id == Id.STDIN:
                self.stdin += packet.data
            elif packet.id == Id.CLOSE_STDIN:
                self.finish()

    def finish(self):
        done = subprocess.run(
            ["sh", "-c", self.command], input=bytes(self.stdin), capture_output=True, check=False
        )
        said = shell.encode(Id.STDERR, done.stderr) + shell.encode(Id.STDOUT, done.stdout)
        said += shell.exit_packet(done.returncode)
        # Cut where it hurts: packets cross the borders of messages.
        self.pieces.extend(said[at : at + 7] for at in range(0, len(said), 7))
        self.pieces.append(None)


def version_1(command, *, terminal):
    done = subprocess.run(
        ["sh", "-c", command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    said = done.stdout.replace(b"\n", b"\r\n") if terminal else done.stdout
    return Speech(*(said[at : at + 7] for at in range(0, len(said), 7)), None)


def phone(manners):
    new = "shell_v2" in manners.features
    return speaking(manners, Packets if new else partial(version_1, terminal=True))


def speaking(manners, make):
    """A phone whose shell is what `make` makes of a command."""
    known = {"shell": make, "exec": partial(version_1, terminal=False)}
    wire = Wire(manners, services(**known))
    adb = AdbTalk(wire, (), now=wire.clock)
    adb.connect()
    return adb


@pytest.fixture(params=[NEW, PLAIN, OLD], ids=["new", "plain", "old"])
def manners(request):
    return request.param


@pytest.mark.parametrize("raw", [False, True])
@pytest.mark.parametrize(
    ("command", "out", "status"),
    [
        ("echo hello", b"hello\n", 0),
        ("printf 'no end'", b"no end", 0),
        ("exit 3", b"", 3),
        ("false # a comment", b"", 1),
        ("printf 'a\\r\\nb\\n\\r\\r\\n'; exit 255", b"a\r\nb\n\r\r\n", 255),
        ("echo 1; echo 2; (exit 7)", b"1\n2\n", 7),
        (":", b"", 0),
    ],
)
def test_output_and_status_are_exact_on_phones_of_any_age(manners, command, out, status, raw):
    assert run(phone(manners), command, raw=raw) == Ran(out, b"", status)


def test_stderr_is_kept_apart_where_the_phone_can():
    ran = run(phone(NEW), "echo out; echo err >&2")
    assert ran == Ran(b"out\n", b"err\n", 0)
    assert run(phone(OLD), "echo out; echo err >&2") == Ran(b"out\nerr\n", b"", 0)


def test_stdin_reaches_the_command_and_ends():
    data = bytes(range(256)) * 200
    assert run(phone(NEW), "cat", data).out == data


def test_an_old_phone_cannot_be_told_where_stdin_ends():
    with pytest.raises(ServiceRefused):
        run(phone(OLD), "cat", b"data")


def test_a_command_that_ends_before_its_input_is_no_trouble():
    class Deaf(Speech):
        def take(self, data):
            self.pieces.extend([shell.encode(Id.STDOUT, b"bye") + shell.exit_packet(1), None])

    adb = speaking(NEW, lambda _: Deaf())
    assert run(adb, "true", bytes(3_000_000)) == Ran(b"bye", b"", 1)


@pytest.mark.parametrize("speech", [[], [b"\x01\x03\0\0\0ab"], [shell.encode(Id.STDOUT, b"x")]])
def test_a_stream_that_breaks_off_leaves_no_status(speech):
    adb = speaking(NEW, lambda _: Speech(*speech, None))
    assert run(adb, "x").status is None


def test_a_phone_that_kills_the_shell_leaves_no_status_and_all_output():
    adb = speaking(OLD, lambda _: Speech(b"some outpu", b"t", None))
    assert run(adb, "x") == Ran(b"some output", b"", None)


def test_output_without_end_is_given_up(manners):
    with pytest.raises(Garbled):
        run(phone(manners), "head -c 100000 /dev/zero", limit=50_000)


def test_nonsense_in_place_of_packets_is_garbled():
    adb = speaking(NEW, lambda _: Speech(b"\xff" * 9, None))
    with pytest.raises(Garbled):
        run(adb, "x")


def test_what_a_command_prints_comes_while_it_runs():
    said = [shell.encode(Id.STDOUT, b"%d\n" % number) for number in range(3)]
    adb = speaking(NEW, lambda _: Speech(*said))
    with Running(adb, "logcat") as running:
        assert [next(running), next(running)] == [b"0\n", b"1\n"]
        assert running.status is None


def test_a_word_that_looks_like_a_status_is_output():
    text = "0123456789abcdef01234567" + "0\n"
    assert run(phone(OLD), f"printf {shlex.quote(text)}").out == text.encode()


@given(st.lists(st.binary(max_size=30)))
def test_lines_come_whole_out_of_any_cut(pieces):
    whole = b"".join(pieces)
    expected = whole.split(b"\n")
    if not expected[-1]:
        expected.pop()
    assert list(lines(pieces)) == expected


def test_a_line_without_end_is_given_up():
    with pytest.raises(Garbled):
        list(lines([b"x" * 10] * 20, longest=100))
