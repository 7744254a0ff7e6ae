"""Knows Android phones by their debugging interface; reaches them by USB or the adb server."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from holdfast.phones.handsets.android import handset as driver
from holdfast.phones.handsets.android import key_files, streams
from holdfast.phones.handsets.android import server as servers
from holdfast.phones.handsets.android import talk as talks
from holdfast.phones.handsets.android.keys import CONSENT_SECONDS, HostKeys
from holdfast.phones.handsets.handset import Handset, HandsetProblem, NotAuthorised
from holdfast.phones.links.descriptors import AltSetting, Transfer
from holdfast.phones.links.link import Busy, Misdescribed
from holdfast.phones.links.usb import UsbDevice

_VENDOR_SPECIFIC, _ADB, _PROTOCOL = 0xFF, 0x42, 0x01


@dataclass(eq=False)
class KeyNotKept(HandsetProblem):
    """The key that this computer shows to phones could not be kept; `reason` is the system's."""

    reason: str = ""


class AndroidFamily:
    """The driver of these phones."""

    name = "android"

    def __init__(
        self,
        keys: HostKeys,
        *,
        server: servers.AdbServer | None = None,
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
        self._asked: dict[UsbDevice, talks.AdbTalk] = {}

    def recognises(self, device: UsbDevice) -> bool:
        """Whether the device has the interface that adb speaks through."""
        return _interface(device.settings) is not None

    def open(self, device: UsbDevice) -> Handset:
        """Begin a session.

        Raises `NotAuthorised` until the owner has let this computer in: the question stays on
        the phone's screen, and opening again goes on waiting. Raises `KeyNotKept`, a
        `LinkProblem` or a `HandsetProblem` otherwise, and then holds nothing.
        """
        transport = self._transport(device)
        try:
            return driver.AndroidHandset(transport, device, seconds=self._seconds)
        except BaseException:
            transport.close()
            raise

    def _transport(self, device: UsbDevice) -> streams.Transport:
        try:
            return self._talk(device)
        except Busy as busy:
            served = self._served(device.serial)
            if served is None:
                raise
            del busy
            return served

    def _talk(self, device: UsbDevice) -> talks.AdbTalk:
        talk = self._asked.pop(device, None) or self._begun(device)
        try:
            talk.connect()
        except NotAuthorised:
            # Beginning anew would bring up the question anew, under the owner's finger.
            if talk.asking:
                self._asked[device] = talk
            else:
                talk.close()
            raise
        except BaseException:
            talk.close()
            raise
        return talk

    def let_go(self, device: UsbDevice) -> None:
        """Wait no more for the owner of `device`, and hold nothing of it."""
        talk = self._asked.pop(device, None)
        if talk is not None:
            talk.close()

    def _begun(self, device: UsbDevice) -> talks.AdbTalk:
        setting = _interface(device.settings)
        if setting is None:
            raise Misdescribed("no debugging interface")
        return talks.AdbTalk(
            device.bulk(None, setting.interface, setting.alternate, zlp=True),
            all_keys(self._keys),
            serial=device.serial,
            consent_seconds=self._consent_seconds,
            now=self._seconds,
        )

    def _served(self, serial: str) -> streams.Transport | None:
        """The phone through the adb server of this computer, where that holds it."""
        if self._server is None or not serial:
            return None
        try:
            known = {each.serial for each in self._server.devices()}
        except servers.NoServerError:
            return None
        return self._server.transport(serial) if serial in known else None


def all_keys(keys: HostKeys) -> tuple[key_files.HostKey, ...]:
    """The keys to try with a phone; raises `KeyNotKept`."""
    try:
        return keys.all()
    except OSError as error:
        raise KeyNotKept(str(error)) from error


def _interface(settings: Iterable[AltSetting]) -> AltSetting | None:
    for setting in settings:
        kind = (setting.cls, setting.subcls, setting.protocol)
        bulk = [each for each in setting.endpoints if each.transfer is Transfer.BULK]
        if kind == (_VENDOR_SPECIFIC, _ADB, _PROTOCOL) and len(bulk) > 1:
            return setting
    return None
