"""Speaks to other programs of a Linux desktop over D-Bus; elsewhere there is nobody to answer.

Everything here waits, so it belongs into jobs.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

_log = logging.getLogger(__name__)

_SECONDS = 5.0
"""How long an answer is waited for."""


class Which(StrEnum):
    """The two buses of a desktop."""

    SESSION = "SESSION"
    SYSTEM = "SYSTEM"


class NoAnswer(Exception):  # noqa: N818 - no error of ours: most computers have no such service
    """There is no bus, nobody of that name on it, or no sensible answer came."""


class Peer:
    """One object of another program."""

    def __init__(self, router: Any, name: str, path: str, interface: str) -> None:
        """Speak over `router`, an open one of jeepney's."""
        from jeepney import DBusAddress  # noqa: PLC0415 - there on Linux alone

        self.router = router
        self.address = DBusAddress(path, bus_name=name, interface=interface)

    def call(self, member: str, signature: str = "", body: tuple[Any, ...] = ()) -> Any:
        """Call a method; returns the answer's body, a tuple. Raises `NoAnswer`."""
        from jeepney import new_method_call  # noqa: PLC0415 - there on Linux alone
        from jeepney.wrappers import unwrap_msg  # noqa: PLC0415 - there on Linux alone

        with answering():
            message = new_method_call(self.address, member, signature or None, body)
            return unwrap_msg(self.router.send_and_get_reply(message, timeout=_SECONDS))


@contextlib.contextmanager
def peer(which: Which, name: str, path: str, interface: str) -> Iterator[Peer]:
    """An object on the bus, for as long as the context lasts; raises `NoAnswer`."""
    with contextlib.ExitStack() as stack:
        with answering():
            from jeepney.io.threading import open_dbus_router  # noqa: PLC0415 - Linux alone

            router = stack.enter_context(open_dbus_router(which, enable_fds=True))
        yield Peer(router, name, path, interface)


@contextlib.contextmanager
def answering() -> Iterator[None]:
    """Turn everything that another program may do to us into `NoAnswer`."""
    try:
        yield
    except NoAnswer:
        raise
    except Exception as error:
        _log.debug("no answer on D-Bus", exc_info=True)
        raise NoAnswer(type(error).__name__) from error
