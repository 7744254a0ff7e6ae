"""What the handsets of one window are called, so that no two are called the same."""

from __future__ import annotations

from collections import Counter

_TAIL = 4
"""Characters of an id that tell handsets of one title apart."""


def distinct(titles: dict[str, str]) -> dict[str, str]:
    """Titles of handsets, with the end of the id where two would be the same."""
    seen = Counter(titles.values())
    return {
        handset: f"{title} ({handset[-_TAIL:]})" if seen[title] > 1 else title
        for handset, title in titles.items()
    }
