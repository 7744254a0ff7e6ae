"""Knows the phones that speak IrMC over OBEX by their descriptors, and opens them."""

from __future__ import annotations

from holdfast.errors import Problem
from holdfast.phones.handsets.irmc.conversation import Conversation
from holdfast.phones.handsets.irmc.handset import IrmcHandset, UsbWords
from holdfast.phones.handsets.irmc.modem import switch_to_obex
from holdfast.phones.handsets.irmc.pipes import obex_pipe
from holdfast.phones.links.link import Link, LinkProblem, Misdescribed
from holdfast.phones.links.usb import UsbDevice

_SET_CONTROL_LINE_STATE = 0x22
_TO_INTERFACE = 0x21
_DTR_AND_RTS = 0x03
_CONTROL_SECONDS = 1.0


class IrmcFamily:
    """The driver of these phones."""

    name = "irmc"

    def recognises(self, device: UsbDevice) -> bool:
        """Whether the device has an OBEX function, or a modem that may turn into one."""
        return obex_pipe(device.settings) is not None

    def open(self, device: UsbDevice) -> IrmcHandset:
        """Begin a session; raises a `LinkProblem` or a `HandsetProblem` and then holds nothing."""
        pipe = obex_pipe(device.settings)
        if pipe is None:
            raise Misdescribed("no OBEX function")
        link = device.bulk(pipe.control, pipe.data, pipe.active, pipe.idle)
        try:
            if pipe.modem:
                _raise_dtr(device, pipe.control)
            talk = Conversation(link, switch_to_obex if pipe.modem else _is_obex)
            return IrmcHandset(talk, UsbWords(device.serial, device.manufacturer, device.product))
        except Problem:
            link.close()
            raise


def _is_obex(link: Link) -> None:
    """A WMC pipe speaks OBEX from the start."""


def _raise_dtr(device: UsbDevice, control: int) -> None:
    """Tell the modem that somebody listens; some answer no command without it."""
    try:
        device.control_out(
            _TO_INTERFACE, _SET_CONTROL_LINE_STATE, _DTR_AND_RTS, control, b"", _CONTROL_SECONDS
        )
    except LinkProblem:
        # Modems that know no line states stall it; a lost device shows at the next transfer.
        return
