"""Holds the application's reading of a file against the oracle's, line by line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from tests.records.formats.oracle.said import Blob, Item, Line, Unread

Shape = dict[str, Any]
_LOOKAHEAD = 40


class Verdict(Enum):
    """What became of one content line."""

    RIGHT = "read right"
    LISTED = "listed unread"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Judged:
    """One content line, or (line None) a property that the file does not have."""

    verdict: Verdict
    line: Line | Unread | None
    said: Shape | None

    @property
    def agreed(self) -> bool:
        """Whether both say the same; a line that both cannot read is no difference."""
        listed = self.verdict is Verdict.LISTED and isinstance(self.line, Unread)
        return self.verdict is Verdict.RIGHT or listed

    def __str__(self) -> str:
        where = f"line {self.line.first}" if self.line else "no line"
        return f"{where}: {self.verdict.value}\n    oracle {self.line}\n    door   {self.said}"


@dataclass
class Comparison:
    """All lines of one file, judged."""

    items: int
    items_said: int
    judged: list[Judged] = field(default_factory=list)

    @property
    def same_items(self) -> bool:
        return self.items == self.items_said

    @property
    def items_differ(self) -> str:
        return f"{self.items} items; the door says {self.items_said}"

    @property
    def equal(self) -> bool:
        """Whether nothing at all differs."""
        return self.same_items and all(one.agreed for one in self.judged)

    @property
    def lost(self) -> list[Line | Unread]:
        """Lines of which the door says nothing at all."""
        gone = (one for one in self.judged if one.verdict is Verdict.DIFFERENT and not one.said)
        return [one.line for one in gone if one.line is not None]

    @property
    def properties(self) -> int:
        """How many lines the oracle reads as properties."""
        return sum(isinstance(one.line, Line) for one in self.judged)

    def count(self, verdict: Verdict) -> int:
        return sum(one.verdict is verdict for one in self.judged)


def compare(items: Sequence[Item], said: Shape) -> Comparison:
    """Judge each line of `items`; `said` is the door's shape of the same file."""
    theirs = said["items"]
    result = Comparison(len(items), len(theirs))
    if result.same_items:
        pairs = [(item.lines, [shape]) for item, shape in zip(items, theirs, strict=True)]
    else:
        pairs = [([line for item in items for line in item.lines], theirs)]
    for lines, shapes in pairs:
        result.judged.extend(_Judge(shapes).judge(lines))
    return result


def _letters(text: str) -> str:
    """What of a raw line no folding and no charset can change."""
    return re.sub(r"[^A-Za-z0-9]", "", text)


def same_property(line: Line, said: Shape) -> bool:
    """Whether the door says of a property what the oracle says."""
    value: Any = line.value
    if isinstance(value, Blob):
        value = {"bytes": value.length, "sha256": value.sha256}
    ours = (line.group, line.name, line.params, value)
    return ours == (said["group"] or "", said["name"], said["params"], said["value"])


class _Judge:
    def __init__(self, shapes: Sequence[Shape]) -> None:
        self._properties = [one for shape in shapes for one in shape["properties"]]
        self._unread = Counter(_letters(raw) for shape in shapes for raw in shape["unread"])
        self._next = 0

    def judge(self, lines: Sequence[Line | Unread]) -> list[Judged]:
        judged = [one for line in lines for one in self._line(line)]
        return judged + self._extra(len(self._properties))

    def _line(self, line: Line | Unread) -> list[Judged]:
        equal = self._equal_to(line)
        if equal is not None and equal == self._next:
            return [self._take(Verdict.RIGHT, line)]
        if self._listed(line):
            return [Judged(Verdict.LISTED, line, None)]
        if self._next < len(self._properties) and self._looks_like(line):
            return [self._take(Verdict.DIFFERENT, line)]
        if equal is not None:
            return [*self._extra(equal), self._take(Verdict.RIGHT, line)]
        return [Judged(Verdict.DIFFERENT, line, None)]

    def _equal_to(self, line: Line | Unread) -> int | None:
        """Where the door says the same, not far from where it is expected."""
        if isinstance(line, Unread):
            return None
        ahead = range(self._next, min(self._next + _LOOKAHEAD, len(self._properties)))
        return next((at for at in ahead if same_property(line, self._properties[at])), None)

    def _listed(self, line: Line | Unread) -> bool:
        key = _letters(line.raw)
        if not self._unread[key]:
            return False
        self._unread[key] -= 1
        return True

    def _looks_like(self, line: Line | Unread) -> bool:
        name = self._properties[self._next]["name"].upper()
        return name == line.name.upper() if isinstance(line, Line) else name in line.raw.upper()

    def _take(self, verdict: Verdict, line: Line | Unread) -> Judged:
        self._next += 1
        return Judged(verdict, line, self._properties[self._next - 1])

    def _extra(self, until: int) -> list[Judged]:
        extra = self._properties[self._next : until]
        self._next = until
        return [Judged(Verdict.DIFFERENT, None, said) for said in extra]
