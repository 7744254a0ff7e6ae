"""What this machine must have beside Python: Qt's system libraries and the tests' peer programs.

The library list is what a bare Debian 12 and a bare Debian 13 needed, by trial; Ubuntu 22.04 and
newer use the same names. Other systems are left alone: there Qt's wheels bring what they need.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from devtools.tell import Lacking, tell

_QT = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
_SCREEN = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
_PEERS = {
    "restic": "restic",
    "sshd": "openssh-server",
    "sftp": "openssh-client",
    "adb": "adb",
    "gammu": "gammu",
    "obexftp": "obexftp",
    "Xvfb": "xvfb",
    "xauth": "xauth",
}
_LAB = {
    "qemu-system-x86_64": "qemu-system-x86",
    "mmdebstrap": "mmdebstrap",
    "arch-test": "arch-test",
    "genext2fs": "genext2fs",
}


def need_window() -> None:
    """Make sure that Qt can show a window; raise `Lacking` when it cannot be brought here."""
    _need({**_missing_libraries(_QT), **_missing_libraries(_SCREEN)}, "to show a window")


def need_qt() -> None:
    """Make sure that Qt can draw without a screen; raise `Lacking` as above."""
    _need(_missing_libraries(_QT), "to draw")


def need_tests() -> None:
    """Make sure that tests can draw; raise `Lacking` when they cannot.

    Where the programs that tests talk to are missing and cannot be brought here, say so and go on.
    """
    libraries = _missing_libraries(_QT)
    others = {**_missing_libraries(_SCREEN), **_missing_programs(_PEERS)}
    try:
        _need({**libraries, **others}, "to run every test")
    except Lacking as lacking:
        if libraries:
            raise
        tell(f"{lacking}\nTests that need it are skipped, and the run says so.")


def need_venv() -> None:
    """Make sure that this Python can make an environment, which Debian packs apart."""
    _need({}, "to make .venv")


def need_lab() -> None:
    """Make sure that the lab's virtual machine can be built and booted."""
    _need(_missing_programs(_LAB), "to boot the lab")


def install(packages: list[str], purpose: str) -> None:
    """Install Debian packages as root, or raise `Lacking` with the one line to run."""
    lacking = f"This machine lacks what it takes {purpose}"
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if not _is_debian():
        raise Lacking(f"{lacking} (by Debian's names: {' '.join(packages)}).")
    if os.geteuid():
        raise Lacking(f"{lacking}. Run:\n    sudo {line}")
    tell(f"Installing what it takes {purpose}: {' '.join(packages)}")
    for command in ("apt-get update", line):
        _apt(command.split())


def _need(missing: Mapping[str, str], purpose: str) -> None:
    packages = set(missing.values())
    if importlib.util.find_spec("ensurepip") is None:
        packages.add(f"python3.{sys.version_info.minor}-venv")
    if packages:
        install(sorted(packages), purpose)


def _apt(command: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        [command[0], "-qq", *command[1:]],
        env=environment,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        raise Lacking(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}")


def _is_debian() -> bool:
    release = Path("/etc/os-release")
    if not release.exists() or shutil.which("apt-get") is None:
        return False
    rows = dict(row.split("=", 1) for row in release.read_text("utf-8").splitlines() if "=" in row)
    family = f"{rows.get('ID', '')} {rows.get('ID_LIKE', '')}".replace('"', "").split()
    return bool({"debian", "ubuntu"} & set(family))


def _missing_libraries(table: Mapping[str, str]) -> dict[str, str]:
    if not sys.platform.startswith("linux"):
        return {}
    return {name: package for name, package in table.items() if not _loads(name)}


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _missing_programs(table: Mapping[str, str]) -> dict[str, str]:
    places = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
    return {name: package for name, package in table.items() if not shutil.which(name, path=places)}
