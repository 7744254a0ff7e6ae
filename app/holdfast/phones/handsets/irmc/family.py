"""Knows the phones that have an OBEX function on their cable, and opens them."""

from __future__ import annotations

from holdfast.phones.handsets.irmc import conversation
from holdfast.phones.handsets.irmc import handset as driver
from holdfast.phones.handsets.irmc import quirks as manners
from holdfast.phones.handsets.irmc.pipes import obex_pipe
from holdfast.phones.links.link import Misdescribed
from holdfast.phones.links.usb import UsbDevice


class IrmcFamily:
    """The driver of these phones."""

    name = "irmc"

    def recognises(self, device: UsbDevice) -> bool:
        """Whether the device has an OBEX function."""
        return obex_pipe(device.settings) is not None

    def open(self, device: UsbDevice) -> driver.IrmcHandset:
        """Begin a session; raises a `LinkProblem` or a `HandsetProblem` and then holds nothing."""
        pipe = obex_pipe(device.settings)
        if pipe is None:
            raise Misdescribed("no OBEX function")
        link = device.bulk(pipe.control, pipe.data, pipe.active, pipe.idle)
        try:
            quirks = manners.quirks_of(device.port.vendor, device.manufacturer, device.product)
            talk = conversation.Conversation(link, lambda _: None, unit=link.unit)
            words = driver.UsbWords(device.serial, device.manufacturer, device.product)
            return driver.IrmcHandset(talk, words, quirks)
        except BaseException:
            # Whatever went wrong: a claimed interface keeps the system's own driver out.
            link.close()
            raise
