"""A phone with a shell and files, and the ways to ask it something."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

from holdfast.phones.virtual.android.adbd import ANDROID_16, Adbd, Phone
from holdfast.phones.virtual.android.files.files import AndroidFiles
from holdfast.phones.virtual.android.keys import KeyDialog
from holdfast.phones.virtual.android.shell.jobs import AtOnce
from holdfast.phones.virtual.android.shell.shell import Shell
from holdfast.phones.virtual.android.tool import Call
from holdfast.phones.virtual.android.toybox.toybox import APPLETS, phone_tools
from holdfast.phones.virtual.clock import VirtualClock


@dataclass
class Rig:
    root: Path
    clock: VirtualClock = field(default_factory=VirtualClock)
    calls: list[list[str]] = field(default_factory=list)

    def __post_init__(self):
        self.files = AndroidFiles(self.root, APPLETS)
        tools = phone_tools(self.files, self.clock, {"content": self._content})
        self.shell = Shell(tools, self.files, jobs=AtOnce(self.clock))
        self.dialog = KeyDialog(lambda _shown: True)
        self.rebooted: list[str] = []

    def _content(self, call: Call) -> int:
        """Stand for a program that takes half a second."""
        self.calls.append(list(call.argv))
        self.clock.advance(0.5)
        return 0

    def run(self, script: str | bytes, stdin: bytes = b"") -> tuple[int, bytes, bytes]:
        out, err = io.BytesIO(), io.BytesIO()
        status = self.shell.run(script, io.BytesIO(stdin), out, err)
        return status, out.getvalue(), err.getvalue()

    def out(self, script: str | bytes, stdin: bytes = b"") -> str:
        return self.run(script, stdin)[1].decode("utf-8", "surrogateescape")

    def phone(self, manners=ANDROID_16, *, guarded: bool = True) -> Phone:
        guard = self.dialog if guarded else None
        return Phone(self.shell, self.files, manners, guard, self.rebooted.append)

    def adbd(self, manners=ANDROID_16, *, guarded: bool = True) -> Adbd:
        return Adbd(self.phone(manners, guarded=guarded))
