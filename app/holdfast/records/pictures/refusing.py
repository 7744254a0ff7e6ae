"""How the worker says to itself that a file gets no thumbnail."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class Unfit(Exception):  # noqa: N818 - the status it is answered with
    """A file that gets no thumbnail; `status` is one of `messages`."""

    status: int
