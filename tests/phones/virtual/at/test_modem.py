from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.virtual.at.commands import Reply
from holdfast.phones.virtual.at.device import virtual_at
from holdfast.phones.virtual.at.function import AtFunction
from holdfast.phones.virtual.at.modem import Modem
from holdfast.phones.virtual.at.phone import AtPhone
from holdfast.phones.virtual.device import Setup
from holdfast.phones.virtual.folder import PhoneFolder, SampleInfo


def noon():
    return datetime(2009, 10, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    info = SampleInfo(serial="490154203237518", family="at")
    return PhoneFolder.create(tmp_path / "phone", info)


@pytest.fixture
def modem(folder):
    return Modem(AtPhone(folder, noon))


def say(modem, text):
    return b"".join(modem.receive(text))


class Shouting:
    closed = 0

    def receive(self, data):
        yield data.upper()

    def close(self):
        self.closed += 1


class Parrot:
    """A phone that tells what it is asked."""

    echo = False

    def frame(self, line):
        return b"<%s>" % line

    def obey(self, command):
        return Reply((command,), prompt=command == b"AT+CMGW=1")

    def take(self, command, data):
        return Reply((command, data))


def test_commands_are_sent_back_until_ate0(modem):
    assert say(modem, b"AT\r") == b"AT\r\r\nOK\r\n"
    assert say(modem, b"ATE0\r") == b"ATE0\r\r\nOK\r\n"
    assert say(modem, b"AT\r") == b"\r\nOK\r\n"
    assert say(modem, b"ATE1\rAT\r").startswith(b"\r\nOK\r\nAT\r")


@given(st.lists(st.integers(1, 9), max_size=9))
def test_commands_may_come_in_pieces(sizes):
    modem, said, at = Modem(Parrot()), b"", 0
    text = b"AT+A\rAT+CMGW=1\r0011\x1a\nAT+B\r"
    for size in [*sizes, len(text)]:
        said += say(modem, text[at : at + size])
        at += size
    assert said == b"<AT+A><OK>\r\n> <AT+CMGW=1><0011><OK><AT+B><OK>"


def test_a_prompt_can_be_left(modem):
    say(modem, b"ATE0\rAT+CMGF=0\r")
    assert say(modem, b"AT+CMGW=3,1\r") == b"\r\n> "
    assert say(modem, b"00\x1bAT\r") == b"\r\nOK\r\n\r\nOK\r\n"
    assert b"+CPMS: 0," in say(modem, b'AT+CPMS="ME"\r')


def test_a_command_without_end_is_not_held_without_end(modem):
    for _ in range(100):
        say(modem, b"x" * 1000)
    assert len(modem._held) <= 1024
    say(modem, b"\rAT+CMGW=3,1\r")
    for _ in range(100):
        say(modem, b"0" * 1000)
    assert len(modem._held) <= 2048


def test_an_escape_hands_the_line_over_until_the_host_hangs_up(folder):
    peer = Shouting()
    function = AtFunction(lambda: Modem(AtPhone(folder, noon), {b"AT*EOBEX": lambda: peer}))
    function.receive(2, b"ATE0\r")
    function.receive(2, b"at*eobex\r")
    function.receive(2, b"hello\r")
    taken = [function.transmit(0x81, 512) for _ in range(3)]
    assert taken == [b"ATE0\r\r\nOK\r\n", b"\r\nCONNECT\r\n", b"HELLO\r"]
    assert function.control(Setup(0x21, 0x22, 0, 0, 0), b"") == b""
    assert peer.closed == 1
    function.receive(2, b"AT\r")
    assert function.transmit(0x81, 512) == b"AT\r\r\nOK\r\n"


def test_it_is_a_modem_of_a_phone(folder):
    device = virtual_at(folder.path, noon)
    kinds = {(each.cls, each.subcls, each.protocol) for each in device.descriptors.configuration}
    assert {(2, 2, 1), (10, 0, 0), (2, 8, 0)} <= kinds
    assert device.descriptors.serial == "490154203237518"


@given(st.binary(max_size=200))
def test_no_garbage_breaks_the_phone(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("phone") / "phone"
    folder = PhoneFolder.create(path, SampleInfo(serial="490154203237518", family="at"))
    modem = Modem(AtPhone(folder, noon))
    say(modem, data + b"\r\x1b\r")
    assert say(modem, b"AT\r").endswith(b"\r\nOK\r\n")
