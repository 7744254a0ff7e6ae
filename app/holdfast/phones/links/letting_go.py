"""Asks the desktop's file manager to let go of a phone, by the desktop's own tool for mounts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.phones.links.link import Busy, LinkProblem

_TOOL = "gio"
_GVFS = "gvfs"
_SCHEMES = ("mtp://", "gphoto2://")
_SECONDS = 15.0
_LONGEST_REASON = 200
_HEADING = re.compile(r"^(?: *)(?:Drive|Volume)\(\d+\): ")
_DEVICE = re.compile(r"^ +unix-device: '(.*)'$")
_MOUNT = re.compile(r"^( *)Mount\(\d+\): .* -> (\S+)$")


@dataclass(eq=False)
class CannotBeAsked(LinkProblem):
    """The program `holder` that has the handset takes no such wish from others."""

    holder: str = ""


@dataclass(eq=False)
class WouldNotLetGo(LinkProblem):
    """The program `holder` was asked and has the handset still; `reason` is in its own words."""

    holder: str = ""
    reason: str = ""


def can_be_asked(problem: object) -> bool:
    """Whether `problem` is a program that has a handset, and can be asked to let go of it."""
    return isinstance(problem, Busy) and not problem.tty and problem.holder.startswith(_GVFS)


def ask_to_let_go(problem: Busy, node: str) -> None:
    """Have the desktop unmount what it shows of the handset with the device node `node`.

    No program is ended and nothing is forced: with a file open there it stays mounted. Raises
    `CannotBeAsked` where nobody can be asked, or nothing is mounted, and `WouldNotLetGo`.
    """
    tool = shutil.which(_TOOL)
    if tool is None or not can_be_asked(problem):
        raise CannotBeAsked(problem.holder)
    places = tuple(dict.fromkeys(mounts(_run(problem, tool, "-li"), node)))
    if not places:
        raise CannotBeAsked(problem.holder)
    for place in places:
        _run(problem, tool, "-u", place)


def mounts(listing: str, node: str) -> Iterator[str]:
    """Yield the addresses that `gio mount -li` tells of the device with the node `node`."""
    device = ""
    for line in listing.splitlines():
        if _HEADING.match(line):
            device = ""
        elif found := _DEVICE.match(line):
            device = found[1]
        elif found := _MOUNT.match(line):
            # One that is indented belongs to the volume above it, any other to none.
            device = device if found[1] else ""
            if device == node and found[2].startswith(_SCHEMES):
                yield found[2]


def _run(problem: Busy, tool: str, *words: str) -> str:
    """Return what `gio mount` printed; raises `WouldNotLetGo` where it failed."""
    try:
        ran = subprocess.run(  # noqa: S603 - the desktop's own tool, with an address it told us
            [tool, "mount", *words],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
            env=_environment(),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise WouldNotLetGo(problem.holder, str(error)[:_LONGEST_REASON]) from error
    if ran.returncode:
        reason = ran.stderr.decode("utf-8", "replace").strip()
        raise WouldNotLetGo(problem.holder, reason[-_LONGEST_REASON:])
    return ran.stdout.decode("utf-8", "replace")


def _environment() -> dict[str, str]:
    """Ours, in English, without the libraries that a frozen Holdfast brings along."""
    kept = dict(os.environ, LC_ALL="C.UTF-8")
    if getattr(sys, "frozen", False):
        theirs = kept.pop("LD_LIBRARY_PATH_ORIG", "")
        kept.pop("LD_LIBRARY_PATH", None)
        kept |= {"LD_LIBRARY_PATH": theirs} if theirs else {}
    return kept
