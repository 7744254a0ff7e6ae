"""Knows phones by their modem, and opens them in the tongues they understand."""

from __future__ import annotations

import time
from collections.abc import Callable

from holdfast.phones.handsets.at import handset as at_driver
from holdfast.phones.handsets.at import talk as at_talk
from holdfast.phones.handsets.handset import Handset
from holdfast.phones.handsets.irmc import conversation
from holdfast.phones.handsets.irmc import handset as irmc_driver
from holdfast.phones.handsets.irmc import quirks as manners
from holdfast.phones.handsets.irmc.pipes import Pipe, modem_pipe
from holdfast.phones.handsets.modem import switching, two_tongues
from holdfast.phones.links.bulk import BulkPipe
from holdfast.phones.links.link import LinkProblem, Misdescribed
from holdfast.phones.links.usb import UsbDevice

_SET_CONTROL_LINE_STATE = 0x22  # CDC PSTN 1.2, 6.3.12
_TO_INTERFACE = 0x21
_HUNG_UP, _DTR_AND_RTS = 0x00, 0x03
_CONTROL_SECONDS = 1.0


class ModemFamily:
    """The driver of these phones."""

    name = "modem"

    def __init__(self, wait: Callable[[float], None] = time.sleep) -> None:
        """`wait` lets the seconds pass that some modems need between two tongues."""
        self._wait = wait

    def recognises(self, device: UsbDevice) -> bool:
        """Whether the device has a modem that is a phone's."""
        return modem_pipe(device.settings, device.port.vendor) is not None

    def open(self, device: UsbDevice) -> Handset:
        """Begin a session; raises a `LinkProblem` or a `HandsetProblem` and then holds nothing."""
        pipe = modem_pipe(device.settings, device.port.vendor)
        if pipe is None:
            raise Misdescribed("no modem")
        link = device.bulk(pipe.control, pipe.data, pipe.active, pipe.idle)
        try:
            return self._open(device, pipe, link)
        except BaseException:
            # Whatever went wrong: a claimed interface keeps the system's own driver out.
            link.close()
            raise

    def _open(self, device: UsbDevice, pipe: Pipe, link: BulkPipe) -> Handset:
        """Try OBEX first, which gives whole records; a phone without it has its AT commands."""
        quirks = manners.quirks_of(device.port.vendor, device.manufacturer, device.product)
        words = irmc_driver.UsbWords(device.serial, device.manufacturer, device.product)
        line = switching.Line(lambda: _dial_anew(device, pipe.control), quirks, self._wait)
        commands = at_talk.AtTalk(link, line.to_commands)
        try:
            talk = conversation.Conversation(link, line.to_obex, unit=link.unit, falls_back=True)
            return two_tongues.TwoTongues(
                talk, irmc_driver.IrmcHandset(talk, words, quirks), commands
            )
        except switching.NoObex:
            return at_driver.AtHandset(commands, words)


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
