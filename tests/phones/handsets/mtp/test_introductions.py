"""How a phone is met that wants a session before it says who it is, or says nothing at all."""

from itertools import count

import pytest

from holdfast.phones.handsets.mtp.family import MtpFamily
from holdfast.phones.links.link import NoAnswer
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.protocols.mtp.codes import Op, Response
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.card import SampleInfo, write_card
from holdfast.phones.virtual.mtp.behaviours import Wrapped
from holdfast.phones.virtual.mtp.device import virtual_mtp
from holdfast.phones.virtual.mtp.service import Reply, SilentError


class Reserved(Wrapped):
    """Answers nothing outside a session, as umtp-responder."""

    in_session = False

    def answer(self, request):
        if request.op == Op.OpenSession:
            self.in_session = True
        if request.op == Op.GetDeviceInfo and not self.in_session:
            return Reply(Response.SessionNotOpen)
        return super().answer(request)


class Hanging(Wrapped):
    """Says nothing in the first `lives` of its server, as after a cable that was pulled."""

    def __init__(self, inner, life, lives):
        super().__init__(inner)
        self.hangs = life < lives

    def answer(self, request):
        if self.hangs:
            raise SilentError
        return super().answer(request)


def plugged(folder, behaviour):
    write_card(folder, SampleInfo("HF0000000001", family="mtp", model="Pixel Sample"))
    (folder / "storage/emulated/0").mkdir(parents=True)
    bus = VirtualBus()
    bus.plug(virtual_mtp(folder, bus.clock, behaviour))
    return bus


def opened(bus):
    usb = UsbBus([bus])
    [port] = usb.ports()
    return MtpFamily().open(usb.open(port))


def hanging(lives):
    life = count()
    return lambda service: Hanging(service, next(life), lives)


def test_a_phone_that_hangs_is_reset_as_if_its_cable_were_pulled_and_met_within_half_a_minute(
    tmp_path,
):
    bus = plugged(tmp_path, hanging(1))
    handset = opened(bus)

    assert handset.info.model == "Pixel Sample"
    assert bus.clock.waited < 30
    handset.close()


def test_a_phone_that_hangs_after_a_reset_too_is_given_up_within_a_minute(tmp_path):
    bus = plugged(tmp_path, hanging(9))
    with pytest.raises(NoAnswer):
        opened(bus)

    assert bus.clock.waited < 60


def test_a_phone_that_wants_a_session_first_gets_one(tmp_path):
    handset = opened(plugged(tmp_path, Reserved))

    assert handset.info.model == "Pixel Sample"
    handset.close()
