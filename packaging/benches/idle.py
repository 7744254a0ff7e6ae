"""What Holdfast's window costs while a phone is plugged in and nobody does anything."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benches.bench import Figure, Result

SETTLE_SECONDS = 12.0
"""What opening, the first look at the phone and the first pictures take, and more."""
MEASURED_SECONDS = 60.0
_OTHERS = 12
_WINDOW = "benches.idle_window"


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of processor time over seconds of the wall, as the window's process told."""

    processor: float
    wall: float

    @property
    def percent(self) -> float:
        """How much of one core it is."""
        return 100 * self.processor / self.wall


def idle() -> Result:
    """Let the real window stand, with a sample phone and a vault, alone and among others."""
    alone, among = _stand(0), _stand(_OTHERS)
    return Result(
        f"the window with one phone, {MEASURED_SECONDS:.0f} s after {SETTLE_SECONDS:.0f} s",
        (_row("alone", alone), _row(f"among {_OTHERS} others", among)),
        (
            Figure("percent", "phone alone", alone.percent, "% of a core"),
            Figure("percent_among_others", "among others", among.percent, "% of a core"),
        ),
    )


def _row(where: str, spent: Spent) -> str:
    return f"{where:18}{spent.processor:.3f} s of processor time in {spent.wall:.0f} s"


def _stand(others: int) -> Spent:
    """Run the window in a process of its own: nothing else may be measured along."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", _WINDOW, folder, str(others)]
        words += [str(SETTLE_SECONDS), str(MEASURED_SECONDS)]
        done = subprocess.run(
            words,
            cwd=Path(__file__).resolve().parent.parent,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            check=True,
        )
    told = json.loads(done.stdout)
    return Spent(told["processor"], told["wall"])
