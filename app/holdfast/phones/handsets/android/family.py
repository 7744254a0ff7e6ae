"""Knows Android phones by their debugging interface, and reaches them over USB or the adb server."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from holdfast.phones.handsets.android.handset import AndroidHandset
from holdfast.phones.handsets.android.keys import HostKeys
from holdfast.phones.handsets.android.server import AdbServer, NoServerError
from holdfast.phones.handsets.android.streams import Transport
from holdfast.phones.handsets.android.talk import CONSENT_SECONDS, AdbTalk
from holdfast.phones.handsets.handset import Handset
from holdfast.phones.links.descriptors import AltSetting, Transfer
from holdfast.phones.links.link import Busy, Misdescribed
from holdfast.phones.links.usb import UsbDevice

_VENDOR_SPECIFIC, _ADB, _PROTOCOL = 0xFF, 0x42, 0x01


class AndroidFamily:
    """The driver of these phones."""

    name = "android"

    def __init__(
        self,
        keys: HostKeys,
        *,
        server: AdbServer | None = None,
        consent_seconds: float = CONSENT_SECONDS,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prove who we are with `keys`.

        `server` is asked where it holds a phone already; it is never started nor ended.
        """
        self._keys = keys
        self._server = server
        self._consent_seconds = consent_seconds
        self._seconds = seconds

    def recognises(self, device: UsbDevice) -> bool:
        """Whether the device has the interface that adb speaks through."""
        return _interface(device.settings) is not None

    def open(self, device: UsbDevice) -> Handset:
        """Begin a session.

        Raises `NotAuthorised` until the owner has let this computer in, else a `LinkProblem`
        or a `HandsetProblem`, and then holds nothing.
        """
        transport = self._transport(device)
        try:
            return AndroidHandset(transport, device, seconds=self._seconds)
        except BaseException:
            transport.close()
            raise

    def _transport(self, device: UsbDevice) -> Transport:
        try:
            return self._talk(device)
        except Busy as busy:
            served = self._served(device.serial)
            if served is None:
                raise
            del busy
            return served

    def _talk(self, device: UsbDevice) -> AdbTalk:
        setting = _interface(device.settings)
        if setting is None:
            raise Misdescribed("no debugging interface")
        link = device.bulk(None, setting.interface, setting.alternate, zlp=True)
        talk = AdbTalk(
            link,
            self._keys.all(),
            serial=device.serial,
            consent_seconds=self._consent_seconds,
            now=self._seconds,
        )
        try:
            talk.connect()
        except BaseException:
            talk.close()
            raise
        return talk

    def _served(self, serial: str) -> Transport | None:
        """The phone through the adb server of this computer, where that holds it."""
        if self._server is None or not serial:
            return None
        try:
            known = {each.serial for each in self._server.devices()}
        except NoServerError:
            return None
        return self._server.transport(serial) if serial in known else None


def _interface(settings: Iterable[AltSetting]) -> AltSetting | None:
    for setting in settings:
        kind = (setting.cls, setting.subcls, setting.protocol)
        bulk = [each for each in setting.endpoints if each.transfer is Transfer.BULK]
        if kind == (_VENDOR_SPECIFIC, _ADB, _PROTOCOL) and len(bulk) > 1:
            return setting
    return None
