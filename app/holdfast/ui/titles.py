"""What the handsets of one window are called, so that no two are called the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from holdfast.wording import window


def distinct(titles: Mapping[str, str]) -> dict[str, str]:
    """Titles of handsets by id, in the order of `titles`; from the second of a name on numbered.

    The one that was there first keeps its name, so nothing changes when another one comes.
    """
    met: Counter[str] = Counter()
    named: dict[str, str] = {}
    for handset, title in titles.items():
        met[title] += 1
        number = met[title]
        named[handset] = title if number == 1 else window.another_phone(title, number)
    return named
