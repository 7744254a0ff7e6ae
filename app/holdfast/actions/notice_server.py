"""Has the Linux desktop show notifications, with buttons where it says that it has them.

The other side is whatever answers as org.freedesktop.Notifications. It is asked for nothing but
what it told of in its capabilities.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from holdfast.actions.dbus import NoAnswer, Peer, Which, answering, peer

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
OPEN = "default"
"""The action of clicking on the notification itself."""

_INVOKED = "ActionInvoked"
_WAITING = 64
"""Clicks that may wait to be told; nobody clicks faster."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told outside the window.

    `key` names what it is about: a newer notice with the same key takes its place. `actions`
    are the keys and the words of its buttons, the first one the most likely.
    """

    key: str
    title: str
    text: str = ""
    actions: tuple[tuple[str, str], ...] = ()


Act = Callable[[str, str], None]
"""Told the keys of a notice and of the action that was chosen; called in a thread of its own."""


class NoticeServer:
    """Connects when the first notice is shown, and stays connected for what is chosen."""

    def __init__(self, act: Act) -> None:
        """Tell `act` what is chosen."""
        self._act = act
        self._lock = threading.Lock()
        self._stack = contextlib.ExitStack()
        self._peer: Peer | None = None
        self._abilities: frozenset[str] = frozenset()
        self._shown: dict[str, int] = {}

    def show(self, notice: Notice) -> bool:
        """Show `notice`; returns whether the desktop took it. Waits for its answer."""
        with self._lock:
            try:
                self._show(notice)
            except NoAnswer:
                # A desktop that was started anew is found again with the next notice.
                self._leave()
                return False
            return True

    def withdraw(self, key: str) -> None:
        """Take the notice called `key` away, for it is old; waits for the desktop's answer."""
        with self._lock:
            shown = self._shown.pop(key, None)
            if self._peer is not None and shown is not None:
                # Most likely it was put away already.
                with contextlib.suppress(NoAnswer):
                    self._peer.call("CloseNotification", "u", (shown,))

    def close(self) -> None:
        """Let go of the bus."""
        with self._lock:
            self._leave()

    def _leave(self) -> None:
        self._peer = None
        self._shown.clear()
        with contextlib.suppress(NoAnswer), answering():
            self._stack.close()

    def _show(self, notice: Notice) -> None:
        there = self._peer if self._peer is not None else self._meet()
        text = escape(notice.text, quote=False) if "body-markup" in self._abilities else notice.text
        actions = ((OPEN, ""), *notice.actions) if "actions" in self._abilities else ()
        body = (
            "Holdfast",
            self._shown.get(notice.key, 0),
            "holdfast",
            notice.title,
            text,
            [word for action in actions for word in action],
            {"desktop-entry": ("s", "holdfast")},
            -1,
        )
        answer = there.call("Notify", "susssasa{sv}i", body)
        with answering():
            (self._shown[notice.key],) = answer

    def _meet(self) -> Peer:
        there = self._stack.enter_context(peer(Which.SESSION, NAME, PATH, NAME))
        with answering():
            (abilities,) = there.call("GetCapabilities")
            self._abilities = frozenset(abilities)
            self._listen(there)
        self._peer = there
        return there

    def _listen(self, there: Peer) -> None:
        from jeepney import MatchRule, message_bus  # noqa: PLC0415 - there on Linux alone
        from jeepney.io.threading import Proxy  # noqa: PLC0415 - there on Linux alone

        rule = MatchRule(type="signal", interface=NAME, member=_INVOKED, path=PATH)
        chosen: queue.Queue[object] = queue.Queue(_WAITING)
        self._stack.enter_context(there.router.filter(rule, queue=chosen))
        Proxy(message_bus, there.router, timeout=5).AddMatch(rule)
        ears = threading.Thread(target=self._hear, args=(chosen,), daemon=True, name="notices")
        ears.start()
        self._stack.callback(lambda: chosen.put(None))

    def _hear(self, chosen: queue.Queue[object]) -> None:
        while (message := chosen.get()) is not None:
            body = getattr(message, "body", ())
            match body:
                case (int(number), str(action)):
                    self._tell(number, action)

    def _tell(self, number: int, action: str) -> None:
        keys = [key for key, shown in list(self._shown.items()) if shown == number]
        for key in keys:
            self._act(key, action)
