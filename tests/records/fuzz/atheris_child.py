"""One target under atheris, in a process of its own, for libFuzzer never gives it back.

Called by `driver`: ``python -m tests.records.fuzz.atheris_child TARGET GUIDES FOLDER [flags]``,
the flags being libFuzzer's. GUIDES are the target's, with commas between. FOLDER/slowest holds
the input that took longest so far and FOLDER/seconds how much processor time it took.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]

_APP = Path(__file__).parents[3] / "app"
_ONE_IN = 8
_AFRESH, _BY_LINE = 0.3, 0.6
"""Of one input in eight, shares that are written by the grammar and mutated by lines; the rest of
it is mutated by the grammar's bytes, and the other seven are libFuzzer's own."""
_WARM_UP = 100


def main(name: str, guides: tuple[str, ...], folder: Path, flags: list[str]) -> None:
    """Fuzz; ends the process."""
    unguided = [module for module in _modules() if not _is_in(module, guides)]
    with atheris.instrument_imports(include=["holdfast"], exclude=unguided):
        from holdfast.records.formats.composing import composed  # noqa: PLC0415
        from tests.records.fuzz import grammar  # noqa: PLC0415 - what they import is instrumented
        from tests.records.fuzz.targets import TARGETS  # noqa: PLC0415

    target = TARGETS[name]
    slowest = _Slowest(folder)

    def check(data: bytes) -> None:
        started = time.thread_time()
        target.check(data)
        slowest.note(time.thread_time() - started, data)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        if seed % _ONE_IN:
            return bytes(atheris.Mutate(data, most))
        random = Random(seed)  # noqa: S311 - libFuzzer's own seed, so that runs repeat
        share = random.random()
        if share < _AFRESH:
            return target.make(random)[:most]
        if share < _BY_LINE:
            return grammar.mangled_lines(random, data)[:most]
        return grammar.mangled(random, data)[:most]

    composed("\u0316\u0301" * 31)  # makes its table: no input's own time
    gc.freeze()
    atheris.Setup([sys.argv[0], *flags], check, custom_mutator=mutate)
    atheris.Fuzz()


def _modules() -> Iterator[str]:
    """The names of all modules of the app."""
    for path in (_APP / "holdfast").rglob("*.py"):
        parts = path.relative_to(_APP).with_suffix("").parts
        yield ".".join(part for part in parts if part != "__init__")


def _is_in(module: str, guides: tuple[str, ...]) -> bool:
    return any(f"{module}.".startswith(f"{guide}.") for guide in guides)


class _Slowest:
    """Keeps the slowest input in files: at its end libFuzzer leaves no time to tell."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seconds = 0.0
        self._count = 0

    def note(self, seconds: float, data: bytes) -> None:
        self._count += 1
        if seconds > self._seconds and self._count > _WARM_UP:
            self._seconds = seconds
            (self._folder / "slowest").write_bytes(data)
            (self._folder / "seconds").write_text(f"{seconds:.6f}")


if __name__ == "__main__":
    main(sys.argv[1], tuple(sys.argv[2].split(",")), Path(sys.argv[3]), sys.argv[4:])
