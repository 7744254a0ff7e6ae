"""Which programs hold a device: read from Linux's process table and from the locks of ttys."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

_PROC = Path("/proc")
_LOCKS = Path("/run/lock")
_US = "Holdfast"
_MOST_WORDS = 4096
_LONGEST_COMM = 15
"""TASK_COMM_LEN without its end: the kernel cuts the name of a longer program (proc(5))."""


def holders(nodes: Iterable[str], proc: Path = _PROC, locks: Path = _LOCKS) -> tuple[str, ...]:
    """Return the names of the programs that have one of `nodes` open, by process number.

    Our own process is passed over. Who belongs to another user is known only where it left a
    lock for its tty (`LCK..ttyACM0` of the FHS, 5.9), as minicom, pppd and gammu do.
    """
    wanted = frozenset(nodes)
    if not wanted:
        return ()
    locked = {pid for name in wanted for pid in _locked_by(Path(name).name, locks)}
    holding = [
        process
        for process in _processes(proc)
        if process.name in locked or not wanted.isdisjoint(_open_files(process))
    ]
    return tuple(dict.fromkeys(name for name in map(_name, holding) if name))


def runs(program: str, proc: Path = _PROC) -> bool:
    """Tell whether a program of this name runs, whoever it belongs to."""
    return any(_comm(process) == program[:_LONGEST_COMM] for process in _processes(proc))


def _processes(proc: Path) -> Iterator[Path]:
    try:
        processes = sorted(
            (entry for entry in proc.iterdir() if entry.name.isdecimal()),
            key=lambda entry: int(entry.name),
        )
    except OSError:
        return
    own = str(os.getpid())
    yield from (process for process in processes if process.name != own)


def _open_files(process: Path) -> Iterator[str]:
    try:
        descriptors = list((process / "fd").iterdir())
    except OSError:
        return
    for descriptor in descriptors:
        # The process may close it, or end, while we look.
        try:
            yield str(descriptor.readlink())
        except OSError:
            continue


def _locked_by(tty: str, locks: Path) -> Iterator[str]:
    try:
        words = (locks / f"LCK..{tty}").read_bytes()[:_MOST_WORDS].split()
    except OSError:
        return
    yield from (word.decode() for word in words[:1] if word.isdigit())


def _name(process: Path) -> str:
    """What a person calls the program: not cut, and not the name of its interpreter."""
    comm, words = _comm(process), _command(process)
    if comm.startswith("python") and any("holdfast" in Path(word).parts for word in words):
        return _US
    program = Path(words[0]).name if words else ""
    if len(comm) == _LONGEST_COMM and program.startswith(comm):
        return program
    return _US if comm == _US.lower() else comm


def _comm(process: Path) -> str:
    try:
        return (process / "comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _command(process: Path) -> list[str]:
    """The words the program was started with, as far as they tell who it is."""
    try:
        said = (process / "cmdline").read_bytes()[:_MOST_WORDS]
    except OSError:
        return []
    return [word.decode("utf-8", "replace") for word in said.split(b"\0") if word][:3]
