"""What a byte pipe promises, and how it fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from holdfast.errors import Problem


class LinkProblem(Problem):
    """Something happened to the pipe, not to what was said through it."""


@dataclass(eq=False)
class Unplugged(LinkProblem):
    """The handset is no longer there: cable pulled, battery out, or re-enumerated."""

    handset: str = ""


@dataclass(eq=False)
class NoAnswer(LinkProblem):
    """Nothing came within `seconds`."""

    seconds: float = 0.0


@dataclass(eq=False)
class Busy(LinkProblem):
    """Somebody else holds the handset, each named where that can be found out.

    `holder` is the program. Where it goes through a serial port that the kernel makes of the
    handset, `driver` is the kernel's driver (cdc_acm) and `tty` the port (ttyACM0).
    """

    holder: str = ""
    driver: str = ""
    tty: str = ""


@dataclass(eq=False)
class NotAllowed(LinkProblem):
    """This user may not open the handset (USB rights)."""

    device: str = ""


@dataclass(eq=False)
class PipeStalled(LinkProblem):
    """The handset answered a transfer with an error condition (USB stall)."""


@dataclass(eq=False)
class TransferFailed(LinkProblem):
    """A transfer broke though the handset is still there: a bad cable or hub.

    `detail` is the system's own word for it, for the log.
    """

    detail: str = ""


@dataclass(eq=False)
class Misdescribed(LinkProblem):
    """The handset's own description of its USB pipes cannot be true; `detail` for the log."""

    detail: str = ""


class Link(Protocol):
    """A pipe to one handset; one user at a time, blocking, closed exactly once."""

    def write(self, data: bytes, timeout: float) -> None:
        """Send all of `data` within `timeout` seconds; raises `LinkProblem`."""
        ...

    def read(self, size: int, timeout: float) -> bytes:
        """Return one transfer of at most `size` bytes (empty for a zero-length packet).

        Raises `NoAnswer` when nothing came within `timeout` seconds, else `LinkProblem`.
        """
        ...

    def close(self) -> None:
        """Give the pipe back; never raises, may be called again."""
        ...
