"""Measures Holdfast and holds each figure to the bound that bench.toml records for it."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from benches import asking, beside_adb, copying, idle, mtp_walk, reading, vaulting, window
from benches.bench import Bench, Figure

BENCHES: Mapping[str, Bench] = {
    "vault": vaulting.vault,
    "backup": copying.backup,
    "formats": reading.formats,
    "idle": idle.idle,
    "history": asking.history,
    "adb": beside_adb.adb,
    "mtp": mtp_walk.mtp,
    "window": window.window,
}
AT_FULL_SIZE: Mapping[str, Bench] = {"vault": vaulting.full}
"""Benches that --full lets take minutes, at the sizes that were promised."""
_BOUNDS = Path(__file__).with_name("bench.toml")
_TOLERANCE = 1.2


def main(names: list[str], benches: Mapping[str, Bench] = BENCHES, bounds: Path = _BOUNDS) -> int:
    """Run the benches `names` (all, if none); 1 when one is over its bound, 2 when unknown.

    With "--full" among the names those that have a full size take it.
    """
    if "--full" in names:
        names = [name for name in names if name != "--full"]
        benches = {**benches, **AT_FULL_SIZE}
    unknown = [name for name in names if name not in benches]
    if unknown:
        print(f"no bench {unknown[0]}; there are: {' '.join(benches)}", file=sys.stderr)
        return 2
    recorded = tomllib.loads(bounds.read_text("utf-8"))
    held = [_holds(name, benches[name], recorded[name]) for name in names or benches]
    return 0 if all(held) else 1


def _holds(name: str, bench: Bench, bounds: Mapping[str, float]) -> bool:
    result = bench()
    print(f"{name}: {result.heading}")
    for row in result.rows:
        print(f"  {row}")
    within = [_within(figure, bounds[figure.name]) for figure in result.figures]
    return all(within)


def _within(figure: Figure, bound: float) -> bool:
    within = figure.measured <= bound * _TOLERANCE
    verdict = "good" if within else f"TOO SLOW, over by more than {_TOLERANCE - 1:.0%}"
    said = f"{figure.measured:.2f} {figure.unit}"
    print(f"  {figure.title:18}{said}; recorded {bound:.2f}: {verdict}", flush=True)
    return within


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
