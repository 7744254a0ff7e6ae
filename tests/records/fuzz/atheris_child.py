"""One target under atheris, in a process of its own, for libFuzzer never gives it back.

Called by `driver`: ``python -m tests.records.fuzz.atheris_child TARGET FOLDER [libFuzzer flags]``.
FOLDER/slowest holds the input that took longest so far and FOLDER/seconds how much
processor time it took.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from random import Random

import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]

with atheris.instrument_imports(include=["holdfast"]):
    from tests.records.fuzz import grammar
    from tests.records.fuzz.targets import TARGETS

_AFRESH, _BY_LINE, _BY_BYTE = 0.1, 0.4, 0.6
"""Shares of inputs, added up: written by the grammar, mutated by lines, by the grammar's bytes;
the rest is libFuzzer's own."""
_WARM_UP = 100


def main(name: str, folder: Path, flags: list[str]) -> None:
    """Fuzz; ends the process."""
    target = TARGETS[name]
    slowest = _Slowest(folder)

    def check(data: bytes) -> None:
        started = time.thread_time()
        target.check(data)
        slowest.note(time.thread_time() - started, data)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)  # noqa: S311 - libFuzzer's own seed, so that runs repeat
        share = random.random()
        if share < _AFRESH:
            return target.make(random)[:most]
        if share < _BY_LINE:
            return grammar.mangled_lines(random, data)[:most]
        if share < _BY_BYTE:
            return grammar.mangled(random, data)[:most]
        return bytes(atheris.Mutate(data, most))

    atheris.Setup([sys.argv[0], *flags], check, custom_mutator=mutate)
    atheris.Fuzz()


class _Slowest:
    """Keeps the slowest input in files: at its end libFuzzer leaves no time to tell."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seconds = 0.0
        self._count = 0

    def note(self, seconds: float, data: bytes) -> None:
        self._count += 1
        if self._count > _WARM_UP and seconds > self._seconds:
            self._seconds = seconds
            (self._folder / "slowest").write_bytes(data)
            (self._folder / "seconds").write_text(f"{seconds:.6f}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
