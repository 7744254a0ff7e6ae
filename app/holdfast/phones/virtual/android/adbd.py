"""The daemon of a phone that computers talk ADB with: its services over one shell and its files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import BinaryIO

from holdfast.phones.protocols.adb.device import (
    DELAYED_ACK,
    DeviceConnection,
    Guard,
    Manners,
    Service,
)
from holdfast.phones.protocols.adb.messages import CHECKED_VERSION, MIN_PAYLOAD, encode
from holdfast.phones.virtual.android.files.files import AndroidFiles
from holdfast.phones.virtual.android.pump import Program, Work
from holdfast.phones.virtual.android.services import (
    Framing,
    Packets,
    ProgramService,
    Raw,
    Terminal,
)
from holdfast.phones.virtual.android.shell.shell import Shell
from holdfast.phones.virtual.android.syncing import SyncService
from holdfast.phones.virtual.android.tool import Sink

_SHELL_V2 = "shell_v2"
ANDROID_6 = Manners(version=CHECKED_VERSION, max_payload=MIN_PAYLOAD, closes_as_zero=True)
"""No features, payloads of 4096 bytes with sums: as phones spoke for long."""
ANDROID_11 = Manners(frozenset({_SHELL_V2, "stat_v2", "ls_v2", "fixed_push_mkdir", "sendrecv_v2"}))
ANDROID_16 = replace(
    ANDROID_11,
    features=ANDROID_11.features | {"sendrecv_v2_zstd", "sendrecv_v2_dry_run_send", DELAYED_ACK},
)


def _stays_on(_how: str) -> None:
    """Do nothing: this phone cannot be started anew from a computer."""


@dataclass(frozen=True, slots=True)
class Phone:
    """What the daemon of a phone serves.

    `reboot` is called with what a computer asks for: "", "bootloader", "recovery".
    """

    shell: Shell
    files: AndroidFiles
    manners: Manners = ANDROID_16
    guard: Guard | None = None
    reboot: Callable[[str], None] = _stays_on


class Adbd:
    """One computer's conversation with the daemon; no I/O of its own."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self._connection = DeviceConnection(phone.manners, phone.guard, self._open)

    @property
    def asking(self) -> bool:
        """Whether a computer waits for the owner to allow it."""
        return self._connection.asking

    @property
    def online(self) -> bool:
        """Whether a computer is connected and allowed."""
        return self._connection.online

    def receive(self, data: bytes) -> None:
        """Take bytes from the wire; raises `BrokenAdbError`."""
        self._connection.receive(data)

    def take(self) -> tuple[bytes, bytes] | None:
        """Return the next message as header and payload, letting programs run; None for none."""
        message = self._connection.take()
        if message is None:
            return None
        return encode(message, checked=self._connection.checked)

    def close(self) -> None:
        """End all that runs; the computer is gone."""
        self._connection.close()

    def _open(self, name: bytes, features: frozenset[str]) -> Service | None:
        kind, colon, rest = name.partition(b":")
        words = kind.decode("ascii", "replace").split(",")
        if not colon:
            return None
        match words[0]:
            case "shell":
                return self._open_shell(words[1:], rest, features)
            case "exec" if len(words) == 1:
                return ProgramService(Program(self._work(rest)), Raw())
            case "sync" if len(words) == 1:
                return SyncService(self._phone.files)
            case "reboot":
                self._phone.reboot(rest.decode("utf-8", "replace"))
        return None

    def _open_shell(
        self, words: list[str], command: bytes, features: frozenset[str]
    ) -> Service | None:
        modern = _SHELL_V2 in self._phone.manners.features
        if words and not modern:
            return None
        framing: Framing = Raw() if modern else Terminal()
        if "v2" in words:
            if _SHELL_V2 not in features:
                return None
            framing = Packets()
        return ProgramService(Program(self._work(command)), framing)

    def _work(self, command: bytes) -> Work:
        shell = self._phone.shell

        def run(stdin: BinaryIO, out: Sink, err: Sink) -> int:
            if command:
                return shell.run(command, stdin, out, err)
            return shell.converse(stdin, out, err)

        return run
