"""What the picture worker denies itself before it looks at anything.

What holds where:

- **Linux**: address space (`MEMORY_LIMIT`), processor time, no core file, nothing written to
  files, few open files; and no network, where the kernel lets a plain user part from it.
- **macOS**: the same calls are made, but the system does not enforce the limit on address
  space. Memory is then bounded only by the number of pixels that `scaling` and `frames` agree
  to decode, and by the time limits.
- **Windows** has none of these limits: the bounds on pixels and the wall clock, which the app
  itself keeps by killing the worker, are all there is.
"""

from __future__ import annotations

import ctypes
import math
import os
import sys

MEMORY_LIMIT = 1536 * 1024 * 1024
"""Address space of the worker in bytes, where the system can limit it."""
CPU_SECONDS = 15
"""Processor seconds that one picture may take, where the system can limit it."""
_OPEN_FILES = 64
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def confine() -> None:
    """Apply the limits for good; raises nothing where a system does not know one."""
    for name, limit in (
        ("RLIMIT_AS", MEMORY_LIMIT),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_NOFILE", _OPEN_FILES),
    ):
        _limit(name, limit)


def allow_cpu(seconds: int = CPU_SECONDS) -> None:
    """Let the next picture use `seconds` more of the processor; beyond, the system kills."""
    used = os.times()
    _limit("RLIMIT_CPU", math.ceil(used.user + used.system) + seconds, soft_only=True)


def _limit(name: str, limit: int, *, soft_only: bool = False) -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    number = getattr(resource, name, None)
    if number is None:
        return
    try:
        hard = resource.getrlimit(number)[1]
        bounded = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(number, (bounded, hard if soft_only else bounded))
    except (ValueError, OSError):
        pass  # macOS refuses a limit below what it has already mapped


def leave_network() -> bool:
    """Part from the network, on Linux; True if the kernel allowed it.

    To be called while there is one thread. Pictures ask for nothing from outside; this is for
    the one that has taken over its decoder.
    """
    if sys.platform != "linux":
        return False
    try:
        return bool(ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK) == 0)
    except (OSError, AttributeError):
        return False
