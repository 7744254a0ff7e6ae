"""Knows phones by their file-transfer interface, and opens a session with them."""

from __future__ import annotations

from datetime import tzinfo

from holdfast.phones.handsets.handset import Garbled, Handset, SessionRefused
from holdfast.phones.handsets.mtp.handset import MtpHandset
from holdfast.phones.handsets.mtp.pipes import may_speak_mtp, open_pipe
from holdfast.phones.handsets.mtp.quirks import quirks_of
from holdfast.phones.handsets.mtp.talk import MtpTalk, Refusal
from holdfast.phones.links.usb import UsbDevice
from holdfast.phones.protocols.mtp.codes import Op
from holdfast.phones.protocols.mtp.containers import BrokenMtpError
from holdfast.phones.protocols.mtp.datasets import DeviceInfo

_DATASET = 1 << 16


class MtpFamily:
    """The driver of these phones."""

    name = "mtp"

    def __init__(self, zone: tzinfo | None = None) -> None:
        """`zone` is where the phones' clocks are told, by default where this computer's is."""
        self._zone = zone

    def recognises(self, device: UsbDevice) -> bool:
        """Whether the device may have such an interface; its names are not known yet."""
        return may_speak_mtp(device.settings)

    def open(self, device: UsbDevice) -> Handset:
        """Begin a session; raises a `LinkProblem` or a `HandsetProblem` and then holds nothing."""
        numbers = (device.port.vendor, device.port.product)
        talk = MtpTalk(open_pipe(device), quirks_of(*numbers))
        try:
            info = self._introduced(talk)
            talk.quirks = quirks_of(*numbers, info)
            talk.open()
            return MtpHandset(talk, info, device, self._zone)
        except Refusal as refusal:
            talk.close()
            raise SessionRefused(str(refusal)) from refusal
        except BaseException:
            talk.close()
            raise

    def _introduced(self, talk: MtpTalk) -> DeviceInfo:
        """What the phone says of itself, which it may do before a session is open."""
        try:
            return DeviceInfo.decode(talk.ask(Op.GetDeviceInfo, limit=_DATASET))
        except BrokenMtpError as error:
            raise Garbled(str(error)) from error
