"""Tells how Holdfast reads the real files in a folder: the oracle's table, per kind of file."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Print the table and what differs; 1 when anything does, 2 when there are no files."""
    # The oracle lives with the tests, which stand beside this folder.
    sys.path.insert(0, str(ROOT))
    from tests.records.formats.oracle.corpus import (  # noqa: PLC0415 - see the line above
        files,
        judge,
        table,
    )

    if len(arguments) != 1 or not files(Path(arguments[0])):
        print("usage: corpus.py FOLDER, which holds vcard/ ical/ vcal/ … with real files")
        return 2
    judgements = list(judge(Path(arguments[0])))
    print(table(judgements))
    differing = [one for one in judgements if not one.comparison.equal and one.set_aside is None]
    for one in differing:
        print(f"\n{one}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
