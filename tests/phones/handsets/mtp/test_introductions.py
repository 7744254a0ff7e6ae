"""How a phone is met that wants a session before it says who it is."""

from holdfast.phones.handsets.mtp.family import MtpFamily
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.protocols.mtp.codes import Op, Response
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.card import SampleInfo, write_card
from holdfast.phones.virtual.mtp.behaviours import Wrapped
from holdfast.phones.virtual.mtp.device import virtual_mtp
from holdfast.phones.virtual.mtp.service import Reply


class Reserved(Wrapped):
    """Answers nothing outside a session, as umtp-responder."""

    in_session = False

    def answer(self, request):
        if request.op == Op.OpenSession:
            self.in_session = True
        if request.op == Op.GetDeviceInfo and not self.in_session:
            return Reply(Response.SessionNotOpen)
        return super().answer(request)


def test_a_phone_that_wants_a_session_first_gets_one(tmp_path):
    write_card(tmp_path, SampleInfo("HF0000000001", family="mtp", model="Pixel Sample"))
    (tmp_path / "storage/emulated/0").mkdir(parents=True)
    bus = VirtualBus()
    bus.plug(virtual_mtp(tmp_path, bus.clock, Reserved))
    usb = UsbBus([bus])
    [port] = usb.ports()

    handset = MtpFamily().open(usb.open(port))

    assert handset.info.model == "Pixel Sample"
    handset.close()
