"""The window during a backup at full rate: `python -m benches.window_backup FOLDER`.

A heart beats in its thread all the while; what came late is told as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from benches.window_desk import desk_in
from benches.window_room import Heart, peak_megabytes, pump, settle
from holdfast.ui.main_window import MainWindow
from holdfast.ui.window import make_application, make_window

HELD = 50.0
"""Milliseconds from which on a person notices."""


def main(folder: Path) -> int:
    """Open, back up, tell."""
    app = make_application()
    desk = desk_in(folder)
    desk.hang_sample(folder / "phone")
    shown = make_window(app, desk, samples=folder / "samples")
    shown.session.start()
    shown.show()
    pump(lambda: any(phone.connected for phone in shown.session.state.phones))
    settle(shown)
    shown.session.choose_phone(next(p.id for p in shown.session.state.phones if p.connected))
    settle(shown)
    told = _back_up(shown) | {"peak_mb": peak_megabytes()}
    sys.stdout.write(json.dumps(told))
    sys.stdout.flush()
    shown.close()
    desk.close()
    return 0


def _back_up(shown: MainWindow) -> dict[str, float]:
    """Beat from the button on until the new backup is listed."""
    before = len(shown.session.state.entries)
    heart, began = Heart(), time.perf_counter()
    shown.deeds.back_up()
    pump(lambda: len(shown.session.state.entries) > before)
    held = heart.stop()
    return {
        "seconds": time.perf_counter() - began,
        "beats": len(held),
        "late_percent": 100 * sum(late > HELD for late in held) / len(held),
        "worst": max(held),
    }


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
