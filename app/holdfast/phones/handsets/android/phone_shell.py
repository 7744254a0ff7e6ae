"""The phone's shell for the drivers of its providers: commands, scripts, small files."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.phones.handsets.android.content import MAX_OUTPUT
from holdfast.phones.handsets.android.shell import SHELL_V2, Ran, Running, run
from holdfast.phones.handsets.android.streams import Transport
from holdfast.phones.handsets.android.sync import Files

COMMAND_SECONDS = 120.0
"""How long a command may print nothing: a provider that is busy takes its time."""
_SCRIPT_MODE = 0o600


class PhoneShell:
    """See `batches.Shell` for what every call promises."""

    def __init__(self, transport: Transport, files: Files) -> None:
        """Run commands through `transport` and write scripts through `files`."""
        self._transport = transport
        self._files = files

    @property
    def mixes(self) -> bool:
        """Whether complaints come among the answers (before Android 7)."""
        return SHELL_V2 not in self._transport.features

    def run(self, command: str, stdin: bytes = b"", limit: int = MAX_OUTPUT) -> Ran:
        """Run one line."""
        return run(self._transport, command, stdin, limit, raw=True, seconds=COMMAND_SECONDS)

    def lines(self, command: str) -> Iterator[bytes]:
        """Run one line and yield what it prints as it comes."""
        with Running(self._transport, command, raw=True, seconds=COMMAND_SECONDS) as running:
            yield from running

    def put(self, path: str, data: bytes) -> None:
        """Write a small file on the phone."""
        self._files.push(path.encode("utf-8"), (data,), mode=_SCRIPT_MODE)
