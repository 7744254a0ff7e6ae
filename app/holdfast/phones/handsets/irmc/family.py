"""Knows the phones that speak IrMC over OBEX by their descriptors, and opens them."""

from __future__ import annotations

from holdfast.phones.handsets.irmc.conversation import Conversation
from holdfast.phones.handsets.irmc.handset import IrmcHandset, UsbWords
from holdfast.phones.handsets.irmc.modem import switch_to_obex
from holdfast.phones.handsets.irmc.pipes import obex_pipe
from holdfast.phones.links.link import Link, LinkProblem, Misdescribed
from holdfast.phones.links.usb import UsbDevice

_SET_CONTROL_LINE_STATE = 0x22  # CDC PSTN 1.2, 6.3.12
_TO_INTERFACE = 0x21
_HUNG_UP, _DTR_AND_RTS = 0x00, 0x03
_CONTROL_SECONDS = 1.0


class IrmcFamily:
    """The driver of these phones."""

    name = "irmc"

    def recognises(self, device: UsbDevice) -> bool:
        """Whether the device has an OBEX function, or a phone's modem that may turn into one."""
        return obex_pipe(device.settings, device.port.vendor) is not None

    def open(self, device: UsbDevice) -> IrmcHandset:
        """Begin a session; raises a `LinkProblem` or a `HandsetProblem` and then holds nothing."""
        pipe = obex_pipe(device.settings, device.port.vendor)
        if pipe is None:
            raise Misdescribed("no OBEX function")
        link = device.bulk(pipe.control, pipe.data, pipe.active, pipe.idle)

        def prepare(link: Link) -> None:
            if pipe.modem:
                _dial_anew(device, pipe.control)
                switch_to_obex(link)

        try:
            talk = Conversation(link, prepare, unit=link.unit)
            return IrmcHandset(talk, UsbWords(device.serial, device.manufacturer, device.product))
        except BaseException:
            # Whatever went wrong: a claimed interface keeps the system's own driver out.
            link.close()
            raise


def _dial_anew(device: UsbDevice, control: int) -> None:
    """Hang up, so that a modem left in OBEX hears commands again, and tell that we listen.

    Some modems answer no command without the latter.
    """
    for state in (_HUNG_UP, _DTR_AND_RTS):
        try:
            device.control_out(
                _TO_INTERFACE, _SET_CONTROL_LINE_STATE, state, control, b"", _CONTROL_SECONDS
            )
        except LinkProblem:
            # Modems that know no line states stall it; a lost device shows at the next transfer.
            return
