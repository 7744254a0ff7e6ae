"""A D-Bus of the test's own, with real servers on it; skips where there is no dbus-daemon."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

if sys.platform == "linux":
    from jeepney import (
        DBusAddress,
        HeaderFields,
        MessageType,
        new_error,
        new_method_return,
        new_signal,
    )
    from jeepney.bus_messages import message_bus
    from jeepney.io.threading import DBusRouter, ReceiveStopped, open_dbus_connection

Answer = tuple[str, tuple[Any, ...]]
"""The signature and the body of an answer."""

_CONFIGURATION = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""


class PrivateBus:
    """One running daemon."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._stack = contextlib.ExitStack()

    def serve(self, name: str, methods: Mapping[str, Callable[..., Answer]]) -> Server:
        """Put a server called `name` on the bus; what it does not know is refused."""
        server = Server(self.address, name, methods)
        self._stack.callback(server.close)
        return server

    def close(self) -> None:
        self._stack.close()


class Server:
    """Answers calls in a thread of its own, one after the other."""

    def __init__(self, address: str, name: str, methods: Mapping[str, Callable[..., Answer]]):

        self._methods = methods
        self._connection = open_dbus_connection(address, enable_fds=True)
        with DBusRouter(self._connection) as router:
            router.send_and_get_reply(message_bus.RequestName(name), timeout=5)
        self._thread = threading.Thread(target=self._answer_all, daemon=True)
        self._thread.start()

    def emit(self, path: str, interface: str, member: str, signature: str, body: tuple) -> None:
        """Send a signal to whoever listens."""

        address = DBusAddress(path, interface=interface)
        self._connection.send(new_signal(address, member, signature, body))

    def close(self) -> None:
        self._connection.interrupt()
        self._thread.join(timeout=5)
        self._connection.close()
        os.close(self._connection._stop_r)
        os.close(self._connection._stop_w)

    def _answer_all(self) -> None:

        with contextlib.suppress(ReceiveStopped):
            while True:
                call = self._connection.receive()
                if call.header.message_type is MessageType.method_call:
                    self._answer(call, call.header.fields[HeaderFields.member])

    def _answer(self, call: Any, member: str) -> None:

        if member not in self._methods:
            refusal = new_error(call, "org.freedesktop.DBus.Error.UnknownMethod")
            self._connection.send(refusal)
            return
        signature, body = self._methods[member](*call.body)
        self._connection.send(new_method_return(call, signature, body))
        if signature == "h":
            os.close(body[0])


@contextlib.contextmanager
def private_bus() -> Iterator[PrivateBus]:
    """A daemon that ends with the context."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("no dbus-daemon here (Debian: dbus-daemon)")
    reading, writing = os.pipe()
    configuration = os.memfd_create("bus")
    os.write(configuration, _CONFIGURATION.encode())
    with subprocess.Popen(
        [
            daemon,
            f"--config-file=/proc/self/fd/{configuration}",
            "--nofork",
            f"--print-address={writing}",
        ],
        pass_fds=(configuration, writing),
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(configuration)
        os.close(writing)
        with open(reading, encoding="utf-8") as said:  # noqa: PTH123 - a pipe, no path
            bus = PrivateBus(said.readline().strip())
            try:
                yield bus
            finally:
                bus.close()
                process.terminate()
