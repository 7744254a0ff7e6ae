"""Has Holdfast start when its person logs in, in the way of each system; off by default.

The ways of macOS and Windows were written from their makers' words and never tried there.
"""

from __future__ import annotations

import plistlib
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

BACKGROUND = "--background"
"""The option that starts without showing a window."""

_NAME = "holdfast"
_LABEL = "org.holdfast.holdfast"
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_RESERVED = frozenset(" \t\n\"'\\><~|&;$*?#()`")


class Login(Protocol):
    """One system's way of starting a program at login."""

    @property
    def on(self) -> bool:
        """Whether Holdfast starts at login."""
        ...

    def turn(self, *, on: bool) -> None:
        """Start it at login, or no more; raises OSError where that cannot be written."""
        ...


def login(
    command: Sequence[str] | None = None,
    *,
    system: str = sys.platform,
    home: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Login:
    """This system's way; `command` is what starts Holdfast, by default what started it now."""
    words = tuple(command) if command is not None else (*program(), BACKGROUND)
    place = home if home is not None else Path.home()
    if system == "win32":
        return RunKey(words)
    if system == "darwin":
        file = place / "Library" / "LaunchAgents" / f"{_LABEL}.plist"
        return EntryFile(file, launch_agent(words))
    config = (environment or {}).get("XDG_CONFIG_HOME", "")
    folder = Path(config) if Path(config).is_absolute() else place / ".config"
    return EntryFile(folder / "autostart" / f"{_NAME}.desktop", desktop_entry(words))


def program() -> tuple[str, ...]:
    """The words that start this very program."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    return (sys.executable, "-m", _NAME)


class EntryFile:
    """A file that the desktop looks for when somebody logs in."""

    def __init__(self, file: Path, content: bytes) -> None:
        """`file` is there while Holdfast starts at login."""
        self._file = file
        self._content = content

    @property
    def on(self) -> bool:
        """Whether the file is there."""
        return self._file.is_file()

    def turn(self, *, on: bool) -> None:
        """Write the file, or take it away; raises OSError."""
        if on:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_bytes(self._content)
        else:
            self._file.unlink(missing_ok=True)


class RunKey:
    """A value under the person's own Run key in the registry of Windows."""

    def __init__(self, command: Sequence[str]) -> None:
        """`command` is what is run."""
        self._command = subprocess.list2cmdline(command)

    @property
    def on(self) -> bool:
        """Whether the value is there."""
        if sys.platform == "win32":
            import winreg  # noqa: PLC0415 - there on Windows alone

            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
                    winreg.QueryValueEx(key, _NAME)
            except OSError:
                return False
            return True
        return False

    def turn(self, *, on: bool) -> None:
        """Write the value, or take it away; raises OSError."""
        if sys.platform == "win32" and on != self.on:
            import winreg  # noqa: PLC0415 - there on Windows alone

            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
                if on:
                    winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, self._command)
                else:
                    winreg.DeleteValue(key, _NAME)


def desktop_entry(command: Sequence[str]) -> bytes:
    """An autostart file by the Desktop Entry specification."""
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Name=Holdfast",
        f"Exec={' '.join(map(_quoted, command))}",
        f"Icon={_NAME}",
        "Terminal=false",
        "X-GNOME-Autostart-enabled=true",
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _quoted(word: str) -> str:
    """One word of an Exec line: quoted first, then escaped as every string of such a file is."""
    if not word or _RESERVED & set(word):
        inner = "".join(f"\\{each}" if each in '"`$\\' else each for each in word)
        word = f'"{inner}"'
    return word.replace("%", "%%").replace("\\", "\\\\").replace("\n", "\\n")


def launch_agent(command: Sequence[str]) -> bytes:
    """A launch agent that runs once, when somebody logs in."""
    agent = {
        "Label": _LABEL,
        "ProgramArguments": list(command),
        "RunAtLoad": True,
        "ProcessType": "Interactive",
    }
    return plistlib.dumps(agent)
