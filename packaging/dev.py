"""The one door for developers: sets everything up, then demo, test, check, run and the rest."""

from __future__ import annotations

import sys

OLDEST_PYTHON = (3, 11)


def main(arguments: list[str]) -> int:
    """Carry out one verb; return its exit status, 2 when this machine lacks something."""
    if sys.version_info < OLDEST_PYTHON:
        print(f"Holdfast needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 2
    from devtools import verbs  # noqa: PLC0415 - older Pythons cannot read it

    return verbs.main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
