"""How dev.py speaks: short lines on the error stream, so that output stays the program's own."""

from __future__ import annotations

import sys


class Lacking(Exception):  # noqa: N818 - names what is missing, not a fault of ours
    """This machine lacks something; the message says what, and the line that brings it."""


def tell(line: str) -> None:
    """Say one line to the developer."""
    print(line, file=sys.stderr, flush=True)
