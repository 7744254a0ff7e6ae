"""The oracle's run over a folder of real files, and the table of what came of it."""

from __future__ import annotations

import statistics
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.records.formats.oracle.comparing import Comparison, Verdict, compare
from tests.records.formats.oracle.door import Door
from tests.records.formats.oracle.reading import read

KINDS = ("vcard", "vcal", "ical", "vnote", "vmsg", "smsxml")
_SET_ASIDE = Path(__file__).with_name("set_aside.toml")
_HEADINGS = (
    *("kind", "files", "items", "lines", "properties"),
    *("read right", "listed unread", "different", "set aside"),
)


def set_aside() -> dict[str, str]:
    """The files that are malformed, and why."""
    return _reasons("files")


def exceptions_to_libraries() -> dict[str, str]:
    """The files on which libraries agree with each other and are wrong, and why."""
    return _reasons("libraries")


def _reasons(section: str) -> dict[str, str]:
    reasons: dict[str, str] = tomllib.loads(_SET_ASIDE.read_text("utf-8"))[section]
    return reasons


@dataclass(frozen=True)
class Judgement:
    """One file: its comparison, the seconds that the door took, why it is set aside (or not)."""

    kind: str
    path: Path
    comparison: Comparison
    seconds: float
    set_aside: str | None

    def __str__(self) -> str:
        found = [str(one) for one in self.comparison.judged if not one.agreed]
        items = [] if self.comparison.same_items else [self.comparison.items_differ]
        return "\n  ".join([self.path.name, *items, *found])


def files(corpus: Path) -> list[tuple[str, Path]]:
    """Kind and path of all text files of a corpus that has a folder for each kind."""
    return [
        (kind, path)
        for kind in KINDS
        for path in sorted(Path(corpus, kind).rglob("*"))
        if path.is_file()
    ]


def judge(corpus: Path) -> Iterator[Judgement]:
    """Compare the readings of all files of `corpus`."""
    door, aside = Door(), set_aside()
    for kind, path in files(corpus):
        answer = door.ask(path)
        comparison = compare(read(path.read_bytes()), answer.shape)
        yield Judgement(kind, path, comparison, answer.seconds, aside.get(path.name))


def table(judgements: Iterable[Judgement]) -> str:
    """The table per kind, in Markdown, with how long the door took below it."""
    judged = list(judgements)
    kinds = [kind for kind in KINDS if any(one.kind == kind for one in judged)]
    rows = [_row(kind, [one for one in judged if one.kind == kind]) for kind in kinds]
    rows.append(_row("all", judged))
    lines = [_HEADINGS, ("---",) * len(_HEADINGS), *rows]
    times = [one.seconds for one in judged] or [0.0]
    return "\n".join(
        [
            *("| " + " | ".join(row) + " |" for row in lines),
            "",
            f"median {1000 * statistics.median(times):.1f} ms, longest {max(times):.2f} s a file",
        ]
    )


def _row(kind: str, judged: list[Judgement]) -> tuple[str, ...]:
    kept = [one.comparison for one in judged if one.set_aside is None]
    figures = (
        len(judged),
        sum(one.items for one in kept),
        sum(len(one.judged) for one in kept),
        sum(one.properties for one in kept),
        *(sum(one.count(verdict) for one in kept) for verdict in Verdict),
        len(judged) - len(kept),
    )
    return (kind, *(f"{figure:,}" for figure in figures))
