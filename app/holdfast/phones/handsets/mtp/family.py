"""Knows phones by their file-transfer interface, and opens a session with them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import tzinfo

from holdfast.phones.handsets.android.asleep import MAKERS, Maker
from holdfast.phones.handsets.handset import Garbled, Handset, SessionRefused, StoragesHidden
from holdfast.phones.handsets.mtp import handset as driver
from holdfast.phones.handsets.mtp import pipes, quirks
from holdfast.phones.handsets.mtp import talk as talks
from holdfast.phones.handsets.mtp.places import may_speak_mtp
from holdfast.phones.links.link import LinkProblem, NoAnswer, Unplugged
from holdfast.phones.links.usb import UsbDevice
from holdfast.phones.protocols.mtp import codes, containers, datasets

_DATASET = 1 << 16
_MTP = (0x06, 0x01, 0x01)
_WINDOWS = "Windows"
_FIRST_SECONDS = 5.0
_SECONDS = 20.0


@dataclass(eq=False)
class HeldByWindows(LinkProblem):
    """Windows has its own driver on phones in file-transfer mode, and lets nobody else in."""

    manufacturer: str = ""
    model: str = ""
    maker: Maker = Maker.OTHER


class MtpFamily:
    """The driver of these phones."""

    name = "mtp"

    def __init__(
        self, zone: tzinfo | None = None, makers: Collection[int] = (), system: str = ""
    ) -> None:
        """`zone` is where the phones' clocks are told, by default where this computer's is.

        `makers` are the USB vendors whose devices are opened to see whether an interface of no
        class is for MTP; a fingerprint reader looks just like a phone of ten years ago.
        `system` is this computer's, as `platform.system` names it.
        """
        self._system = system
        self._zone = zone
        self._makers = frozenset(makers)

    def recognises(self, device: UsbDevice) -> bool:
        """Whether the device has such an interface, or may have one that no class tells of."""
        if any((each.cls, each.subcls, each.protocol) == _MTP for each in device.settings):
            return True
        return device.port.vendor in self._makers and may_speak_mtp(device.settings)

    def open(self, device: UsbDevice) -> Handset:
        """Begin a session; raises a `LinkProblem` or a `HandsetProblem` and then holds nothing.

        Among them is `StoragesHidden`, until its owner has unlocked the phone. A phone that
        says nothing, as after a cable that was pulled, is reset and asked once more.
        """
        try:
            return self._opened(device, _FIRST_SECONDS)
        except NoAnswer:
            device.reset()
            return self._opened(device, _SECONDS)

    def _opened(self, device: UsbDevice, patience: float) -> Handset:
        numbers = (device.port.vendor, device.port.product)
        talk = talks.MtpTalk(self._pipe(device), quirks.quirks_of(*numbers), patience=patience)
        try:
            # First, as others do, too: not all say who they are outside a session.
            talk.open()
            info = self._told(talk)
            talk.quirks = quirks.quirks_of(*numbers, info)
            handset = driver.MtpHandset(talk, info, device, self._zone)
            _check_shown(handset)
        except talks.Refusal as refusal:
            talk.close()
            raise SessionRefused(str(refusal)) from refusal
        except BaseException:
            talk.close()
            raise
        return handset

    def explain(self, problem: LinkProblem, device: UsbDevice) -> LinkProblem:
        """Why `device` could not be opened: on Windows that is the system's own driver."""
        if self._system != _WINDOWS or isinstance(problem, Unplugged):
            return problem
        maker = MAKERS.get(device.port.vendor, Maker.OTHER)
        return HeldByWindows(device.manufacturer, device.product, maker)

    def _pipe(self, device: UsbDevice) -> pipes.ImagePipe:
        try:
            return pipes.open_pipe(device)
        except LinkProblem as problem:
            raise self.explain(problem, device) from problem

    def _told(self, talk: talks.MtpTalk) -> datasets.DeviceInfo:
        try:
            return datasets.DeviceInfo.decode(talk.ask(codes.Op.GetDeviceInfo, limit=_DATASET))
        except containers.BrokenMtpError as error:
            raise Garbled(str(error)) from error


def _check_shown(handset: driver.MtpHandset) -> None:
    """Raise `StoragesHidden` for a phone that its owner has not unlocked."""
    if not handset.info.storages:
        raise StoragesHidden(handset.info.title)
