"""A phone that hangs on the cable as a modem: AT commands, OBEX behind one, and the ways back."""

import pytest

from holdfast.phones.protocols.irmc.stores import SYNC_TARGET
from holdfast.phones.protocols.obex.client import ObexClient
from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.clock import VirtualClock
from holdfast.phones.virtual.device import Setup
from holdfast.phones.virtual.folder import PhoneFolder, SampleInfo
from holdfast.phones.virtual.irmc.behaviours import Wrapped
from holdfast.phones.virtual.irmc.device import virtual_irmc
from holdfast.phones.virtual.irmc.service import FellBackError
from holdfast.phones.virtual.irmc.switches import SWITCHES
from holdfast.records.model.kinds import Kind
from tests.phones.virtual.irmc.client import name

CONNECT, OK, ERROR = b"\r\nCONNECT\r\n", b"\r\nOK\r\n", b"\r\nERROR\r\n"
ANSWERS = {
    "AT+CPROT=0": CONNECT,
    "AT*EOBEX": CONNECT,
    "AT^SQWE=3": OK,
    "AT+MODE=22": OK,
    "AT+SYNCML=MOBEXSTART": OK,
}
ADA = b"BEGIN:VCARD\r\nN:Lovelace;Ada\r\nTEL:1\r\nEND:VCARD\r\n"
SIEMENS, SAMSUNG = "AT^SQWE=3", "AT+SYNCML=MOBEXSTART"


class Line:
    """The host's end of the modem's pipe."""

    def __init__(self, path, switch="AT+CPROT=0", behave=lambda phone: phone):
        info = SampleInfo(serial="A123", usb="acm", switch=switch)
        PhoneFolder.create(path, info).add(Kind.CONTACTS, ".vcf", ADA)
        self.clock = VirtualClock()
        self.function = virtual_irmc(path, self.clock, behave).function
        self.obex = ObexClient()
        self.switch = switch.encode()

    def say(self, data):
        self.function.receive(0x02, data)
        said = b""
        while (piece := self.function.transmit(0x81, 4096)) is not None:
            said += piece
        return said

    def command(self, text):
        echo, said = text + b"\r", self.say(text + b"\r")
        assert said.startswith(echo) or not said
        return said.removeprefix(echo)

    def ask(self, packet):
        said = self.say(packet)
        return next(iter(self.obex.receive(said))) if said else None

    def turn_to_obex(self):
        self.obex = ObexClient()
        self.command(self.switch)
        assert self.ask(self.obex.connect(SYNC_TARGET)).code == Code.OK


@pytest.fixture(params=sorted(SWITCHES))
def line(request, tmp_path):
    return Line(tmp_path / "phone", request.param)


def test_the_switch_of_a_phone_s_maker_leads_to_obex(line):
    assert line.command(line.switch) == ANSWERS[line.switch.decode()]
    assert line.ask(line.obex.connect(SYNC_TARGET)).code == Code.OK
    assert line.ask(line.obex.get(name("telecom/devinfo.txt"))).body.startswith(b"MANU:")


def test_the_switches_of_other_makers_are_errors(line):
    for other in ANSWERS.keys() - {line.switch.decode()}:
        assert line.command(other.encode()) == ERROR


def test_a_switch_can_be_asked_for(line):
    assert line.command(line.switch.partition(b"=")[0] + b"=?").endswith(OK)
    assert line.command(b"AT+NOSUCH=?") == ERROR


@pytest.mark.parametrize("switch", sorted(set(SWITCHES) - {SIEMENS}))
def test_a_disconnect_leads_back_to_commands(tmp_path, switch):
    line = Line(tmp_path / "phone", switch)
    line.turn_to_obex()
    assert line.ask(line.obex.disconnect()).code == Code.OK
    line.clock.advance(2)
    assert line.command(b"AT") == OK
    line.turn_to_obex()


def test_samsung_s_phones_hear_nothing_for_two_seconds(tmp_path):
    line = Line(tmp_path / "phone", SAMSUNG)
    line.turn_to_obex()
    line.ask(line.obex.disconnect())
    line.clock.advance(1)
    assert line.command(b"AT") == b""
    line.clock.advance(1)
    assert line.command(b"AT") == OK


def test_siemens_phones_stay_in_obex_until_three_plus_signs(tmp_path):
    line = Line(tmp_path / "phone", SIEMENS)
    line.turn_to_obex()
    line.ask(line.obex.disconnect())
    line.obex = ObexClient()
    assert line.ask(line.obex.connect(SYNC_TARGET)).code == Code.OK
    assert line.say(b"+++") == OK
    assert line.command(b"AT") == OK


def test_hanging_up_leads_back_to_commands(line):
    line.turn_to_obex()
    line.function.control(Setup(0x21, 0x22, 0x00, 0, 0), b"")
    assert line.command(b"AT") == OK


def test_a_client_that_breaks_obex_has_a_modem_again(line):
    line.turn_to_obex()
    assert line.say(b"\x80\x00\x00") == b""
    assert line.command(b"AT") == OK


def test_a_phone_that_leaves_obex_says_that_the_line_is_lost(tmp_path):
    class Leaving(Wrapped):
        def get(self, name, kind):
            raise FellBackError

    line = Line(tmp_path / "phone", behave=Leaving)
    line.turn_to_obex()
    assert line.say(line.obex.get(name("telecom/pb.vcf"))) == b"\r\nNO CARRIER\r\n"
    assert line.command(b"AT") == OK


def test_the_modem_says_who_the_phone_is_and_reads_its_phone_book(line):
    assert line.command(b"AT+CGSN") == b"\r\nA123\r\n" + OK
    assert line.command(b'AT+CPBS="ME"') == OK
    assert line.command(b"AT+CPBR=1") == b'\r\n+CPBR: 1,"1",129,"Ada Lovelace"\r\n' + OK
