"""What a bench is: something to measure, and the figures that have a bound."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure; `name` is its bound's in bench.toml, `unit` is said behind it."""

    name: str
    title: str
    measured: float
    unit: str


@dataclass(frozen=True, slots=True)
class Result:
    """What one bench found: a heading, rows of detail, and the figures to hold to bounds."""

    heading: str
    rows: tuple[str, ...]
    figures: tuple[Figure, ...]


Bench = Callable[[], Result]
"""A bench measures when it is called."""


Clock = Callable[[], float]
"""Tells seconds: of the wall, or those that this process was given."""


def seconds_of(work: Callable[[], object], clock: Clock = time.perf_counter) -> float:
    """How long `work` takes."""
    started = clock()
    work()
    return clock() - started


def interleaved(
    works: Sequence[Callable[[], object]],
    rounds: int,
    after: Callable[[], object] = lambda: None,
    clock: Clock = time.perf_counter,
) -> list[tuple[float, ...]]:
    """Seconds of each of `works` per round; they take turns at going first.

    Within a round all meet the same machine; between rounds it may have other work. `after`
    clears up behind each work, unmeasured.
    """
    measured = []
    for number in range(rounds):
        seconds = [0.0] * len(works)
        for turn in range(len(works)):
            place = (turn + number) % len(works)
            seconds[place] = seconds_of(works[place], clock)
            after()
        measured.append(tuple(seconds))
    return measured
