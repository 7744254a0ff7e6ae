"""One field of two versions, as a row that is shown beside others."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.ui import item_diff
from holdfast.wording import comparing


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One field in both versions; an empty side is one that is not there."""

    title: str
    before: str
    after: str
    differs: bool

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        if self.differs:
            return item_diff.DiffLine(self.title, self.before, self.after).spoken
        return comparing.same(self.title, self.after)
