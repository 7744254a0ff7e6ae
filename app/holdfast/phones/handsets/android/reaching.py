"""Reaches an Android phone by the name that adb has for it: a serial, or a network address."""

from __future__ import annotations

import re

from holdfast.phones.handsets.android import handset as driver
from holdfast.phones.handsets.android.family import all_keys
from holdfast.phones.handsets.android.keys import CONSENT_SECONDS, HostKeys
from holdfast.phones.handsets.android.server import AdbServer, NoServerError
from holdfast.phones.handsets.android.streams import Transport
from holdfast.phones.handsets.android.talk import AdbTalk
from holdfast.phones.handsets.android.tcp import AdbSocket
from holdfast.phones.handsets.identity import NotConnected

PREFIX = "adb:"
"""What a name begins with that is meant so: "adb:R58M12ABCDE", "adb:192.168.1.7:5555"."""
_ADDRESS = re.compile(r"(?P<host>[^:/\s]+|\[[0-9a-fA-F:]+\]):(?P<port>\d{1,5})")
_LAST_PORT = 65535
_CONNECT_SECONDS = 5.0


class _NoUsb:
    """What a phone says of itself on the USB, where it hangs on none."""

    serial = ""
    manufacturer = ""
    product = ""


def reach(
    name: str,
    keys: HostKeys,
    server: AdbServer | None,
    *,
    consent_seconds: float = CONSENT_SECONDS,
) -> driver.AndroidHandset:
    """Begin a session with the phone that adb calls `name`.

    The adb server is asked first, for one that it holds talks to nobody else; an address is
    then connected to by ourselves. Raises `NotConnected`, `NotAuthorised`, `EncryptedOnly`,
    `KeyNotKept`, a `LinkProblem`, and then holds nothing.
    """
    transport = _served(name, server) or _connected(name, keys, consent_seconds)
    if transport is None:
        raise NotConnected(name)
    try:
        return driver.AndroidHandset(transport, _NoUsb())
    except BaseException:
        transport.close()
        raise


def _served(name: str, server: AdbServer | None) -> Transport | None:
    if server is None:
        return None
    try:
        known = {each.serial for each in server.devices()}
    except NoServerError:
        return None
    return server.transport(name) if name in known else None


def _connected(name: str, keys: HostKeys, consent_seconds: float) -> Transport | None:
    found = _ADDRESS.fullmatch(name)
    if found is None or int(found["port"]) > _LAST_PORT:
        return None
    host = found["host"].strip("[]")
    known = all_keys(keys)
    link = AdbSocket.to(host, int(found["port"]), _CONNECT_SECONDS)
    talk = AdbTalk(link, known, consent_seconds=consent_seconds)
    try:
        talk.connect()
    except BaseException:
        talk.close()
        raise
    return talk
